"""The Colosseum's model: its published measures, its parts, what it costs to load and draw, where one can stand."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenes.sites.colosseum.facade import gate_number
from scenes.sites.colosseum.layout import BAYS, INNER_PIER, NORTH, STANDING, place
from tests.scenes.sites.demonstrations import COLOSSEUM, Demonstration
from tests.scenes.sites.glb import Glb, box, drawn
from tests.scenes.sites.standing import Heights


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return COLOSSEUM


def test_the_outer_ellipse_measures_189_by_156_metres() -> None:
    around = place(np.linspace(0, BAYS, 4001), 0.0, 0.0)
    assert np.ptp(around, axis=0) == pytest.approx([189, 0, 156], abs=0.01)


def test_the_eighty_bays_are_equally_wide() -> None:
    edges = place(np.arange(BAYS * 50 + 1) / 50, 0.0, 0.0)
    widths = np.linalg.norm(np.diff(edges, axis=0), axis=1).reshape(BAYS, 50).sum(axis=1)
    assert widths == pytest.approx(np.full(BAYS, 6.79), abs=0.03)


def test_eighty_arches_can_be_walked_through_and_eighty_piers_cannot(heights: Heights) -> None:
    middle = sum(INNER_PIER) / 2
    arches, piers = (place(np.arange(BAYS) + shift, middle, 0.0) for shift in (0.0, 0.5))
    assert all(0.0 in heights(x, z) for x, _, z in arches)
    assert not any(0.0 in heights(x, z) for x, _, z in piers)


def test_the_outer_ring_stands_48_metres_high_on_the_north_side_only(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("attic"))
    assert high[1] == pytest.approx(48.0, abs=0.05)
    assert low[2] == pytest.approx(-78.0, abs=1.3)
    assert high[2] < 0
    assert len(STANDING) == 31


def test_the_arena_measures_83_by_48_metres(structures: list[Glb]) -> None:
    low, high = box(structures[2].triangles("hypogeum"))
    assert (high - low)[[0, 2]] == pytest.approx([83, 48], abs=0.1)
    assert low[1] == pytest.approx(-6.0, abs=0.01)


def test_arches_are_numbered_as_they_survive() -> None:
    numbers = [gate_number(bay) for bay in STANDING if bay != NORTH]
    assert sorted(numbers) == list(range(24, 54))
    assert (gate_number(NORTH + 1), gate_number(NORTH - 1)) == (38, 39)


@pytest.mark.parametrize("level", range(3))
def test_normals_agree_with_the_triangles_winding(structures: list[Glb], level: int) -> None:
    structure, wrong, total = structures[level], 0, 0
    for node, primitive in drawn(structure):
        position = structure.rows(primitive["attributes"]["POSITION"]) * np.asarray(node["scale"])
        normal = structure.rows(primitive["attributes"]["NORMAL"]).astype(float)
        corners = structure.rows(primitive["indices"]).reshape(-1, 3)
        assert corners.max() < len(position)
        a, b, c = (position[corners[:, corner]] for corner in range(3))
        cross = np.cross(b - a, c - a)
        large = np.linalg.norm(cross, axis=1) > 0.1
        wrong += int((np.sum(cross * normal[corners].sum(axis=1), axis=1) < 0)[large].sum())
        total += int(large.sum())
    assert wrong <= total * 0.002


def test_walking_surfaces_are_few_and_plain(floor: Any) -> None:
    assert 1_000 < len(floor) <= 20_000


def test_a_ramp_leads_down_into_the_hypogeum(heights: Heights) -> None:
    down = [max(heights(x, 0.0)) for x in np.linspace(-40.5, -24.0, 30)]
    assert down[0] > -0.6
    assert down[-1] == -6.0
    assert all(0 <= before - after < 0.6 for before, after in pairwise(down))
