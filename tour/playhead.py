"""How far a visitor has heard: a clock that stands still while nobody listens."""

import asyncio
from collections.abc import Callable
from time import monotonic

LEAD = 3.0
"""Seconds of sound that are sent ahead of the visitor's ear."""


class Playhead:
    """Seconds of an utterance that can have been heard, counted from its first sound."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._heard = 0.0
        self._since: float | None = None
        self._running = asyncio.Event()

    @property
    def seconds(self) -> float:
        """Seconds heard so far."""
        return self._heard + (0.0 if self._since is None else self._clock() - self._since)

    @property
    def listening(self) -> bool:
        """Whether somebody listens."""
        return self._since is not None

    def start(self) -> None:
        """Somebody listens."""
        if self._since is None:
            self._since = self._clock()
        self._running.set()

    def pause(self) -> None:
        """Nobody listens."""
        self._heard, self._since = self.seconds, None
        self._running.clear()

    def rewind(self) -> None:
        """A new utterance begins."""
        self._heard = 0.0
        if self._since is not None:
            self._since = self._clock()

    def hold(self, seconds: float) -> None:
        """No more than `seconds` can have been heard: the sound was not there."""
        if self.seconds > seconds:
            self._heard = seconds
            if self._since is not None:
                self._since = self._clock()

    async def reach(self, seconds: float) -> None:
        """Wait until `seconds` have been heard."""
        while True:
            await self._running.wait()
            left = seconds - self.seconds
            if left <= 0:
                return
            await asyncio.sleep(left)
