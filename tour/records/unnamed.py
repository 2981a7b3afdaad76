"""Pictures and sounds that came in and that nothing names: attached and never saved, or looked at and not kept.

A file is named as long as its digest stands anywhere in a version of a record, old and deleted ones included, in a job,
or in records that a restore put aside; versions are never removed, so what was saved once stays.
"""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from scenes.media import KINDS
from scenes.stores.named import NamedFiles
from tour.audit import append
from tour.audit.entry import stamp
from tour.records.database import connect
from tour.records.problem import RecordsError
from tour.records.records import Records

log = logging.getLogger(__name__)

DAYS = 7
"""How long a picture or a sound waits for a record to name it."""
RULE = "media"
"""What retention calls it."""

ASIDE = "{stem}.before-*{suffix}"
"""Records that a restore put aside, beside those in use."""
SPEAKS_OF_FILES = ("SELECT body FROM versions WHERE instr(body, '\"files\"') OR instr(body, 'media/')",)
SPEAKS_OF_RESULTS = ("SELECT request FROM jobs", "SELECT result FROM jobs")
ANY_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """The clearing of a house's pictures and sounds."""

    records: Records
    files: NamedFiles
    served: Callable[[], Collection[str]]
    """Digests of the files that visitors get now, whatever they come from."""

    async def clear(self, now: datetime) -> int:
        """Remove what nobody has put for a week and nothing names; how many files that were.

        Raises `RecordsError` where it cannot be known what is named: then everything stays.
        """
        before = (now - timedelta(days=DAYS)).timestamp()
        resting = await asyncio.to_thread(self.files.resting, KINDS.keys(), before)
        held = await self.records.read(self._held, resting.keys()) if resting else set()
        if resting.keys() - held:
            held |= await asyncio.to_thread(self._held_aside, resting.keys() - held)
        gone = {digest: suffixes for digest, suffixes in resting.items() if digest not in held}
        return await self.records.write(self._removed, gone, before, now)

    def _held(self, connection: Connection, digests: Collection[str]) -> set[str]:
        """Those of the digests that must stay for the records in use and for what visitors get."""
        return set(digests) & {*self.served(), *_named(connection, *SPEAKS_OF_FILES, *SPEAKS_OF_RESULTS)}

    def _held_aside(self, digests: Collection[str]) -> set[str]:
        """Those that records name which were put aside; a restore puts them there, and only while the house is shut."""
        path = self.records.path
        asides = sorted(path.parent.glob(ASIDE.format(stem=path.stem, suffix=path.suffix)))
        return set(digests) & {digest for aside in asides for digest in _named_aside(aside)}

    def _removed(self, connection: Connection, gone: dict[str, set[str]], before: float, now: datetime) -> int:
        """Remove them unless somebody named them since; while this goes on nobody saves."""
        held = self._held(connection, gone.keys()) if gone else set()
        sizes = [
            self._dropped(digest, suffix, before)
            for digest, suffixes in gone.items() if digest not in held for suffix in suffixes
        ]  # fmt: skip
        count = sum(1 for size in sizes if size)
        connection.execute(
            "INSERT INTO retention_runs (at, rule, days, removed) VALUES (?,?,?,?)", (stamp(now), RULE, DAYS, count)
        )
        if count:
            append(connection, "house", "retention-enforced", details={RULE: count, "bytes": sum(sizes)}, now=now)
        return count

    def _dropped(self, digest: str, suffix: str, before: float) -> int:
        """Remove a file; its bytes, 0 where it stays, for what has gone already cannot be undone with the records."""
        try:
            return self.files.drop(digest, suffix, before)
        except OSError as wrong:
            log.warning("the file %s%s that nothing names could not be removed: %s", digest, suffix, wrong)
            return 0


def _named(connection: Connection, *queries: str) -> set[str]:
    return {digest for query in queries for (text,) in connection.execute(query) for digest in ANY_DIGEST.findall(text)}


def _named_aside(path: Path) -> set[str]:
    try:
        with closing(connect(path, writes=False)) as connection:
            return _named(connection, *SPEAKS_OF_FILES)
    except (sqlite3.DatabaseError, RecordsError) as wrong:
        remedy = "remove it if nobody needs it; until then no picture and no sound is cleared"
        raise RecordsError(path, f"records put aside that cannot be read ({wrong})", remedy) from wrong
