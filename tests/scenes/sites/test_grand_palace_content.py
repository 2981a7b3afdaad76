"""What the Grand Palace tells: true to its sources, the same in three languages, respectful, fit to be spoken."""

import math
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from narration.claims import check
from narration.text.sentences import sentences
from scenes.facts import Fact
from scenes.locate import STOREY
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from scenes.sites.grand_palace.layout import ANCHORS, PARTS, STOPS
from tests.scenes.sites.test_colosseum_content import HEDGE, PROPER, length, numbers

LANGUAGES = ("en", "zh-Hans", "th")
PACK: Path = BUILT_IN / "grand_palace/pack"
EVERYONE = {"en": (75, 150), "zh-Hans": (125, 320), "th": (330, 900)}
CHILDREN = {"en": (50, 120), "zh-Hans": (80, 220), "th": (220, 700)}
BUDDHIST_YEAR = re.compile(r"พ\.ศ\. (\d{4})")
REIGN = re.compile(r"รัชกาลที่ \d")
"""Thai calls a king by the number of his reign."""


@pytest.fixture(scope="module")
def site() -> Site:
    return load_site(PACK, models=False)


def figures(text: str, language: str) -> set[float]:
    """The figures of a text, years of the Buddhist era as years of the common one."""
    if language == "th":
        text = BUDDHIST_YEAR.sub(lambda year: f" {int(year[1]) - 543} ", REIGN.sub("", text))
    return set(numbers(text, language))


def size(text: str, language: str) -> int:
    return len(text.replace(" ", "")) if language == "th" else length(text, language)


def test_there_is_enough_to_tell(site: Site) -> None:
    assert site.languages == LANGUAGES
    assert len(site.scene.stops) >= 16
    assert len(site.facts) >= 80
    assert len(site.scene.annotations) >= 40
    assert {"highlights", "family", "complete"} <= {tour.id for tour in site.tours}
    assert {tour.id: tour.minutes for tour in site.tours}["highlights"] == 20


def test_every_source_is_cited_and_named_in_full(site: Site) -> None:
    cited = {citation.source for fact in site.stated.values() for citation in fact.cites}
    assert cited == set(site.sources)
    assert all(source.author and source.title and source.year for source in site.sources.values())
    assert all(fact.cites for fact in site.stated.values())


def test_every_fact_is_told_somewhere(site: Site) -> None:
    assert {fact for stop in site.scene.stops for fact in stop.facts} == set(site.facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fact_is_written_twice(site: Site, language: str) -> None:
    assert Counter(fact.text[language] for fact in site.stated.values()).most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", ["zh-Hans", "th"])
def test_numbers_are_the_same_in_every_language(site: Site, language: str) -> None:
    wrong = [
        (fact.id, figures(fact.text["en"], "en"), figures(fact.text[language], language))
        for fact in site.stated.values()
        if figures(fact.text["en"], "en") != figures(fact.text[language], language)
    ]
    assert wrong == []


def test_thai_tells_years_as_thais_count_them(site: Site) -> None:
    spoken = [fact.text["th"] for fact in site.stated.values()]
    spoken += [sentence.text for take in site.takes if take.language == "th" for sentence in take.sentences]
    year = re.compile(r"(?<!พ\.ศ\. )(?<![\d,])\d{4}(?![\d,])")
    assert [text for text in spoken if year.search(text)] == []
    assert [text for text in spoken for era in BUDDHIST_YEAR.findall(text) if not 1900 < int(era) < 2600] == []


def test_facts_can_be_spoken_in_one_breath(site: Site) -> None:
    long = [
        sentence
        for fact in site.facts.values()
        for sentence in re.split(r"(?<=[.?!])\s", fact.text["en"])
        if length(sentence, "en") > 45
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


def test_every_name_is_known_in_every_language(site: Site) -> None:
    assert [term.id for term in site.glossary.values() if set(term.names) != set(LANGUAGES)] == []
    used = {term for fact in site.stated.values() for term in fact.terms}
    assert len(used) >= 120


def test_what_is_disputed_says_so(site: Site) -> None:
    disputed = [fact for fact in site.stated.values() if fact.disputed]
    assert len(disputed) >= 12
    assert [fact.id for fact in disputed if not HEDGE.search(fact.text["en"].lower())] == []


def test_the_emerald_buddhas_road_is_told_by_thais_and_by_lao(site: Site) -> None:
    told = next(stop for stop in site.scene.stops if stop.id == "emerald-buddha").facts
    road = ["eb-lightning", "eb-elephant", "eb-chiang-mai", "eb-setthathirat", "eb-vientiane", "eb-1779"]
    assert [fact for fact in told if fact in road] == road
    assert {"eb-thai-voice", "eb-lao-voice", "haw-phra-kaew", "anouvong", "phra-bang"} <= set(told)
    for take in site.takes:
        if take.stop == "emerald-buddha" and not take.audience:
            said = {fact for sentence in take.sentences for fact in sentence.facts}
            assert {"eb-thai-voice", "eb-lao-voice"} <= said, take.language


def test_places_are_those_of_the_model(site: Site) -> None:
    assert {stop.id: stop.position for stop in site.scene.stops} == STOPS
    assert {note.id: note.position for note in site.scene.annotations} == ANCHORS
    assert {note.part for note in site.scene.annotations} - {""} <= set(PARTS)
    stops = {stop.id: stop.annotation for stop in site.scene.stops}
    assert len(set(stops.values())) == len(stops)


def test_one_stands_at_one_stop_only(site: Site) -> None:
    for one, other in combinations(site.scene.stops, 2):
        across = math.hypot(one.position[0] - other.position[0], one.position[2] - other.position[2])
        if abs(one.position[1] - other.position[1]) < STOREY:
            assert across >= max(one.radius, other.radius), (one.id, other.id)


def test_each_stop_has_an_approved_take_in_each_language(site: Site) -> None:
    takes = [(take.stop, take.language) for take in site.takes if take.state == "approved" and not take.audience]
    assert sorted(takes) == sorted((stop.id, language) for stop in site.scene.stops for language in LANGUAGES)
    assert all(take.ai and take.author and take.reviewer and take.reviewed for take in site.takes)


def test_takes_have_the_length_of_a_stop(site: Site) -> None:
    for take in site.takes:
        low, high = (CHILDREN if take.audience == "child" else EVERYONE)[take.language]
        words = sum(size(sentence.text, take.language) for sentence in take.sentences)
        assert low <= words <= high, (take.stop, take.audience, take.language, words)


def test_takes_tell_the_facts_of_their_stop_in_every_language_alike(site: Site) -> None:
    told = {stop.id: set(stop.facts) for stop in site.scene.stops}
    alike: dict[tuple[str, str], set[tuple[tuple[str, ...], ...]]] = {}
    for take in site.takes:
        assert {fact for sentence in take.sentences for fact in sentence.facts} <= told[take.stop], take.stop
        order = tuple(tuple(sentence.facts) for sentence in take.sentences)
        alike.setdefault((take.stop, take.audience), set()).add(order)
    assert [key for key, orders in alike.items() if len(orders) > 1] == []


def test_no_sentence_is_said_at_two_stops(site: Site) -> None:
    at: dict[str, set[str]] = {}
    for take in site.takes:
        for sentence in take.sentences:
            at.setdefault(sentence.text, set()).add(take.stop)
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
            known = {
                each
                for fact in sentence.facts
                for text in site.facts[fact].text.items()
                for each in figures(text[1], text[0])
            }
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_of_a_bridge_passes_the_check(site: Site, language: str) -> None:
    assert len(site.bridges) >= 10
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
    assert {take.stop for take in takes} >= set(next(tour for tour in site.tours if tour.id == "family").stops)
    themes = {
        theme for take in takes for each in take.sentences for fact in each.facts for theme in site.facts[fact].themes
    }
    assert "death" not in themes


@pytest.mark.parametrize(("language", "low", "high"), [("en", 120, 170), ("zh-Hans", 200, 320), ("th", 400, 800)])
def test_stories_have_the_length_of_a_stop_and_name_nobody_who_lived(
    site: Site, language: str, low: int, high: int
) -> None:
    assert len(site.stories) >= 2
    kinds = PROPER - {"place", "people"}
    names = [name for term in site.glossary.values() if term.kind in kinds for name in term.names[language]]
    edge = r"\b" if language == "en" else ""
    for story in site.stories.values():
        assert low <= size(story.text[language], language) <= high, (story.id, language)
        assert not re.search(r"\d", story.text[language]), story.id
        assert [name for name in names if re.search(edge + re.escape(name) + edge, story.text[language])] == []
        assert story.ai
        assert story.author
