"""How fast anybody may come, counted in memory."""

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Tempo:
    """A bucket of tries for each key that fills again with time; the keys seen least lately are forgotten.

    Time is an argument, in seconds of any origin.
    """

    at_once: int
    a_minute: float
    most: int = 10_000
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, key: str, now: float) -> float:
        """Take one try; seconds until there is one, where there is none."""
        left, since = self._left.pop(key, (float(self.at_once), now))
        left = min(float(self.at_once), left + (now - since) * self.a_minute / 60)
        short = 1.0 - left
        self._left[key] = (left if short > 0 else left - 1.0, now)
        if len(self._left) > self.most:
            self._left.popitem(last=False)
        return max(0.0, short * 60 / self.a_minute)
