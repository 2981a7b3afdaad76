"""Repair: what is wrong is counted, put right, and told; what is right is left alone to the bit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from msgspec import json

from scenes.derive.repair import RepairReport, describe, inspect, repair
from scenes.finding import Refused
from scenes.mesh import Material, Mesh, Primitive
from tests.scenes.read.files import SCANS, WITHOUT

STONE = Material(name="stone")
MAPPED = Material(name="stone", normal=b"\x89PNG")


def mesh(position: Any, triangles: Any, material: Material = STONE, **columns: Any) -> Mesh:
    primitive = Primitive(
        material=material.name, position=np.array(position, float), triangles=np.array(triangles), **columns
    )
    return Mesh(parts={"wall": [primitive]}, materials=[material])


def only(given: Mesh) -> Primitive:
    ((primitive,),) = given.parts.values()
    return primitive


def ball(count: int = 24, radius: float = 1.0, middle: tuple[float, float, float] = (0, 0, 0)) -> tuple[Any, Any]:
    """A closed sphere whose triangles face outwards."""
    rows = [[0, radius, 0]]
    for ring in range(1, count // 2):
        polar = np.pi * ring / (count // 2)
        for step in range(count):
            turn = 2 * np.pi * step / count
            rows.append(
                [radius * np.sin(polar) * np.cos(turn), radius * np.cos(polar), radius * np.sin(polar) * np.sin(turn)]
            )
    rows.append([0, -radius, 0])
    last, faces = len(rows) - 1, []
    for step in range(count):
        after = (step + 1) % count
        faces.append([0, 1 + after, 1 + step])
        for ring in range(count // 2 - 2):
            a, b = 1 + ring * count + step, 1 + ring * count + after
            faces += [[a, b, b + count], [a, b + count, a + count]]
        faces.append([last, last - count + step, last - count + after])
    return np.array(rows) + middle, np.array(faces)


def volume(given: Mesh) -> float:
    total = 0.0
    for some in given.parts.values():
        for each in some:
            a, b, c = (each.position[each.triangles[:, i]] for i in range(3))
            total += float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
    return total


def normals_for(points: Any, middle: Any = (0, 0, 0)) -> Any:
    out = points - np.array(middle)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def test_a_mesh_without_faults_is_given_back_as_it_is() -> None:
    points, triangles = ball()
    given = mesh(points, triangles, normal=normals_for(points))
    made, report = repair(given)
    assert made is given
    assert report.before == report.after
    assert report.before.watertight
    assert report.changes == ()
    assert describe(report) == "Nothing had to be repaired."


def test_triangles_without_an_area_go_and_their_vertices_with_them() -> None:
    points, triangles = ball()
    extra = [[5, 5, 5], [6, 6, 6], [7, 7, 7]]
    n = len(points)
    given = mesh([*points, *extra], [*triangles, [0, 0, 1], [n, n + 1, n + 2]])
    made, report = repair(given)
    assert report.before.degenerate == 2
    assert len(only(made).triangles) == len(triangles)
    assert len(only(made).position) == n
    assert "2 triangles had no area and were removed." in describe(report)
    assert "3 vertices were used by no triangle and were removed." in describe(report)


def test_a_sliver_between_two_triangles_leaves_no_slit() -> None:
    points = [[0, 0, 0], [2, 0, 0], [1, 0, 0], [1, 1, 0], [1, -1, 0]]
    up = np.tile([0.0, 0, 1], (5, 1))
    faces = [[0, 1, 3], [0, 2, 1], [0, 4, 2], [2, 4, 1]]
    made, report = repair(mesh(points, faces, normal=up))
    primitive = only(made)
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    areas = np.cross(b - a, c - a)[:, 2] / 2
    assert report.before.slivers == 1
    assert sorted(areas.tolist()) == [0.5, 0.5, 0.5, 0.5]
    assert report.after == inspect(made)
    assert (report.after.slivers, report.after.hole_count) == (0, 1)
    assert "1 triangle without an area lay between others and became part of them." in describe(report)


def test_copies_go_but_backs_stay() -> None:
    points = [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
    made, report = repair(mesh(points, [[0, 1, 2], [1, 2, 0], [0, 2, 1]]))
    assert report.before.duplicates == 1
    assert len(only(made).triangles) == 2


def test_copies_under_other_vertices_are_found_and_other_materials_are_not_copies() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], float)
    twice = mesh([*points, *points], [[0, 1, 2], [3, 4, 5]])
    assert inspect(twice).duplicates == 1
    other = Primitive(material="paint", position=points, triangles=np.array([[0, 1, 2]]))
    layered = Mesh(parts={"a": [only(mesh(points, [[0, 1, 2]]))], "b": [other]}, materials=[STONE])
    assert inspect(layered).duplicates == 0


def test_equal_vertices_are_merged_and_seams_stay() -> None:
    points = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]]
    uv = np.array([[0, 0], [1, 0], [0, 1], [0, 1], [0.5, 0], [1, 1]])
    made, report = repair(mesh(points, [[0, 1, 2], [3, 4, 5]], uv=uv))
    primitive = only(made)
    assert report.before.duplicate_vertices == 1
    assert len(primitive.position) == 5
    assert primitive.uv is not None
    corner = primitive.uv[primitive.triangles[1, 1]]
    assert corner.tolist() == [0.5, 0]
    assert report.after.hole_count == 1, "the seam is no border"


def test_turned_triangles_follow_their_neighbours() -> None:
    points, triangles = ball()
    triangles[::7] = triangles[::7][:, [0, 2, 1]]
    given = mesh(points, triangles)
    made, report = repair(given)
    assert report.before.flipped == len(triangles[::7])
    assert volume(made) == pytest.approx(volume(mesh(*ball())))
    assert report.after == inspect(made)


def test_a_closed_form_that_shows_its_inside_is_turned_with_its_normals() -> None:
    points, triangles = ball()
    made, report = repair(mesh(points, triangles[:, ::-1], normal=-normals_for(points)))
    assert report.before.flipped == len(triangles)
    assert volume(made) > 0
    normal = only(made).normal
    assert normal is not None
    assert (np.einsum("ij,ij->i", normal, normals_for(points)) > 0.99).all()


def test_right_normals_of_a_form_that_is_turned_stay() -> None:
    points, triangles = ball()
    made, _ = repair(mesh(points, triangles[:, ::-1], normal=normals_for(points)))
    assert np.array_equal(only(made).normal, normals_for(points))


def test_a_hollow_inside_another_form_keeps_facing_in() -> None:
    outer, inner, beside = ball(), ball(radius=0.5), ball(radius=0.5, middle=(3, 0, 0))
    n, m = len(outer[0]), len(inner[0])
    points = np.concatenate([outer[0], inner[0], beside[0]])
    triangles = np.concatenate([outer[1], inner[1][:, ::-1] + n, beside[1][:, ::-1] + n + m])
    made, report = repair(mesh(points, triangles))
    assert report.before.flipped == len(beside[1])
    whole, half = volume(mesh(*outer)), volume(mesh(*inner))
    assert volume(made) == pytest.approx(whole)
    assert half > 0


def test_a_strip_with_one_side_is_reported() -> None:
    count = 12
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rows = []
    for angle in turn:
        out = np.array([np.cos(angle), np.sin(angle), 0])
        lean = np.cos(angle / 2) * np.array([0, 0, 1]) + np.sin(angle / 2) * out
        rows += [out * 3 + lean, out * 3 - lean]
    faces = []
    for step in range(count):
        a, b = 2 * step, 2 * step + 1
        c, d = (2 * step + 2, 2 * step + 3) if step < count - 1 else (1, 0)
        faces += [[a, b, c], [b, d, c]]
    made, report = repair(mesh(rows, faces))
    assert report.before.one_sided == 1
    assert len(only(made).triangles) == len(faces)
    assert "ONE_SIDED" in [finding.code for finding in report.findings]


def test_holes_are_measured_and_filled_only_when_asked() -> None:
    points, triangles = ball()
    opened = triangles[(triangles != 0).all(axis=1)]
    given = mesh(points, opened, normal=normals_for(points))
    left, report = repair(given)
    radius = np.sin(2 * np.pi / 24)
    assert not report.after.watertight
    assert report.after.hole_count == 1
    assert report.after.holes[0].length == pytest.approx(24 * 2 * radius * np.sin(np.pi / 24))
    assert report.after.holes[0].position == pytest.approx((0, np.cos(2 * np.pi / 24), 0))
    assert "1 hole is left open" in describe(report)
    assert len(only(left).triangles) == len(opened)
    filled, report = repair(given, fill_holes=True)
    assert report.after == inspect(filled)
    assert report.after.watertight
    assert "1 hole was filled." in describe(report)
    primitive = only(filled)
    assert primitive.normal is not None
    assert np.isfinite(primitive.normal).all()
    assert volume(filled) == pytest.approx(volume(mesh(points, triangles)), rel=0.01)


def test_a_hole_beside_a_turned_triangle_is_filled() -> None:
    points, triangles = ball()
    opened = triangles[(triangles != 0).all(axis=1)]
    beside = np.flatnonzero((opened <= 24).sum(axis=1) == 2)[3]
    opened[beside] = opened[beside][[0, 2, 1]]
    made, report = repair(mesh(points, opened), fill_holes=True)
    assert report.before.flipped == 1
    assert report.after.watertight
    assert volume(made) == pytest.approx(volume(mesh(points, triangles)), rel=0.01)


def test_a_hole_that_is_far_from_flat_is_filled_to_its_middle() -> None:
    points, triangles = ball()
    opened = triangles[points[triangles].mean(axis=1)[:, 0] < 0.3 + 0.5 * points[triangles].mean(axis=1)[:, 1] ** 2]
    made, report = repair(mesh(points, opened), fill_holes=True)
    assert report.before.hole_count >= 1
    assert report.after.hole_count == 0
    assert volume(made) > 0


def test_borders_between_parts_are_no_holes() -> None:
    points, triangles = ball()
    half = len(triangles) // 2
    parts = {
        name: [Primitive(material="stone", position=points, triangles=rows, normal=normals_for(points))]
        for name, rows in (("left", triangles[:half]), ("right", triangles[half:]))
    }
    made, report = repair(Mesh(parts=parts, materials=[STONE]))
    assert report.before.watertight
    assert report.before.unused_vertices > 0
    assert sorted(made.parts) == ["left", "right"]


def test_edges_of_three_triangles_and_points_of_two_borders_are_reported() -> None:
    points = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1]]
    fan = inspect(mesh(points, [[0, 1, 2], [1, 0, 3], [0, 1, 4]]))
    assert fan.non_manifold_edges == 1
    bow = [[0, 0, 0], [1, 1, 0], [1, -1, 0], [-1, 1, 0], [-1, -1, 0]]
    _, report = repair(mesh(bow, [[0, 2, 1], [0, 3, 4]]))
    assert report.after.non_manifold_vertices == 1
    assert "NON_MANIFOLD_VERTICES" in [finding.code for finding in report.findings]


def test_dirt_is_reported_and_left() -> None:
    points, triangles = ball(60)
    n = len(points)
    speck = np.array([[0, 0, 0], [0.001, 0, 0], [0, 0.001, 0]]) + 2
    made, report = repair(mesh([*points, *speck], [*triangles, [n, n + 1, n + 2]]))
    assert (report.after.islands, report.after.island_triangles) == (1, 1)
    assert len(only(made).triangles) == len(triangles) + 1
    assert "1 small piece floats beside the rest (1 triangle in all)." in describe(report)


def test_a_ball_gets_round_normals_and_no_new_vertices() -> None:
    points, triangles = ball(64)
    made, report = repair(mesh(points, triangles))
    normal = only(made).normal
    assert normal is not None
    assert len(normal) == len(points)
    assert (np.einsum("ij,ij->i", normal, normals_for(points)) > 0.995).all()
    assert f"{len(points):,} vertices had no normals and were given some." in describe(report)


def test_a_box_gets_flat_normals_and_parted_edges() -> None:
    points = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = [part for a, b, c, d in quads for part in ((a, b, c), (a, c, d))]
    made, report = repair(mesh(points, triangles))
    primitive = only(made)
    assert primitive.normal is not None
    assert len(primitive.position) == 24
    assert sorted(np.abs(primitive.normal).max(axis=1).tolist()) == pytest.approx([1] * 24)
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    assert np.einsum("ij,ij->i", face, primitive.normal[primitive.triangles[:, 0]]) == pytest.approx(1)
    assert report.after == inspect(made)


def test_tangents_are_made_only_for_normal_maps() -> None:
    points = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    columns = {"normal": np.tile([0.0, 0, 1], (4, 1)), "uv": np.array([[0, 1], [1, 1], [1, 0], [0, 0]], float)}
    faces = [[0, 1, 2], [0, 2, 3]]
    plain, _ = repair(mesh(points, faces, **columns))
    assert only(plain).tangent is None
    made, report = repair(mesh(points, faces, MAPPED, **columns))
    assert only(made).tangent == pytest.approx(np.tile([1, 0, 0, 1], (4, 1)))
    assert report.before.without_tangents == 4
    mirrored = columns | {"uv": columns["uv"] * [-1, 1]}
    made, _ = repair(mesh(points, faces, MAPPED, **mirrored))
    assert only(made).tangent == pytest.approx(np.tile([-1, 0, 0, -1], (4, 1)))


def test_a_vertex_between_an_image_and_its_mirror_is_parted() -> None:
    points = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [-1, 0, 0]]
    uv = np.array([[0, 0], [1, 0], [1, -1], [1, 0]], float)
    faces = [[0, 1, 2], [0, 2, 3]]
    made, _ = repair(mesh(points, faces, MAPPED, normal=np.tile([0.0, 0, 1], (4, 1)), uv=uv))
    primitive = only(made)
    assert primitive.tangent is not None
    signs = primitive.tangent[primitive.triangles][:, :, 3]
    assert signs.tolist() in ([[1, 1, 1], [-1, -1, -1]], [[1, 1, 1], [1, 1, 1]])
    assert len(np.unique(signs[0])) == 1
    assert np.linalg.norm(primitive.tangent[:, :3], axis=1) == pytest.approx(1)


def test_a_part_that_has_nothing_left_goes() -> None:
    points, triangles = ball()
    dot = Primitive(material="stone", position=np.zeros((3, 3)), triangles=np.array([[0, 1, 2]]))
    made, report = repair(
        replace(mesh(points, triangles), parts={"dot": [dot], "ball": [only(mesh(points, triangles))]})
    )
    assert list(made.parts) == ["ball"]
    assert "1 part had nothing left and was removed." in describe(report)


def test_a_mesh_of_which_nothing_is_left_comes_back_empty() -> None:
    made, report = repair(mesh([[0, 0, 0], [1, 1, 1], [2, 2, 2]], [[0, 1, 2], [0, 0, 1]]))
    assert made.triangles == report.after.triangles == 0
    assert "2 triangles had no area and were removed." in describe(report)


@pytest.mark.parametrize(
    "change", [lambda p: p * np.nan, lambda p: p + np.inf, lambda p: p * 1e9], ids=["nan", "infinite", "huge"]
)
def test_numbers_that_cannot_be_are_refused(change: Callable[[Any], Any]) -> None:
    points, triangles = ball()
    with pytest.raises(Refused, match="finite"):
        repair(mesh(change(points), triangles))


def test_a_mesh_without_triangles_is_refused() -> None:
    with pytest.raises(Refused, match="no triangle"):
        inspect(Mesh(parts={}))


def test_the_report_is_json() -> None:
    points, triangles = ball()
    _, report = repair(mesh(points, triangles[3:]))
    assert json.decode(json.encode(report), type=RepairReport) == report


def test_the_same_mesh_is_repaired_to_the_same_bytes() -> None:
    points, triangles = ball()
    triangles[::5] = triangles[::5][:, ::-1]
    given = mesh(points, triangles[2:])
    first, second = (only(repair(given, fill_holes=True)[0]) for _ in range(2))
    for name in ("position", "triangles", "normal"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("lion_statue/lionstatue.obj", "1 hole is left open; it is 5.59 m round"),
        ("nefertiti/nefertiti-lowres.obj", "35,002 vertices had no normals and were given some."),
        ("whale/whale_cranium.glb", "57,565 vertices were given tangents for their normal map."),
        ("venus_de_milo/venus.glb", "1 edge has more than two triangles"),
    ],
)
def test_real_scans_are_repaired_once(name: str, says: str) -> None:
    from scenes.read import read

    given = read(SCANS / name).mesh
    assert given is not None
    made, report = repair(given)
    assert says in describe(report)
    assert inspect(made).area == pytest.approx(report.before.area, rel=1e-6)
    again, second = repair(made)
    assert again is made
    assert second.changes == ()


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
def test_the_lions_hole_is_filled_when_asked() -> None:
    from scenes.read import read

    given = read(SCANS / "lion_statue/lionstatue.obj").mesh
    assert given is not None
    made, report = repair(given, fill_holes=True)
    assert "1 hole was filled." in describe(report)
    assert report.after.watertight
    assert volume(made) > 0.5


@pytest.mark.skipif(not SCANS.is_dir(), reason=WITHOUT)
def test_the_fine_venus_is_closed_again() -> None:
    from scenes.read import read

    given = read(SCANS / "venus_597k/venus.gltf").mesh
    assert given is not None
    made, report = repair(given)
    assert report.before.degenerate > 2_000
    assert report.before.slivers > 500
    assert report.after.hole_count <= 2
    assert list(made.parts) == list(given.parts)
    assert report.after.area == pytest.approx(448.3, abs=0.1)
