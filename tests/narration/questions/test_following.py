import tomllib
from pathlib import Path

import pytest

from narration.memory import Exchange
from narration.questions.following import halves
from narration.questions.grounding import Grounding
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site

TALKS = tomllib.loads((Path(__file__).parent / "talks.toml").read_text(encoding="utf-8"))
Turn = tuple[str, str, list[str]]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "colosseum" / "pack", models=False)


@pytest.fixture(scope="module")
def grounding(site: Site) -> Grounding:
    return Grounding(site)


def ends_well(grounding: Grounding, talk: list[Turn], *, keeps_thread: bool = True) -> bool:
    """Whether the last turn is answered by a right fact, or declined where none is right."""
    after: Exchange | None = None
    well = False
    for tag, question, right in talk:
        before = after if keeps_thread else None
        found = grounding.for_question(question, tag, after=before)
        known = grounding.answers(question, tag, after=before)
        well = (known and found[0].fact.id in right) if right else not known
        facts = (found[0].fact.id,) if known else ()
        after = Exchange(question=question, language=tag, facts=facts)
    return well


@pytest.mark.parametrize(("name", "least"), [("dev", 0.9), ("unseen", 0.6)])
def test_a_follow_up_is_answered_from_what_went_before(name: str, least: float, grounding: Grounding) -> None:
    talks = TALKS[name]["talks"]
    missed = [talk[-1][1] for talk in talks if not ends_well(grounding, talk)]
    assert len(missed) <= (1 - least) * len(talks), missed


def test_without_the_thread_they_are_not(grounding: Grounding) -> None:
    talks = TALKS["dev"]["talks"]
    lost = [talk for talk in talks if not ends_well(grounding, talk, keeps_thread=False)]
    assert len(lost) >= 0.25 * len(talks)


def test_more_is_something_else(grounding: Grounding) -> None:
    after = Exchange(question="How many lifts were there?", language="en", facts=("lifts",))
    found = grounding.for_question("Tell me more about that.", "en", after=after)
    assert found
    assert "lifts" not in {one.fact.id for one in found}


def test_why_is_answered_by_the_reason_that_the_fact_gives_or_not_at_all(grounding: Grounding) -> None:
    holes = Exchange(question="What are the holes?", language="en", facts=("clamp-holes",))
    assert [one.fact.id for one in grounding.for_question("Why?", "en", after=holes)] == ["clamp-holes"]
    size = Exchange(question="How tall is it?", language="en", facts=("size",))
    assert not grounding.answers("Why?", "en", after=size)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who began it and who finished it?", ["Who began it", "who finished it?"]),
        ("Chi lo iniziò e quando fu finito?", ["Chi lo iniziò", "quando fu finito?"]),
        ("谁开始修建，什么时候完工？", ["谁开始修建", "什么时候完工？"]),
        ("How long and wide is the arena?", ["How long and wide is the arena?"]),
        ("and who paid for it?", ["and who paid for it?"]),
        ("What did lions and bears eat?", ["What did lions and bears eat?"]),
    ],
)
def test_a_question_that_asks_two_things_falls_into_two(question: str, parts: list[str]) -> None:
    assert halves(question) == parts
