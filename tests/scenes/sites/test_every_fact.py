"""Rules for the facts of every demonstration site: sources, languages, names, places, what is disputed."""

import math
import re
from collections import Counter
from itertools import combinations
from operator import attrgetter

import pytest

from scenes.locate import STOREY
from scenes.scene import Site
from tests.scenes.sites.demonstrations import EVERY, Demonstration
from tests.scenes.sites.spoken_words import HEDGE, figures, length

pytestmark = pytest.mark.parametrize("demonstration", EVERY, ids=attrgetter("id"), scope="module")


def test_every_source_is_cited_and_named_in_full(site: Site) -> None:
    cited = {citation.source for fact in site.stated.values() for citation in fact.cites}
    assert cited == set(site.sources)
    assert all(source.author and source.title and source.year for source in site.sources.values())
    assert all(fact.cites for fact in site.stated.values())


def test_every_fact_is_told_somewhere(site: Site) -> None:
    assert {fact for stop in site.scene.stops for fact in stop.facts} == set(site.facts)


def test_no_fact_is_written_twice(site: Site, demonstration: Demonstration) -> None:
    for language in demonstration.languages:
        texts = Counter(fact.text[language] for fact in site.stated.values())
        assert [text for text, times in texts.items() if times > 1] == []


def test_figures_are_the_same_in_every_language(site: Site, demonstration: Demonstration) -> None:
    wrong = [
        (fact.id, language, figures(fact.text["en"], "en"), figures(fact.text[language], language))
        for fact in site.stated.values()
        for language in demonstration.languages
        if fact.id not in demonstration.spelt_out
        and figures(fact.text["en"], "en") != figures(fact.text[language], language)
    ]
    assert wrong == []


def test_facts_can_be_spoken_in_one_breath(site: Site, demonstration: Demonstration) -> None:
    long = [
        (fact.id, sentence)
        for fact in site.facts.values()
        for language in demonstration.in_one_breath
        for sentence in re.split(r"(?<=[.?!])\s", fact.text[language])
        if length(sentence, language) > 45
    ]
    assert long == []


def test_names_stand_in_the_facts_that_speak_of_them(site: Site, demonstration: Demonstration) -> None:
    missing = [
        (fact.id, language, term)
        for fact in site.stated.values()
        for language in demonstration.languages
        for term in fact.terms
        if not any(name.lower() in fact.text[language].lower() for name in site.glossary[term].names[language])
    ]
    assert missing == []


def test_what_is_disputed_says_so(site: Site, demonstration: Demonstration) -> None:
    disputed = [fact for fact in site.stated.values() if fact.disputed]
    assert len(disputed) >= demonstration.disputed
    assert [fact.id for fact in disputed if not HEDGE.search(fact.text["en"].lower())] == []


def test_places_are_those_of_the_model(site: Site, demonstration: Demonstration) -> None:
    assert {stop.id: stop.position for stop in site.scene.stops} == demonstration.stops
    assert {note.part for note in site.scene.annotations} - {""} <= set(demonstration.parts)
    stops = {stop.id: stop.annotation for stop in site.scene.stops}
    assert len(set(stops.values())) == len(stops)


def test_one_stands_at_one_stop_only(site: Site) -> None:
    for one, other in combinations(site.scene.stops, 2):
        across = math.hypot(one.position[0] - other.position[0], one.position[2] - other.position[2])
        if abs(one.position[1] - other.position[1]) < STOREY:
            assert across >= max(one.radius, other.radius), (one.id, other.id)
