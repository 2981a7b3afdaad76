"""What a pose means in the builders' scene: a well at the origin, a bench 20 m east."""

from pathlib import Path

import pytest

from scenes.locate import EYE_HEIGHT, Look, along, locate
from scenes.pose import Pose, Vector, facing, pose
from scenes.scene import Scene
from tests.builders import build_site

WELL, BENCH = (0.0, 1.0, 0.0), (20.0, 0.5, 0.0)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return build_site(tmp_path).scene


def standing(x: float, z: float, towards: Vector) -> Pose:
    return facing((x, EYE_HEIGHT, z), towards)


def test_standing_at_a_stop_is_being_there(scene: Scene) -> None:
    location = locate(scene, standing(0, 5, WELL))
    assert location.stop is not None
    assert location.stop.id == "mouth"
    assert [stop.id for stop, _ in location.nearest] == ["mouth", "bench"]
    assert location.nearest[0][1] == pytest.approx(1.0)


def test_between_the_stops_is_no_stop(scene: Scene) -> None:
    assert locate(scene, standing(10, 4, WELL)).stop is None


def test_a_stop_on_another_floor_is_not_where_one_stands(scene: Scene) -> None:
    assert locate(scene, pose((0, 14.0, 4))).stop is None


def test_what_is_in_front_is_looked_at(scene: Scene) -> None:
    location = locate(scene, standing(0, 8, WELL))
    assert location.looked_at is not None
    assert location.looked_at.id == "well"
    assert location.in_view[0].angle == 0


def test_what_is_behind_is_not_in_view(scene: Scene) -> None:
    location = locate(scene, standing(0, 8, (0, 0, 20)))
    assert location.looked_at is None
    assert location.in_view == ()


def test_of_two_things_in_view_the_one_in_the_middle_is_looked_at(scene: Scene) -> None:
    location = locate(scene, standing(10, 12, BENCH))
    assert location.looked_at is not None
    assert location.looked_at.id == "bench"
    assert {sight.annotation.id for sight in location.in_view} >= {"bench"}


def test_a_ray_meets_the_nearest_thing(scene: Scene) -> None:
    assert along(scene, (-10, 1, 0), (5, 0, 0)) == scene.annotations[0]
    assert along(scene, (30, 0.5, 0), (-1, 0, 0)) == scene.annotations[1]


@pytest.mark.parametrize("direction", [(0, 1, 0), (-1, 0, 0), (0, 0, 0)])
def test_a_ray_past_everything_meets_nothing(scene: Scene, direction: Vector) -> None:
    assert along(scene, (-10, 1, 0), direction) is None


def test_with_a_look_nothing_hidden_is_looked_at(scene: Scene) -> None:
    wall = locate(scene, standing(0, 8, WELL), Look(part="wall", distance=2.0))
    assert wall.looked_at is None
    assert wall.seen == "wall"
    assert [sight.annotation.id for sight in wall.in_view] == ["well"]


def test_what_the_look_says_is_looked_at_however_far_its_middle(scene: Scene) -> None:
    bench = scene.annotations[1]
    location = locate(scene, standing(0, 8, (0, 0, 20)), Look(part="box", distance=4.0, gazed=bench, beside=bench))
    assert (location.looked_at, location.gazed, location.distance) == (bench, bench, 4.0)
    beside = locate(scene, standing(20, 8, BENCH), Look(beside=bench))
    assert (beside.looked_at, beside.gazed) == (bench, None)
    assert beside.distance == pytest.approx(6.58, abs=0.01)


@pytest.mark.parametrize(("floor", "stop"), [(0.0, "mouth"), (2.0, "mouth"), (3.0, None), (-4.0, None)])
def test_where_the_floor_is_known_it_decides(scene: Scene, floor: float, stop: str | None) -> None:
    location = locate(scene, pose((0, floor + EYE_HEIGHT, 4)), Look(ground=(0.0, floor, 4.0)))
    assert (location.stop and location.stop.id) == stop
