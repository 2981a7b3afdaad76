"""Plans: where things are in them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.derive.plan import EYE, floor_height, pixels, plan
from scenes.mesh import Mesh, PointCloud
from tests.scenes.derive.shapes import box, mesh

FLOOR = box((0, -0.1, 0), (20, 0, 10))
RED_BOX = box((14, 0, 1), (16, 1, 3), "red")
ROOF = box((0, 3, 0), (20, 3.2, 10))
WALL = box((5, 0, 0), (5.5, 3, 10))


def drawn(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGBA")).astype(float)


def red(picture: np.ndarray) -> np.ndarray:
    return (picture[..., 0] > 1.6 * picture[..., 1]) & (picture[..., 0] > 60) & (picture[..., 3] > 200)


def test_the_bounds_say_where_a_pixel_lies(tmp_path: Path) -> None:
    west, north, east, south = plan(mesh(FLOOR, RED_BOX), tmp_path / "a.webp", largest=500)
    picture = drawn(tmp_path / "a.webp")
    rows, columns = np.nonzero(red(picture))
    high, wide = picture.shape[:2]
    x = west + (columns + 0.5) / wide * (east - west)
    z = north + (rows + 0.5) / high * (south - north)
    assert (x.min(), x.max()) == pytest.approx((14, 16), abs=0.1)
    assert (z.min(), z.max()) == pytest.approx((1, 3), abs=0.1)
    assert wide == 500


def test_it_is_transparent_around_the_thing(tmp_path: Path) -> None:
    plan(mesh(FLOOR), tmp_path / "a.webp", largest=200)
    picture = drawn(tmp_path / "a.webp")
    assert picture[0, 0, 3] == 0
    assert picture[picture.shape[0] // 2, 100, 3] == 255


def test_a_ceiling_is_cut_away_and_a_cut_wall_is_dark(tmp_path: Path) -> None:
    room = mesh(FLOOR, RED_BOX, ROOF, WALL)
    plan(room, tmp_path / "whole.webp", largest=400)
    plan(room, tmp_path / "cut.webp", largest=400, ceiling=floor_height(mesh(FLOOR)) + EYE)
    cut = drawn(tmp_path / "cut.webp")
    assert not red(drawn(tmp_path / "whole.webp")).any()
    assert red(cut).any()
    middle = cut.shape[0] // 2
    wall, floor = round((5.25 + 0.4) / 20.8 * 400), round((10 + 0.4) / 20.8 * 400)
    assert cut[middle, wall, :3].mean() < 0.4 * cut[middle, floor, :3].mean()


def test_given_bounds_are_kept(tmp_path: Path) -> None:
    assert plan(mesh(FLOOR, RED_BOX), tmp_path / "a.webp", bounds=(13, 0, 17, 4), largest=200) == (13, 0, 17, 4)
    found = red(drawn(tmp_path / "a.webp"))
    assert found.shape == (200, 200)
    assert found[100, 100]
    assert found.mean() == pytest.approx(0.25, abs=0.03)


def test_a_cloud_has_a_plan_too(tmp_path: Path) -> None:
    grid = np.stack(np.meshgrid(np.linspace(0, 4, 60), [0.0], np.linspace(0, 2, 30), indexing="ij"), -1).reshape(-1, 3)
    bounds = plan(PointCloud(position=grid), tmp_path / "a.webp", largest=200)
    assert bounds == pytest.approx((-0.08, -0.08, 4.08, 2.08))
    assert (drawn(tmp_path / "a.webp")[..., 3] > 128).mean() > 0.85


def test_small_things_are_not_blown_up() -> None:
    assert pixels((0.0, 0.0, 1.0, 0.5), 2048) == (400, 200)
    assert pixels((0.0, 0.0, 100.0, 50.0), 2048) == (2048, 1024)


def test_the_floor_is_where_most_of_the_level_ground_is() -> None:
    assert floor_height(mesh(FLOOR, box((2, 0, 2), (4, 0.9, 4)), ROOF)) == pytest.approx(0.0, abs=0.01)


def test_nothing_and_empty_bounds_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without triangles"):
        plan(Mesh(parts={}), tmp_path / "a.webp")
    with pytest.raises(ValueError, match="enclose nothing"):
        plan(mesh(FLOOR), tmp_path / "a.webp", bounds=(3, 0, 3, 4))
    assert not list(tmp_path.iterdir())
