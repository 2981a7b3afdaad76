"""The house's books about visitors: what they agreed to, what they did, and forgetting them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from tour.analytics.deeds import Deed, keep
from tour.privacy.consents import Asked, agree
from tour.privacy.erasure import erase, wipe_log
from tour.privacy.keys import Keys
from tour.records import Records


def this_moment() -> datetime:
    """Now, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Writes to the records for every visit of a house."""

    records: Records
    keys: Keys
    clock: Callable[[], datetime] = this_moment

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
