"""The Colosseum's bridges are facts like any other; its stories are imagined and can't be taken for facts."""

import re

import pytest

from narration.bridges import belongs
from narration.claims import check
from narration.text.sentences import sentences
from narration.text.wordlists import words
from scenes.countries import COUNTRIES
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.scenes.sites.test_colosseum_content import HEDGE, LANGUAGES, PACK, PROPER, length, numbers

TOLD = {"en": (120, 170), "it": (120, 170), "zh-Hans": (200, 320)}
ALONG_THE_ROAD = ("CN", "JP", "KR", "IN", "LK", "VN", "TH", "ID", "IR", "AF", "UZ", "TR", "SY", "OM", "EG", "ET", "PL")


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PACK, models=False)


def test_there_are_bridges_along_the_road_and_stories_from_them(site: Site) -> None:
    assert len(site.bridges) >= 12
    assert len(site.stories) >= 4
    without = [each for each in ALONG_THE_ROAD if not any(belongs(each, b.cultures) for b in site.bridges.values())]
    assert without == []


def test_cultures_are_countries_or_stand_in_the_list(site: Site) -> None:
    known = COUNTRIES | set(words("cultures"))
    assert {culture for bridge in site.bridges.values() for culture in bridge.cultures} <= known
    listed = {country for countries in words("cultures").values() for country in countries.split()}
    assert listed <= COUNTRIES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_of_a_bridge_passes_the_check(site: Site, language: str) -> None:
    wrong = [
        (bridge.id, sentence)
        for bridge in site.bridges.values()
        for sentence in sentences(bridge.text[language], language)
        if check(sentence, language, [bridge.fact, *(site.facts[each] for each in bridge.facts)], site.glossary).verdict
        != "supported"
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["it", "zh-Hans"])
def test_numbers_of_a_bridge_are_the_same_in_every_language(site: Site, language: str) -> None:
    for bridge in site.bridges.values():
        assert set(numbers(bridge.text["en"], "en")) == set(numbers(bridge.text[language], language)), bridge.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_of_a_bridge_stand_in_it(site: Site, language: str) -> None:
    for bridge in site.bridges.values():
        for term in bridge.terms:
            names = site.glossary[term].names[language]
            assert any(name.lower() in bridge.text[language].lower() for name in names), (bridge.id, term)


def test_a_disputed_bridge_says_so(site: Site) -> None:
    disputed = [bridge for bridge in site.bridges.values() if bridge.disputed]
    assert disputed
    assert all(HEDGE.search(bridge.text["en"].lower()) for bridge in disputed)


def test_a_bridge_is_offered_at_more_than_one_place(site: Site) -> None:
    assert all(len(bridge.at) >= 3 for bridge in site.bridges.values())


def test_who_wrote_them_is_said(site: Site) -> None:
    for each in (*site.bridges.values(), *site.stories.values()):
        assert each.ai
        assert each.author
        assert each.reviewed or not each.reviewer, "nobody is named as a reviewer who has not read it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_have_the_length_of_a_stop(site: Site, language: str) -> None:
    low, high = TOLD[language]
    for story in site.stories.values():
        assert low <= length(story.text[language], language) <= high, (story.id, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_names_nobody_who_lived_and_no_year(site: Site, language: str) -> None:
    people = [
        name for term in site.glossary.values() if term.kind in PROPER - {"place"} for name in term.names[language]
    ]
    for story in site.stories.values():
        assert not re.search(r"\d", story.text[language]), story.id
        edge = "" if language == "zh-Hans" else r"\b"
        said = [name for name in people if re.search(edge + re.escape(name) + edge, story.text[language])]
        assert said == [], (story.id, language)
