"""Throwing away uploads that nobody goes on with."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from tour.meanwhile import meanwhile
from tour.records import Records
from tour.uploads.files import UploadFiles
from tour.uploads.upload import expire, uploads

ROUND = 600.0
"""Seconds between two looks."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """The upkeep of a house's uploads."""

    records: Records
    files: UploadFiles

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Clear up before anything comes, then now and then while the house is open."""
        await self.clear(datetime.now(UTC))
        async with meanwhile(self._go_on()):
            yield

    async def clear(self, now: datetime) -> list[str]:
        """Throw away what has expired by now; the ids."""
        gone = await self.records.write(expire, now)
        for id_ in gone:
            await asyncio.to_thread(self.files.drop, id_)
        known = await self.records.read(_known)
        await asyncio.to_thread(self.files.sweep, known, now.timestamp())
        return gone

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(ROUND)
            try:
                await self.clear(datetime.now(UTC))
            except Exception:
                log.exception("uploads could not be cleared up")


def _known(connection: Connection) -> set[str]:
    return {each.id for each in uploads(connection)}
