"""PLY: text and binary, surfaces and clouds."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import chunks, is_cloud, point_chunks, read, triangle_count
from tests.scenes.read.files import area, corners_of, ply

ASKED: dict[str, Any] = {"units": "m", "up": "y"}
SQUARE = np.array([[0, 0, 0], [2, 0, 0], [2, 1, 0], [0, 1, 0]], float)
PNG = b"\x89PNG\r\n\x1a\n of no size"


def only(path: Path, **options: Any) -> Any:
    mesh = read(path, **options).mesh
    assert mesh is not None
    (primitives,) = mesh.parts.values()
    return primitives[0]


@pytest.mark.parametrize("order", ["", "<", ">"])
@pytest.mark.parametrize("faces", [[[0, 1, 2], [0, 2, 3]], [[0, 1, 2, 3]], [[0, 1, 2], [0, 2, 3], [0, 1, 2, 3]]])
def test_every_order_and_every_polygon(tmp_path: Path, order: str, faces: list[list[int]]) -> None:
    path = ply(tmp_path / "a.ply", SQUARE, faces, order=order)
    reading = read(path, **ASKED)
    assert area(reading.mesh) == pytest.approx(2 * (1 + (len(faces) == 3)))
    assert triangle_count(path) == len(faces)
    found = [each for _, each in chunks(path, **ASKED, triangles=1)[1]]
    assert reading.mesh is not None
    assert corners_of(found).tolist() == corners_of(reading.mesh.parts["a"]).tolist()


def test_z_up_is_turned(tmp_path: Path) -> None:
    path = ply(tmp_path / "a.ply", SQUARE + np.array([0, 0, 5]), [[0, 1, 2]])
    primitive = only(path, units="cm", up="z")
    assert primitive.position[2] == pytest.approx([0.02, 0.05, -0.01])


def test_colours_normals_and_texture_coordinates_of_vertices(tmp_path: Path) -> None:
    (tmp_path / "t.png").write_bytes(PNG)
    kind = [("p", "<f4", 3), ("n", "<f4", 3), ("uv", "<f4", 2), ("c", "u1", 3)]
    rows = np.zeros(4, kind)
    rows["p"], rows["n"], rows["uv"], rows["c"] = SQUARE, [0, 0, 2], [[0, 0], [1, 0], [1, 1], [0, 1]], [255, 188, 0]
    extra = "".join(f"property float {name}\n" for name in ("nx", "ny", "nz", "s", "t"))
    extra += "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))
    path = ply(tmp_path / "a.ply", rows, [[0, 1, 2], [0, 2, 3]], extra=extra)
    path.write_bytes(path.read_bytes().replace(b"comment made by hand", b"comment TextureFile t.png"))
    mesh = read(path, **ASKED).mesh
    assert mesh is not None
    (primitive,) = mesh.parts["a"]
    assert mesh.materials[0].base == PNG
    assert primitive.normal is not None
    assert primitive.normal[0].tolist() == [0, 0, 1]
    assert primitive.uv is not None
    assert primitive.uv[:, 1].tolist() == [1, 1, 0, 0]
    assert primitive.colour is not None
    assert primitive.colour[0] == pytest.approx([1, 0.5029, 0], abs=1e-3)


def test_texture_coordinates_of_corners_part_the_vertices(tmp_path: Path) -> None:
    (tmp_path / "t.png").write_bytes(PNG)
    head = "ply\nformat binary_little_endian 1.0\ncomment TextureFile t.png\nelement vertex 4\nproperty float x\n"
    head += "property float y\nproperty float z\nelement face 2\nproperty list uchar int vertex_indices\n"
    head += "property list uchar float texcoord\nend_header\n"
    body = SQUARE.astype("<f4").tobytes()
    for face, uv in (([0, 1, 2], [0, 0, 1, 0, 1, 1]), ([0, 2, 3], [0.5, 0.5, 1, 1, 0, 1])):
        body += struct.pack("<B3iB6f", 3, *face, 6, *uv)
    path = tmp_path / "a.ply"
    path.write_bytes(head.encode() + body)
    primitive = only(path, **ASKED)
    assert len(primitive.position) == 5
    corner = primitive.uv[primitive.triangles[1, 0]]
    assert corner.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("order", ["", "<"])
def test_points_are_a_cloud(tmp_path: Path, order: str) -> None:
    path = ply(tmp_path / "a.ply", SQUARE, order=order)
    assert is_cloud(path)
    reading = read(path, units="m", up="y")
    assert reading.mesh is None
    assert reading.cloud is not None
    assert reading.cloud.position.tolist() == SQUARE.tolist()
    pieces = list(point_chunks(path, units="m", up="y", points=3))
    assert [len(each.position) for each in pieces] == [3, 1]


def test_an_origin_is_taken_off_a_maps_coordinates(tmp_path: Path) -> None:
    rows = np.zeros(2, [("p", "<f8", 3), ("c", "u1", 3)])
    rows["p"], rows["c"] = [[500_000, 4_000_000, 12], [500_010, 4_000_020, 15]], [[10, 20, 30], [1, 2, 3]]
    extra = "property uchar red\nproperty uchar green\nproperty uchar blue\n"
    path = ply(tmp_path / "a.ply", rows, extra=extra)
    path.write_bytes(path.read_bytes().replace(b"property float ", b"property double "))
    reading = read(path, units="m", up="z")
    assert reading.cloud is not None
    assert reading.origin == reading.cloud.origin == (500_005, 4_000_010, 0)
    assert reading.cloud.position.tolist() == [[-5, 12, 10], [5, 15, -10]]
    assert reading.cloud.colour is not None
    assert reading.cloud.colour.tolist() == [[10, 20, 30], [1, 2, 3]]
    assert "ORIGIN_TAKEN_OFF" in [finding.code for finding in reading.findings]


def test_old_strips_become_triangles(tmp_path: Path) -> None:
    head = "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\n"
    head += "element tristrips 1\nproperty list int int vertex_indices\nend_header\n"
    path = tmp_path / "a.ply"
    path.write_text(head + "0 0 0\n2 0 0\n0 1 0\n2 1 0\n4 0 1 2 3\n")
    primitive = only(path, **ASKED)
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    assert (np.cross(b - a, c - a)[:, 2] > 0).all()
    assert len(primitive.triangles) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"element face 2", b"element face 9"), "PLY_TOO_SHORT"),
        ((b"element vertex 4", b"element vertex 4000"), "PLY_TOO_SHORT"),
        ((b"element vertex 4", b"element vertex -4"), "PLY_HEADER_INVALID"),
        ((b"property float z", b"property fluid z"), "PLY_HEADER_INVALID"),
        ((b"end_header", b"no_header_"), "PLY_HEADER_INVALID"),
        ((struct.pack("<3i", 0, 2, 3), struct.pack("<3i", 0, 2, 7)), "PLY_INDEX_OUT_OF_RANGE"),
        ((struct.pack("<f", 2), struct.pack("<f", float("nan"))), "PLY_INVALID_FLOAT"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, change: tuple[bytes, bytes], code: str) -> None:
    path = ply(tmp_path / "a.ply", SQUARE, [[0, 1, 2], [0, 2, 3]])
    path.write_bytes(path.read_bytes().replace(*change))
    with pytest.raises(Refused) as refused:
        read(path, **ASKED)
    assert refused.value.findings[0].code == code
