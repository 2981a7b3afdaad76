"""Wavefront OBJ with its materials, however it is written."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import Reading, chunks, read
from tests.scenes.read.files import area, corners_of

ASKED: dict[str, Any] = {"units": "m", "up": "y"}

SQUARE = "v 0 0 0\nv 2 0 0\nv 2 1 0\nv 0 1 0\n"


def obj(folder: Path, text: str, name: str = "wall.obj") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def only(reading: Reading) -> Any:
    assert reading.mesh is not None
    (primitives,) = reading.mesh.parts.values()
    return primitives[0]


@pytest.mark.parametrize(
    "faces",
    [
        "f 1 2 3\nf 1 3 4\n",
        "f 1 2 3 4\n",
        "f -4 -3 -2 -1\n",
        "f 1// 2// 3//\nf 1 3 4\n",
        "f 1 2 \\\n 3 4\n",
        "  f 1 2 3 4 # a wall\r\n",
    ],
)
def test_faces_of_every_kind_cover_the_square(tmp_path: Path, faces: str) -> None:
    reading = read(obj(tmp_path, "# made by hand\n" + SQUARE + faces), **ASKED)
    primitive = only(reading)
    assert area(reading.mesh) == pytest.approx(2)
    assert len(primitive.triangles) == 2
    assert len(primitive.position) == 4


def test_a_polygon_that_is_not_convex_is_cut_inside_itself(tmp_path: Path) -> None:
    text = "v 0 0 0\nv 4 0 0\nv 4 4 0\nv 2 1 0\nv 0 4 0\nf 1 2 3 4 5\n"
    reading = read(obj(tmp_path, text), **ASKED)
    primitive = only(reading)
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    facing = np.cross(b - a, c - a)[:, 2] / 2
    assert facing.sum() == pytest.approx(10)
    assert (facing > 0).all()


def test_objects_groups_and_materials_part_the_mesh(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text(
        "newmtl red\nKd 1 0 0\nd 0.5\nNs 0\nnewmtl glow\nKe 0 0 1\nPr 0.3\nPm 1\nnewmtl unused\n"
    )
    text = "mtllib a.mtl\n" + SQUARE + "o gate\nusemtl red\nf 1 2 3\nusemtl glow\nf 1 3 4\no tower\ng top\nf 2 3 4\n"
    mesh = read(obj(tmp_path, text), **ASKED).mesh
    assert mesh is not None
    assert {name: [each.material for each in some] for name, some in mesh.parts.items()} == {
        "gate": ["red", "glow"],
        "tower/top": ["glow"],
    }
    red, glow = (next(each for each in mesh.materials if each.name == name) for name in ("red", "glow"))
    assert (red.colour, red.opacity, red.alpha, red.roughness) == ((1, 0, 0), 0.5, "BLEND", 1.0)
    assert (glow.emission, glow.roughness, glow.metallic) == ((0, 0, 1), 0.3, 1)
    assert {each.name for each in mesh.materials} == {"red", "glow"}


def picture(colour: tuple[int, int, int], kind: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, kind)
    return out.getvalue()


def test_seams_stay_and_images_are_found_by_any_spelling(tmp_path: Path) -> None:
    (tmp_path / "Stone.PNG").write_bytes(picture((1, 2, 3), "PNG"))
    (tmp_path / "n.tif").write_bytes(picture((128, 128, 255), "TIFF"))
    (tmp_path / "a.mtl").write_text("newmtl s\nKd 0 0 0\nmap_Kd -s 1 1 1 C:\\scans\\stone.png\nnorm n.tif\n")
    text = "mtllib a.mtl\nusemtl s\n" + SQUARE + "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nvt 0.5 0.5\nvn 0 0 2\n"
    mesh = read(obj(tmp_path, text + "f 1/1/1 2/2/1 3/3/1\nf 1/5/1 3/3/1 4/4/1\n"), **ASKED).mesh
    assert mesh is not None
    (primitive,) = mesh.parts["wall"]
    assert len(primitive.position) == 5, "the corner with two texture coordinates is there twice"
    assert primitive.uv is not None
    assert primitive.uv.tolist() == [[0, 1], [1, 1], [1, 0], [0.5, 0.5], [0, 0]]
    assert primitive.normal is not None
    assert primitive.normal.tolist() == [[0, 0, 1]] * 5
    assert mesh.materials[0].base == picture((1, 2, 3), "PNG")
    assert mesh.materials[0].normal.startswith(b"\x89PNG")
    assert mesh.materials[0].colour == (1, 1, 1)


def test_roughness_and_metalness_images_become_one(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "r.png").write_bytes(picture((51, 51, 51), "PNG"))
    (tmp_path / "m.png").write_bytes(picture((204, 204, 204), "PNG"))
    (tmp_path / "a.mtl").write_text("newmtl s\nmap_Pr r.png\nmap_Pm m.png\n")
    mesh = read(obj(tmp_path, "mtllib a.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n"), **ASKED).mesh
    assert mesh is not None
    assert Image.open(io.BytesIO(mesh.materials[0].roughness_image)).getpixel((0, 0)) == (255, 51, 204)


def test_what_is_not_beside_the_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.mtl").write_text("newmtl s\nmap_Kd ../../secret.png\n")
    text = "mtllib a.mtl\nmtllib b.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n"
    reading = read(obj(tmp_path, text), **ASKED)
    assert sorted(finding.code for finding in reading.findings) == ["IMAGE_MISSING", "MTL_MISSING"]


def test_vertex_colours_become_linear(tmp_path: Path) -> None:
    text = "v 0 0 0 1 0.5 0\nv 2 0 0 0 0 0\nv 2 1 0 1 1 1\nf 1 2 3\n"
    colour = only(read(obj(tmp_path, text), **ASKED)).colour
    assert colour[0] == pytest.approx([1, 0.2140, 0], abs=1e-4)


def test_blocks_end_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenes.read.text.blocks.__defaults__", (64,))
    count = 50
    text = "".join(f"v {i} 0 0\nv {i} 1 0\n" for i in range(count))
    text += "".join(f"f {2 * i + 1} {2 * i + 3} {2 * i + 4} {2 * i + 2}\n" for i in range(count - 1))
    reading = read(obj(tmp_path, text), **ASKED)
    assert area(reading.mesh) == pytest.approx(count - 1)


@pytest.mark.parametrize("triangles", [1, 2, 1000])
def test_pieces_are_the_whole(tmp_path: Path, triangles: int) -> None:
    text = SQUARE + "o a\nf 1 2 3\nf 1 3 4\no b\nf 2 3 4\n"
    path = obj(tmp_path, text)
    mesh = read(path, **ASKED).mesh
    materials, pieces = chunks(path, **ASKED, triangles=triangles)
    found = list(pieces)
    assert mesh is not None
    assert {part for part, _ in found} == set(mesh.parts)
    assert {each.name for each in materials} == {each.name for each in mesh.materials}
    for name, primitives in mesh.parts.items():
        its = [each for part, each in found if part == name]
        assert corners_of(its).tolist() == corners_of(primitives).tolist()
    assert all(len(each.triangles) <= triangles and each.triangles.max() < len(each.position) for _, each in found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "OBJ_INDEX_OUT_OF_RANGE"),
        ("v 0 0 0\nf -1 -2 -3\n", "OBJ_INVALID"),
        ("v 0 0 x\nf 1 1 1\n", "NUMBER_EXPECTED"),
        ("v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "OBJ_INVALID_FLOAT"),
        ("v 0 0\nf 1 1 1\n", "OBJ_INVALID"),
        ("v 0 0 0\nv 1 0 0\nf 1 2\n", "OBJ_INVALID"),
        ("v 0 0 0\n", "NO_TRIANGLES"),
        ("", "UNKNOWN_FORMAT"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(obj(tmp_path, text))
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].file == "wall.obj"
