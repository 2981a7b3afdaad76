"""One WebSocket: frames in within limits, frames out at the visitor's own pace."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from aiohttp import WSCloseCode, WSMsgType, web

from tour.codec import VOICE_LIMIT, FrameError, FrameTooLarge, UnknownMessage, encode, from_client
from tour.messages import Goodbye, Hello, Message, Problem, VisitorAsked, Welcome, name_of
from tour.steps import check_pose
from tour.visit import Visit
from tour.visits import Visits

log = logging.getLogger(__name__)

HEARTBEAT = 10.0
"""Seconds between the server's pings; a peer that misses one is gone."""

GREETING = 10.0
"""Seconds within which a client has to say hello."""

RATE = 60.0
"""Messages a second a client may send for long."""

BURST = 180.0
"""Messages a client may send at once."""

FLOOD = 3000
"""Dropped messages after which the connection is closed."""

MALFORMED = 3
"""Malformed frames after which the connection is closed with 1007."""

QUESTION_LIMIT = 1000
"""Characters of a question."""

STALLED = 20.0
"""Seconds a single frame may take to be written before the connection is given up."""


@dataclass(slots=True)
class Allowance:
    """A token bucket of `BURST` messages refilled at `RATE` a second."""

    clock: Callable[[], float] = monotonic
    _left: float = BURST
    _at: float | None = None
    dropped: int = 0

    def spend(self) -> bool:
        """Whether one more message may be taken in."""
        now = self.clock()
        self._left = min(BURST, self._left + (0.0 if self._at is None else (now - self._at) * RATE))
        self._at = now
        if self._left < 1:
            self.dropped += 1
            return False
        self._left -= 1
        return True


@dataclass(slots=True, kw_only=True)
class Connection:
    """Carries one visit over one socket until either side leaves."""

    socket: web.WebSocketResponse
    visits: Visits
    visit: Visit
    allowance: Allowance = field(default_factory=Allowance)
    malformed: int = 0
    _writing: float | None = None
    """Since when a frame is being written."""

    async def carry(self, welcome: Welcome, received: int) -> None:
        """Welcome, then read and write until the line is cut, the client leaves, or another connection takes over."""
        async with self.visits.attached(self.visit, received) as taken:
            self.visit.outbox.greet(welcome)
            tasks = [asyncio.create_task(work) for work in (self._read(), self._write(), self._stalls(), _gone(taken))]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            for task in done:
                if not task.cancelled() and task.exception() is not None:
                    log.debug("a connection ended: %s", type(task.exception()).__name__)
        with contextlib.suppress(ConnectionError):
            await self.socket.close()

    async def _read(self) -> None:
        async for frame in self.socket:
            if frame.type is WSMsgType.BINARY:
                if await self._receive(frame.data):
                    return
            elif frame.type is WSMsgType.TEXT:
                await self._refuse(FrameError("frame: binary msgpack is needed, this was text"))

    async def _receive(self, frame: bytes) -> bool:
        """Take in one frame; True when the visit ends with it."""
        if not self.allowance.spend():
            await self._slow_down()
            return False
        try:
            message = from_client.decode(frame)
        except FrameError as wrong:
            await self._refuse(wrong)
            return False
        self.visits.metrics.frames.labels(name_of(type(message))).inc()
        if isinstance(message, Goodbye):
            self.visits.end(self.visit)
            return True
        if not await self._unfit(message):
            await self.visit.receive(message)
        return False

    async def _unfit(self, message: Message) -> bool:
        wrong = check_pose(message)
        if wrong is not None:
            await self._tell(Problem(code="bad-pose", message=wrong))
        elif isinstance(message, Hello):
            await self._tell(Problem(code="out-of-order", message="hello: the visit is already open"))
        elif isinstance(message, VisitorAsked) and len(message.text) > QUESTION_LIMIT:
            await self.visit.problem("question-too-long", "question-too-long", question=message.question)
        else:
            return False
        return True

    async def _refuse(self, wrong: FrameError) -> None:
        if isinstance(wrong, FrameTooLarge):
            await self.socket.close(code=WSCloseCode.MESSAGE_TOO_BIG, message=_reason(wrong))
            return
        if isinstance(wrong, UnknownMessage):
            return
        self.malformed += 1
        await self._tell(Problem(code="malformed", message=str(wrong)))
        if self.malformed >= MALFORMED:
            await self.visit.outbox.flushed()
            await self.socket.close(code=WSCloseCode.INVALID_TEXT, message=_reason(wrong))

    async def _slow_down(self) -> None:
        if self.allowance.dropped % 200 == 1:
            await self.visit.problem("slow-down", "slow-down", retry_after=1.0)
        if self.allowance.dropped >= FLOOD:
            await self.socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"too many messages")

    async def _tell(self, problem: Problem) -> None:
        self.visits.metrics.problems.labels(problem.code).inc()
        await self.visit.outbox.send(problem)

    async def _write(self) -> None:
        async for frame in self.visit.outbox.frames():
            self._writing = monotonic()
            await self.socket.send_bytes(frame)
            self._writing = None

    async def _stalls(self) -> None:
        """Return once a frame cannot be got rid of: one watch now and then, not a timer for each of fifty a second."""
        while self._writing is None or monotonic() - self._writing < STALLED:
            await asyncio.sleep(STALLED / 4)


async def greeting(socket: web.WebSocketResponse) -> Hello:
    """The first message of a connection.

    Raises `FrameError` when it is no hello, `TimeoutError` when none comes.
    """
    frame = await socket.receive(timeout=GREETING)
    if frame.type is not WSMsgType.BINARY:
        raise FrameError("frame: binary msgpack is needed, and hello first")
    message = from_client.decode(frame.data)
    if not isinstance(message, Hello):
        raise FrameError(f"{name_of(type(message))}: hello comes first")
    return message


async def turn_away(socket: web.WebSocketResponse, problem: Problem, code: int) -> None:
    """Say why, then close."""
    with contextlib.suppress(ConnectionError):
        await socket.send_bytes(encode(problem))
        await socket.close(code=code, message=problem.code.encode())


def _reason(wrong: Exception) -> bytes:
    return str(wrong).encode()[:120]


async def _gone(taken: asyncio.Event) -> None:
    await taken.wait()


SOCKET_LIMIT = VOICE_LIMIT + 1024
