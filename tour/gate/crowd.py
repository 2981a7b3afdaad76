"""Who is inside: connections counted by address, so that one device leaves room for all others."""

import logging
from collections import Counter
from collections.abc import Callable
from time import monotonic

from tour.gate.limits import Limits
from tour.people.origin import grouped, plain

QUIET_S = 60.0
"""Between two records of what was refused."""

log = logging.getLogger(__name__)


class Crowd:
    """The connections of strangers on all sockets of one house."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = monotonic) -> None:
        self.limits, self._clock = limits, clock
        self._inside: Counter[str] = Counter()
        self._refused = 0
        self._told = -QUIET_S

    @property
    def inside(self) -> int:
        """How many connections of strangers there are."""
        return self._inside.total()

    def admit(self, peer: str) -> Callable[[], None] | None:
        """Let a connection in; what to call once when it is gone, or None where it cannot come in."""
        address = plain(peer)
        if self.limits.trusts(address):
            return _nothing
        place = grouped(address)
        if not self._has_room(place):
            self.refuse("too many connections")
            return None
        self._inside[place] += 1
        return lambda: self._leave(place)

    def refuse(self, why: str) -> None:
        """Count a connection that was not let in, and say so once a minute."""
        self._refused += 1
        now = self._clock()
        if now - self._told >= QUIET_S:
            log.warning("connections refused", extra={"why": why, "refused": self._refused, "inside": self.inside})
            self._told, self._refused = now, 0

    def _has_room(self, place: str) -> bool:
        inside, limits = self.inside, self.limits
        # Behind one address there may be a whole school: it is held to its share only when the house fills.
        return inside < limits.everybody and (self._inside[place] < limits.each or inside < limits.everybody // 2)

    def _leave(self, place: str) -> None:
        self._inside[place] -= 1
        if not self._inside[place]:
            del self._inside[place]


def _nothing() -> None:
    """Trusted connections are not counted."""
