"""Where speech begins, pauses and ends, from how likely each frame is speech. Pure: time is counted in frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from narration.listening.activity import FRAME_MS

LIKELY = 0.5
"""From here on a frame is speech."""
UNLIKELY = 0.35
"""Below this it is not; in between it is what the one before was."""
ONSET = 3
"""Frames of speech in a row that are a voice and no click: 96 ms."""
PAUSE_MS = 350
"""Silence after which the words so far are worth recognising."""
END_MS = 1500
"""Silence that ends a question nobody said the end of; who thinks with the button held pauses for a second."""
SHORTEST_MS = 160
"""Less speech than this is a cough."""


class Turning(Enum):
    """What happened in the stream."""

    BEGAN = "began"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"


@dataclass(slots=True, kw_only=True)
class Endpoint:
    """Follows one question."""

    pause_ms: int = PAUSE_MS
    end_ms: int = END_MS
    began_at: int | None = None
    """The frame with which speech began."""
    last_voiced: int = 0
    """The last frame that was speech."""
    voiced: int = 0
    """Frames of speech so far."""
    over: bool = False
    _frame: int = 0
    _speaking: bool = False
    _run: int = 0
    _paused: bool = False

    @property
    def said_something(self) -> bool:
        """Whether there was more than a cough."""
        return self.began_at is not None and self.voiced * FRAME_MS >= SHORTEST_MS

    def feed(self, chances: list[float]) -> Iterator[Turning]:
        """What these frames turned, in order; nothing after the end."""
        for chance in chances:
            if self.over:
                return
            self._speaking = chance >= LIKELY or (self._speaking and chance >= UNLIKELY)
            turning = self._voiced() if self._speaking else self._silent()
            self._frame += 1
            if turning is not None:
                yield turning

    def _voiced(self) -> Turning | None:
        self._run += 1
        self.voiced += 1
        self.last_voiced = self._frame
        if self.began_at is None:
            if self._run < ONSET:
                return None
            self.began_at = self._frame - self._run + 1
            return Turning.BEGAN
        resumed, self._paused = self._paused, False
        return Turning.RESUMED if resumed else None

    def _silent(self) -> Turning | None:
        self._run = 0
        if self.began_at is None:
            self.voiced = 0
            return None
        silent_ms = (self._frame - self.last_voiced) * FRAME_MS
        if silent_ms >= self.end_ms:
            self.over = True
            return Turning.ENDED
        if silent_ms >= self.pause_ms and not self._paused:
            self._paused = True
            return Turning.PAUSED
        return None
