"""Where one can walk: floors, stairs, slopes, tables; round things; and where to stand first."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import pytest

from scenes.derive.around import BEYOND, ground_around
from scenes.derive.entrance import entrance
from scenes.derive.navmesh import Navmesh, navmesh
from scenes.derive.recast import VISITOR, Agent, NavmeshFailed
from scenes.mesh import Mesh, Primitive
from tests.scenes.derive.shapes import ball, box, mesh, quad

FLOOR = box((0, -0.2, 0), (8, 0, 6))
TABLE = box((3, 0, 2), (5.5, 0.8, 4))
RADIUS = VISITOR.radius


def stands(found: Navmesh, x: float, z: float) -> list[float]:
    """Heights at which the ground covers a place; on the edge that two triangles share it is covered once."""
    heights = []
    for a, b, c in found.position[found.corners]:
        across = np.array([[b[0] - a[0], c[0] - a[0]], [b[2] - a[2], c[2] - a[2]]])
        if abs(np.linalg.det(across)) < 1e-9:
            continue
        u, v = np.linalg.solve(across, [x - a[0], z - a[2]])
        height = float(a[1] + u * (b[1] - a[1]) + v * (c[1] - a[1]))
        if u >= 0 and v >= 0 and u + v <= 1 and not any(abs(height - other) < 1e-6 for other in heights):
            heights.append(height)
    return heights


def ramp(degrees: float) -> Primitive:
    rise = 6 * math.tan(math.radians(degrees))
    return quad((0, 0, 0), (0, 0, 6), (6, rise, 6), (6, rise, 0))


def stairs(rise: float) -> list[Primitive]:
    return [box((8 + 0.4 * step, 0, 1), (8.4 + 0.4 * step, (step + 1) * rise, 4)) for step in range(8)]


def test_a_floor_is_walkable_up_to_a_bodys_width_from_its_edge() -> None:
    found = navmesh(mesh(FLOOR))
    assert found.area == pytest.approx((8 - 2 * RADIUS) * (6 - 2 * RADIUS), rel=0.08)
    assert found.footprint == pytest.approx(48.0)
    assert found.share == pytest.approx(found.area / 48)
    assert stands(found, 4, 3) == pytest.approx([0.0], abs=0.06)
    assert not stands(found, 0.1, 3)
    assert found.place


def test_a_table_is_walked_round_and_its_top_is_an_island() -> None:
    found = navmesh(mesh(FLOOR, TABLE))
    assert stands(found, 1.5, 3)
    assert 0.0 not in [round(height, 1) for height in stands(found, 4.2, 3)]
    assert not stands(found, 2.85, 3)
    top = found.corners[found.island != 0]
    assert found.position[top][..., 1].min() > 0.7


def test_an_island_under_a_square_metre_is_left_out() -> None:
    assert navmesh(mesh(FLOOR, box((3, 0, 2), (4.3, 0.8, 3.3)))).islands == 1
    assert navmesh(mesh(FLOOR, TABLE)).islands == 2


@pytest.mark.parametrize(("rise", "islands"), [(0.17, 1), (0.6, 2)])
def test_stairs_connect_two_floors_when_the_steps_are_not_too_high(rise: float, islands: int) -> None:
    landing = box((11.2, 0, 0), (16, 8 * rise, 6))
    found = navmesh(mesh(FLOOR, *stairs(rise), landing))
    reached = {int(each) for each, corner in zip(found.island, found.corners, strict=True)}
    assert (stands(found, 4, 3), stands(found, 14, 3)) == (
        pytest.approx([0.0], abs=0.1),
        pytest.approx([8 * rise], abs=0.1),
    )
    assert len(reached) == islands


@pytest.mark.parametrize(("degrees", "walkable"), [(20, True), (35, True), (50, False)])
def test_a_slope_is_walkable_unless_it_is_too_steep(degrees: float, walkable: bool) -> None:
    assert (navmesh(mesh(ramp(degrees))).area > 10) == walkable


def test_a_low_ceiling_keeps_people_out() -> None:
    found = navmesh(mesh(FLOOR, box((4, 1.4, 0), (8, 1.6, 6))))
    assert stands(found, 2, 3)
    assert not any(height < 1 for height in stands(found, 6, 3))


def test_another_body_walks_elsewhere() -> None:
    gap = [box((0, 0, 2.9), (3.6, 2, 3.1)), box((4.4, 0, 2.9), (8, 2, 3.1))]
    assert navmesh(mesh(FLOOR, *gap)).islands == 1
    assert navmesh(mesh(FLOOR, *gap), agent=Agent(radius=0.6)).islands == 2


def test_a_large_place_is_walked_in_pieces_that_hang_together() -> None:
    found = navmesh(mesh(box((0, -1, 0), (150, 0, 60))))
    assert found.islands == 1
    assert found.area == pytest.approx(149.4 * 59.4, rel=0.02)


def test_the_ground_is_written_as_a_plain_glb_with_one_node(tmp_path: Path) -> None:
    found = navmesh(mesh(FLOOR), tmp_path / "walk.glb")
    data = (tmp_path / "walk.glb").read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    document = json.loads(data[20 : 20 + length])
    indices = document["meshes"][0]["primitives"][0]["indices"]
    assert [node["name"] for node in document["nodes"]] == ["walk"]
    assert document["accessors"][indices]["count"] == 3 * found.triangles
    assert document["extensionsUsed"] == ["KHR_mesh_quantization"]
    assert [each.name for each in tmp_path.iterdir()] == ["walk.glb"]


def test_the_same_mesh_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.glb", "b.glb"):
        navmesh(mesh(FLOOR, TABLE), tmp_path / name)
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()


def test_a_statue_has_no_ground_and_nothing_is_written(tmp_path: Path) -> None:
    found = navmesh(mesh(ball(0.5, (0, 0.5, 0))), tmp_path / "walk.glb")
    assert (found.area, found.islands, found.place) == (0.0, 0, False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lift", [0.0, 3.0])
def test_one_walks_round_a_statue_but_not_through_it(lift: float, tmp_path: Path) -> None:
    found = ground_around(mesh(box((-0.5, lift, -0.5), (0.5, lift + 2.5, 0.5))), tmp_path / "walk.glb")
    reach = math.hypot(0.5, 0.5) + BEYOND
    assert found.islands == 1
    assert found.area == pytest.approx(math.pi * reach**2 - 1.6**2, rel=0.06)
    assert not stands(found, 0, 0)
    assert not stands(found, 0.7, 0)
    assert stands(found, 1.2, 0) == pytest.approx([lift], abs=0.06)
    assert (tmp_path / "walk.glb").is_file()


def test_nobody_climbs_over_a_low_thing() -> None:
    found = ground_around(mesh(box((-0.4, 0, -0.2), (0.4, 0.2, 0.2))))
    assert not stands(found, 0, 0)
    assert stands(found, 1.5, 0)


def test_one_walks_through_an_arch_that_stands_on_nothing() -> None:
    arch = [box((-3, 0, -1), (-1.5, 4, 1)), box((1.5, 0, -1), (3, 4, 1)), box((-3, 4, -1), (3, 5, 1))]
    found = ground_around(mesh(*arch))
    assert stands(found, 0, 0) == pytest.approx([0.0], abs=0.06)
    assert not stands(found, 2, 0)


@pytest.mark.parametrize("front", [0.0, math.pi / 2])
def test_the_entrance_is_before_the_front_and_faces_the_thing(front: float) -> None:
    statue = mesh(box((-0.4, 0, -0.4), (0.4, 2, 0.4)))
    pose = entrance(statue, ground_around(statue), front=front)
    away = math.hypot(pose.position[0], pose.position[2])
    assert math.atan2(pose.position[0], pose.position[2]) == pytest.approx(front, abs=0.4)
    assert 2.5 < away < 6
    assert pose.forward == pytest.approx((-pose.position[0] / away, 0, -pose.position[2] / away), abs=0.02)


def test_the_entrance_of_a_room_is_inside_it_with_the_middle_in_sight() -> None:
    walls = [box((0, 0, -0.2), (8, 3, 0)), box((0, 0, 6), (8, 3, 6.2)), box((-0.2, 0, 0), (0, 3, 6))]
    screen = box((1.5, 0, 4.8), (6.5, 3, 4.9))
    room = mesh(FLOOR, *walls, box((8, 0, 0), (8.2, 3, 6)), screen)
    pose = entrance(room, navmesh(room))
    x, y, z = pose.position
    assert y == pytest.approx(0, abs=0.06)
    assert 0 < x < 8
    assert 0 < z < 6
    behind_the_screen = z > 4.9 and 1.5 < x + (4 - x) * (z - 4.85) / (z - 3) < 6.5
    assert not behind_the_screen


def test_without_ground_there_is_no_entrance() -> None:
    statue = mesh(ball(0.5))
    with pytest.raises(ValueError, match="no ground"):
        entrance(statue, navmesh(statue))


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (Mesh(parts={}), "without triangles"),
        (mesh(Primitive(material="", position=np.full((3, 3), np.nan), triangles=np.array([[0, 1, 2]]))), "finite"),
        (mesh(Primitive(material="", position=np.eye(3), triangles=np.array([[0, 1, 7]]))), "not there"),
    ],
)
def test_what_has_no_ground_to_look_for_is_said(thing: Mesh, words: str) -> None:
    for make in (navmesh, ground_around):
        with pytest.raises(ValueError, match=words):
            make(thing)


def test_time_is_limited() -> None:
    with pytest.raises(NavmeshFailed, match="longer than"):
        navmesh(mesh(FLOOR), limit=0.01)
