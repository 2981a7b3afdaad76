"""Generated textures repeat without a seam, are the same every time, and fit the file."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from scenes.derive.texture import TEXTURES, Texture, noise, normal_map, webp

SIZE = 192


@pytest.fixture(scope="module", params=sorted(TEXTURES))
def texture(request: pytest.FixtureRequest) -> Texture:
    return TEXTURES[request.param](SIZE)


def test_the_tile_has_no_seam(texture: Texture) -> None:
    for axis in (0, 1):
        steps = np.abs(np.diff(texture.height, axis=axis)).mean(axis=1 - axis)
        seam = np.abs(np.take(texture.height, 0, axis) - np.take(texture.height, -1, axis)).mean()
        assert seam <= steps.max() * 1.25


def test_colours_are_neither_black_nor_burnt_out(texture: Texture) -> None:
    assert texture.colour.shape == (SIZE, SIZE, 3)
    assert 0.25 < texture.colour.mean() < 0.9
    assert texture.colour.std() > 0.01


def test_normals_are_unit_and_look_up(texture: Texture) -> None:
    vectors = normal_map(texture) * 2 - 1
    assert np.linalg.norm(vectors, axis=-1) == pytest.approx(1)
    assert vectors[..., 2].min() > 0


def test_a_bump_leans_its_normals_outwards() -> None:
    y, x = np.mgrid[0:64, 0:64]
    bump = np.exp(-((x - 32) ** 2 + (y - 32) ** 2) / 60)
    flat = np.zeros((64, 64))
    vectors = normal_map(Texture(colour=flat[..., None], height=bump, roughness=flat, metres=64.0)) * 2 - 1
    assert vectors[32, 40, 0] > 0.01
    assert vectors[24, 32, 1] > 0.01, "image rows run downwards, +Y upwards"


def test_noise_is_the_same_every_time_and_centred() -> None:
    one = noise(128, (0.05, 0.01), 7)
    assert np.array_equal(one, noise(128, (0.05, 0.01), 7))
    assert one.mean() == pytest.approx(0, abs=1e-9)
    assert one.std() == pytest.approx(1)
    assert np.abs(np.diff(one, axis=0)).mean() > np.abs(np.diff(one, axis=1)).mean(), "longer along x"


def test_webp_is_small_and_of_the_size_asked(texture: Texture) -> None:
    data = webp(texture.colour, 96, 60)
    assert Image.open(BytesIO(data)).size == (96, 96)
    assert len(data) < 96 * 96


def test_webp_keeps_the_shape_of_a_picture_that_is_no_square() -> None:
    wide = np.linspace(0, 1, 40 * 120 * 3).reshape(40, 120, 3)
    assert Image.open(BytesIO(webp(wide, 60, 80))).size == (60, 20)
    assert Image.open(BytesIO(webp(wide, 120, 80))).size == (120, 40)
