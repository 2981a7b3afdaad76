"""The Mogao Caves' model: published measures, parts, what it costs to load and draw, where one can stand."""

import pytest

from scenes.sites.dunhuang import assemble, light
from scenes.sites.dunhuang.detail import DETAILS
from scenes.sites.dunhuang.layout import BUDDHA_HEIGHT, PAGODA_HEIGHT, RECLINING_LENGTH
from scenes.sites.surface import Surface
from tests.scenes.sites.demonstrations import DUNHUANG, Demonstration
from tests.scenes.sites.glb import Glb, box


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return DUNHUANG


def test_the_great_buddha_measures_35_and_a_half_metres(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("great-buddha"))
    assert high[1] - max(low[1], 0) == pytest.approx(BUDDHA_HEIGHT, abs=0.2)


def test_the_pagoda_stands_45_metres_high(structures: list[Glb]) -> None:
    _, high = box(structures[2].triangles("pagoda-roofs"))
    assert high[1] == pytest.approx(PAGODA_HEIGHT, abs=0.6)


def test_the_reclining_buddha_is_as_long_as_published_and_lies_on_its_platform(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("reclining-buddha"))
    assert high[2] - low[2] == pytest.approx(RECLINING_LENGTH, abs=0.5)
    assert 1.2 < low[1] < 1.6


def test_the_caves_are_dark_and_the_forecourt_is_not() -> None:
    parts = assemble.surfaces(DETAILS[0])
    some = {part: parts[part] for part in ("facade", "cave-285", "cave-254", "ground", "cliff", "ceiling-285")}
    colours = light.coloured(some, 8, lambda done: None)
    plain: dict[str, Surface] = {part: next(iter(fabrics.values())) for part, fabrics in some.items()}
    mean = {part: float(next(iter(colours[part].values())).mean()) for part in plain}
    assert mean["ground"] > 0.5
    assert mean["cave-285"] < 0.3
