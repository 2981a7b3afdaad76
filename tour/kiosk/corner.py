"""The operator's corner of a kiosk: a code opens it for a while."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from sqlite3 import Connection

from tour.audit import append
from tour.people import lockout
from tour.people.refusal import Refusal
from tour.people.tempo import Tempo
from tour.people.tickets import digest, equal, ticket
from tour.settings import Settings, SettingsError

OPEN = timedelta(minutes=10)
CODE = re.compile(r"[0-9]{6,12}")
WHO = "kiosk-code"
"""What the audit calls somebody who came in by the code."""
MOST = 64
"""Corners that are open at once, and addresses that are remembered to have opened one."""
LONGEST_WAIT = timedelta(minutes=5)
"""Between two tries at one kiosk: whoever plays with its pad does not keep the operator out for longer."""
STRANGERS = 100
"""Tries a day from all addresses together that never opened a corner, so that many addresses find no code."""


@dataclass(slots=True, kw_only=True)
class Corner:
    """Lets in whoever knows the code, and remembers for how long; in memory, as hashes."""

    code: str
    """Digits; empty: nobody is let in."""
    _keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Of each key that was handed out, for which site and until when."""
    _known: dict[str, None] = field(default_factory=dict)
    """Places that opened a corner since the server began; strangers' tries do not keep them out."""
    _strangers: Tempo = field(default_factory=lambda: Tempo(at_once=STRANGERS, a_minute=STRANGERS / (24 * 60)))

    def open(self, connection: Connection, site: str, given: str, address: str, now: datetime) -> str | Refusal:
        """A key to a site's corner for the right code; a refusal for a wrong one, which counts for its address."""
        if not self.code:
            return Refusal("unknown", "No code is set. Set TOUR_KIOSK_CODE on the server, then restart it.")
        place = lockout.bucket(connection, "kiosk", address)
        if seconds := lockout.reserve(connection, place, now, longest=LONGEST_WAIT):
            return lockout.wait(seconds)
        if place not in self._known and (long := self._strangers.wait("", now.timestamp())):
            return lockout.wait(ceil(long))
        if not equal(given, self.code):
            return Refusal("wrong", "That is not the code.")
        lockout.forgive(connection, place)
        self._remember(place)
        append(connection, WHO, "kiosk-corner-opened", "kiosk", site, now=now)
        return self._hand_out(site, now)

    def holds(self, key: str, site: str, now: datetime) -> bool:
        """Whether a key opens the corner of this site now."""
        found = self._keys.get(digest(key))
        return found is not None and found[0] == site and found[1] > now

    def close(self, key: str) -> None:
        """The operator has left."""
        self._keys.pop(digest(key), None)

    def _remember(self, place: str) -> None:
        self._known.pop(place, None)
        self._known[place] = None
        while len(self._known) > MOST:
            self._known.pop(next(iter(self._known)))

    def _hand_out(self, site: str, now: datetime) -> str:
        self._keys = {known: each for known, each in self._keys.items() if each[1] > now}
        while len(self._keys) >= MOST:
            self._keys.pop(next(iter(self._keys)))
        key = ticket()
        self._keys[digest(key)] = site, now + OPEN
        return key


def corner_of(settings: Settings) -> Corner:
    """The corner of a house that is set up so; raises `SettingsError` for a code that is none."""
    if settings.kiosk_code and not CODE.fullmatch(settings.kiosk_code):
        raise SettingsError("TOUR_KIOSK_CODE: 6 to 12 digits are needed, as the pad of a kiosk has them")
    return Corner(code=settings.kiosk_code)
