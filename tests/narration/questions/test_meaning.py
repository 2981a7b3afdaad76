import asyncio
from collections.abc import Sequence

import pytest

from narration.engine import Embedder, EngineContext, EngineUnavailable
from narration.engines.e5 import E5
from narration.memory import Memory
from narration.questions.answering import Answering
from narration.questions.grounding import Grounding
from narration.questions.meaning import Meaning
from narration.saying import Saying
from narration.utterance import Sentence
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.narration.questions.asked_at import asked_at

DUNHUANG = load_site(BUILT_IN / "dunhuang" / "pack", models=False)
PALACE = load_site(BUILT_IN / "grand_palace" / "pack", models=False)


class Told:
    """An embedder that is told which text lies near every question, and how near."""

    name = "told"

    def __init__(self, near: str = "", by: float = 0.2, learned: bool = True, seconds: float = 0.0) -> None:
        self.near, self.by, self.learned, self.seconds = near, by, learned, seconds

    async def learn(self, texts: Sequence[str]) -> None:
        self.learned = True

    async def likeness(self, question: str, texts: Sequence[str]) -> list[float | None]:
        await asyncio.sleep(self.seconds)
        return [0.8 + self.by * (text == self.near) if self.learned else None for text in texts]


class Gone(Told):
    """One whose process is gone."""

    async def likeness(self, question: str, texts: Sequence[str]) -> list[float | None]:
        raise EngineUnavailable("told", "gone")

    async def learn(self, texts: Sequence[str]) -> None:
        raise EngineUnavailable("told", "gone")


def guide(embedder: Embedder | None, site: Site = DUNHUANG, patience: float = 30.0) -> Answering:
    meaning = Meaning(site=site, embedder=lambda: embedder, patience=patience)
    return Answering(grounding=Grounding(site), saying=Saying(site=site, model=lambda: None), meaning=meaning)


async def asked(answering: Answering, question: str, language: str = "en") -> list[Sentence]:
    said = answering.answer(question, Memory(), language)
    return [item async for item in said if isinstance(item, Sentence)]


def text(fact: str, language: str = "en") -> str:
    return DUNHUANG.facts[fact].text[language]


STRANGE = "Whence hails yon azure hue?"
"""A question without a word that a fact has."""


async def test_a_question_in_other_words_is_answered_by_what_it_means() -> None:
    assert all(not sentence.facts for sentence in await asked(guide(None), STRANGE))
    assert {fact for each in await asked(guide(Told(text("lapis"))), STRANGE) for fact in each.facts} == {"lapis"}


async def test_what_is_only_nearly_meant_is_offered_as_the_nearest_there_is() -> None:
    first, *rest = await asked(guide(Told(text("lapis"), by=0.06)), STRANGE)
    assert not first.facts
    assert {fact for each in rest for fact in each.facts} == {"lapis"}


async def test_what_is_meant_by_nobody_is_declined() -> None:
    said = await asked(guide(Told(text("lapis"), by=0.03)), STRANGE)
    assert said
    assert all(not sentence.facts for sentence in said)


async def test_a_question_that_takes_something_for_granted_must_be_meant_more() -> None:
    why = "Why did Tutankhamun bring rhubarb?"
    assert (await asked(guide(Told(text("lapis"), by=0.12)), why))[0].facts
    assert not (await asked(guide(Told(text("lapis"), by=0.085)), why))[0].facts


async def test_in_a_language_that_nobody_wrote_it_orders_but_does_not_decide() -> None:
    grounding, near = Grounding(DUNHUANG), {fact: 0.2 * (fact == "lapis") for fact in DUNHUANG.facts}
    assert grounding.answers(STRANGE, "en", near=near)
    assert not grounding.answers(STRANGE, "sw", near=near)
    assert grounding.for_question(STRANGE, "sw", near=near)[0].fact.id == "lapis"


async def test_what_goes_on_from_before_is_read_by_its_words() -> None:
    answering, memory = guide(Told(text("rainfall"))), Memory()
    for question in ("How tall is the great seated Buddha?", "And when was it made?"):
        answering.meaning.embedder = (lambda: None) if question.startswith("How") else (lambda: Told(text("rainfall")))
        said = [item async for item in answering.answer(question, memory, "en") if isinstance(item, Sentence)]
    assert "rainfall" not in {fact for each in said for fact in each.facts}


@pytest.mark.parametrize("embedder", [Gone(), Told(text("lapis"), seconds=30.0)], ids=["gone", "late"])
async def test_without_it_the_words_decide(embedder: Embedder) -> None:
    how_tall = "How tall is the great seated Buddha behind the pagoda?"
    answering = guide(embedder, patience=0.05)
    await answering.meaning.learn("en")
    assert {fact for each in await asked(answering, how_tall) for fact in each.facts} == {"buddha-height"}


async def test_a_place_of_too_many_facts_is_met_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = Told(text("lapis"), learned=False)
    monkeypatch.setattr("narration.questions.meaning.MOST", len(DUNHUANG.facts) - 1)
    answering = guide(embedder)
    await answering.meaning.learn("en")
    assert not embedder.learned
    assert await answering.meaning.near(STRANGE, "en") == {}


async def test_what_was_not_learned_is_learned_behind_the_first_question() -> None:
    embedder = Told(text("lapis"), learned=False)
    answering = guide(embedder)
    assert not any(sentence.facts for sentence in await asked(answering, STRANGE))
    while not embedder.learned:
        await asyncio.sleep(0)
    assert (await asked(answering, STRANGE))[0].facts == ("lapis",)


@pytest.mark.parametrize(
    ("site", "language", "least"), [(DUNHUANG, "en", 33), (PALACE, "th", 39)], ids=["dunhuang-en", "palace-th"]
)
async def test_the_first_fact_answers_freely_worded_questions(site: Site, language: str, least: int) -> None:
    answerable = asked_at(site.id, language).answerable
    grounding = Grounding(site)
    async with E5(EngineContext(weights=lambda _: None)) as engine:
        meaning = Meaning(site=site, embedder=lambda: engine, patience=60.0)
        await meaning.learn(language)
        first = 0
        for question, facts in answerable:
            found = grounding.for_question(question, language, near=await meaning.near(question, language))
            first += bool(found) and found[0].fact.id in facts
    assert first >= least, f"{first} of {len(answerable)}"
