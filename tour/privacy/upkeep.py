"""What the house does about its records by itself: sweeping, retention, clearing, and the audit's checkpoints."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from tour.audit import checkpoints
from tour.meanwhile import meanwhile
from tour.privacy.erasure import sweep
from tour.privacy.house import Secrets, can_keep
from tour.privacy.retention import enforce
from tour.records import Records, RecordsError
from tour.records.unnamed import Unnamed

log = logging.getLogger(__name__)

CHECKPOINT = 60.0
"""Seconds between two looks at whether the audit has grown."""
ROUNDS = 60
"""Of those between two enforcements of retention: an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """The upkeep of one house."""

    records: Records
    secrets: Secrets
    visitor_days: int
    unnamed: Unnamed | None = None
    """Pictures and sounds that nothing names; None where nobody attaches any."""

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Keep up the records while the house is open: once before the first visitor, then now and then, and last."""
        await self.tidy(datetime.now(UTC))
        try:
            async with meanwhile(self._go_on()):
                yield
        finally:
            await self.checkpoint(datetime.now(UTC))

    async def tidy(self, now: datetime) -> None:
        """Remove what nobody has the key of any more and what lasted long enough, then sign where the audit stands.

        Pictures and sounds wait for a next time where it cannot be known what names them.
        """
        begun = await self.records.write(self._tidied, now)
        if self.unnamed is not None:
            try:
                await self.unnamed.clear(now)
            except (OSError, RecordsError) as wrong:
                log.warning("pictures and sounds that nothing names stay: %s", wrong)
        await self.checkpoint(now, anew=begun)

    async def checkpoint(self, now: datetime, *, anew: bool = False) -> None:
        """Sign where the audit stands; a file that cannot be read or written is left for `tour audit verify`."""
        secrets = self.secrets
        try:
            await self.records.read(checkpoints.keep, secrets.checkpoint_file, secrets.signer, now, anew=anew)
        except (OSError, checkpoints.CheckpointsUnreadable) as wrong:
            log.error("the audit's checkpoint could not be kept: %s", wrong)

    def _tidied(self, connection: Connection, now: datetime) -> bool:
        """Whether checkpoints are kept from now on."""
        if can_keep():
            sweep(connection, self.secrets.keys, now)
            enforce(connection, self.secrets.keys, self.visitor_days, now)
        return checkpoints.begin(connection, self.secrets.checkpoint_file, "house", now)

    async def _go_on(self) -> None:
        while True:
            for _ in range(ROUNDS):
                await asyncio.sleep(CHECKPOINT)
                await self.checkpoint(datetime.now(UTC))
            try:
                await self.tidy(datetime.now(UTC))
            except Exception:
                log.exception("the records could not be tidied")
