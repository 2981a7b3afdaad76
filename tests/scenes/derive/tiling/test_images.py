import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from scenes.derive.tiling.images import BLOCK, Picture, keep


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
