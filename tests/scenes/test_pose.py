"""Poses: WebXR's meaning, and what is no pose."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scenes.pose import REACH, PoseError, facing, pose


def test_the_identity_looks_along_minus_z() -> None:
    assert pose((0, 0, 0)).forward == pytest.approx((0, 0, -1))


def test_a_quarter_turn_left_about_y_looks_along_minus_x() -> None:
    half = math.sqrt(0.5)
    assert pose((0, 0, 0), (0, half, 0, half)).forward == pytest.approx((-1, 0, 0))


def test_looking_up_is_a_turn_about_x() -> None:
    half = math.sqrt(0.5)
    assert pose((0, 0, 0), (half, 0, 0, half)).forward == pytest.approx((0, 1, 0))


def test_orientations_are_normalised() -> None:
    assert pose((0, 0, 0), (0, 0, 0, 2)).orientation == pytest.approx((0, 0, 0, 1))


@given(some.tuples(*[some.floats(-50, 50)] * 3), some.tuples(*[some.floats(-50, 50)] * 3))
def test_facing_looks_at_the_target_seen_from_above(here: tuple[float, ...], there: tuple[float, ...]) -> None:
    away = (there[0] - here[0], there[2] - here[2])
    far = math.hypot(*away)
    if far < 1e-3:
        return
    x, y, z = facing((here[0], here[1], here[2]), (there[0], there[1], there[2])).forward
    assert (x, y, z) == pytest.approx((away[0] / far, 0, away[1] / far), abs=1e-6)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e12, REACH * 1.01])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_positions_that_are_nowhere_are_refused(bad: float, axis: int) -> None:
    position = [0.0, 0.0, 0.0]
    position[axis] = bad
    with pytest.raises(PoseError, match="position"):
        pose((position[0], position[1], position[2]))


@pytest.mark.parametrize("bad", [(0, 0, 0, 0), (math.nan, 0, 0, 1), (math.inf, 0, 0, 1), (0, 0, 0, 1e200)])
def test_orientations_of_no_length_are_refused(bad: tuple[float, float, float, float]) -> None:
    with pytest.raises(PoseError, match="orientation"):
        pose((0, 0, 0), bad)
