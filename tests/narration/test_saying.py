"""A refused sentence is asked for once more with the reason; then the curator's own is taken."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from narration import compose
from narration.engines.scripted import Scripted
from narration.saying import Saying
from narration.text.forgetting import forget_texts
from narration.utterance import Sentence
from narration.voice.turn import TURN, Turn, Urgency
from scenes.scene import Site
from tests.builders import build_site
from tests.reading import Finds, Reading

WRONG = "The well is 21 metres deep."
RIGHT = "The well goes down 12 metres."


@pytest.fixture
def site(tmp_path: Path) -> Site:
    forget_texts()
    return build_site(tmp_path)


async def told(
    site: Site, words: list[str], patience: float = 60.0, delay: float = 0.0
) -> tuple[list[Sentence], Scripted]:
    model = Scripted(script=words, delay=delay)
    saying = Saying(site=site, model=lambda: model, patience=patience)
    fact = site.facts["depth"]
    said = saying.said(compose.telling(fact, "en"), [fact], "en")
    return [item async for item in said if isinstance(item, Sentence)], model


async def test_the_second_try_is_spoken_where_it_holds(site: Site) -> None:
    said, _ = await told(site, [WRONG, RIGHT])
    assert [(each.text, each.origin) for each in said] == [(RIGHT, "live")]
    assert [claim.verdict for claim in said[0].claims] == ["contradicted", "supported"]


async def test_the_second_prompt_quotes_what_was_refused_and_why(site: Site) -> None:
    _, model = await told(site, [WRONG, RIGHT])
    first, second = model.prompts
    assert second.own[: len(first.own)] == first.own
    assert second.own[-2].text == WRONG
    assert "21" in second.own[-1].text
    assert second.shared == first.shared


async def test_after_two_refusals_the_curator_is_heard_and_both_are_kept(site: Site) -> None:
    said, model = await told(site, [WRONG, "The well is 99 metres deep.", RIGHT])
    assert (said[0].text, said[0].origin) == ("The well is 12 metres deep.", "verbatim")
    assert [claim.verdict for claim in said[0].claims] == ["contradicted", "contradicted"]
    assert len(model.prompts) == 2


async def test_a_sentence_that_holds_is_not_asked_for_again(site: Site) -> None:
    _, model = await told(site, [RIGHT, RIGHT])
    assert len(model.prompts) == 1


OTHER = "This well is 12 metres deep."


async def told_and_read(site: Site, words: list[str], reader: Finds, urgency: Urgency) -> tuple[Sentence, Reading]:
    model = Reading(words, reader)
    saying = Saying(site=site, model=lambda: model)
    fact = site.facts["depth"]
    before = TURN.set(Turn(urgency=urgency))
    said = [item async for item in saying.said(compose.telling(fact, "en"), [fact], "en") if isinstance(item, Sentence)]
    TURN.reset(before)
    return said[0], model


async def test_what_the_reader_refuses_is_asked_for_once_more_without_its_figures(site: Site) -> None:
    said, model = await told_and_read(site, [RIGHT, OTHER], Finds({RIGHT: 0.25, OTHER: 0.875}), Urgency.NOW)
    assert (said.text, said.origin) == (OTHER, "live")
    assert [(claim.verdict, claim.read) for claim in said.claims] == [("not-found", 0.25), ("supported", 0.875)]
    assert "0.25" not in model.prompts[1].own[-1].text
    assert model.reader.urgencies == [Urgency.NOW, Urgency.NOW]


async def test_the_curator_is_heard_where_the_reader_refuses_both(site: Site) -> None:
    said, _ = await told_and_read(site, [RIGHT, OTHER], Finds({RIGHT: 0.25, OTHER: 0.125}), Urgency.NEXT)
    assert (said.text, said.origin) == ("The well is 12 metres deep.", "verbatim")
    assert [claim.read for claim in said.claims] == [0.25, 0.125]


async def test_the_model_writes_nothing_more_while_a_sentence_is_read(site: Site) -> None:
    class Notes(Finds):
        async def entails(self, premises: Sequence[str], hypothesis: str) -> float:
            self.cut = model.cut
            return await super().entails(premises, hypothesis)

    reader = Notes({})
    model = Reading([f"{RIGHT} And it goes on and on."], reader)
    fact = site.facts["depth"]
    saying = Saying(site=site, model=lambda: model)
    said = [one async for one in saying.said(compose.telling(fact, "en"), [fact], "en") if isinstance(one, Sentence)]
    assert (said[0].text, reader.cut) == (RIGHT, 1)


@pytest.mark.parametrize("language", ["en", "it", "zh-Hans", "th"])
def test_the_reason_is_given_in_the_prompts_own_language(site: Site, language: str) -> None:
    prompt = compose.again(
        compose.telling(site.facts["depth"], language), "…", "says “21”, the fact says “12”", language
    )
    assert "21" in prompt.own[-1].text
    assert ("the fact says" in prompt.own[-1].text) == (language in {"en", "th"})


class Able(Scripted):
    """Says the fact, and that it was seen to write some languages."""

    def __init__(self, *languages: str) -> None:
        super().__init__()
        self.languages = languages


@pytest.mark.parametrize(
    ("able", "language", "asked"),
    [
        (("en", "zh"), "it", False),
        (("en", "zh"), "en", True),
        (("en", "zh"), "zh-Hans", True),
        (("en-GB",), "en", True),
        ((), "it", True),
    ],
)
async def test_a_model_is_asked_for_nothing_that_it_cannot_write(
    site: Site, able: tuple[str, ...], language: str, asked: bool
) -> None:
    model, fact = Able(*able), site.facts["depth"]
    said = Saying(site=site, model=lambda: model).said(compose.telling(fact, language), [fact], language)
    sentences = [item async for item in said if isinstance(item, Sentence)]
    assert [each.origin for each in sentences] == ["live" if asked else "verbatim"]
    assert "".join(each.text for each in sentences) == fact.text[language]
    assert len(model.prompts) == asked


async def test_a_live_sentence_names_the_weights_it_was_made_with(site: Site) -> None:
    class Named(Scripted):
        weights = "thinker-2b-q4"

    said, _ = await told(site, [RIGHT])
    assert said[0].model == "scripted"
    saying = Saying(site=site, model=lambda: Named(script=[RIGHT]))
    fact = site.facts["depth"]
    said = [one async for one in saying.said(compose.telling(fact, "en"), [fact], "en") if isinstance(one, Sentence)]
    assert said[0].model == "thinker-2b-q4"
