"""Whose words were told at a site, counted by month: sentences and visits, of no visitor, place, day or language."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Literal

from narration.utterance import Kind, Sentence
from tour.analytics.groups import FEWEST
from tour.records import Records

log = logging.getLogger(__name__)

Hand = Literal["people", "reviewed", "translated", "live"]
"""Written by people; by a machine and approved by a person; translated by a machine; by a machine, on the spot."""
HANDS: tuple[Hand, ...] = ("people", "reviewed", "translated", "live")
VISITS = "visits"
EVERY = 60.0
"""Seconds between two writings."""
MONTHS = 12
"""What is told of is not older."""


def hand_of(sentence: Sentence) -> Hand:
    """Whose words a sentence is."""
    if sentence.origin == "live":
        return "live"
    if not sentence.ai:
        return "people"
    return "reviewed" if sentence.origin == "approved" else "translated"


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts what all visits of a house hear, and writes it down every minute."""

    records: Records
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _writing: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Write down what is counted, from now on."""
        self._writing = asyncio.create_task(self._write_on())

    async def close(self) -> None:
        """Stop, once everything is written down."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
        await self.write()

    def heard(self, site: str, kind: Kind, sentence: Sentence, *, first: bool) -> None:
        """Count a sentence that was heard; `first` of its visit. What the house itself says does not count."""
        if kind == "notice":
            return
        month = f"{self.clock():%Y-%m}"
        self._counts[month, site, hand_of(sentence)] += 1
        self._counts[month, site, VISITS] += first

    async def write(self) -> None:
        """Write down what was counted since the last time."""
        counts, self._counts = +self._counts, Counter()
        if counts:
            await self.records.write(_add, counts)

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.write()
            except Exception:
                log.exception("what was told is not counted")


def told(connection: Connection, site: str, now: datetime) -> dict[Hand, int] | None:
    """Sentences by whose words they were, of the last twelve months; None where fewer than five visits heard any."""
    since = f"{now.year - 1}-{now.month:02}"
    rows = connection.execute(
        "SELECT what, sum(many) FROM told WHERE site = ? AND month > ? GROUP BY what", (site, since)
    )
    counts: dict[str, int] = dict(rows.fetchall())
    if counts.get(VISITS, 0) < FEWEST:
        return None
    return {hand: counts.get(hand, 0) for hand in HANDS}


def _add(connection: Connection, counts: Mapping[tuple[str, str, str], int]) -> None:
    connection.executemany(
        "INSERT INTO told VALUES (?, ?, ?, ?)"
        " ON CONFLICT (month, site, what) DO UPDATE SET many = many + excluded.many",
        [(*name, many) for name, many in counts.items()],
    )
