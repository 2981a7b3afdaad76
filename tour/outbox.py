"""What goes out to one visitor: bounded, never held up by another, and not lost when a connection is cut.

Numbered messages (`messages.NUMBERED`) wait here until the client says that they arrived, so that a resumed visit gets
each exactly once. Of messages like poses only the newest of a kind is kept.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from tour.codec import encode
from tour.messages import NUMBERED, Message

UNSENT_LIMIT = 256
"""Numbered frames waiting for a slow client before the narration waits too."""

KEPT_BYTES = 1 << 20
"""Bytes of sent frames that are kept for a resume when a client never says what arrived."""

URGENT_LIMIT = 64


class Outbox:
    """The frames of one visit, in order, for whichever connection is attached."""

    def __init__(self) -> None:
        self._log: deque[bytes] = deque()
        self._first = 1
        self._next = 1
        self._kept_bytes = 0
        self._forgotten = 0
        self._urgent: deque[bytes] = deque(maxlen=URGENT_LIMIT)
        self._latest: dict[type[Message], bytes] = {}
        self._connection = 0
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def written(self) -> int:
        """How many numbered messages the visit has produced."""
        return self._first + len(self._log) - 1

    async def send(self, message: Message) -> None:
        """Queue a message; waits while a slow client has too many numbered ones before it."""
        frame = encode(message)
        if type(message) not in NUMBERED:
            self._urgent.append(frame)
            self._news.set()
            return
        await self._room.wait()
        self._append(frame)

    def greet(self, message: Message) -> None:
        """Put a message before everything else that waits: the welcome of a connection."""
        self._urgent.appendleft(encode(message))
        self._news.set()

    def post(self, message: Message) -> None:
        """Queue a numbered message without waiting: for the one word that must go out, like an ending."""
        if type(message) in NUMBERED:
            self._append(encode(message))
        else:
            self._urgent.append(encode(message))
            self._news.set()

    def offer(self, message: Message) -> None:
        """Replace the waiting message of the same kind: newest wins."""
        self._latest[type(message)] = encode(message)
        self._news.set()

    def arrived(self, received: int) -> None:
        """Forget the first `received` numbered messages: the client has them."""
        while self._first <= min(received, self._next - 1) and self._log:
            self._drop()

    def forget(self) -> None:
        """Keep nothing of what was said so far for a resume: what is still to be sent goes once it was."""
        self._forgotten = self.written
        self._let_go()

    def resume(self, received: int) -> None:
        """Go on after the first `received` numbered messages, over a new connection; `frames` of the old one ends."""
        self._connection += 1
        self._next = max(self._first, min(received + 1, self.written + 1))
        self._first_to(received)
        self._measure()
        self._news.set()

    async def frames(self) -> AsyncIterator[bytes]:
        """Every frame to be written, as it becomes due, until another connection resumes."""
        mine = self._connection
        while mine == self._connection:
            frame = self._take()
            if frame is not None:
                yield frame
                continue
            self._news.clear()
            await self._news.wait()

    async def flushed(self) -> None:
        """Wait until everything that is queued was taken by a connection."""
        while self._urgent or self._latest or self._next <= self.written:
            await asyncio.sleep(0.01)

    def _append(self, frame: bytes) -> None:
        self._log.append(frame)
        self._kept_bytes += len(frame)
        self._measure()
        self._news.set()

    def _take(self) -> bytes | None:
        if self._urgent:
            return self._urgent.popleft()
        if self._latest:
            return self._latest.pop(next(iter(self._latest)))
        if self._next > self.written:
            return None
        frame = self._log[self._next - self._first]
        self._next += 1
        self._let_go()
        while self._kept_bytes > KEPT_BYTES and self._first < self._next:
            self._drop()
        self._measure()
        return frame

    def _first_to(self, received: int) -> None:
        while self._first <= received and self._first < self._next:
            self._drop()

    def _let_go(self) -> None:
        while self._first < self._next and self._first <= self._forgotten:
            self._drop()

    def _drop(self) -> None:
        self._kept_bytes -= len(self._log.popleft())
        self._first += 1

    def _measure(self) -> None:
        if self.written - self._next + 1 < UNSENT_LIMIT:
            self._room.set()
        else:
            self._room.clear()
