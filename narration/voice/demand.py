"""How much work somebody waits for, over all engines, so that what is made ahead takes no core from it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from narration.voice.turn import TURN, Urgency


class Demand:
    """Counts running work by its urgency; one for a house."""

    def __init__(self) -> None:
        self._running = dict.fromkeys(Urgency, 0)
        self._changed = asyncio.Event()

    @property
    def calm(self) -> bool:
        """Whether nothing runs but what is made ahead."""
        return not (self._running[Urgency.NOW] or self._running[Urgency.NEXT])

    @property
    def pressing(self) -> bool:
        """Whether somebody hears silence."""
        return self._running[Urgency.NOW] > 0

    @contextmanager
    def felt(self) -> Iterator[None]:
        """Count the block as work of the running task's urgency."""
        urgency = TURN.get().urgency
        self._running[urgency] += 1
        self._tell()
        try:
            yield
        finally:
            self._running[urgency] -= 1
            self._tell()

    async def until_calm(self) -> None:
        """Wait until nothing runs but what is made ahead."""
        while not self.calm:
            await self._changed.wait()

    async def until_pressing(self) -> None:
        """Wait until somebody hears silence."""
        while not self.pressing:
            await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
