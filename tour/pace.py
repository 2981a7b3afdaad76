"""How fast a visitor goes: how long they stay at stops beside what is planned there."""

from dataclasses import dataclass

from narration.tailoring import STOP_SECONDS, spoken_seconds
from scenes.scene import Site

PASSING = 4.0
"""Seconds below which somebody only passed a stop."""
AWAY = 8.0
"""Seconds after which somebody has left a stop, and not only stepped over its rim."""
FASTEST, SLOWEST = 0.3, 2.5
"""What one stop can count for: nobody is judged by the headset that lay on a bench."""
WEIGHT = 0.5
"""Of the last stop, beside all before it."""
LINGERED = 1.5
"""How long beside the planned time is lingering."""


def planned_seconds(site: Site, stop: str, language: str) -> float:
    """How long the stop takes to be told in full: its general approved take, or what is usual."""
    for take in site.takes:
        if (take.stop, take.language, take.state, take.audience) == (stop, language, "approved", ""):
            return sum(spoken_seconds(sentence.text, language) for sentence in take.sentences)
    return STOP_SECONDS


@dataclass(slots=True)
class Pace:
    """Measures one visitor, with time as an argument (seconds, any origin)."""

    value: float = 1.0
    """Beside the planned time: 0.5 hurries, 2 lingers."""
    _stop: str = ""
    _since: float = 0.0
    _left: float | None = None

    def at(self, stop: str, now: float) -> tuple[str, float] | None:
        """Say at which stop the visitor is (empty: at none); the stop they have left by now and how long they were."""
        if stop == self._stop:
            self._left = None
            return None
        if self._stop and self._left is None:
            self._left = now
        if not stop and self._left is not None and now - self._left < AWAY:
            return None
        done = (self._stop, (self._left or now) - self._since)
        self._stop, self._since, self._left = stop, now, None
        return done if done[0] and done[1] >= PASSING else None

    def stayed(self, dwelt: float, planned: float) -> bool:
        """Take in how long somebody stayed at a stop; whether they lingered."""
        share = dwelt / max(planned, 1.0)
        self.value += WEIGHT * (min(SLOWEST, max(FASTEST, share)) - self.value)
        return share >= LINGERED
