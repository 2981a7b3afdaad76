"""A visit that leaves a kiosk for its visitor's phone: a code, good once and for three minutes, kept in memory only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tour.people.tickets import digest, ticket

GOOD_FOR = timedelta(minutes=3)
MOST = 256
"""Codes that wait at once; then the oldest is forgotten of the place that holds most, and nobody else's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A visit that may be taken along."""

    resume: str
    site: str
    stop: str
    until: datetime
    place: str
    """Where its kiosk is, by a name that nothing leads back from."""


@dataclass(slots=True)
class HandOvers:
    """The visits that may be taken along now, by the hash of the code that takes them; one code a visit."""

    _waiting: dict[str, Parting] = field(default_factory=dict)

    def offer(self, resume: str, site: str, stop: str, now: datetime, place: str = "") -> str:
        """A code that takes this visit along; the one before is good for nothing any more."""
        self.withdraw(resume, now)
        while len(self._waiting) >= MOST:
            self._waiting.pop(self._first_to_go(place))
        code = ticket()
        until = now + GOOD_FOR
        self._waiting[digest(code)] = Parting(resume=resume, site=site, stop=stop, until=until, place=place)
        return code

    def take(self, code: str, now: datetime) -> Parting | None:
        """The visit of a code, once; None for a code that was never good or is so no more."""
        found = self._waiting.pop(digest(code), None)
        return found if found is not None and found.until > now else None

    def withdraw(self, resume: str, now: datetime) -> None:
        """Nobody may take this visit along, nor any whose time is over."""
        self._waiting = {
            code: each for code, each in self._waiting.items() if each.resume != resume and each.until > now
        }

    def _first_to_go(self, asking: str) -> str:
        held = Counter(each.place for each in self._waiting.values())
        most = max(held, key=lambda place: (held[place] + (place == asking), place == asking))
        return next(code for code, each in self._waiting.items() if each.place == most)
