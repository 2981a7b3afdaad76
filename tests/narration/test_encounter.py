"""Dwell and hysteresis: what deserves words, with time as an argument."""

from pathlib import Path

import pytest

from narration.encounter import ARRIVE, GAZE, Attention, Encounter
from scenes.locate import EYE_HEIGHT, locate
from scenes.pose import Vector, facing
from scenes.scene import Scene
from tests.builders import build_site

WELL, BENCH, AWAY = (0.0, 1.0, 0.0), (20.0, 0.5, 0.0), (0.0, 1.0, 100.0)


class Walk:
    """One visitor's attention, fed at 10 Hz."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.attention = Attention(annotations={note.id: note for note in scene.annotations})
        self.now = 0.0

    def stand(self, x: float, z: float, towards: Vector, seconds: float) -> list[Encounter]:
        met = []
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            found = self.attention.notice(locate(self.scene, facing((x, EYE_HEIGHT, z), towards)), self.now)
            met += [found] if found else []
        return met


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(build_site(tmp_path).scene)


def test_arriving_at_a_stop_is_met_once_after_a_moment(walk: Walk) -> None:
    assert walk.stand(0, 4, AWAY, ARRIVE - 0.1) == []
    met = walk.stand(0, 4, AWAY, 10)
    assert [(each.stop, each.annotation, each.cause) for each in met] == [("mouth", "well", "arrived")]
    assert met[0].facts == ("depth", "year")


def test_passing_through_is_no_arrival(walk: Walk) -> None:
    met = []
    for step in range(40):
        met += walk.stand(-8 + step * 0.5, 4, AWAY, 0.1)
    assert [each.stop for each in met] in ([], ["mouth"])
    fast = Walk(walk.scene)
    assert [each for step in range(8) for each in fast.stand(-8 + step * 2, 4, AWAY, 0.1)] == []


def test_swaying_on_the_rim_is_one_arrival(walk: Walk) -> None:
    met = walk.stand(0, 6.9, AWAY, 2)
    for _ in range(5):
        met += walk.stand(0, 7.3, AWAY, 1) + walk.stand(0, 6.9, AWAY, 1)
    assert [each.stop for each in met] == ["mouth"]


def test_coming_back_after_leaving_is_another_arrival(walk: Walk) -> None:
    met = walk.stand(0, 4, AWAY, 2) + walk.stand(10, 20, AWAY, 2) + walk.stand(0, 4, AWAY, 2)
    assert [each.stop for each in met] == ["mouth", "mouth"]


def test_looking_long_at_a_thing_between_the_stops_meets_it(walk: Walk) -> None:
    assert walk.stand(10, 12, BENCH, GAZE - 0.3) == []
    met = walk.stand(10, 12, BENCH, 5)
    assert [(each.annotation, each.stop, each.cause) for each in met] == [("bench", None, "gazed")]


def test_what_the_stop_is_about_is_not_met_again_by_looking_at_it(walk: Walk) -> None:
    met = walk.stand(0, 4, WELL, 20)
    assert [each.cause for each in met] == ["arrived"]


def test_looking_while_walking_is_no_looking(walk: Walk) -> None:
    met = []
    for step in range(60):
        met += walk.stand(10, 30 - step * 0.2, BENCH, 0.1)
    assert met == []
