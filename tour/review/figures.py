"""What readers found, by category, over time, per language and model."""

from datetime import datetime
from sqlite3 import Connection
from typing import Literal

from msgspec import Struct

from tour.audit.entry import stamp

Period = Literal["day", "week", "month"]
WRITTEN: dict[Period, str] = {"day": "%Y-%m-%d", "week": "%Y-W%W", "month": "%Y-%m"}
"""SQLite's own `strftime`; the first Monday of a year begins its week 01."""


class Figure(Struct, frozen=True, kw_only=True):
    """How often something was found."""

    period: str
    language: str
    model: str
    """Empty for words of people."""
    source: Literal["take", "wrong", "sample"]
    """A take that was reviewed, a sentence that a visitor doubted, one that chance picked."""
    category: str
    count: int


class Coverage(Struct, frozen=True, kw_only=True):
    """How much of what may be heard somebody answers for."""

    language: str
    approved: int
    stale: int
    edited: int
    """Of the approved ones."""
    waiting: int
    rejected: int
    by_machine: int
    """Of the approved ones, written by a machine."""


def figures(
    connection: Connection, site: str, *, since: datetime, until: datetime, period: Period = "month"
) -> list[Figure]:
    """Every decision of the time from `since` to before `until`, counted; oldest first."""
    rows = connection.execute(
        "SELECT strftime(:when, at) AS period, language, model, source, category, count(*) AS count FROM ("
        " SELECT s.at, d.language, d.model, 'take' AS source, s.category FROM steps s JOIN drafts d ON d.id = s.draft"
        " WHERE s.site = :site AND s.act IN ('approve', 'edit', 'reject') AND s.at >= :since AND s.at < :until"
        " UNION ALL SELECT decided, language, model, cause, category FROM heard"
        " WHERE site = :site AND state = 'settled' AND decided >= :since AND decided < :until)"
        " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
        {"when": WRITTEN[period], "site": site, "since": stamp(since), "until": stamp(until)},
    )
    return [Figure(**{name: row[name] for name in Figure.__struct_fields__}) for row in rows]


def coverage(connection: Connection, site: str) -> list[Coverage]:
    """How far each language is reviewed."""
    rows = connection.execute(
        "SELECT language, sum(state = 'approved') AS approved, sum(state = 'approved' AND stale <> '') AS stale,"
        " sum(state = 'approved' AND edited) AS edited, sum(state IN ('screened', 'in-review')) AS waiting,"
        " sum(state = 'rejected') AS rejected, sum(state = 'approved' AND ai) AS by_machine"
        " FROM drafts WHERE site = ? GROUP BY language ORDER BY language",
        (site,),
    )
    return [Coverage(**{name: row[name] for name in Coverage.__struct_fields__}) for row in rows]
