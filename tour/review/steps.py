"""The steps of a draft: who did what with it, and when. Nothing of it is changed afterwards."""

from datetime import datetime
from sqlite3 import Connection

import msgspec
from msgspec import Struct

from tour.audit.entry import stamp


class Step(Struct, frozen=True, kw_only=True):
    """One step of a draft's way."""

    number: int
    act: str
    before: str
    after: str
    who: str
    at: str
    category: str = ""
    reason: str = ""
    words: tuple[str, ...] = ()
    """The sentences as they were before, where they were edited."""


def note(
    connection: Connection,
    draft: str,
    site: str,
    act: str,
    before: str,
    after: str,
    who: str,
    now: datetime,
    *,
    category: str = "",
    reason: str = "",
    words: str = "[]",
) -> None:
    """Write one step down."""
    connection.execute(
        "INSERT INTO steps (draft, site, act, before, after, who, at, category, reason, words)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (draft, site, act, before, after, who, stamp(now), category, reason, words),
    )


def steps(connection: Connection, draft: str) -> list[Step]:
    """All steps of a draft, oldest first."""
    rows = connection.execute("SELECT * FROM steps WHERE draft = ? ORDER BY number", (draft,))
    return [
        Step(
            number=row["number"], act=row["act"], before=row["before"], after=row["after"], who=row["who"],
            at=row["at"], category=row["category"], reason=row["reason"],
            words=msgspec.json.decode(row["words"], type=tuple[str, ...]),
        )
        for row in rows
    ]  # fmt: skip
