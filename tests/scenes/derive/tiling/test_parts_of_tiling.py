import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from scenes.derive.tiling.charts import MANY, charts
from scenes.derive.tiling.glb import steps_as_floats
from scenes.derive.tiling.grid import MANTISSA, choose
from scenes.derive.tiling.images import BLOCK, Picture, keep
from scenes.derive.tiling.morton import morton
from scenes.derive.tiling.shelves import shelve
from scenes.derive.tiling.split import Planes, into_leaves

coordinates = st.floats(-1e5, 1e5, allow_nan=False)


@given(st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=2, max_size=30), st.floats(1e-6, 10))
@settings(deadline=None)
def test_a_place_on_the_grid_is_exact_as_a_float_and_near_where_it_was(points: Any, edge: float) -> None:
    position = np.asarray(points)
    grid = choose(position.min(axis=0), position.max(axis=0), edge)
    steps = grid.steps(position)
    floats, stored = steps_as_floats(steps, grid.exponent)
    assert np.abs(steps).max() < MANTISSA
    assert (floats.astype(float) == steps * grid.step).all()
    mantissa = (stored.astype(np.int32) << 8) >> 8
    assert (mantissa == steps).all()
    assert (stored.astype(np.int32) >> 24 == grid.exponent).all()
    assert np.abs(floats.astype(float) + grid.origin - position).max() <= grid.step / 2 * (1 + 1e-6)
    keys = grid.keys(steps)
    assert len(np.unique(keys)) == len(np.unique(steps, axis=0))
    assert (keys >= 0).all()


def test_codes_put_octants_together() -> None:
    corners = np.asarray([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    assert morton(corners).tolist() == list(range(8))
    assert (morton(corners * 2**20) >> 60).tolist() == list(range(8))


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=60))
def test_rectangles_lie_on_the_sheet_and_not_on_each_other(sizes: list[tuple[int, int]]) -> None:
    corners, (width, height) = shelve(np.asarray(sizes))
    sheet = np.zeros((height, width), int)
    for (x, y), (wide, high) in zip(corners, sizes, strict=True):
        assert x + wide <= width
        assert y + high <= height
        sheet[y : y + high, x : x + wide] += 1
    assert sheet.max() == 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Picture]:
    folder = tmp_path_factory.mktemp("images")
    rows, columns = np.meshgrid(np.arange(700), np.arange(3 * BLOCK + 5), indexing="ij")
    pixels = np.stack([rows // 3, columns // 4, (rows + columns) % 7], axis=-1).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return pixels, Picture(folder, keep(file.getvalue(), folder))


def test_a_window_of_a_kept_image_is_the_image_there(kept: tuple[Any, Picture]) -> None:
    pixels, picture = kept
    assert (picture.width, picture.height, picture.channels) == (773, 700, 3)
    assert (picture.window((250, 250, 520, 530), (270, 280), wraps=False) == pixels[250:530, 250:520]).all()


def test_beyond_its_edge_an_image_wraps_or_stands_still(kept: tuple[Any, Picture]) -> None:
    pixels, picture = kept
    box = (-2, -3, 4, 2)
    assert (picture.window(box, (6, 5), wraps=True) == np.roll(pixels, (3, 2), axis=(0, 1))[:5, :6]).all()
    assert (picture.window(box, (6, 5), wraps=False)[0, 0] == pixels[0, 0]).all()


def test_a_shrunken_window_shows_the_mean(kept: tuple[Any, Picture]) -> None:
    pixels, picture = kept
    small = picture.window((0, 0, 512, 512), (32, 32), wraps=False).astype(float)
    light = (pixels[:512, :512] / 255.0) ** 2.2
    mean = light.reshape(32, 16, 32, 16, 3).mean(axis=(1, 3)) ** (1 / 2.2) * 255
    assert np.abs(small - mean)[1:-1, 1:-1, :2].max() < 3


@pytest.mark.parametrize(("colour", "grey"), [(True, 188), (False, 128)])
def test_colours_are_shrunk_in_linear_light_and_data_as_it_is(tmp_path: Path, colour: bool, grey: int) -> None:
    rows, columns = np.indices((600, 601))
    file = io.BytesIO()
    Image.fromarray(((rows + columns) % 2 * 255).astype(np.uint8)).save(file, "PNG")
    picture = Picture(tmp_path, keep(file.getvalue(), tmp_path, colour))
    assert np.abs(picture.window((0, 0, 600, 600), (100, 100), wraps=False).astype(int) - grey).max() <= 2


def test_an_image_is_kept_once(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (300, 20), (1, 2, 3, 4)).save(file, "WEBP", lossless=True, exact=True)
    assert keep(file.getvalue(), tmp_path) == keep(file.getvalue(), tmp_path)
    assert Picture(tmp_path, keep(file.getvalue(), tmp_path)).channels == 4
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_charts_hang_together() -> None:
    pixel = np.asarray([[0, 0], [10, 0], [0, 10], [500, 500], [510, 500], [500, 520]], float)
    found = charts(pixel, np.asarray([[0, 1, 2], [3, 4, 5]]))
    assert found.chart.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.high.tolist() == [[10, 10], [510, 520]]


def test_very_many_charts_are_taken_together_where_they_are_near() -> None:
    chance = np.random.default_rng(0)
    middle = np.concatenate([chance.uniform(0, 300, (MANY, 1, 2)), chance.uniform(4000, 4300, (MANY, 1, 2))])
    pixel = (middle + chance.uniform(-3, 3, (2 * MANY, 3, 2))).reshape(-1, 2)
    found = charts(pixel, np.arange(len(pixel)).reshape(-1, 3))
    assert len(found.low) < 10
    assert ((pixel >= found.low[found.chart]) & (pixel <= found.high[found.chart])).all()


def test_planes_share_points_out_evenly() -> None:
    points = np.random.default_rng(1).integers(0, 10_000, (20_000, 3))
    counts = np.bincount(Planes(points[::4], 4).cells(points), minlength=16)
    assert counts.min() > 1000
    assert counts.sum() == 20_000


@given(st.integers(1, 40), st.integers(0, 400))
def test_leaves_are_equal_and_have_everything_once(leaves: int, more: int) -> None:
    points = np.random.default_rng(2).integers(0, 50, (leaves + more, 3))
    rows = into_leaves(points, leaves)
    assert len(rows) == leaves
    assert sorted(np.concatenate(rows).tolist()) == list(range(leaves + more))
    assert max(map(len, rows)) <= (leaves + more) / leaves + 7
