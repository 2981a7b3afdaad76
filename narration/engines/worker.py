"""One thread that does one job at a time for many callers."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from narration.voice.turn import TURN, Turn, Urgency

T = TypeVar("T")
PATIENCE = 4
"""How often a waiting job may be passed over before it becomes one step more urgent."""
REMEMBERED = 1024
"""Callers whose last turn is remembered."""


@dataclass(slots=True)
class _Waiting:
    turn: Turn
    started: asyncio.Future[None]
    arrived: int
    passed_over: int = 0


class Stop:
    """Tells a running job that its work is not wanted any more; set on the event loop, seen in the thread."""

    def __init__(self) -> None:
        self._set = False
        self._tell: Callable[[], None] | None = None

    def is_set(self) -> bool:
        """Whether the job should end."""
        return self._set

    def set(self) -> None:
        """Ask the job to end."""
        self._set = True
        if self._tell is not None:
            self._tell()

    def then(self, tell: Callable[[], None]) -> None:
        """Call `tell` when the job should end; at once if it should already."""
        self._tell = tell
        if self._set:
            tell()


class Worker:
    """A thread whose next job is the most urgent one of the caller who was served longest ago.

    A job that is only made ahead gives way to anything that a listener waits for, and is done again later.
    """

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: list[_Waiting] = []
        self._served: OrderedDict[Hashable, int] = OrderedDict()
        self._clock = 0
        self._busy = False
        self._ahead: Stop | None = None
        """The running job's, if it is only made ahead."""

    async def run(self, job: Callable[[Stop], T]) -> T:
        """Wait for the turn in `TURN`, then do `job` in the thread; cancelling stops it."""
        while True:
            await self._wait_for_turn()
            stop = Stop()
            self._ahead = stop if TURN.get().urgency is Urgency.AHEAD else None
            try:
                done = await self._submit(job, stop)
            except asyncio.CancelledError:
                stop.set()
                raise
            except Exception:
                if not stop.is_set():
                    raise
            else:
                if not stop.is_set():
                    return done

    def _submit(self, job: Callable[[Stop], T], stop: Stop) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        done: Future[T] = self._executor.submit(job, stop)
        done.add_done_callback(lambda _: _tell(loop, self._next))
        return asyncio.wrap_future(done)

    async def close(self) -> None:
        """Let the running job end and stop the thread."""
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)

    async def _wait_for_turn(self) -> None:
        self._clock += 1
        waiting = _Waiting(TURN.get(), asyncio.get_running_loop().create_future(), self._clock)
        self._waiting.append(waiting)
        if not self._busy:
            self._next()
        elif self._ahead is not None and waiting.turn.urgency < Urgency.AHEAD:
            self._ahead.set()
        try:
            await waiting.started
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            else:
                self._next()
            raise

    def _next(self) -> None:
        self._ahead = None
        # Who was cancelled in this very turn of the loop still stands in the list and takes itself out.
        open_ = [waiting for waiting in self._waiting if not waiting.started.done()]
        self._busy = bool(open_)
        if not open_:
            return
        chosen = min(open_, key=self._order)
        self._waiting.remove(chosen)
        for other in self._waiting:
            other.passed_over += 1
        self._remember(chosen.turn.caller)
        chosen.started.set_result(None)

    def _order(self, waiting: _Waiting) -> tuple[int, int, int]:
        urgency = max(Urgency.NOW, waiting.turn.urgency - waiting.passed_over // PATIENCE)
        return (urgency, self._served.get(waiting.turn.caller, 0), waiting.arrived)

    def _remember(self, caller: Hashable) -> None:
        self._clock += 1
        self._served[caller] = self._clock
        self._served.move_to_end(caller)
        if len(self._served) > REMEMBERED:
            self._served.popitem(last=False)


def _tell(loop: asyncio.AbstractEventLoop, callback: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop was closed while the last job ran
        loop.call_soon_threadsafe(callback)
