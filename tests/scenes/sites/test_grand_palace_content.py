"""What the Grand Palace tells: true to its sources, the same in three languages, respectful, fit to be spoken."""

import math
import re

import pytest

from scenes.scene import Site
from scenes.sites.grand_palace.layout import ANCHORS
from tests.scenes.sites.demonstrations import PALACE, Demonstration
from tests.scenes.sites.spoken_words import BUDDHIST_YEAR


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return PALACE


def test_there_is_enough_to_tell(site: Site) -> None:
    assert site.languages == PALACE.languages
    assert len(site.scene.stops) >= 16
    assert len(site.facts) >= 80
    assert len(site.scene.annotations) >= 40
    assert {"highlights", "family", "complete"} <= {tour.id for tour in site.tours}
    assert {tour.id: tour.minutes for tour in site.tours}["highlights"] == 20


def test_the_entrance_is_at_the_gate_and_looks_at_the_golden_chedi(site: Site) -> None:
    entrance = site.scene.entrance
    assert entrance.position == PALACE.stops["wiset-gate"]
    ahead, _, side = entrance.forward
    x, _, z = (there - here for there, here in zip(ANCHORS["golden-chedi"], entrance.position, strict=True))
    assert abs(ahead * z - side * x) < 0.25 * math.hypot(x, z)
    assert ahead * x + side * z > 0


def test_thai_tells_years_as_thais_count_them(site: Site) -> None:
    spoken = [fact.text["th"] for fact in site.stated.values()]
    spoken += [sentence.text for take in site.takes if take.language == "th" for sentence in take.sentences]
    year = re.compile(r"(?<!พ\.ศ\. )(?<![\d,])\d{4}(?![\d,])")
    assert [text for text in spoken if year.search(text)] == []
    assert [text for text in spoken for era in BUDDHIST_YEAR.findall(text) if not 1900 < int(era) < 2600] == []


def test_every_name_is_known_in_every_language(site: Site) -> None:
    assert [term.id for term in site.glossary.values() if set(term.names) != set(PALACE.languages)] == []
    used = {term for fact in site.stated.values() for term in fact.terms}
    assert len(used) >= 120


def test_the_emerald_buddhas_road_is_told_by_thais_and_by_lao(site: Site) -> None:
    told = next(stop for stop in site.scene.stops if stop.id == "emerald-buddha").facts
    road = ["eb-lightning", "eb-elephant", "eb-chiang-mai", "eb-setthathirat", "eb-vientiane", "eb-1779"]
    assert [fact for fact in told if fact in road] == road
    assert {"eb-thai-voice", "eb-lao-voice", "haw-phra-kaew", "anouvong", "phra-bang"} <= set(told)
    for take in site.takes:
        if take.stop == "emerald-buddha" and not take.audience:
            said = {fact for sentence in take.sentences for fact in sentence.facts}
            assert {"eb-thai-voice", "eb-lao-voice"} <= said, take.language


def test_what_is_pointed_at_is_where_the_model_has_it(site: Site) -> None:
    assert {note.id: note.position for note in site.scene.annotations} == ANCHORS


def test_children_hear_words_of_their_own_on_the_whole_of_their_tour(site: Site) -> None:
    family = next(tour for tour in site.tours if tour.id == "family")
    assert {take.stop for take in site.takes if take.audience == "child"} >= set(family.stops)
