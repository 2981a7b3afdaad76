"""What the visitors of one site look at: every newest pose in, one batch of rays a tick, each answer to its visit."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from scenes.locate import GAZE, Look
from scenes.pose import Pose, Vector
from scenes.scene import Scene
from tour.metrics import Metrics

if TYPE_CHECKING:
    from scenes.gaze import Gaze

log = logging.getLogger(__name__)

TICK = 0.05
"""Seconds between batches."""

POINTING = 0.03
"""Radians beside a pointed ray that still hit a small thing: 3 cm at a metre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ray:
    origin: Vector
    direction: Vector
    within: float
    answer: "asyncio.Future[Look | None]"


@dataclass(slots=True, kw_only=True)
class Lookout:
    """Casts rays once somebody is there and the models are read; until then, and where it cannot, it answers None."""

    scene: Scene
    metrics: Metrics
    wanted: bool = True
    _gaze: "Gaze | None" = None
    _work: asyncio.Task[None] | None = None
    _waiting: list[_Ray] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _cancelled: Event = field(default_factory=Event)
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> None:
        """Begin to read the models, if nobody has yet."""
        if self.wanted and self._work is None and not self._cancelled.is_set():
            self._work = asyncio.create_task(self._run())

    async def settled(self) -> bool:
        """Wait until the models are read or cannot be; whether rays are cast now."""
        await self._ready.wait()
        return self._gaze is not None

    async def change(self, scene: Scene) -> None:
        """Look at the same models with the annotations of `scene` from now on."""
        self.scene = scene
        if self._gaze is None:
            return
        changed = await asyncio.to_thread(self._gaze.noting, scene.annotations)
        if self._gaze is not None and self.scene is scene:
            self._gaze = changed

    async def look(self, pose: Pose) -> Look | None:
        """What the visitor at this pose looks at."""
        return await self._cast(pose.position, pose.forward, GAZE)

    async def point(self, origin: Vector, direction: Vector) -> Look | None:
        """What somebody points at; `direction` may have any length."""
        return await self._cast(origin, direction, POINTING)

    async def close(self) -> None:
        """Stop, and let those who wait do without."""
        self._cancelled.set()
        if self._work is not None:
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await self._work
        self._gaze = None
        _answer(self._waiting, [None] * len(self._waiting))
        self._waiting.clear()

    async def _cast(self, origin: Vector, direction: Vector, within: float) -> Look | None:
        if self._gaze is None:
            return None
        answer: asyncio.Future[Look | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Ray(origin=origin, direction=direction, within=within, answer=answer))
        self._arrived.set()
        return await answer

    async def _run(self) -> None:
        opened = self.scene
        self._gaze = await self._open()
        if self._gaze is not None and self.scene is not opened:
            self._gaze = await asyncio.to_thread(self._gaze.noting, self.scene.annotations)
        self._ready.set()
        while self._gaze is not None:
            await self._arrived.wait()
            self._arrived.clear()
            began = monotonic()
            rays, self._waiting = self._waiting, []
            await self._tick(self._gaze, rays)
            await asyncio.sleep(began + TICK - monotonic())

    async def _open(self) -> "Gaze | None":
        began = monotonic()
        try:
            gaze = await asyncio.to_thread(_read, self.scene, self._cancelled)
        except ImportError as missing:
            log.info("site %s: %s, so that angles alone say what is looked at", self.scene.id, missing)
            return None
        except Exception as wrong:
            log.warning("site %s: its models cannot be looked at (%s); angles alone are used", self.scene.id, wrong)
            return None
        log.info("site %s: %d triangles to look at in %.1f s", self.scene.id, gaze.triangles, monotonic() - began)
        return gaze

    async def _tick(self, gaze: "Gaze", rays: Sequence[_Ray]) -> None:
        rays = [ray for ray in rays if not ray.answer.done()]
        if not rays:
            return
        looks: Sequence[Look | None] = [None] * len(rays)
        try:
            looks = await asyncio.to_thread(_looks, gaze, rays)
            self.metrics.gaze_batches.inc()
            self.metrics.gaze_rays.inc(len(rays))
        except Exception:
            log.exception("a batch of rays failed")
        finally:
            _answer(rays, looks)


def _read(scene: Scene, cancelled: Event) -> "Gaze":
    from scenes.gaze import Gaze

    return Gaze.of(scene, cancelled)


def _looks(gaze: "Gaze", rays: Sequence[_Ray]) -> list[Look]:
    import numpy as np

    origins = np.array([ray.origin for ray in rays], np.float64)
    directions = np.array([ray.direction for ray in rays], np.float64)
    return gaze.words(gaze.glance(origins, directions, np.array([ray.within for ray in rays])))


def _answer(rays: Sequence[_Ray], looks: Sequence[Look | None]) -> None:
    for ray, look in zip(rays, looks, strict=True):
        if not ray.answer.done():
            ray.answer.set_result(look)
