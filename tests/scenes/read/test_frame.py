"""Units and up axis: asked, said by the file, or guessed and written down."""

from pathlib import Path

import numpy as np
import pytest

from scenes.finding import Refused
from scenes.mesh import Primitive
from scenes.read import read
from scenes.read.shape import shape_of
from scenes.read.units import guess_units
from tests.scenes.read.files import ply, stl


def box(width: float, height: float, depth: float, low: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """A box that stands on the ground, fine enough to look like a scan; along y it is `height` high."""
    points = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float) * [width, height, depth]
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = np.array([part for a, b, c, d in quads for part in ((a, b, c), (a, c, d))])
    for _ in range(0 if low else 4):
        points, triangles = finer(points, triangles)
    return points, triangles


def finer(points: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c = (points[triangles[:, i]] for i in range(3))
    every = np.concatenate([a, b, c, (a + b) / 2, (b + c) / 2, (c + a) / 2])
    i = np.arange(len(triangles))
    n = len(triangles)
    faces = [(0, 3, 5), (3, 1, 4), (5, 4, 2), (3, 4, 5)]
    return every, np.concatenate([np.stack([i + n * k for k in face], axis=1) for face in faces])


def write_obj(path: Path, points: np.ndarray, triangles: np.ndarray, head: str = "") -> Path:
    lines = [head, *(f"v {x:.6g} {y:.6g} {z:.6g}" for x, y, z in points)]
    path.write_text("\n".join([*lines, *(f"f {a + 1} {b + 1} {c + 1}" for a, b, c in triangles), ""]))
    return path


@pytest.mark.parametrize(
    ("units", "scale"),
    [("m", 1), ("dm", 0.1), ("cm", 0.01), ("mm", 0.001), ("km", 1000), ("in", 0.0254), ("ft", 0.3048)],
)
def test_units_that_are_asked_for_are_used_without_a_guess(tmp_path: Path, units: str, scale: float) -> None:
    reading = read(stl(tmp_path / "a.stl", *box(1, 2, 1, low=True)), units=units, up="y")
    assert reading.mesh is not None
    assert reading.mesh.bounds()[1] == pytest.approx(np.array([1, 2, 1]) * scale)
    assert (reading.units, reading.scale, reading.findings) == (units, scale, ())


@pytest.mark.parametrize(("units", "up"), [("furlong", None), (None, "x")])
def test_units_and_axes_that_nobody_knows_are_refused(tmp_path: Path, units: str | None, up: str | None) -> None:
    with pytest.raises(Refused) as refused:
        read(stl(tmp_path / "a.stl", *box(1, 1, 1, low=True)), units=units, up=up)
    assert "mm" in refused.value.findings[0].remedy or "z" in refused.value.findings[0].remedy


@pytest.mark.parametrize(
    ("size", "units"),
    [((0.2, 0.5, 0.2), "m"), ((20, 30, 20), "m"), ((120, 480, 120), "mm")],
)
def test_an_obj_is_in_metres_unless_its_edges_say_millimetres(
    tmp_path: Path, size: tuple[float, float, float], units: str
) -> None:
    reading = read(write_obj(tmp_path / "a.obj", *box(*size)))
    assert reading.units == units
    found = next(finding for finding in reading.findings if finding.code == "UNITS_GUESSED")
    assert found.severity == "warning"
    assert f"taken for {units} " in found.message
    assert "units" in found.remedy


def ground(side: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Rolling ground with z up."""
    steps = np.linspace(0, side, count)
    x, y = np.meshgrid(steps, steps)
    points = np.stack([x, y, np.sin(x / 4) + np.cos(y / 5)], axis=-1).reshape(-1, 3)
    i = (np.arange(count - 1)[:, None] * count + np.arange(count - 1)).reshape(-1)
    first, second = np.stack([i, i + 1, i + count + 1], axis=1), np.stack([i, i + count + 1, i + count], axis=1)
    return points, np.concatenate([first, second])


def test_a_building_with_fine_edges_stays_in_metres() -> None:
    points, triangles = box(62, 30, 30)
    for _ in range(3):
        points, triangles = finer(points, triangles)
    shape = shape_of([Primitive(material="", position=points, triangles=triangles)])
    assert guess_units(shape, "obj")[0] == "m"


def test_ground_stays_in_metres_however_coarse_it_is(tmp_path: Path) -> None:
    points, triangles = ground(2000, 60)
    assert read(ply(tmp_path / "a.ply", points, triangles.tolist())).units == "m"


def test_an_stl_is_in_millimetres_by_habit(tmp_path: Path) -> None:
    reading = read(stl(tmp_path / "a.stl", *box(40, 80, 40, low=True)), up="y")
    assert reading.units == "mm"
    assert "0.08 m" in reading.findings[0].message


@pytest.mark.parametrize("remark", ["# Units: cm", "# File units = centimeters", "# units in centimetres"])
def test_a_remark_says_the_unit(tmp_path: Path, remark: str) -> None:
    reading = read(write_obj(tmp_path / "a.obj", *box(1, 1, 1, low=True), head=remark), up="y")
    assert reading.units == "cm"
    assert [(finding.code, finding.severity) for finding in reading.findings] == [("UNITS_SAID", "information")]


@pytest.mark.parametrize("suffix", ["obj", "ply"])
@pytest.mark.parametrize("up", ["y", "z"])
def test_what_stands_tall_tells_its_axis(tmp_path: Path, suffix: str, up: str) -> None:
    points, triangles = box(1, 4, 1) if up == "y" else box(1, 1, 4)
    path = tmp_path / f"a.{suffix}"
    path = write_obj(path, points, triangles) if suffix == "obj" else ply(path, points, triangles.tolist())
    reading = read(path, units="m")
    assert reading.up == up
    assert reading.mesh is not None
    assert np.ptp(np.array(reading.mesh.bounds()), axis=0) == pytest.approx([1, 4, 1], abs=1e-5)


def test_ground_tells_its_axis_against_the_habit(tmp_path: Path) -> None:
    points, triangles = ground(50, 60)
    reading = read(write_obj(tmp_path / "a.obj", points, triangles))
    assert (reading.up, reading.units) == ("z", "m")


def test_a_cube_is_as_its_format_has_it(tmp_path: Path) -> None:
    points, triangles = box(1, 1, 1)
    assert read(write_obj(tmp_path / "a.obj", points, triangles)).up == "y"
    reading = read(ply(tmp_path / "a.ply", points, triangles.tolist()))
    assert reading.up == "z"
    assert any("by habit" in finding.message for finding in reading.findings)
