"""What of a site went to its visitors, when and by whom: every release a set of versions, kept for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scenes.store import Kind

PENDING = (
    "SELECT kind, id, version, deleted, published FROM heads WHERE site = ?"
    " AND published <> CASE WHEN deleted THEN 0 ELSE version END ORDER BY kind, place, id"
)

REORDERED = (
    "SELECT DISTINCT kind FROM (SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY place, id) AS here,"
    " row_number() OVER (PARTITION BY kind ORDER BY published_place, id) AS there"
    " FROM heads WHERE site = ? AND published > 0 AND NOT deleted) WHERE here <> there ORDER BY kind"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A record that visitors get otherwise than it is."""

    kind: Kind
    id: str
    version: int
    deleted: bool
    published: int
    """The version that visitors get, 0 where they get none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What was published at once."""

    site: str
    number: int
    author: str
    at: str
    changes: tuple[Pending, ...] = ()
    """What was not as visitors had it; left out of a list of releases."""
    count: int = 0
    """How many those were."""


def pending(connection: Connection, site: str, limit: int = -1) -> list[Pending]:
    """What a release of the site would bring to visitors."""
    rows = connection.execute(f"{PENDING} LIMIT ?", (site, limit))
    return [
        Pending(kind=kind, id=id_, version=version, deleted=bool(deleted), published=published)
        for kind, id_, version, deleted, published in rows
    ]


def reordered(connection: Connection, site: str) -> tuple[Kind, ...]:
    """The kinds whose records visitors get in another order than they have here."""
    return tuple(kind for (kind,) in connection.execute(REORDERED, (site,)))


def approved_takes(connection: Connection, site: str) -> int:
    """How many approved takes of the site its visitors do not hear yet, or not as they are now."""
    row = connection.execute(
        "SELECT count(*) FROM heads JOIN versions USING (site, kind, id, version) WHERE site = ? AND kind = 'take'"
        " AND NOT heads.deleted AND published <> version AND body ->> 'state' = 'approved'",
        (site,),
    ).fetchone()
    return int(row[0])


def release(connection: Connection, site: str, changes: Sequence[Pending], *, author: str, now: datetime) -> Release:
    """Write down that visitors get these versions, in the order of now; inside the transaction of what was checked."""
    number = latest(connection, site) + 1
    connection.execute("INSERT INTO releases VALUES (?, ?, ?, ?)", (site, number, author, now.isoformat()))
    connection.executemany(
        "INSERT INTO released VALUES (?, ?, ?, ?, ?)",
        ((site, number, each.kind, each.id, each.version) for each in changes),
    )
    connection.executemany(
        "UPDATE heads SET published = ? WHERE site = ? AND kind = ? AND id = ?",
        ((0 if each.deleted else each.version, site, each.kind, each.id) for each in changes),
    )
    connection.execute(
        "UPDATE heads SET published_place = place WHERE site = ? AND NOT deleted AND published_place <> place", (site,)
    )
    return Release(
        site=site, number=number, author=author, at=now.isoformat(), changes=tuple(changes), count=len(changes)
    )


def latest(connection: Connection, site: str) -> int:
    """The number of a site's newest release, 0 where there is none."""
    row = connection.execute("SELECT max(number) FROM releases WHERE site = ?", (site,)).fetchone()
    return int(row[0] or 0)


def released_sites(connection: Connection) -> dict[str, int]:
    """Every site that was published, with the number of its newest release."""
    rows = connection.execute("SELECT site, max(number) FROM releases GROUP BY site ORDER BY site")
    return {str(site): int(number) for site, number in rows}


def releases(connection: Connection, site: str, before: int | None = None, limit: int = 50) -> list[Release]:
    """A site's releases, newest first, those before a number where one is given."""
    query = (
        "SELECT number, author, at, (SELECT count(*) FROM released WHERE site = r.site AND number = r.number)"
        " FROM releases r WHERE site = ? AND number < ? ORDER BY number DESC LIMIT ?"
    )
    rows = connection.execute(query, (site, before or 1 << 62, limit))
    return [Release(site=site, number=number, author=author, at=at, count=count) for number, author, at, count in rows]
