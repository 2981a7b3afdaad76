"""What Dunhuang tells: true to its sources, the same in three languages, fit to be spoken."""

import math

import pytest

from scenes.scene import Site
from tests.scenes.sites.demonstrations import DUNHUANG, Demonstration


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return DUNHUANG


def test_there_is_enough_to_tell(site: Site) -> None:
    assert site.languages == DUNHUANG.languages
    assert len(site.scene.stops) >= 14
    assert len(site.facts) >= 70
    assert len(site.scene.annotations) >= 30
    assert {tour.id for tour in site.tours} == {"highlights", "family", "complete"}
    assert {tour.id: tour.minutes for tour in site.tours}["highlights"] == 20


def test_the_removal_of_the_manuscripts_is_told_from_several_sides(site: Site) -> None:
    told = next(stop for stop in site.scene.stops if stop.id == "wang-stupa")
    assert {"steins-view", "chinese-view", "jacobs-view", "grieving-history", "joined-again"} <= set(told.facts)


def test_the_entrance_is_on_the_bridge_and_looks_at_the_pagoda(site: Site) -> None:
    entrance = site.scene.entrance
    assert entrance.position == DUNHUANG.stops["bridge"]
    ahead, up, side = entrance.forward
    assert math.atan2(side, ahead) == pytest.approx(math.atan2(-30, -70), abs=1e-3)
    assert 5 < math.degrees(math.asin(up)) < 20


def test_children_hear_words_of_their_own_on_their_tour(site: Site) -> None:
    takes = [take for take in site.takes if take.audience == "child"]
    assert {take.stop for take in takes} == set(next(tour for tour in site.tours if tour.id == "family").stops)
