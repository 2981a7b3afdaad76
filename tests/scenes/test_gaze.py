"""What view rays meet: a hall with a wall in it, a statue behind the wall, two floors to stand on."""

import math
from typing import Any

import numpy as np
import pytest

from scenes.annotation import Annotation
from scenes.gaze import Gaze
from scenes.rays import NOTHING, Surface

Shape = tuple[Any, Any]


def box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Shape:
    corners = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = [(face[0], face[i], face[i + 1]) for face in faces for i in (1, 2)]
    return corners * (np.array(high) - low) + low, np.array(triangles)


def floor(height: float, half: float = 10.0, middle: tuple[float, float] = (0.0, 0.0)) -> Shape:
    x, z = middle
    corners = [(x - half, height, z - half), (x + half, height, z - half)]
    corners += [(x + half, height, z + half), (x - half, height, z + half)]
    return np.array(corners), np.array([(0, 2, 1), (0, 3, 2)])


def note(name: str, position: tuple[float, float, float], radius: float = 1.0, part: str = "") -> Annotation:
    return Annotation(id=name, label={"en": name}, position=position, radius=radius, part=part)


NOTES = (
    note("statue", (0, 1, -10), 1.5, "statue"),
    note("wall", (0, 1, -5), 3.0, "wall"),
    note("fresco", (4, 1, -4.9), 0.5, "wall"),
    note("view", (0, 1, 12), 2.0),
    note("inscription", (-4, 1, -4.9), 0.5),
    note("lost", (30, 1, 0), 2.0, "no-such-part"),
)


@pytest.fixture(scope="module")
def hall() -> Gaze:
    shapes = [
        ("wall", *box((-6, 0, -5.2), (6, 3, -4.9))),
        ("statue", *box((-0.5, 0, -10.5), (0.5, 2, -9.5))),
        ("crate", *box((-0.5, 0, 20), (0.5, 2, 21))),
    ]
    return Gaze.over(shapes, NOTES, [floor(0.0), floor(5.0)])


def seen(gaze: Gaze, origin: Any, direction: Any, within: float = 0.0) -> Any:
    return gaze.words(gaze.glance(np.array([origin]), np.array([direction]), within))[0]


def name(annotation: Annotation | None) -> str | None:
    return annotation and annotation.id


def test_a_wall_hides_what_is_behind_it(hall: Gaze) -> None:
    before = seen(hall, (0, 1, 5), (0, 0, -1))
    assert (before.part, name(before.gazed)) == ("wall", "wall")
    assert before.distance == pytest.approx(9.9, abs=1e-4)
    behind = seen(hall, (0, 1, -7), (0, 0, -3))
    assert (behind.part, name(behind.gazed)) == ("statue", "statue")
    assert behind.distance == pytest.approx(2.5, abs=1e-4)


def test_over_the_wall_the_statue_is_not_seen_beside_the_ray(hall: Gaze) -> None:
    flat = (0.02, 0.0, -1.0)
    assert name(seen(hall, (0, 3.2, 5), flat, 0.3).beside) != "statue"
    assert name(seen(hall, (0.8, 1, -6), (0, 0, -1), 0.3).beside) == "statue", "in the open it counts"
    assert name(seen(hall, (0.8, 1, -6), (0, 0, -1), 0.0).beside) is None


def test_of_several_annotations_of_a_part_the_nearest_in_its_own_size_is_meant(hall: Gaze) -> None:
    assert name(seen(hall, (4.1, 1, 5), (0, 0, -1)).gazed) == "fresco"
    assert name(seen(hall, (3.0, 1, 5), (0, 0, -1)).gazed) == "wall"
    assert name(seen(hall, (-4.1, 1, 5), (0, 0, -1)).gazed) == "inscription", "one without a part lies on the wall"
    assert name(seen(hall, (-5.8, 2.9, 5), (0, 0, -1)).gazed) == "wall"


def test_outside_all_annotations_of_a_part_the_widest_stands_for_it() -> None:
    notes = [note("arcade", (-3, 0, 0), 1.5, "front"), note("number", (3, 0, 0), 1.0, "front")]
    gaze = Gaze.over([("front", *box((-9, -1, -1), (9, 1, 0)))], notes)
    assert [name(seen(gaze, (x, 0, 5), (0, 0, -1)).gazed) for x in (3.5, 5.0, 8.0)] == ["number", "arcade", "arcade"]


def test_of_annotations_of_one_size_the_nearest_is_meant() -> None:
    notes = [note("left", (-3, 0, 0), 1.0, "bench"), note("right", (3, 0, 0), 1.0, "bench")]
    gaze = Gaze.over([("bench", *box((-9, -1, -1), (9, 1, 0)))], notes)
    assert [name(seen(gaze, (x, 0, 5), (0, 0, -1)).gazed) for x in (-8, -3, 3, 8)] == ["left", "left", "right", "right"]


def test_an_annotation_without_a_part_is_met_in_the_air_and_not_through_things(hall: Gaze) -> None:
    assert name(seen(hall, (0, 1, 5), (0, 0, 1)).gazed) == "view"
    assert seen(hall, (0, 1, 5), (0, 0, 1)).part == "crate"
    assert name(seen(hall, (0, 1, 30), (0, 0, -1)).gazed) is None, "the crate is in front of it"
    assert name(seen(hall, (30, 1, 9), (0, 0, -1)).gazed) == "lost", "a part that is not there hides no annotation"


def test_the_sky_and_a_direction_without_length_meet_nothing(hall: Gaze) -> None:
    looked = hall.look(np.array([(0.0, 1, 5), (0.0, 1, 5)]), np.array([(0.0, 1, 0), (0.0, 0, 0)]), 0.2)
    assert looked.part.tolist() == looked.annotation.tolist() == looked.beside.tolist() == [NOTHING, NOTHING]
    assert np.isinf(looked.distance).all()
    assert np.isnan(looked.point).all()


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_number_that_is_none_is_refused_by_its_row(hall: Gaze, bad: float) -> None:
    rows = np.zeros((3, 3))
    rows[1, 2] = bad
    good = np.ones((3, 3))
    for call in (lambda: hall.look(rows, good), lambda: hall.look(good, rows), lambda: hall.nearest(rows)):
        with pytest.raises(ValueError, match=r"\[1\]: a number is not finite"):
            call()
    with pytest.raises(ValueError, match="one for each"):
        hall.look(good, good[:2])


def test_a_batch_says_what_each_ray_alone_would(hall: Gaze) -> None:
    random = np.random.default_rng(3)
    origins, directions = random.uniform(-12, 12, (400, 3)), random.normal(size=(400, 3))
    together = hall.words(hall.glance(origins, directions, 0.2))
    alone = [seen(hall, origin, direction, 0.2) for origin, direction in zip(origins, directions, strict=True)]
    assert together == alone
    assert len({name(look.gazed) for look in together}) >= 5


def test_the_nearest_annotations_by_distance(hall: Gaze) -> None:
    index, metres = hall.nearest(np.array([(4.0, 1, -4), (30.0, 1, 1)]), 2)
    assert [[NOTES[one].id for one in row] for row in index] == [["fresco", "wall"], ["lost", "fresco"]] or index[0][
        0
    ] == 2
    assert metres[1][0] == pytest.approx(1.0)
    assert hall.nearest(np.zeros((1, 3)), 50)[0].shape == (1, len(NOTES))


def test_feet_are_put_on_their_own_floor(hall: Gaze) -> None:
    feet = np.array([(1.0, 0.2, 1), (1.0, 5.1, 1), (1.0, 4.8, 1), (1.0, 2.2, 1), (0.0, 0.0, 0)])
    where, inside = hall.snap(feet)
    assert inside.all()
    assert where[:, 1] == pytest.approx([0, 5, 5, 0, 0], abs=1e-5)
    assert where[:, (0, 2)] == pytest.approx(feet[:, (0, 2)])


def test_beside_the_ground_feet_go_to_its_nearest_edge(hall: Gaze) -> None:
    where, inside = hall.snap(np.array([(12.0, 0.1, 3.3), (-11.0, 5.0, -14.0), (0.0, 9.0, 0.0)]))
    assert not inside.any()
    assert where == pytest.approx(np.array([(10.0, 0, 3.3), (-10.0, 5, -10.0), (0.0, 5, 0.0)]), abs=1e-6)


def test_the_visitor_stands_on_the_floor_under_the_eyes(hall: Gaze) -> None:
    look = seen(hall, (1, 6.65, 1), (0, 0, -1))
    assert look.ground == pytest.approx((1, 5, 1))
    assert seen(hall, (50, 1.65, 1), (0, 0, -1)).ground is None


def test_a_scene_with_nothing_in_it() -> None:
    gaze = Gaze.over([], [])
    look = seen(gaze, (0, 1, 0), (0, 0, -1), 0.2)
    assert (look.part, look.gazed, look.beside, look.near, look.ground) == ("", None, None, (), None)
    where, inside = gaze.snap(np.array([(1.0, 2, 3)]))
    assert where.tolist() == [[1, 2, 3]]
    assert not inside.any()
    assert gaze.look(np.empty((0, 3)), np.empty((0, 3))).part.shape == (0,)


def test_far_from_the_origin_a_ray_still_meets_what_it_should() -> None:
    away = np.array((80_000.0, 0, -60_000))
    vertices, triangles = box((0, 0, 0), (1, 1, 1))
    gaze = Gaze.over([("far", vertices + away, triangles)], [])
    look = seen(gaze, away + np.array((0.5, 0.5, 3)), (0, 0, -1))
    assert (look.part, look.distance) == ("far", pytest.approx(2.0, abs=1e-4))


def test_shapes_of_one_name_are_one_part() -> None:
    shapes = [("a", *box((0, 0, 0), (1, 1, 1))), ("b", *box((3, 0, 0), (4, 1, 1))), ("a", *box((6, 0, 0), (7, 1, 1)))]
    gaze = Gaze.over(shapes, [])
    assert gaze.parts == ("a", "b")
    assert [seen(gaze, (x, 0.5, 5), (0, 0, -1)).part for x in (0.5, 3.5, 6.5)] == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("vertices", "triangles"), [([(0, 0, math.nan)] * 3, [(0, 1, 2)]), ([(0, 0, 0)] * 3, [(0, 1, 3)])]
)
def test_broken_triangles_never_reach_the_native_library(vertices: Any, triangles: Any) -> None:
    with pytest.raises(ValueError, match="shape 0"):
        Surface.of([(np.array(vertices, float), np.array(triangles))])


def test_only_those_to_whom_something_else_happens_are_named(hall: Gaze) -> None:
    origins = np.array([(0.0, 1, 5), (0.0, 1, 5), (0.0, 1, 5)])
    before = hall.glance(origins, np.array([(0.0, 0, -1), (0.0, 0, -1), (0.0, 1, 0)]), 0.1)
    after = hall.glance(origins + 0.1, np.array([(0.01, 0, -1), (0.0, 0, 1), (0.0, 1, 0)]), 0.1)
    assert before.changed(None).tolist() == [0, 1, 2]
    assert after.changed(before).tolist() == [1]
    assert [name(look.gazed) for look in hall.words(after, after.changed(before))] == ["view"]


def test_a_glance_that_knows_the_last_one_says_the_same() -> None:
    random = np.random.default_rng(9)
    notes = [note(str(number), tuple(point), 1.0) for number, point in enumerate(random.uniform(-9, 9, (60, 3)))]
    gaze = Gaze.over([], notes)
    eyes, rays, before = random.uniform(-9, 9, (200, 3)), np.tile((0.0, 0, -1), (200, 1)), None
    for step in range(30):
        eyes += random.normal(size=eyes.shape) * (0.05 if step % 10 else 3.0)
        before = gaze.glance(eyes, rays, near=3, before=before)
        index, metres = gaze.nearest(eyes, 3)
        assert (before.near.index == index).all()
        assert before.near.metres == pytest.approx(metres)


@pytest.mark.parametrize("many", [20, 3000])
def test_the_first_sphere_on_the_way_is_met(many: int) -> None:
    random = np.random.default_rng(5)
    points = random.uniform(-50, 50, (many, 3))
    notes = [note(str(number), tuple(point), 2.0) for number, point in enumerate(points)]
    gaze = Gaze.over([], notes)
    origins, directions = random.uniform(-50, 50, (500, 3)), random.normal(size=(500, 3))
    free = np.linalg.norm(origins[:, None] - points, axis=2).min(axis=1) > 2
    origins, directions = origins[free], directions[free]
    looked = gaze.look(origins, directions)
    for row in range(len(origins)):
        ray = directions[row] / np.linalg.norm(directions[row])
        along = (points - origins[row]) @ ray
        aside = np.linalg.norm(points - origins[row] - along[:, None] * ray, axis=1)
        entry = np.where((aside <= 2) & (along > 0), along - np.sqrt(np.maximum(4 - aside**2, 0)), np.inf)
        assert looked.annotation[row] == (entry.argmin() if np.isfinite(entry.min()) else NOTHING)
