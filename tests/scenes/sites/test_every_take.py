"""Rules for the approved words of every demonstration site: their length, their facts, what children hear."""

import re
from collections import defaultdict
from operator import attrgetter

import pytest

from narration.claims import check
from scenes.facts import Fact
from scenes.scene import Site
from tests.scenes.sites.demonstrations import EVERY, Demonstration
from tests.scenes.sites.spoken_words import PROPER, figures, length

pytestmark = pytest.mark.parametrize("demonstration", EVERY, ids=attrgetter("id"), scope="module")


def test_each_stop_has_an_approved_take_in_each_language(site: Site, demonstration: Demonstration) -> None:
    takes = [(take.stop, take.language) for take in site.takes if take.state == "approved" and not take.audience]
    assert sorted(takes) == sorted((stop, language) for stop in demonstration.stops for language in site.languages)
    assert all(take.ai and take.author and take.reviewer and take.reviewed for take in site.takes)


def test_takes_have_the_length_of_a_stop(site: Site, demonstration: Demonstration) -> None:
    for take in site.takes:
        spans = demonstration.children if take.audience == "child" else demonstration.everyone
        low, high = spans[take.language]
        said = sum(length(sentence.text, take.language) for sentence in take.sentences)
        assert low <= said <= high, (take.stop, take.audience, take.language, said)


def test_takes_tell_the_facts_of_their_stop_in_every_language_alike(site: Site) -> None:
    told = {stop.id: set(stop.facts) for stop in site.scene.stops}
    orders: dict[tuple[str, str], dict[str, list[tuple[str, ...]]]] = defaultdict(dict)
    for take in site.takes:
        assert {fact for sentence in take.sentences for fact in sentence.facts} <= told[take.stop], take.stop
        orders[take.stop, take.audience][take.language] = [tuple(sentence.facts) for sentence in take.sentences]
    for where, alike in orders.items():
        assert set(alike) == set(site.languages), where
        assert all(order == alike["en"] for order in alike.values()), where


def test_no_sentence_is_said_at_two_stops(site: Site) -> None:
    at: dict[str, set[str]] = defaultdict(set)
    for take in site.takes:
        for sentence in take.sentences:
            at[sentence.text].add(take.stop)
    assert [text for text, stops in at.items() if len(stops) > 1] == []


def test_a_sentence_of_welcome_states_nothing(site: Site) -> None:
    for take in site.takes:
        names = [name for term in site.glossary.values() if term.kind in PROPER for name in term.names[take.language]]
        for sentence in (each for each in take.sentences if not each.facts):
            assert not re.search(r"\d", sentence.text), sentence.text
            assert not [name for name in names if name in sentence.text], sentence.text


def test_figures_of_a_take_stand_in_its_facts(site: Site) -> None:
    for take in site.takes:
        for sentence in take.sentences:
            facts = [site.facts[fact].text[take.language] for fact in sentence.facts]
            known = {figure for text in facts for figure in figures(text, take.language)}
            assert figures(sentence.text, take.language) <= known, sentence.text


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


def test_children_are_told_nothing_grim(site: Site) -> None:
    takes = [take for take in site.takes if take.audience == "child"]
    assert takes
    themes = {
        theme for take in takes for each in take.sentences for fact in each.facts for theme in site.facts[fact].themes
    }
    assert "death" not in themes
