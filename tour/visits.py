"""Every visit that is open: begun, cut and taken up again, ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tour.metrics import Metrics
from tour.visit import Visit

FAREWELL = 10.0
"""Seconds that a sentence may take to end when the server stops."""


class TooManyVisits(RuntimeError):
    """The house is full."""


@dataclass(slots=True)
class _Kept:
    visit: Visit
    walk: asyncio.Task[None]
    attached: object | None = None
    expiry: asyncio.TimerHandle | None = None


@dataclass(slots=True, kw_only=True)
class Visits:
    """The visits of one server."""

    limit: int
    resume_seconds: float
    metrics: Metrics
    closing: bool = False
    _kept: dict[str, _Kept] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many visits are open."""
        return len(self._kept)

    def open(self, visit: Visit) -> None:
        """Begin a visit.

        Raises `TooManyVisits` when the house is full or closing.
        """
        if self.closing:
            raise TooManyVisits
        if len(self._kept) >= self.limit:
            self._make_room()
        self._kept[visit.resume] = _Kept(visit, asyncio.create_task(visit.walk()))
        self.metrics.visits.set(len(self._kept))

    def _make_room(self) -> None:
        """Let the visit go whose line has been cut the longest; somebody at the door comes before an empty place."""
        cut = [kept for kept in self._kept.values() if kept.expiry is not None]
        if not cut:
            raise TooManyVisits
        self.end(min(cut, key=lambda kept: kept.expiry.when() if kept.expiry else 0.0).visit)

    def at(self, site: str) -> list[Visit]:
        """The visits that are open at a site."""
        return [kept.visit for kept in self._kept.values() if kept.visit.guide.site.id == site]

    def find(self, resume: str) -> Visit | None:
        """The visit that can be taken up with this token."""
        kept = self._kept.get(resume)
        return None if kept is None else kept.visit

    @asynccontextmanager
    async def attached(self, visit: Visit, received: int) -> AsyncIterator[asyncio.Event]:
        """Join a connection to a visit; the event is set when another connection takes its place.

        While no connection is joined the guide holds its breath, and after `resume_seconds` the visit ends.
        """
        kept = self._kept[visit.resume]
        taken = asyncio.Event()
        if isinstance(kept.attached, asyncio.Event):
            kept.attached.set()
        if kept.expiry is not None:
            kept.expiry.cancel()
            kept.expiry = None
        kept.attached = taken
        visit.outbox.resume(received)
        visit.playhead.start()
        try:
            yield taken
        finally:
            if kept.attached is taken:
                kept.attached = None
                visit.playhead.pause()
                if visit.resume in self._kept:
                    loop = asyncio.get_running_loop()
                    kept.expiry = loop.call_later(self.resume_seconds, self.end, visit)

    def end(self, visit: Visit) -> None:
        """End a visit and drop everything it knew."""
        kept = self._kept.pop(visit.resume, None)
        if kept is None:
            return
        if kept.expiry is not None:
            kept.expiry.cancel()
        kept.walk.cancel()
        self.metrics.visits.set(len(self._kept))

    async def close(self) -> None:
        """Let everybody hear their sentence out, for at most `FAREWELL` seconds, then end all visits."""
        self.closing = True
        listening = [kept.visit for kept in self._kept.values() if kept.attached is not None]
        if listening:
            endings = [asyncio.create_task(visit.conclude()) for visit in listening]
            await asyncio.wait(endings, timeout=FAREWELL)
            for ending in endings:
                ending.cancel()
        walks = [kept.walk for kept in self._kept.values()]
        for kept in list(self._kept.values()):
            self.end(kept.visit)
        if walks:
            await asyncio.wait(walks, timeout=1.0)
