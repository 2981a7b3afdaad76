"""What Dunhuang tells: true to its sources, the same in three languages, fit to be spoken."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from narration.claims import check
from narration.text.sentences import sentences
from scenes.facts import Fact
from scenes.locate import STOREY
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from scenes.sites.dunhuang.layout import PARTS, STOPS
from tests.scenes.sites.test_colosseum_content import HEDGE, PROPER, length, numbers

LANGUAGES = ("en", "zh-Hans", "ar")
PACK: Path = BUILT_IN / "dunhuang/pack"
EVERYONE = {"en": (90, 150), "ar": (65, 140), "zh-Hans": (145, 320)}
CHILDREN = {"en": (65, 120), "ar": (45, 110), "zh-Hans": (105, 220)}


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PACK, models=False)


def test_there_is_enough_to_tell(site: Site) -> None:
    assert site.languages == LANGUAGES
    assert len(site.scene.stops) >= 14
    assert len(site.facts) >= 70
    assert len(site.scene.annotations) >= 30
    assert {tour.id for tour in site.tours} == {"highlights", "family", "complete"}
    assert {tour.id: tour.minutes for tour in site.tours}["highlights"] == 20


def test_every_source_is_cited_and_named_in_full(site: Site) -> None:
    cited = {citation.source for fact in site.stated.values() for citation in fact.cites}
    assert cited == set(site.sources)
    assert all(source.author and source.title and source.year for source in site.sources.values())
    assert all(fact.cites for fact in site.stated.values())


def test_every_fact_is_told_somewhere(site: Site) -> None:
    assert {fact for stop in site.scene.stops for fact in stop.facts} == set(site.facts)


@pytest.mark.parametrize("language", ["zh-Hans", "ar"])
def test_numbers_are_the_same_in_every_language(site: Site, language: str) -> None:
    wrong = [
        fact.id
        for fact in site.stated.values()
        if set(numbers(fact.text["en"], "en")) != set(numbers(fact.text[language], language))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_facts_can_be_spoken_in_one_breath(site: Site, language: str) -> None:
    long = [
        sentence
        for fact in site.facts.values()
        for sentence in re.split(r"(?<=[.?!])\s", fact.text[language])
        if length(sentence, language) > 45
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_stand_in_the_facts_that_speak_of_them(site: Site, language: str) -> None:
    missing = [
        (fact.id, term)
        for fact in site.stated.values()
        for term in fact.terms
        if not any(name.lower() in fact.text[language].lower() for name in site.glossary[term].names[language])
    ]
    assert missing == []


def test_what_is_disputed_says_so(site: Site) -> None:
    disputed = [fact for fact in site.stated.values() if fact.disputed]
    assert len(disputed) >= 10
    assert [fact.id for fact in disputed if not HEDGE.search(fact.text["en"].lower())] == []


def test_the_removal_of_the_manuscripts_is_told_from_several_sides(site: Site) -> None:
    told = next(stop for stop in site.scene.stops if stop.id == "wang-stupa")
    assert {"steins-view", "chinese-view", "jacobs-view", "grieving-history", "joined-again"} <= set(told.facts)


def test_places_are_those_of_the_model(site: Site) -> None:
    assert {stop.id: stop.position for stop in site.scene.stops} == STOPS
    assert {note.part for note in site.scene.annotations} - {""} <= set(PARTS)
    stops = {stop.id: stop.annotation for stop in site.scene.stops}
    assert len(set(stops.values())) == len(stops)


def test_one_stands_at_one_stop_only(site: Site) -> None:
    for one, other in combinations(site.scene.stops, 2):
        across = math.hypot(one.position[0] - other.position[0], one.position[2] - other.position[2])
        if abs(one.position[1] - other.position[1]) < STOREY:
            assert across >= max(one.radius, other.radius), (one.id, other.id)


def test_the_entrance_is_on_the_bridge_and_looks_at_the_pagoda(site: Site) -> None:
    entrance = site.scene.entrance
    assert entrance.position == STOPS["bridge"]
    ahead, up, side = entrance.forward
    assert math.atan2(side, ahead) == pytest.approx(math.atan2(-30, -70), abs=1e-3)
    assert 5 < math.degrees(math.asin(up)) < 20


def test_each_stop_has_an_approved_take_in_each_language(site: Site) -> None:
    takes = [(take.stop, take.language) for take in site.takes if take.state == "approved" and not take.audience]
    assert sorted(takes) == sorted((stop.id, language) for stop in site.scene.stops for language in LANGUAGES)
    assert all(take.ai and take.author and take.reviewer and take.reviewed for take in site.takes)


def test_takes_have_the_length_of_a_stop(site: Site) -> None:
    for take in site.takes:
        low, high = (CHILDREN if take.audience == "child" else EVERYONE)[take.language]
        words = sum(length(sentence.text, take.language) for sentence in take.sentences)
        assert low <= words <= high, (take.stop, take.language, words)


def test_takes_tell_the_facts_of_their_stop_in_every_language_alike(site: Site) -> None:
    told = {stop.id: set(stop.facts) for stop in site.scene.stops}
    alike: dict[tuple[str, str], set[tuple[tuple[str, ...], ...]]] = {}
    for take in site.takes:
        assert {fact for sentence in take.sentences for fact in sentence.facts} <= told[take.stop], take.stop
        order = tuple(tuple(sentence.facts) for sentence in take.sentences)
        alike.setdefault((take.stop, take.audience), set()).add(order)
    assert [key for key, orders in alike.items() if len(orders) > 1] == []


def test_a_sentence_of_welcome_states_nothing(site: Site) -> None:
    for take in site.takes:
        names = [name for term in site.glossary.values() if term.kind in PROPER for name in term.names[take.language]]
        for sentence in (each for each in take.sentences if not each.facts):
            assert not re.search(r"\d", sentence.text), sentence.text
            assert not [name for name in names if name in sentence.text], sentence.text


def test_nearly_every_fact_and_take_passes_the_guides_own_check(site: Site) -> None:
    def verdict(text: str, language: str, facts: list[Fact]) -> str:
        return check(text, language, facts, site.glossary, extra_names=tuple(site.title.values())).verdict

    said = [(text, language, [fact]) for fact in site.facts.values() for language, text in fact.text.items()]
    said += [
        (sentence.text, take.language, [site.facts[fact] for fact in sentence.facts])
        for take in site.takes
        for sentence in take.sentences
        if sentence.facts
    ]
    refused = [text for text, language, facts in said if verdict(text, language, facts) != "supported"]
    assert len(refused) <= 0.015 * len(said), refused


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_of_a_bridge_passes_the_check(site: Site, language: str) -> None:
    assert len(site.bridges) >= 6
    wrong = [
        (bridge.id, sentence)
        for bridge in site.bridges.values()
        for sentence in sentences(bridge.text[language], language)
        if check(sentence, language, [bridge.fact, *(site.facts[each] for each in bridge.facts)], site.glossary).verdict
        != "supported"
    ]
    assert wrong == []
    assert all(bridge.ai and bridge.author and len(bridge.at) >= 3 for bridge in site.bridges.values())


def test_children_are_told_nothing_grim(site: Site) -> None:
    takes = [take for take in site.takes if take.audience == "child"]
    assert {take.stop for take in takes} == set(next(tour for tour in site.tours if tour.id == "family").stops)
    themes = {
        theme for take in takes for each in take.sentences for fact in each.facts for theme in site.facts[fact].themes
    }
    assert "death" not in themes
