"""The Grand Palace's model: published measures, order, what it costs to load and draw, where one can stand."""

from typing import Any

import numpy as np
import pytest

from scenes.scene import Site
from scenes.sites.grand_palace import assemble, light
from scenes.sites.grand_palace.detail import DETAILS
from scenes.sites.grand_palace.layout import (
    ANCHORS,
    ANGKOR,
    BUDDHA_HEIGHT,
    GATES,
    PRANG_Z,
    STOPS,
    UBOSOT_FLOOR,
    WISET,
    YAKSHA_HEIGHT,
)
from tests.scenes.sites.demonstrations import PALACE, Demonstration
from tests.scenes.sites.glb import Glb, box
from tests.scenes.sites.standing import framed, rays

HEADROOM = 1.7
TALL = (
    "wiset-gate", "outer-court", "guardians", "golden-chedi", "mondop", "phra-thep-bidon", "wihan-yot", "eight-prangs",
    "borom-phiman", "amarin", "chakri", "aphorn-phimok", "dusit",
)  # fmt: skip
"""Stops that tell of something tall, which one sees to its top from where one comes."""


@pytest.fixture(scope="module")
def demonstration() -> Demonstration:
    return PALACE


def test_the_emerald_buddha_is_66_centimetres_tall_and_sits_high(structures: list[Glb]) -> None:
    stone = structures[2].triangles("emerald-buddha")
    low, high = box(stone)
    assert high[1] - low[1] == pytest.approx(BUDDHA_HEIGHT, abs=0.3)
    assert low[1] - UBOSOT_FLOOR > 8


def test_guardians_are_about_six_metres_tall_and_stand_in_pairs_at_six_gates(structures: list[Glb]) -> None:
    demons = structures[1].triangles("yakshas")
    low, high = box(demons)
    assert low[1] == pytest.approx(0, abs=0.05)
    assert high[1] == pytest.approx(YAKSHA_HEIGHT + 0.75, abs=0.2)
    assert len(GATES) == 6
    for x, z, axis in GATES.values():
        near = demons[np.hypot(demons[:, 0, 0] - x, demons[:, 0, 2] - z) < 12]
        across = near[:, 0, 2] - z if axis == "x" else near[:, 0, 0] - x
        assert (across > 3).any()
        assert (across < -3).any()
        assert not (np.abs(across) < 2).any()


def test_eight_prangs_stand_in_a_row_two_of_them_inside_the_cloister(structures: list[Glb]) -> None:
    towers = structures[1].triangles("prangs")
    tips = towers[towers[:, :, 1].max(axis=1) > 22]
    assert {min(PRANG_Z, key=lambda at: abs(at - z)) for z in tips[:, 0, 2].tolist()} == set(PRANG_Z)
    assert np.ptp(tips[:, :, 0]) < 4


def test_every_stop_has_something_to_point_at() -> None:
    assert set(STOPS) <= set(ANCHORS)
    far = {stop: float(np.linalg.norm(np.subtract(ANCHORS[stop], at))) for stop, at in STOPS.items()}
    assert {stop: metres for stop, metres in far.items() if not 1.5 < metres < 95} == {}


@pytest.mark.parametrize("stop", TALL)
def test_who_arrives_sees_the_top_of_what_is_told_of(site: Site, structures: list[Glb], stop: str) -> None:
    part = next(note.part for note in site.scene.annotations if note.id == stop)
    corners = structures[2].triangles(part).reshape(-1, 3)
    tips = corners[corners[:, 1] > corners[:, 1].max() - 1.0]
    assert framed(STOPS[stop], ANCHORS[stop], tips).any()


def test_the_gates_roof_rests_on_it(structures: list[Glb]) -> None:
    """Who looks up under its eaves sees its underside close above the wall, not the sky."""
    import open3d

    x, z = WISET
    under = np.array([[x + dx, 8.6, z + dz, 0, 1, 0] for dx in (-3.0, 0.0, 3.0) for dz in (-3.2, 3.2)], np.float32)
    for structure in structures[1:]:
        assert rays(structure).cast_rays(open3d.core.Tensor(under))["t_hit"].numpy().max() < 0.4


def test_the_middle_tower_of_angkor_is_the_highest(structures: list[Glb]) -> None:
    stone = structures[2].triangles("angkor-wat").reshape(-1, 3)
    tip = stone[stone[:, 1].argmax()]
    assert np.hypot(tip[0] - ANGKOR[0], tip[2] - ANGKOR[1]) < 0.1


def test_nobody_who_walks_hits_their_head_or_walks_into_a_pillar(structures: list[Glb], floor: Any) -> None:
    """Over the middles of the floors' larger triangles there is headroom, and nothing rises from below."""
    import open3d

    sides = np.linalg.norm(floor - np.roll(floor, 1, axis=1), axis=2).max(axis=1)
    middle = floor[sides > 1.2].mean(axis=1)
    start = np.concatenate([middle + np.array((0, 0.35, 0)), np.tile((0.0, 1.0, 0.0), (len(middle), 1))], axis=1)
    hit = rays(structures[1]).cast_rays(open3d.core.Tensor(start.astype(np.float32)))["t_hit"].numpy()
    low = middle[hit < HEADROOM - 0.35]
    assert len(low) <= 0.01 * len(middle), np.round(low[:12], 1).tolist()


def test_the_hall_is_dark_and_the_courts_are_not() -> None:
    parts = assemble.surfaces(DETAILS[0])
    colours = light.coloured(parts, 6, lambda done: None)
    mean = {part: float(np.concatenate(list(each.values())).mean()) for part, each in colours.items()}
    assert mean["ground"] > 0.5
    assert mean["ubosot-murals"] < 0.3
    assert mean["ubosot-hall"] < 0.3
