"""A key for each visitor who agreed to something, wrapped by the house's master key.

They lie in a database of their own that no backup takes along: once a key is destroyed here, what it sealed is
unreadable in the records and in every copy of them ever made. Here alone stands which visit a visitor's records are of.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection, Row

from tour.audit.entry import stamp
from tour.privacy.master import SIZE, MasterKeys
from tour.privacy.sealing import Seal

FILE = "keys.sqlite"
"""Name of the database in the data folder."""
WRAPPING = "wrapping visitors' keys"
WAIT = 10.0
"""Seconds that one process waits for another."""

TABLE = """
CREATE TABLE IF NOT EXISTS keys (
  visitor TEXT PRIMARY KEY,
  visit BLOB NOT NULL UNIQUE,
  token BLOB NOT NULL,
  site TEXT NOT NULL,
  since TEXT NOT NULL,
  seen TEXT NOT NULL,
  master TEXT NOT NULL,
  wrapped BLOB NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorKey:
    """What one visitor's records are sealed with."""

    visitor: str
    """What the records call them: drawn by lot, and nothing but this leads from a visit to it."""
    site: str
    since: str
    seen: str
    """When they last agreed to something or did something that is kept."""
    seal: Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The visitors' keys in one file; any thread and any process may use it, each call is whole or nothing."""

    path: Path
    master: MasterKeys

    def create(self, visit: str, token: str, site: str, now: datetime) -> VisitorKey:
        """A key for a visit, the one it has where it has one; `token` is what its visitor alone knows."""
        found = self.find(visit)
        if found is not None:
            return found
        visitor, at = secrets.token_hex(16), stamp(now)
        row = (visitor, _digest("visit", visit), _digest("token", token), site, at, at, *self._wrap(visitor, _fresh()))
        with self._changing() as connection:
            connection.execute("INSERT INTO keys VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (visit) DO NOTHING", row)
        made = self.find(visit)
        assert made is not None
        return made

    def find(self, visit: str) -> VisitorKey | None:
        """The key of a visit by the id that its visitor was told."""
        return self._one("visit = ?", _digest("visit", visit))

    def claim(self, visit: str, token: str) -> VisitorKey | None:
        """The key of a visit for whoever knows its token too."""
        with self._opened() as connection:
            row = connection.execute("SELECT token FROM keys WHERE visit = ?", (_digest("visit", visit),)).fetchone()
        known = row is not None and hmac.compare_digest(row["token"], _digest("token", token))
        return self.find(visit) if known else None

    def of(self, visitor: str) -> VisitorKey | None:
        """The key of a visitor by what the records call them."""
        return self._one("visitor = ?", visitor)

    def seals(self, site: str = "") -> dict[str, Seal]:
        """Every visitor's key, or those of one site's visitors; visitors whose master key is gone are left out."""
        return {each.visitor: each.seal for each in self._all("site = ? OR ? = ''", site, site)}

    def visitors(self) -> set[str]:
        """Everybody who has a key."""
        with self._opened() as connection:
            return {row["visitor"] for row in connection.execute("SELECT visitor FROM keys")}

    def unseen_since(self, when: datetime) -> list[str]:
        """Visitors of whom nothing was kept since then."""
        with self._opened() as connection:
            return [row[0] for row in connection.execute("SELECT visitor FROM keys WHERE seen < ?", (stamp(when),))]

    def see(self, visitor: str, now: datetime) -> None:
        """Take in that something of a visitor is kept now."""
        with self._changing() as connection:
            connection.execute("UPDATE keys SET seen = max(seen, ?) WHERE visitor = ?", (stamp(now), visitor))

    def renew(self, visitor: str) -> None:
        """Give a visitor a fresh key: what the old one sealed is unreadable from now on."""
        with self._changing() as connection:
            values = (*self._wrap(visitor, _fresh()), visitor)
            connection.execute("UPDATE keys SET master = ?, wrapped = ? WHERE visitor = ?", values)
        self._wipe()

    def destroy(self, *visitors: str) -> int:
        """Destroy visitors' keys, and with them the way from their visits to their records; how many there were."""
        with self._changing() as connection:
            found = [connection.execute("DELETE FROM keys WHERE visitor = ?", (each,)).rowcount for each in visitors]
        if any(found):
            self._wipe()
        return sum(found)

    def rewrap(self) -> int:
        """Wrap every key with the master key in use; how many were wrapped with another.

        Raises `MasterKeyError`, and changes nothing, where one of the others is not here.
        """
        with self._changing() as connection:
            old = connection.execute("SELECT * FROM keys WHERE master <> ?", (self.master.ids[0],)).fetchall()
            for row in old:
                values = (*self._wrap(row["visitor"], self._unwrapped(row).key), row["visitor"])
                connection.execute("UPDATE keys SET master = ?, wrapped = ? WHERE visitor = ?", values)
        self._wipe()
        return len(old)

    def masters(self) -> set[str]:
        """The master keys that are needed to open all of them."""
        with self._opened() as connection:
            return {row[0] for row in connection.execute("SELECT DISTINCT master FROM keys")}

    def _one(self, condition: str, value: object) -> VisitorKey | None:
        return next(iter(self._all(condition, value)), None)

    def _all(self, condition: str, *values: object) -> list[VisitorKey]:
        with self._opened() as connection:
            rows = connection.execute(f"SELECT * FROM keys WHERE {condition}", values).fetchall()  # noqa: S608 - ours
        return [
            VisitorKey(
                visitor=row["visitor"], site=row["site"], since=row["since"], seen=row["seen"],
                seal=self._unwrapped(row),
            )
            for row in rows if row["master"] in self.master.ids
        ]  # fmt: skip

    def _wrap(self, visitor: str, key: bytes) -> tuple[str, bytes]:
        return self.master.ids[0], Seal(self.master.subkey(WRAPPING)).close(key, visitor)

    def _unwrapped(self, row: Row) -> Seal:
        wrapping = Seal(self.master.subkey(WRAPPING, row["master"]))
        return Seal(wrapping.open(row["wrapped"], row["visitor"]))

    def _wipe(self) -> None:
        """Write the file anew: when pages were split, copies of keys stayed behind that `secure_delete` misses."""
        with self._opened() as connection:
            connection.execute("VACUUM")

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)) as connection:
            self.path.chmod(0o600)
            connection.row_factory = Row
            # No write-ahead log: it would keep pages with keys that were destroyed.
            for pragma in ("journal_mode = TRUNCATE", "secure_delete = ON", "synchronous = FULL", "fullfsync = ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(TABLE)
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")


def _fresh() -> bytes:
    return secrets.token_bytes(SIZE)


def _digest(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"caravanserai {kind}\0{text}".encode()).digest()
