"""Rules for the bridges and stories of every demonstration site: facts like any other, and what is imagined."""

import re
from operator import attrgetter

import pytest

from narration.claims import check
from narration.text.sentences import sentences
from scenes.scene import Site
from tests.scenes.sites.demonstrations import EVERY, Demonstration
from tests.scenes.sites.spoken_words import PROPER, length, named

pytestmark = pytest.mark.parametrize("demonstration", EVERY, ids=attrgetter("id"), scope="module")


def test_each_sentence_of_a_bridge_passes_the_check(site: Site, demonstration: Demonstration) -> None:
    assert len(site.bridges) >= demonstration.bridges
    wrong = [
        (bridge.id, sentence)
        for bridge in site.bridges.values()
        for language in demonstration.languages
        for sentence in sentences(bridge.text[language], language)
        if check(sentence, language, [bridge.fact, *(site.facts[each] for each in bridge.facts)], site.glossary).verdict
        != "supported"
    ]
    assert wrong == []


def test_a_bridge_is_offered_at_more_than_one_place(site: Site) -> None:
    assert all(len(bridge.at) >= 3 for bridge in site.bridges.values())


def test_who_wrote_them_is_said(site: Site) -> None:
    for each in (*site.bridges.values(), *site.stories.values()):
        assert each.ai
        assert each.author
        assert each.reviewed or not each.reviewer, "nobody is named as a reviewer who has not read it"


def test_stories_have_the_length_of_a_stop(site: Site, demonstration: Demonstration) -> None:
    assert len(site.stories) >= demonstration.stories
    for story in site.stories.values():
        for language, (low, high) in demonstration.told.items():
            assert low <= length(story.text[language], language) <= high, (story.id, language)


def test_a_story_names_nobody_who_lived_and_no_year(site: Site, demonstration: Demonstration) -> None:
    kinds = PROPER - demonstration.in_stories
    for language in demonstration.languages:
        people = [name for term in site.glossary.values() if term.kind in kinds for name in term.names[language]]
        for story in site.stories.values():
            assert not re.search(r"\d", story.text[language]), story.id
            assert named(people, story.text[language], language) == [], (story.id, language)
