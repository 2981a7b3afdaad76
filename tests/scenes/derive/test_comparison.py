"""Before and after: the same camera, whatever was cut away."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.derive.comparison import comparison
from scenes.mesh import Mesh
from tests.scenes.derive.shapes import box, mesh

SIZE = (192, 144)
ONE = box((-1, 0, -1), (1, 2, 1), "red")
DIRT = box((30, 5, -40), (31, 6, -39), "red")
"""A piece that floats far away."""


def red(path: Path) -> np.ndarray:
    picture = np.asarray(Image.open(path).convert("RGB")).astype(float)
    return np.asarray((picture[..., 0] > 1.6 * picture[..., 1]) & (picture[..., 0] > 60))


def test_the_camera_stands_where_it_stood(tmp_path: Path) -> None:
    paths = (tmp_path / "before.webp", tmp_path / "after.webp")
    comparison(mesh(ONE, DIRT), mesh(ONE), paths, size=SIZE)
    before, after = map(red, paths)
    assert after.sum() > 0.1 * after.size, "the thing fills the picture"
    assert (before & after).sum() > 0.97 * after.sum()


def test_what_cannot_be_drawn_leaves_no_picture(tmp_path: Path) -> None:
    paths = (tmp_path / "before.webp", tmp_path / "after.webp")
    with pytest.raises(ValueError, match="cannot be drawn"):
        comparison(Mesh(parts={}), mesh(ONE), paths, size=SIZE)
    assert list(tmp_path.iterdir()) == []
