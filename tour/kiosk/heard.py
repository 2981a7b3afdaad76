"""When a kiosk's page asked last, so that what started its browser can tell a dead page from one that lives."""

from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 1_000
"""Places that are remembered; the one heard of least lately is forgotten."""


@dataclass(slots=True, kw_only=True)
class Heard:
    """The pages of kiosks by site and place; time is an argument, in seconds of one clock."""

    since: float
    """When this began to listen."""
    _last: OrderedDict[tuple[str, str], float] = field(default_factory=OrderedDict)

    def hear(self, site: str, place: str, now: float) -> None:
        """A page at that place has asked."""
        self._last[site, place] = now
        self._last.move_to_end((site, place))
        if len(self._last) > MOST:
            self._last.popitem(last=False)

    def silent(self, site: str, place: str, now: float) -> float:
        """Seconds since one asked there; where none ever did, since this began to listen."""
        return now - self._last.get((site, place), self.since)
