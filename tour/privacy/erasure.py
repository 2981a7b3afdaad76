"""Forgetting a visitor: their key first, so that nothing of theirs can be read again anywhere, then their records."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Literal

from tour.audit import append
from tour.audit.entry import stamp
from tour.privacy.keys import Keys
from tour.records.database import connect

How = Literal["withdrawn", "forgotten", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was destroyed."""

    key: bool
    """Whether there was a key."""
    deeds: int = 0
    consents: int = 0
    """Rows of the ledger that no longer say whose they are."""


def erase(
    connection: Connection,
    keys: Keys,
    visitor: str,
    site: str,
    who: str,
    now: datetime,
    *,
    how: How = "forgotten",
) -> Erased:
    """Destroy a visitor's key and everything kept of them, and write down that it was done, never of whom.

    Should the transaction fail, the key is gone all the same: `sweep` removes what it sealed.
    """
    key = keys.destroy(visitor) > 0
    deeds = drop_deeds(connection, visitor)
    consents = _unname(connection, visitor, how, now)
    if key or deeds or consents:
        details = {"records": deeds, "consents": consents, "how": how}
        append(connection, who, "visitor-erased", site=site, details=details, now=now)
    return Erased(key=key, deeds=deeds, consents=consents)


def sweep(connection: Connection, keys: Keys, now: datetime) -> int:
    """Remove the records of visitors who have no key any more: those of a restored backup, or of a call cut short.

    Returns how many visitors' they were.
    """
    known = keys.visitors()
    rows = connection.execute("SELECT visitor FROM deeds UNION SELECT visitor FROM consents WHERE visitor <> ''")
    left = {row["visitor"] for row in rows} - known
    for visitor in left:
        drop_deeds(connection, visitor)
        _unname(connection, visitor, "forgotten", now)
    if left:
        append(connection, "house", "visitors-swept", details={"visitors": len(left)}, now=now)
    return len(left)


def drop_deeds(connection: Connection, visitor: str) -> int:
    """Remove what is kept of what a visitor did."""
    return connection.execute("DELETE FROM deeds WHERE visitor = ?", (visitor,)).rowcount


def ended(connection: Connection, visitor: str, how: How, now: datetime, *, purpose: str = "") -> None:
    """Write down that a visitor's consent to a purpose, or to all, ended."""
    connection.execute(
        "UPDATE consents SET ended_at = ?, ended = ? WHERE visitor = ? AND ended_at IS NULL AND ? IN ('', purpose)",
        (stamp(now), how, visitor, purpose),
    )


def _unname(connection: Connection, visitor: str, how: How, now: datetime) -> int:
    ended(connection, visitor, how, now)
    return connection.execute("UPDATE consents SET visitor = '' WHERE visitor = ?", (visitor,)).rowcount


def wipe_log(path: Path) -> bool:
    """Empty the write-ahead log of records, where what was removed still stands; False while somebody reads on.

    After the transaction that removed it, never inside one.
    """
    with closing(connect(path)) as connection:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
