"""What the Colosseum tells: true to its sources, the same in every language, fit to be spoken."""

import math
from collections import Counter

import pytest

from scenes.scene import Site
from tests.scenes.sites.demonstrations import COLOSSEUM, Demonstration


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return COLOSSEUM


def test_there_is_enough_to_tell(site: Site) -> None:
    assert site.languages == COLOSSEUM.languages
    assert len(site.scene.stops) >= 14
    assert len(site.facts) >= 75
    assert len(site.glossary) >= 60
    assert len(site.scene.annotations) >= 24
    assert {tour.id for tour in site.tours} == {"highlights", "family", "complete"}


def test_the_entrance_is_the_first_stop_and_looks_at_the_building(site: Site) -> None:
    entrance = site.scene.entrance
    assert entrance.position == COLOSSEUM.stops["piazza"]
    x, _, z = entrance.position
    ahead, up, side = entrance.forward
    assert math.atan2(side, ahead) == pytest.approx(math.atan2(-z, -x), abs=1e-3)
    assert 5 < math.degrees(math.asin(up)) < 20, "raised, so that the attic is seen, and the ground still is"


def test_no_sentence_is_said_twice(site: Site) -> None:
    said = Counter(sentence.text for take in site.takes for sentence in take.sentences)
    assert said.most_common(1)[0][1] == 1


def test_children_are_told_in_short_sentences(site: Site) -> None:
    takes = [take for take in site.takes if take.audience == "child"]
    assert len(takes) >= 12
    words = [len(each.text.split()) for take in takes if take.language != "zh-Hans" for each in take.sentences]
    assert max(words) <= 33
    assert sum(words) / len(words) <= 16
