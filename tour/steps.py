"""Where one visitor is: one slot for the newest pose, never a queue of stale ones, and what is looked at from there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from scenes.locate import Look
from scenes.pose import Pose, PoseError, pose
from tour import messages
from tour.lookout import Lookout

GLANCE = 0.2
"""Seconds between looks at where a visitor is when no pose comes."""


@dataclass(slots=True, kw_only=True)
class Steps:
    """The newest pose of one visitor."""

    lookout: Callable[[], Lookout]
    """The lookout of the site as it is now."""
    since: float = 0.0
    """When the pose that `next` gave was taken in, by the monotonic clock; now, where none had come."""
    _pose: Pose | None = None
    _came: float = 0.0
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _glance: tuple[Pose, Look] | None = None

    def move(self, moved: messages.VisitorMoved) -> None:
        """Take in where they are now."""
        self._pose, self._came = pose(moved.position, moved.orientation), monotonic()
        self._moved.set()

    async def next(self) -> Pose | None:
        """Where they are, as soon as they have moved or a glance is due; None before the first pose."""
        try:
            async with asyncio.timeout(GLANCE):
                await self._moved.wait()
                self.since = self._came
        except TimeoutError:
            self.since = monotonic()
        self._moved.clear()
        return self._pose

    async def look(self, at: Pose) -> Look | None:
        """What is looked at from there; asked once for a pose."""
        if self._glance is not None and self._glance[0] is at:
            return self._glance[1]
        look = await self.lookout().look(at)
        self._glance = None if look is None else (at, look)
        return look


def check_pose(message: messages.Message) -> str | None:
    """What is wrong with the numbers of a message that carries a pose, or None."""
    try:
        match message:
            case messages.VisitorMoved():
                pose(message.position, message.orientation)
            case messages.VisitorPointed():
                pose(message.origin)
                pose(message.direction)
    except PoseError as wrong:
        return str(wrong)
    return None
