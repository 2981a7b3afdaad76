"""STL: binary and text, equal corners one vertex."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.read import chunks, read, triangle_count
from tests.scenes.read.files import area, corners_of, stl, tetrahedron

ASKED: dict[str, Any] = {"units": "m", "up": "y"}


def text_stl(path: Path) -> Path:
    points, triangles = tetrahedron()
    lines = ["solid made by hand"]
    for each in triangles:
        lines += ["facet normal 0 0 0", "  outer loop"]
        lines += [f"    vertex {x:.6e} {y:.6e} {z:.6e}" for x, y, z in points[each]]
        lines += ["  endloop", "endfacet"]
    path.write_text("\n".join([*lines, "endsolid\n"]))
    return path


@pytest.mark.parametrize("head", [b"made by hand", b"solid but binary", b"text"])
def test_a_tetrahedron_has_four_vertices(tmp_path: Path, head: bytes) -> None:
    path = text_stl(tmp_path / "a.stl") if head == b"text" else stl(tmp_path / "a.stl", *tetrahedron(), head=head)
    mesh = read(path, **ASKED).mesh
    assert mesh is not None
    (primitive,) = mesh.parts["a"]
    assert (len(primitive.position), len(primitive.triangles)) == (4, 4)
    assert area(mesh) == pytest.approx(1.5 + np.sqrt(3) / 2)
    pieces = [each for _, each in chunks(path, **ASKED, triangles=3)[1]]
    assert [len(each.triangles) for each in pieces] == [3, 1]
    assert corners_of(pieces).tolist() == corners_of([primitive]).tolist()


def test_the_header_counts(tmp_path: Path) -> None:
    assert triangle_count(stl(tmp_path / "a.stl", *tetrahedron())) == 4


def test_numbers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    points, triangles = tetrahedron()
    points[0] = np.inf
    with pytest.raises(Refused, match="finite"):
        read(stl(tmp_path / "a.stl", points, triangles))


def test_an_empty_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no triangles"):
        read(stl(tmp_path / "a.stl", tetrahedron()[0], []))
