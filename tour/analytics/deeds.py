"""What a visitor did, sealed with their own key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Literal

import msgspec

from tour.audit.entry import stamp
from tour.privacy.keys import Keys
from tour.privacy.sealing import Seal, Unopened

Kind = Literal["arrived", "dwelt", "like", "skip", "share", "more", "repeat", "story", "wrong", "asked", "stood"]
Place = tuple[int, int, float]
"""A square of the plan by its column and row, and the seconds spent on it."""


class Deed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a visitor did."""

    kind: Kind
    language: str
    """BCP 47 tag in which they were told."""
    country: str = ""
    """Where they are from, ISO 3166-1 alpha-2, where they said so."""
    stop: str = ""
    """Where they were."""
    before: str = ""
    """`arrived`: the stop they came from."""
    seconds: float = 0.0
    """`dwelt`: how long."""
    words: str = ""
    """`asked`: the question."""
    answered: bool = True
    """`asked`: whether the facts could answer it."""
    places: tuple[Place, ...] = ()
    """`stood`: where they spent their time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A deed as it was kept."""

    id: int
    visitor: str
    day: str
    settled: bool
    deed: Deed


_decoder = msgspec.json.Decoder(Deed)


def keep(connection: Connection, keys: Keys, visit: str, deeds: Iterable[Deed], now: datetime) -> int:
    """Keep what a visitor did, while they agree to it; how many deeds were kept.

    Of a visitor who was forgotten meanwhile, or no longer agrees, nothing is kept.
    """
    key = keys.find(visit)
    if key is None or not _agreed(connection, key.visitor):
        return 0
    rows = [
        (key.visitor, key.site, stamp(now)[:10], key.seal.close(msgspec.json.encode(deed), _place(key.visitor)))
        for deed in deeds
    ]
    connection.executemany("INSERT INTO deeds (visitor, site, day, sealed) VALUES (?,?,?,?)", rows)
    keys.see(key.visitor, now)
    return len(rows)


def done(connection: Connection, keys: Keys, site: str, month: str = "") -> list[Done]:
    """What visitors of a site did, in a month `YYYY-MM` or in all that is kept, in the order in which it was kept."""
    rows = connection.execute(
        "SELECT * FROM deeds WHERE site = ? AND day >= ? AND day <= ? ORDER BY id", (site, month, (month or "9") + "~")
    )
    return list(_opened(rows, keys.seals(site)))


def of_visitor(connection: Connection, visitor: str, seal: Seal) -> list[Done]:
    """What one visitor did."""
    rows = connection.execute("SELECT * FROM deeds WHERE visitor = ? ORDER BY id", (visitor,))
    return list(_opened(rows, {visitor: seal}))


def _agreed(connection: Connection, visitor: str) -> bool:
    asked = "SELECT 1 FROM consents WHERE visitor = ? AND purpose = 'analytics' AND ended_at IS NULL"
    return connection.execute(asked, (visitor,)).fetchone() is not None


def _opened(rows: Iterable[Row], seals: dict[str, Seal]) -> Iterator[Done]:
    """Those that can still be read: of the others the key is gone."""
    for row in rows:
        seal = seals.get(row["visitor"])
        if seal is not None:
            found = _read(row, seal)
            if found is not None:
                yield found


def _read(row: Row, seal: Seal) -> Done | None:
    try:
        deed = _decoder.decode(seal.open(row["sealed"], _place(row["visitor"])))
    except (Unopened, msgspec.DecodeError):
        return None
    return Done(
        id=row["id"], visitor=row["visitor"], day=row["day"], settled=bool(row["settled"]), deed=deed,
    )  # fmt: skip


def _place(visitor: str) -> str:
    return f"deeds of {visitor}"
