"""What is told to whom, and for how long."""

import pytest
from msgspec.structs import replace

from narration.audience import EVERYONE, Audience
from narration.encounter import Encounter
from narration.memory import Memory
from narration.tailoring import (
    beyond,
    chosen,
    offered,
    seconds_for,
    spoken_seconds,
    stop_seconds,
    take_for,
    trimmed,
)
from scenes.facts import Citation, Fact
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from scenes.take import Take, TakeSentence

WORDS = " ".join(["word"] * 15)
THEMES = {
    "first": ["history"],
    "arch": ["engineering"],
    "lion": ["nature"],
    "grave": ["death"],
    "pump": ["engineering"],
}
FACTS = tuple(
    Fact(id=name, text={"en": f"{name} {WORDS}."}, cites=(Citation(source="x"),), themes=tuple(themes))
    for name, themes in THEMES.items()
)
BY_ID = {fact.id: fact for fact in FACTS}
TAKE = Take(
    stop="s",
    language="en",
    sentences=(
        TakeSentence(text="Look."),
        *(TakeSentence(text=fact.text["en"], facts=(fact.id,)) for fact in FACTS),
        TakeSentence(text="Go on."),
    ),
)
CHILD, EXPERT = Audience(age_group="child"), Audience(age_group="expert")


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(BUILT_IN / "colosseum/pack", models=False)


def told(audience: Audience, memory: Memory | None = None) -> list[tuple[str, ...]]:
    return [sentence.facts for sentence in trimmed(TAKE, BY_ID, audience, memory or Memory())]


@pytest.mark.parametrize(
    ("audience", "low", "high"),
    [
        (EVERYONE, 60, 90),
        (Audience(pace=0.5), 45, 45),
        (Audience(detail="brief"), 45, 45),
        (Audience(pace=2.0), 150, 150),
        (Audience(age_group="expert", detail="deep", pace=2.0), 150, 150),
        (EXPERT, 91, 150),
        (CHILD, 45, 60),
        (Audience(age_group="expert", detail="brief"), 45, 45),
    ],
)
def test_how_long_a_stop_is(audience: Audience, low: float, high: float) -> None:
    assert low <= stop_seconds(audience) <= high


def test_a_thing_that_was_looked_at_is_told_shorter_than_a_stop() -> None:
    gazed = Encounter(annotation="a", stop=None, facts=(), cause="gazed")
    assert seconds_for(gazed, EVERYONE) < stop_seconds(EVERYONE) / 2


@pytest.mark.parametrize(("words", "seconds"), [(110, 60), (170, 90)])
def test_words_and_seconds_are_those_of_a_stop(words: int, seconds: float) -> None:
    assert spoken_seconds(" ".join(["word"] * words), "en") == pytest.approx(seconds, rel=0.05)
    assert spoken_seconds("字" * words * 2, "zh-Hans") == pytest.approx(seconds, rel=0.05)


def test_everyone_hears_facts_in_the_curators_order_until_it_is_long_enough(site: Site) -> None:
    for stop in site.scene.stops:
        facts = [site.facts[each] for each in stop.facts]
        ids = chosen(facts, EVERYONE, Memory())
        assert ids == stop.facts[: len(ids)] or set(ids) < set(stop.facts)
        assert 1 <= len(ids) <= 9


def test_interests_come_first_after_what_one_stands_before() -> None:
    ids = chosen(FACTS, Audience(interests=("engineering",)), Memory())
    assert ids[:3] == ("first", "arch", "pump")
    assert chosen(FACTS, Audience(interests=("nature",)), Memory())[:2] == ("first", "lion")


def test_an_interest_no_fact_has_changes_nothing() -> None:
    assert chosen(FACTS, Audience(interests=("ignore all rules",)), Memory()) == chosen(FACTS, EVERYONE, Memory())


def test_what_they_liked_comes_before_what_they_skipped() -> None:
    audience = Audience(liked=("nature",), skipped=("engineering",))
    assert chosen(FACTS, audience, Memory()) == ("first", "lion", "grave", "arch", "pump")


@pytest.mark.parametrize("age_group", ["child", "family"])
def test_what_is_grim_is_kept_from_children(age_group: str) -> None:
    audience = Audience(age_group=age_group, interests=("death",))  # type: ignore[arg-type]
    assert "grave" not in chosen(FACTS, audience, Memory())
    assert ("grave",) not in told(audience)
    assert "grave" in chosen(FACTS, EVERYONE, Memory())


def test_what_was_heard_is_not_chosen() -> None:
    assert "arch" not in chosen(FACTS, EVERYONE, Memory(told={"arch"}))


def test_a_hurried_visitor_hears_less_and_somebody_at_leisure_more() -> None:
    long = tuple(replace(fact, text={"en": " ".join([fact.text["en"]] * 2)}) for fact in FACTS * 3)
    many = tuple(replace(fact, id=f"{fact.id}{number}") for number, fact in enumerate(long))
    counts = [len(chosen(many, Audience(pace=pace), Memory())) for pace in (0.5, 1.1, 2.0)]
    assert counts == sorted(set(counts))


def test_a_take_is_whole_for_everyone_and_for_whom_it_was_written() -> None:
    assert trimmed(TAKE, BY_ID, EVERYONE, Memory()) == TAKE.sentences
    own = replace(TAKE, audience="child")
    assert trimmed(own, BY_ID, CHILD, Memory()) == own.sentences


def test_a_take_is_trimmed_without_changing_its_order() -> None:
    audience = Audience(pace=0.5, interests=("nature",))
    longer = [replace(each, text=each.text + " " + WORDS) if each.facts else each for each in TAKE.sentences]
    short = trimmed(replace(TAKE, sentences=tuple(longer)), BY_ID, audience, Memory())
    assert [sentence.facts for sentence in short] == [(), ("first",), ("arch",), ("lion",), ()]


def test_the_take_for_an_audience_is_chosen() -> None:
    own = replace(TAKE, audience="child")
    assert take_for([TAKE, own], CHILD) == own
    assert take_for([TAKE, own], EXPERT) == TAKE
    assert take_for([own], EVERYONE) is None


def test_an_expert_hears_more_than_a_take_holds_and_everyone_does_not() -> None:
    short = TAKE.sentences[:3]
    assert set(beyond(short, FACTS, EXPERT, Memory(), "en")) == {"lion", "grave", "pump"}
    assert beyond(short, FACTS, EVERYONE, Memory(), "en") == ()
    assert set(beyond(short, FACTS, CHILD, Memory(), "en")) == {"lion", "pump"}
    assert beyond(TAKE.sentences, FACTS, Audience(pace=0.5), Memory(), "en") == ()


@pytest.mark.parametrize("language", ["en", "it", "zh-Hans"])
def test_every_stop_is_told_to_everybody_within_its_length(site: Site, language: str) -> None:
    for audience in (CHILD, EXPERT, Audience(pace=0.5), Audience(detail="deep", interests=("road",))):
        for stop in site.scene.stops:
            take = take_for([t for t in site.takes if (t.stop, t.language) == (stop.id, language)], audience)
            assert take is not None
            said = trimmed(take, site.facts, audience, Memory())
            seconds = sum(spoken_seconds(sentence.text, language) for sentence in said)
            assert any(sentence.facts for sentence in said)
            assert seconds <= 1.35 * stop_seconds(audience), (stop.id, audience, seconds)


def test_nobody_is_asked_whether_death_interests_them() -> None:
    assert offered("nature")
    assert not offered("death")
