"""The chain of entries in the records: appended to inside the change it tells of, and verified."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from tour.audit.entry import Entry, check, details_of, entry_of, stamp

PAGE = 100
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """Where the chain does not hold, and how that shows."""

    number: int
    """The entry, or the first that is missing; 0 where no single entry is meant."""
    problem: str

    def __str__(self) -> str:
        """For a person."""
        return f"entry {self.number}: {self.problem}" if self.number else self.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain ends."""

    number: int = 0
    hash: str = ""


def append(
    connection: Connection,
    who: str,
    what: str,
    about: str = "",
    site: str = "",
    details: Mapping[str, Any] | None = None,
    *,
    now: datetime,
) -> Entry:
    """Write down what `who` does, in the same transaction as the change itself.

    `who` is an account's id, `command:<user>` or `house`; `what` an act such as `signed-in`. Nothing that a visitor
    said belongs in here, and no name of theirs: entries are kept for good. Raises `ValueError` for what is not fit to
    be kept, and outside a transaction.
    """
    if not connection.in_transaction:
        raise ValueError("an entry of the audit is written in the transaction of what it tells of")
    check(who, what, about, site)
    last = head(connection)
    entry = Entry(
        number=last.number + 1, at=stamp(now), who=who, what=what, about=about, site=site,
        details=details_of(details), previous=last.hash,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO audit (number, at, who, what, about, site, details, previous, hash) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            entry.number, entry.at, entry.who, entry.what, entry.about, entry.site, entry.details, entry.previous,
            entry.hash,
        ),
    )  # fmt: skip
    connection.execute("UPDATE audit_head SET number = ?, hash = ? WHERE id = 1", (entry.number, entry.hash))
    return entry


def head(connection: Connection) -> Head:
    """Where the chain ends, as the records say."""
    row = connection.execute("SELECT number, hash FROM audit_head WHERE id = 1").fetchone()
    return Head(number=row["number"], hash=row["hash"]) if row else Head()


def entries(
    connection: Connection,
    *,
    before: int | None = None,
    who: str = "",
    what: str = "",
    site: str = "",
    month: str = "",
    limit: int = PAGE,
) -> list[Entry]:
    """The newest entries first: those older than number `before`, of a person, an act, a site, a month `YYYY-MM`."""
    wanted = {"who = ?": who, "what = ?": what, "site = ?": site, "at >= ?": month, "at < ?": month and month + "~"}
    asked = {condition: value for condition, value in wanted.items() if value}
    if before is not None:
        asked["number < ?"] = str(before)
    where = " AND ".join(asked) or "1"
    rows = connection.execute(
        f"SELECT * FROM audit WHERE {where} ORDER BY number DESC LIMIT ?",  # noqa: S608 - conditions are ours
        (*asked.values(), max(1, min(limit, MOST))),
    )
    return [entry_of(row) for row in rows]


def verify(connection: Connection) -> list[Breach]:
    """Everything about the chain that does not hold; empty where it is whole.

    Entries cut off the end together with the head show only against a checkpoint (`tour.audit.checkpoints`).
    """
    breaches: list[Breach] = []
    last = Head()
    for entry, kept in _all(connection):
        breaches += _compare(entry, kept, last)
        last = Head(number=entry.number, hash=kept)
    kept_head = head(connection)
    if kept_head != last:
        problem = f"the chain ends at entry {last.number}, but its head is entry {kept_head.number}"
        if kept_head.number > last.number:
            breaches.append(Breach(number=last.number + 1, problem=f"removed: {problem}"))
        else:
            breaches.append(Breach(number=0, problem=problem))
    return breaches


def hash_at(connection: Connection, number: int) -> str | None:
    """The hash of an entry, computed from what it says now; None where there is none."""
    row = connection.execute("SELECT * FROM audit WHERE number = ?", (number,)).fetchone()
    return entry_of(row).hash if row else None


def _all(connection: Connection) -> Iterator[tuple[Entry, str]]:
    for row in connection.execute("SELECT * FROM audit ORDER BY number"):
        yield entry_of(row), row["hash"]


def _compare(entry: Entry, kept: str, last: Head) -> Iterator[Breach]:
    if entry.number != last.number + 1:
        missing = f"{last.number + 1} to {entry.number - 1}" if entry.number > last.number + 2 else last.number + 1
        yield Breach(number=last.number + 1, problem=f"removed (entries missing: {missing})")
    elif entry.previous != last.hash:
        yield Breach(number=entry.number, problem="does not follow the entry before it: put in, moved or changed")
    if entry.hash != kept:
        yield Breach(number=entry.number, problem="changed: what it says is not what was sealed")
