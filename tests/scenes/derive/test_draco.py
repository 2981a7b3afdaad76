"""Draco copies: what is read back is what was written, by name, and Khronos' validator has nothing against them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.derive.draco import write_draco
from scenes.gltf import Precision, write
from scenes.mesh import Material, Mesh, Primitive
from scenes.read import read
from scenes.validate import khronos
from tests.scenes.derive.pictures import picture
from tests.scenes.derive.test_simplifier import grid

KEEP = Precision(step=0.001, uv=12, normal=10)


def sheet(shift: float = 0.0, **fields: Any) -> Primitive:
    position, triangles = grid(side=12, height=1.0)
    uv, normal = position[:, [0, 2]] / 11, np.tile([0.0, 0.6, 0.8], (len(position), 1))
    colour = np.column_stack([uv, np.full(len(uv), 0.25), np.full(len(uv), 0.5)])
    given = {
        "position": position + np.array([shift, 0, 0]),
        "triangles": triangles,
        "uv": uv,
        "normal": normal,
        "colour": colour,
    }
    return Primitive(material="stone", **(given | fields))


def made(folder: Path, parts: dict[str, list[Primitive]], material: Material, **options: Any) -> tuple[Path, Mesh]:
    path = folder / "copy.glb"
    path.write_bytes(
        write_draco(parts, [material], copyright_notice="CC0", generator="test", precision=KEEP, **options)
    )
    mesh = read(path).mesh
    assert mesh is not None
    return path, mesh


def test_everything_is_read_back(tmp_path: Path) -> None:
    image = picture()
    path, mesh = made(tmp_path, {"wall": [sheet()]}, Material(name="stone", base=image))
    given, only = sheet(), mesh.parts["wall"][0]
    assert only.normal is not None
    assert only.uv is not None
    assert only.colour is not None
    assert len(only.triangles) == len(given.triangles)
    away = np.linalg.norm(given.position[:, None] - only.position[None], axis=2)
    nearest = away.argmin(axis=1)
    assert away.min(axis=1).max() < 0.001
    assert np.abs(only.uv[nearest] - given.position[:, [0, 2]] / 11).max() < 0.001
    assert np.abs(only.normal[nearest] - [0, 0.6, 0.8]).max() < 0.01
    assert np.abs(only.colour[nearest] - given.colour).max() < 0.005
    assert mesh.materials[0].base == image
    assert mesh.copyright == "CC0"
    assert [each for each in khronos(path) if each.severity in ("error", "warning")] == []


def test_a_part_without_image_or_normals_is_smaller(tmp_path: Path) -> None:
    path, mesh = made(tmp_path, {"wall": [sheet(normal=None, colour=None)]}, Material(name="stone"))
    only = mesh.parts["wall"][0]
    assert only.uv is None
    assert path.stat().st_size < 2500


def test_it_is_much_smaller_than_meshopt(tmp_path: Path) -> None:
    position, triangles = grid(side=60, height=2.0)
    parts = {"wall": [Primitive(material="stone", position=position, triangles=triangles)]}
    usual = write(parts, [Material(name="stone")], copyright_notice="", generator="", precision=KEEP)
    assert made(tmp_path, parts, Material(name="stone"))[0].stat().st_size < len(usual) / 1.8


def test_borders_of_two_parts_are_equal(tmp_path: Path) -> None:
    _, mesh = made(tmp_path, {"left": [sheet()], "right": [sheet(shift=11.0)]}, Material(name="stone"))
    left, right = ({tuple(row) for row in mesh.parts[name][0].position} for name in ("left", "right"))
    border = {row for row in left if row[0] > 10.99}
    assert len(border) == 12
    across = {row[2] for row in right if row[0] < 11.01}
    assert {row[2] for row in border} == across


def test_grouped_parts_keep_their_names(tmp_path: Path) -> None:
    parts = {"door": [sheet()], "wall": [sheet(shift=20.0)]}
    path, mesh = made(tmp_path, parts, Material(name="stone"), groups={"rest": ("door", "wall")})
    assert sum(len(primitives) for primitives in mesh.parts.values()) == 1
    assert all(name in path.read_bytes()[:4000].decode(errors="replace") for name in ("door", "wall", "rest"))


def test_nothing_has_no_copy() -> None:
    with pytest.raises(ValueError, match="without triangles"):
        write_draco({"a": []}, [], copyright_notice="", generator="", precision=KEEP)
