"""Textures get smaller and stay true: light is averaged as light, normals stay unit vectors, nothing is enlarged."""

import struct

import numpy as np
import pytest

from scenes.derive.images import ktx2, shrink, shrunk, size_of, textures, with_ktx2
from scenes.mesh import Material, Mesh
from tests.scenes.derive.pictures import encoded, picture, rows_of


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_any_picture_becomes_webp_of_the_size(form: str) -> None:
    size = size_of(shrink(picture(256, form), 64))
    assert (size.width, size.height, size.media_type) == (64, 64, "image/webp")


def test_proportions_stay_and_nothing_is_enlarged() -> None:
    wide = encoded(np.zeros((40, 200, 3)))
    assert (size_of(shrink(wide, 100)).width, size_of(shrink(wide, 100)).height) == (100, 20)
    assert size_of(shrink(wide, 4096)).width == 200


def test_a_small_picture_that_webp_cannot_better_stays_as_it_is() -> None:
    small = shrink(picture(64), 32)
    assert shrink(small, 64) == small


def test_black_and_white_average_to_half_the_light() -> None:
    checks = np.indices((256, 256)).sum(axis=0) % 2 * 255
    grey = rows_of(shrink(encoded(np.dstack([checks] * 3)), 64, quality=100))
    assert np.abs(grey[8:-8, 8:-8].astype(int) - 188).max() <= 4, "188 is half the light in sRGB; 128 would be too dark"


def test_shares_are_averaged_as_they_are() -> None:
    checks = np.indices((256, 256)).sum(axis=0) % 2 * 255
    grey = rows_of(shrink(encoded(np.dstack([checks] * 3)), 64, kind="data", quality=100))
    assert np.abs(grey[8:-8, 8:-8].astype(int) - 128).max() <= 4


def test_normals_stay_unit_vectors() -> None:
    side = np.indices((128, 128)).sum(axis=0) % 2 * 2 - 1
    normal = np.dstack([side * 0.8, np.zeros_like(side), np.full(side.shape, 0.6)])
    small = rows_of(shrink(encoded(np.round((normal / 2 + 0.5) * 255)), 32, kind="normal"))
    vectors = small.astype(float) / 127.5 - 1
    assert np.abs(np.linalg.norm(vectors, axis=2) - 1).max() < 0.05
    assert vectors[8:-8, 8:-8, 2].min() > 0.95, "two that lean apart average to one that stands up"


def test_opacity_is_kept() -> None:
    rows = np.zeros((64, 64, 4))
    rows[:, 32:, 3] = 255
    small = rows_of(shrink(encoded(rows), 32))
    assert small.shape == (32, 32, 4)
    assert (small[:, :12, 3].max(), small[:, 20:, 3].min()) == (0, 255)


@pytest.mark.parametrize("broken", [b"\x89PNG\r\n\x1a\nnothing", b"GIF89a", b""])
def test_what_is_no_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="image"):
        shrink(broken, 64)


def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_opened() -> None:
    huge = bytearray(picture())
    huge[16:24] = struct.pack(">II", 60_000, 60_000)
    with pytest.raises(ValueError, match="opened"):
        shrink(bytes(huge), 64)


def test_every_image_of_a_mesh_is_shrunk_once_by_what_it_holds() -> None:
    shared, normal = picture(128), picture(128, seed=2)
    materials = [
        Material(name="a", base=picture(128, seed=3), normal=normal, occlusion=shared, roughness_image=shared),
        Material(name="b", normal=normal),
    ]
    mesh = Mesh(parts={}, materials=materials)
    assert sorted(textures(mesh).values()) == ["colour", "data", "normal"]
    small = shrunk(mesh, 32)
    assert small.materials[0].occlusion == small.materials[0].roughness_image
    assert small.materials[0].normal == small.materials[1].normal == shrink(normal, 32, kind="normal")
    assert {size_of(image).width for image in textures(small)} == {32}


@pytest.mark.parametrize(("uastc", "scheme"), [(True, 2), (False, 1)])
def test_ktx2_has_mipmaps_and_is_compressed(uastc: bool, scheme: int) -> None:
    made = ktx2(picture(64), uastc=uastc)
    width, height, _, _, _, levels, compression = struct.unpack_from("<7I", made, 20)
    assert (width, height, levels, compression) == (64, 64, 7, scheme)
    assert size_of(made).memory == int(64 * 64 * 4 / 3)


def test_ktx2_sides_are_multiples_of_four_and_progress_is_told() -> None:
    told: list[tuple[str, float]] = []
    mesh = Mesh(parts={}, materials=[Material(name="a", base=encoded(np.zeros((30, 63, 3))))])
    made = with_ktx2(mesh, progress=lambda stage, done: told.append((stage, done)))
    size = size_of(made.materials[0].base)
    assert (size.width, size.height) == (60, 28)
    assert told == [("ktx2", 1.0)]
