"""A refused sentence is asked for once more with the reason; then the curator's own is taken."""

from pathlib import Path

import pytest

from narration import compose
from narration.engines.scripted import Scripted
from narration.saying import Saying
from narration.utterance import Sentence
from scenes.scene import Site
from tests.builders import build_site

WRONG = "The well is 21 metres deep."
RIGHT = "The well goes down 12 metres."


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return build_site(tmp_path)


async def told(
    site: Site, words: list[str], patience: float = 5.0, delay: float = 0.0
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


@pytest.mark.parametrize("language", ["en", "it", "zh-Hans", "th"])
def test_the_reason_is_given_in_the_prompts_own_language(site: Site, language: str) -> None:
    prompt = compose.again(
        compose.telling(site.facts["depth"], language), "…", "says “21”, the fact says “12”", language
    )
    assert "21" in prompt.own[-1].text
    assert ("the fact says" in prompt.own[-1].text) == (language in {"en", "th"})
