"""The house's books about visitors: what they agreed to, what they did, and forgetting them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from sqlite3 import Connection
from time import monotonic

from tour.analytics.deeds import Deed, keep
from tour.people.tempo import Tempo
from tour.privacy.consents import Asked, agree
from tour.privacy.erasure import erase, wipe_log
from tour.privacy.keys import Keys
from tour.records import Records

AT_ONCE, A_MINUTE = 60, 120.0
"""Consents from one place: two school classes at once; a machine that only agrees and is forgotten waits."""
ALL_AT_ONCE, ALL_A_MINUTE = 300, 600.0
"""The same from everywhere: what the one writer takes in beside everything else it has to do."""


def this_moment() -> datetime:
    """Now, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Writes to the records for every visit of a house."""

    records: Records
    keys: Keys
    clock: Callable[[], datetime] = this_moment
    tempo: Tempo = field(default_factory=lambda: Tempo(at_once=AT_ONCE, a_minute=A_MINUTE))
    together: Tempo = field(default_factory=lambda: Tempo(at_once=ALL_AT_ONCE, a_minute=ALL_A_MINUTE))
    place: str = ""
    """Where the visitor comes from, by a name that nothing leads back from."""

    def visited_from(self, place: str) -> "Keeping":
        """The same books for a visitor from there."""
        return replace(self, place=place)

    def has_room(self) -> bool:
        """Take in one more consent; False where too many come, and then no more is to be kept of who gave it."""
        now = monotonic()
        return self.tempo.wait(self.place, now) == 0 and self.together.wait("", now) == 0

    async def agree(self, asked: Asked, purposes: Iterable[str]) -> None:
        """Replace what a visitor agreed to."""
        await self.records.write(agree, self.keys, asked, frozenset(purposes), self.clock())

    async def keep(self, visit: str, deeds: Sequence[Deed]) -> None:
        """Keep what a visitor did, while they agree to it."""
        await self.records.write(keep, self.keys, visit, deeds, self.clock())

    async def forget(self, visit: str) -> None:
        """Destroy everything that is kept of a visit."""
        if await self.records.write(_forget, self.keys, visit, self.clock()):
            await asyncio.to_thread(wipe_log, self.records.path)


def _forget(connection: Connection, keys: Keys, visit: str, now: datetime) -> bool:
    key = keys.find(visit)
    return key is not None and erase(connection, keys, key.visitor, key.site, "visitor", now).key
