"""Where a visitor will be next, on walks."""

import math

import pytest

from narration.prefetch import Course, Habits
from scenes.pose import Vector
from scenes.stops import Stop, Tour


def stop(name: str, x: float, z: float) -> Stop:
    return Stop(id=name, title={"en": name}, annotation=name, position=(x, 0.0, z))


STOPS = (stop("gate", 0, 0), stop("well", 0, -30), stop("tower", 40, 0), stop("yard", -40, 0), stop("mill", 90, -90))
TOUR = Tour(id="all", title={"en": "All"}, stops=("gate", "well", "tower", "yard", "mill"), minutes=20)
BACK = Tour(id="back", title={"en": "Back"}, stops=("gate", "yard", "well"), minutes=10)


def course(*seen: str, tours: tuple[Tour, ...] = (TOUR,), chosen: str = "") -> Course:
    way = Course(stops=STOPS, tours=tours, chosen=chosen)
    way.moved((0.0, 1.65, 0.0), (0.0, 0.0, 1.0), 0.0)
    for each in seen:
        way.arrived(each)
    return way


def walk(way: Course, end: Vector, seconds: float = 6.0, speed: float = 1.3) -> None:
    """From the gate towards `end` for a while, five poses a second."""
    length = math.hypot(end[0], end[2])
    towards = (end[0] / length, 0.0, end[2] / length)
    for step in range(round(seconds * 5) + 1):
        far = step / 5 * speed
        way.moved((towards[0] * far, 1.65, towards[2] * far), towards, step / 5)


def ranked(way: Course, habits: Habits | None = None) -> list[str]:
    return [each.stop for each in way.likely(habits or Habits())]


def test_who_stands_at_the_entrance_is_thought_to_begin_the_tour() -> None:
    assert ranked(course())[0] == "gate"


def test_probabilities_add_up_and_leave_out_where_one_is() -> None:
    likely = course("gate").likely(Habits())
    assert sum(each.probability for each in likely) == pytest.approx(1.0)
    assert {each.stop for each in likely} == {"well", "tower", "yard", "mill"}
    assert [each.probability for each in likely] == sorted((each.probability for each in likely), reverse=True)


def test_the_tour_goes_on_to_its_next_stop() -> None:
    assert ranked(course("gate"))[0] == "well"
    assert ranked(course("gate", "well"))[0] == "tower"


def test_the_tour_they_seem_to_follow_counts_more_than_the_others() -> None:
    assert ranked(course("gate", "yard", tours=(TOUR, BACK)))[0] == "well"


def test_the_tour_they_chose_counts() -> None:
    assert ranked(course("gate", tours=(TOUR, BACK), chosen="back"))[0] == "yard"


def test_walking_somewhere_else_says_more_than_the_tour() -> None:
    way = course("gate")
    walk(way, (-40.0, 0.0, 0.0))
    assert ranked(way)[0] == "yard"


def test_turning_round_on_the_way_is_noticed() -> None:
    way = course("gate")
    walk(way, (-40.0, 0.0, 0.0), seconds=4.0)
    for step in range(60):
        way.moved((-5.2 + step / 5 * 1.3, 1.65, 0.0), (1.0, 0.0, 0.0), 4.2 + step / 5)
    assert ranked(way)[0] == "tower"


def test_a_teleport_begins_a_new_way_rather_than_a_detour() -> None:
    way = course("gate", tours=())
    walk(way, (-40.0, 0.0, 0.0), seconds=4.0)
    way.moved((80.0, 1.65, -80.0), (0.0, 0.0, -1.0), 5.0)
    assert ranked(way)[0] == "mill"


def test_who_stands_is_thought_to_go_where_they_look() -> None:
    way = course("gate", tours=())
    for at in range(5):
        way.moved((0.0, 1.65, 0.0), (1.0, 0.0, 0.0), 1.0 + at)
    looked = {each.stop: each.probability for each in way.likely(Habits())}
    assert looked["tower"] > looked["yard"]


def test_what_was_seen_is_unlikely_but_not_ruled_out() -> None:
    likely = {each.stop: each.probability for each in course("gate", "well", "tower").likely(Habits())}
    assert 0 < likely["well"] < likely["yard"]


def test_what_others_did_counts_the_more_the_more_they_are() -> None:
    few, many = Habits(), Habits()
    few.went("gate", "yard")
    for _ in range(40):
        many.went("gate", "yard")
    assert ranked(course("gate"), few)[0] == "well"
    assert ranked(course("gate"), many)[0] == "yard"


def test_habits_hold_counts_alone() -> None:
    habits = Habits()
    habits.went("", "gate")
    habits.went("", "gate")
    assert dict(habits.counts("")) == {"gate": 2}
    assert dict(habits.counts("nowhere")) == {}


def test_a_site_of_one_stop_has_nowhere_else() -> None:
    way = Course(stops=STOPS[:1])
    way.arrived("gate")
    assert way.likely(Habits()) == ()


def test_two_poses_of_one_moment_do_no_harm() -> None:
    way = course("gate")
    way.moved((1.0, 1.65, 0.0), (0.0, 0.0, 1.0), 0.0)
    assert len(way.likely(Habits())) == 4
