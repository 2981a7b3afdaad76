"""Where a visitor is: the newest pose only, and poses that make no sense."""

import asyncio
import math
from time import monotonic
from typing import Any

import pytest

from tour.messages import VisitorMoved, VisitorPointed
from tour.steps import Steps, check_pose

AHEAD = (0.0, 0.0, 0.0, 1.0)


def moved(x: float) -> VisitorMoved:
    return VisitorMoved(position=(x, 1.6, 0.0), orientation=AHEAD, t=0.0)


async def test_the_newest_pose_wins_and_is_there_again_at_the_next_glance() -> None:
    steps = Steps(lookout=lambda: pytest.fail("nobody looks"))
    assert await steps.next() is None, "nobody has come"
    for x in (1.0, 2.0, 3.0):
        steps.move(moved(x))
    first = await steps.next()
    assert first is not None
    assert first.position == (3.0, 1.6, 0.0)
    assert await steps.next() is first


async def test_a_pose_counts_from_when_it_came_not_from_when_it_is_looked_at() -> None:
    steps = Steps(lookout=lambda: pytest.fail("nobody looks"))
    before = monotonic()
    steps.move(moved(1.0))
    came = monotonic()
    await asyncio.sleep(0.01)
    await steps.next()
    assert before <= steps.since <= came
    await steps.next()
    assert steps.since > came, "a glance without a pose is of now"


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        (moved(1.0), False),
        (moved(math.nan), True),
        (VisitorMoved(position=(0.0, 0.0, 0.0), orientation=(0.0, 0.0, 0.0, 0.0), t=0.0), True),
        (VisitorPointed(origin=(0.0, 0.0, 0.0), direction=(0.0, 0.0, -1.0)), False),
        (VisitorPointed(origin=(0.0, math.inf, 0.0), direction=(0.0, 0.0, -1.0)), True),
    ],
)
def test_a_pose_that_makes_no_sense_is_said(message: Any, wrong: bool) -> None:
    assert (check_pose(message) is not None) == wrong
