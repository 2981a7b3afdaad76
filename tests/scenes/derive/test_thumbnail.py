"""Pictures for lists: what is in them, where, in which colour, and what cannot be drawn."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.derive.render import framed, studio
from scenes.derive.render.lights import lamps
from scenes.derive.render.portrait import LARGE, elevation, facing_of
from scenes.derive.thumbnail import thumbnail
from scenes.mesh import Material, Mesh, PointCloud, Primitive
from tests.scenes.derive.shapes import GREY, RED, ball, box, mesh, quad

SIZE = (192, 144)
ONE = box((-1, 0, -1), (1, 2, 1), "red")


def drawn(thing: Mesh | PointCloud, folder: Path) -> np.ndarray:
    thumbnail(thing, folder / "picture.webp", size=SIZE)
    return np.asarray(Image.open(folder / "picture.webp").convert("RGB")).astype(float)


def red(picture: np.ndarray) -> np.ndarray:
    return (picture[..., 0] > 1.6 * picture[..., 1]) & (picture[..., 0] > 60)


def test_a_red_box_is_red_in_the_middle_and_fills_the_picture(tmp_path: Path) -> None:
    found = red(drawn(mesh(ONE), tmp_path))
    rows, columns = np.nonzero(found)
    assert found[SIZE[1] // 2, SIZE[0] // 2]
    assert np.ptp(rows) > 0.7 * SIZE[1]
    assert columns.mean() == pytest.approx(SIZE[0] / 2, abs=SIZE[0] / 16)
    assert not found[0].any()
    assert not found[-1].any()


def test_the_picture_has_the_size_asked_for_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    thumbnail(mesh(ONE), tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as image:
        assert (image.format, image.size) == ("WEBP", (768, 576))
    assert [each.name for each in tmp_path.iterdir()] == ["a.webp"]


def test_the_same_thing_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.webp", "b.webp"):
        thumbnail(mesh(ball(1.0)), tmp_path / name, size=SIZE)
    assert (tmp_path / "a.webp").read_bytes() == (tmp_path / "b.webp").read_bytes()


def test_what_lies_under_a_roof_is_darker_than_what_lies_in_the_open() -> None:
    ground = quad((-4, 0, -4), (-4, 0, 4), (4, 0, 4), (4, 0, -4))
    roof = box((-4, 0.8, -4), (0, 1, 4))
    with studio(mesh(ground, roof)) as room:
        room.light(lamps(0.0))
        picture = room.shoot(framed(room.subject.points, 0.0, 0.12, 2.0), (200, 100))
    covered, light = picture[47:58, 50:95, :3].mean(), picture[47:58, 120:145, :3].mean()
    assert covered < 0.6 * light


def test_a_texture_is_drawn_the_right_way_up(tmp_path: Path) -> None:
    image = np.zeros((64, 64, 3), dtype=np.uint8)
    image[:32, :, 0] = image[32:, :, 2] = 255
    data = BytesIO()
    Image.fromarray(image).save(data, "PNG")
    wall = quad((-1, 0, 0), (1, 0, 0), (1, 2, 0), (-1, 2, 0), "painted")
    wall = Primitive(
        material="painted",
        position=wall.position,
        triangles=wall.triangles,
        uv=np.array([[0, 1], [1, 1], [1, 0], [0, 0.0]]),
    )
    painted = mesh(wall, materials=[Material(name="painted", base=data.getvalue(), double_sided=True)])
    picture = drawn(painted, tmp_path)
    upper, lower = picture[SIZE[1] // 3, SIZE[0] // 2], picture[2 * SIZE[1] // 3, SIZE[0] // 2]
    assert upper[0] > 3 * upper[2]
    assert lower[2] > 3 * lower[0]


def test_masked_places_are_holes(tmp_path: Path) -> None:
    leaf = quad((-1, 0, 0), (1, 0, 0), (1, 2, 0), (-1, 2, 0), "leaf")
    shown = {}
    for alpha in (0.2, 0.8):
        colour = np.tile([0.8, 0.0, 0.0, alpha], (4, 1))
        each = Primitive(material="leaf", position=leaf.position, triangles=leaf.triangles, colour=colour)
        material = Material(name="leaf", alpha="MASK", alpha_cutoff=0.5, colour=(0.9, 0.9, 0.9))
        shown[alpha] = red(drawn(mesh(each, materials=[material]), tmp_path)).sum()
    assert shown[0.2] == 0
    assert shown[0.8] > 1000


def test_an_unlit_material_keeps_its_colour() -> None:
    flat = mesh(
        quad((-1, 0, 0), (1, 0, 0), (1, 2, 0), (-1, 2, 0), "u"),
        materials=[Material(name="u", unlit=True, colour=(0.5, 0.25, 0.125))],
    )
    with studio(flat) as room:
        room.light(lamps(0.0))
        picture = room.shoot(framed(room.subject.points, 0.0, 0.0, 1.0), (64, 64))
    assert picture[32, 32].tolist() == pytest.approx([188, 137, 99, 255], abs=2)


def test_a_cloud_is_drawn_in_its_colours(tmp_path: Path) -> None:
    points = ball(1.0, rows=60).position
    cloud = PointCloud(position=points, colour=np.tile(np.array([220, 20, 20], dtype=np.uint8), (len(points), 1)))
    found = red(drawn(cloud, tmp_path))
    assert found[SIZE[1] // 2, SIZE[0] // 2]
    assert found.mean() > 0.25


def test_the_carved_side_is_the_front() -> None:
    rng = np.random.default_rng(3)
    knobs = [
        ball(0.09, (1.0, 0.3 + 1.4 * a, -0.9 + 1.8 * b), rows=8) for a, b in zip(*rng.random((2, 60)), strict=True)
    ]
    assert facing_of(mesh(box((-1, 0, -1), (1, 2, 1)), *knobs)) == pytest.approx(np.pi / 2, abs=0.5)


def test_places_are_seen_from_the_air_and_statues_at_eye_level() -> None:
    def seen(*size: float) -> float:
        return elevation(np.array([[0, 0, 0], size], dtype=float))

    assert seen(LARGE + 1, 3, 5) > 0.5
    assert seen(0.7, 2, 0.7) < 0.2
    assert seen(1, 0.1, 1) > 0.35


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (Mesh(parts={}), "without triangles"),
        (mesh(Primitive(material="", position=np.full((3, 3), np.nan), triangles=np.array([[0, 1, 2]]))), "finite"),
        (mesh(Primitive(material="", position=np.eye(3), triangles=np.array([[0, 1, 9]]))), "not there"),
        (PointCloud(position=np.empty((0, 3))), "without points"),
        (PointCloud(position=np.array([[0, np.inf, 0]])), "finite"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_no_file_is_left(thing: Mesh | PointCloud, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        thumbnail(thing, tmp_path / "a.webp", size=SIZE)
    assert not list(tmp_path.iterdir())


def test_a_single_point_and_a_flat_thing_can_be_drawn(tmp_path: Path) -> None:
    drawn(PointCloud(position=np.zeros((1, 3))), tmp_path)
    drawn(mesh(quad((0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 0, 0)), materials=[RED, GREY]), tmp_path)


def test_a_broken_image_leaves_the_colour(tmp_path: Path) -> None:
    box_of = mesh(ONE, materials=[Material(name="red", colour=RED.colour, base=b"not an image")])
    assert red(drawn(box_of, tmp_path))[SIZE[1] // 2, SIZE[0] // 2]


def test_without_egl_it_says_what_to_install() -> None:
    program = "from scenes.derive.render.context import context\nwith context(): pass"
    environment = ["/usr/bin/env", "__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent"]
    done = subprocess.run([*environment, sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "EglMissing" in done.stderr
    assert "apt-get install libegl1" in done.stderr


def test_a_picture_and_a_tint_of_the_same_colour_look_the_same(tmp_path: Path) -> None:
    data = BytesIO()
    Image.new("RGB", (4, 4), (120, 120, 120)).save(data, "PNG")
    linear = ((120 / 255 + 0.055) / 1.055) ** 2.4
    part = box((-1, 0, -1), (1, 2, 1), "m")
    part = replace(part, uv=np.full((len(part.position), 2), 0.5))
    ways = (Material(name="m", base=data.getvalue()), Material(name="m", colour=(linear, linear, linear)))
    image, tint = (drawn(Mesh(parts={"box": [part]}, materials=[way]), tmp_path) for way in ways)
    assert np.abs(image - tint).mean() < 1.0
