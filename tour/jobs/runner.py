"""Doing jobs: one of a kind at a time, each step written down, given back when the house closes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any, TypeVar

from tour.jobs.holder import holder
from tour.jobs.job import LEASE, Cancelled, Job, Lost, State, advance, end, keep, take
from tour.records import Records

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK = 2.0
"""Seconds between looks for jobs that other processes asked for."""
BEAT = LEASE.total_seconds() / 15
"""Seconds between signs of life, and until a wish to cancel is noticed."""


class Failed(Exception):
    """Work that cannot be done: why, for a person, and for a program where there is more to say."""

    def __init__(self, sentence: str, result: Mapping[str, Any] | None = None) -> None:
        """`result` is the job's."""
        super().__init__(sentence)
        self.result = result


def clock() -> datetime:
    """Now, by this machine."""
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Errand:
    """A job as the work sees it."""

    job: Job
    records: Records
    holder: str
    done: int = 0
    total: int = 0

    async def step(self, stage: str, change: Callable[[Connection], T] | None = None, *, steps: int = 1) -> T | None:
        """Write a step down, with what it changed in the same transaction; its result.

        Raises `Cancelled` or `Lost` where the work is no longer wanted of us: then nothing of the step is kept.
        """
        self.done += steps
        return await self.records.write(self._step, stage, change)

    async def stage(self, stage: str, total: int | None = None) -> None:
        """Say what is being done, and how many steps there are in all."""
        self.total = self.total if total is None else total
        await self.step(stage, steps=0)

    def _step(self, connection: Connection, stage: str, change: Callable[[Connection], T] | None) -> T | None:
        advance(connection, self.job.id, self.holder, clock(), self.done, max(self.total, self.done), stage)
        return change(connection) if change is not None else None


Work = Callable[[Errand], Awaitable[Mapping[str, Any]]]
"""Does a job from its request on, passing over what an earlier attempt has done; what it returns is the result."""


class Runner:
    """Does the jobs of some kinds; those that were left when a process ended are taken up when it begins."""

    def __init__(self, records: Records, works: Mapping[str, Work], *, name: str = "") -> None:
        self._records = records
        self._works = dict(works)
        self._holder = name or holder()
        self._woken = {kind: asyncio.Event() for kind in self._works}
        self._loops: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Do whatever waits, from now on."""
        self._loops = [asyncio.create_task(self._run(kind)) for kind in self._works]

    def wake(self) -> None:
        """Look at once: something was asked for, or cancelled."""
        for woken in self._woken.values():
            woken.set()

    async def close(self) -> None:
        """Stop; what is being done is given back, and goes on where it stood."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)

    async def do(self, job: str) -> Job | None:
        """Do one job now, by its id; None where another process holds it."""
        found = await self._records.write(take, self._holder, clock(), tuple(self._works), job)
        if found is not None:
            await self._do(found)
        return found

    async def _run(self, kind: str) -> None:
        while True:
            self._woken[kind].clear()
            try:
                found = await self._records.write(take, self._holder, clock(), (kind,))
                if found is not None:
                    await self._do(found)
                    continue
            except Exception:
                log.exception("jobs stand still for a moment")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken[kind].wait(), LOOK)

    async def _do(self, job: Job) -> None:
        """Do it, and write down how it ended."""
        errand = Errand(job=job, records=self._records, holder=self._holder, done=job.done, total=job.total)
        work = asyncio.ensure_future(self._works[job.kind](errand))
        beat = asyncio.create_task(self._beat(job))
        try:
            await asyncio.wait({work, beat}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await _stopped(work, beat)
            await self._end(job, "waiting")
            raise
        why = beat.exception() if beat.done() and not beat.cancelled() else None
        result = (await _stopped(work, beat))[0]
        await self._ended(job, why or result)

    async def _ended(self, job: Job, result: Any) -> None:
        match result:
            case Lost():
                log.warning("a job went to another process", extra={"kind": job.kind})
            case Cancelled():
                await self._end(job, "cancelled")
            case Failed():
                await self._end(job, "failed", problem=str(result), result=result.result)
            case BaseException():
                log.error("a job failed: %s", type(result).__name__, exc_info=result)
                await self._end(job, "failed", problem="Something went wrong; the log says what.")
            case _:
                await self._end(job, "done", result=result)

    async def _end(self, job: Job, state: State, *, problem: str = "", result: Mapping[str, Any] | None = None) -> None:
        await self._records.write(end, job.id, self._holder, clock(), state, problem=problem, result=result)

    async def _beat(self, job: Job) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self._records.write(keep, job.id, self._holder, clock())


async def _stopped(*tasks: asyncio.Future[Any]) -> list[Any]:
    """What the tasks came to, those that are not done being cancelled."""
    for task in tasks:
        task.cancel()
    return await asyncio.gather(*tasks, return_exceptions=True)
