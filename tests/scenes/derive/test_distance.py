"""Distances between surfaces whose distance is known."""

import subprocess
import sys

import numpy as np
import pytest

from scenes.derive.distance import Surface
from scenes.mesh import Mesh, Primitive
from tests.scenes.derive.test_simplifier import grid


def plane(height: float = 0.0, side: int = 11, far: float = 0.0) -> Surface:
    position, triangles = grid(side)
    position = position + np.array([far, height, 0.0])
    return Surface(Mesh(parts={"a": [Primitive(material="", position=position, triangles=triangles)]}))


@pytest.mark.parametrize("far", [0.0, 4_000_000.0])
def test_two_planes_are_as_far_as_they_are(far: float) -> None:
    assert plane(far=far).distance(plane(0.25, far=far)) == pytest.approx((0.25, 0.25), abs=1e-4)


def test_it_is_measured_both_ways() -> None:
    mean, largest = plane(side=6).distance(plane(side=11))
    assert largest == pytest.approx(np.hypot(5, 5), abs=0.3)
    assert mean > 0.5


def test_points_are_spread_over_the_area_and_the_same_again() -> None:
    points = plane().points(20_000)
    assert np.array_equal(points, plane().points(20_000))
    assert points.mean(axis=0) == pytest.approx([5, 0, 5], abs=0.1)


def test_measuring_loads_no_plotting_server() -> None:
    code = "import sys; from scenes.derive.open3d_library import open3d_library as o; o(); print('dash' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split()[-1] == "False"
