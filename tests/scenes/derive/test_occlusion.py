"""Shade cast by rays: open ground is light, a covered place is dark."""

import numpy as np
import pytest

from scenes.derive.occlusion import Shade

ROOF = np.array([[-50, 3, -50], [50, 3, -50], [50, 3, 50], [-50, 3, 50]], dtype=float)
WALL = np.array([[0, -1, -50], [0, 60, -50], [0, 60, 50], [0, -1, 50]], dtype=float)
QUAD = np.array([[0, 1, 2], [0, 2, 3]])
UP = np.array([[0.0, 1.0, 0.0]])


def test_under_the_open_sky_all_is_light() -> None:
    assert Shade(ROOF, QUAD).openness(np.array([[0.0, 9.0, 0.0]]), UP)[0] == pytest.approx(1.0)


def test_under_a_wide_roof_it_is_dark() -> None:
    assert Shade(ROOF, QUAD).openness(np.zeros((1, 3)), UP, rays=64)[0] < 0.1


def test_a_roof_out_of_reach_does_not_count() -> None:
    assert Shade(ROOF, QUAD).openness(np.zeros((1, 3)), UP, reach=2.0)[0] == pytest.approx(1.0)


def test_beside_a_wall_half_the_sky_is_gone() -> None:
    openness = Shade(WALL, QUAD).openness(np.array([[0.1, 0.0, 0.0]]), UP, rays=256)[0]
    assert openness == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(("side", "light"), [(-1, 0.0), (1, 1.0)])
def test_a_wall_keeps_the_sun_from_one_side(side: int, light: float) -> None:
    at = np.array([[side * 5.0, 0.0, 0.0]])
    assert Shade(WALL, QUAD).sunlight(at, UP, np.array([1.0, 1.0, 0.0]))[0] == pytest.approx(light)


def test_the_edge_of_a_shadow_is_soft() -> None:
    at = np.stack([np.linspace(-64, -56, 81), np.zeros(81), np.zeros(81)], -1)
    lit = Shade(WALL, QUAD).sunlight(at, np.repeat(UP, 81, 0), np.array([1.0, 1.0, 0.0]))
    assert lit[0] == 1.0
    assert lit[-1] == 0.0
    assert ((lit > 0) & (lit < 1)).any()
