"""Records of sites in SQLite: a `SceneStore` over the tables `versions`, `heads` and `words`.

Every function works inside the transaction of whoever calls it.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection, Row
from typing import Any

import msgspec

from scenes.bodies import settled
from scenes.merging import merge
from scenes.pack_error import SitePackError
from scenes.store import ANYTHING, Conflict, Kind, Version

COLUMNS = "v.site, v.kind, v.id, v.version, v.body, v.author, v.at, v.etag, v.deleted"
NEWEST = f"SELECT {COLUMNS} FROM heads h JOIN versions v USING (site, kind, id, version)"  # noqa: S608
LONGEST_SEARCH = 200
"""Characters of a search that are read."""


def save(
    connection: Connection,
    site: str,
    kind: Kind,
    id_: str,
    body: Mapping[str, Any],
    *,
    author: str,
    now: datetime,
    expected: str | None = None,
) -> Version:
    """Append a version and return it, or the one that says the same already (`SceneStore.save`)."""
    if kind == "site" and id_ != site:
        raise SitePackError(Path(kind, id_[:160]), "id", f"{id_[:80]!r} is another site", f"write {site!r}")
    mine = settled(kind, id_, body)
    head = newest(connection, site, kind, id_)
    there = head is not None and not head.deleted
    if expected not in (ANYTHING, head.etag if head else None) and not (expected is None and not there):
        mine = _joined(connection, head, mine, expected)
    if head is not None and there and head.body == mine:
        return head
    return _append(connection, head, (site, kind, id_), mine, author, now)


def delete(
    connection: Connection, site: str, kind: Kind, id_: str, *, author: str, now: datetime, expected: str
) -> Version:
    """Append a version that says it is gone (`SceneStore.delete`)."""
    head = newest(connection, site, kind, id_)
    if head is None or head.deleted:
        raise KeyError(id_)
    if expected not in (ANYTHING, head.etag):
        raise Conflict(mine={}, theirs=head, base=by_etag(connection, site, kind, id_, expected))
    return _append(connection, head, (site, kind, id_), head.body, author, now, deleted=True)


def restore(
    connection: Connection,
    site: str,
    kind: Kind,
    id_: str,
    version: int,
    *,
    author: str,
    now: datetime,
    expected: str,
) -> Version:
    """Save an old version as the newest (`SceneStore.restore`)."""
    old = version_of(connection, site, kind, id_, version)
    head = newest(connection, site, kind, id_)
    if old is None or head is None:
        raise KeyError(version)
    if expected not in (ANYTHING, head.etag):
        raise Conflict(mine=old.body, theirs=head, base=by_etag(connection, site, kind, id_, expected))
    if head.body == old.body and not head.deleted:
        return head
    return _append(connection, head, (site, kind, id_), settled(kind, id_, old.body), author, now)


def get(connection: Connection, site: str, kind: Kind, id_: str) -> Version | None:
    """The newest version, None where there is none or it was deleted."""
    head = newest(connection, site, kind, id_)
    return None if head is None or head.deleted else head


def newest(connection: Connection, site: str, kind: Kind, id_: str) -> Version | None:
    """The newest version, deleted or not."""
    row = connection.execute(f"{NEWEST} WHERE h.site = ? AND h.kind = ? AND h.id = ?", (site, kind, id_)).fetchone()
    return None if row is None else read_version(row)


def version_of(connection: Connection, site: str, kind: Kind, id_: str, version: int) -> Version | None:
    """One version by its number."""
    query = f"SELECT {COLUMNS} FROM versions v WHERE site = ? AND kind = ? AND id = ? AND version = ?"  # noqa: S608
    row = connection.execute(query, (site, kind, id_, version)).fetchone()
    return None if row is None else read_version(row)


def history(
    connection: Connection, site: str, kind: Kind, id_: str, *, before: int | None = None, limit: int = -1
) -> Sequence[Version]:
    """The versions, newest first, those before a number where one is given."""
    query = (
        f"SELECT {COLUMNS} FROM versions v WHERE site = ? AND kind = ? AND id = ? AND version < ?"  # noqa: S608
        " ORDER BY version DESC LIMIT ?"
    )
    return [read_version(row) for row in connection.execute(query, (site, kind, id_, before or 1 << 62, limit))]


def by_etag(connection: Connection, site: str, kind: Kind, id_: str, etag: str) -> Version | None:
    """The version of a record that has this entity tag."""
    query = f"SELECT {COLUMNS} FROM versions v WHERE etag = ? AND site = ? AND kind = ? AND id = ?"  # noqa: S608
    row = connection.execute(query, (etag, site, kind, id_)).fetchone()
    return None if row is None else read_version(row)


def find(
    connection: Connection, site: str, kind: Kind, *, search: str = "", after: str = "", limit: int = 100
) -> Sequence[Version]:
    """Records of a kind in their order, from the one after the id `after`, that have all words of `search`."""
    terms = folded(search[:LONGEST_SEARCH]).split()
    having = " AND instr(w.words, ?)" * len(terms)
    joined = " JOIN words w USING (site, kind, id)" if terms else ""
    place = place_of(connection, site, kind, after) if after else -1
    query = (
        f"{NEWEST}{joined} WHERE h.site = ? AND h.kind = ? AND (h.place, h.id) > (?, ?) AND NOT h.deleted"
        f"{having} ORDER BY h.place, h.id LIMIT ?"
    )
    return [read_version(row) for row in connection.execute(query, (site, kind, place, after, *terms, limit))]


def count(connection: Connection, site: str) -> dict[str, int]:
    """How many records of each kind there are."""
    query = "SELECT kind, count(*) FROM heads WHERE site = ? AND NOT deleted GROUP BY kind"
    return {str(kind): int(number) for kind, number in connection.execute(query, (site,))}


def sites(connection: Connection) -> Sequence[Version]:
    """The record `site` of every site there is."""
    return [read_version(row) for row in connection.execute(f"{NEWEST} WHERE h.kind = 'site' AND NOT h.deleted")]


def place_of(connection: Connection, site: str, kind: Kind, id_: str) -> int:
    """Where a record stands among its kind; -1 where there is none."""
    query = "SELECT place FROM heads WHERE site = ? AND kind = ? AND id = ?"
    row = connection.execute(query, (site, kind, id_)).fetchone()
    return -1 if row is None else int(row[0])


def in_order(connection: Connection, site: str, kind: Kind) -> list[str]:
    """The ids of the records of a kind as they stand."""
    query = "SELECT id FROM heads WHERE site = ? AND kind = ? AND NOT deleted ORDER BY place, id"
    return [str(id_) for (id_,) in connection.execute(query, (site, kind))]


def put_in_order(connection: Connection, site: str, kind: Kind, ids: Sequence[str]) -> None:
    """Give the records of a kind the order of `ids`; others keep their places, after these where they tie."""
    rows = ((place, site, kind, id_) for place, id_ in enumerate(ids))
    connection.executemany("UPDATE heads SET place = ? WHERE site = ? AND kind = ? AND id = ?", rows)


def read_version(row: Row) -> Version:
    """A row of `COLUMNS` as a version."""
    return Version(
        site=row["site"],
        kind=row["kind"],
        id=row["id"],
        version=row["version"],
        body=msgspec.json.decode(row["body"]),
        author=row["author"],
        at=row["at"],
        etag=row["etag"],
        deleted=bool(row["deleted"]),
    )


def folded(text: str) -> str:
    """A text as it is searched: compatibility forms and case are one, and nothing is there that cannot be seen."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in plain)


def _joined(connection: Connection, head: Version | None, mine: dict[str, Any], expected: str | None) -> dict[str, Any]:
    """What was saved since joined with what is to be saved; raises `Conflict` where they touch."""
    base = by_etag(connection, head.site, head.kind, head.id, expected) if head and expected else None
    if head is None or head.deleted or base is None:
        if head is not None and not head.deleted and head.body == mine:
            return mine
        raise Conflict(mine=mine, theirs=head, base=base)
    merged = merge(base.body, head.body, mine)
    if merged.clashes:
        raise Conflict(mine=mine, theirs=head, base=base, clashes=merged.clashes)
    return settled(head.kind, head.id, merged.value)


def _append(
    connection: Connection,
    head: Version | None,
    name: tuple[str, Kind, str],
    body: dict[str, Any],
    author: str,
    now: datetime,
    *,
    deleted: bool = False,
) -> Version:
    site, kind, id_ = name
    number = 1 if head is None else head.version + 1
    text = msgspec.json.encode(body).decode()
    etag = hashlib.sha256(f"{site}/{kind}/{id_}/{number}/{deleted}/{text}".encode()).hexdigest()[:32]
    row = (*name, number, text, author, now.isoformat(), etag, int(deleted))
    connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    _note_head(connection, name, number, deleted)
    words = "" if deleted else folded(" ".join((id_, *_texts(body))))
    connection.execute("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", (*name, words))
    return Version(
        site=site, kind=kind, id=id_, version=number, body=body, author=author, at=now.isoformat(), etag=etag,
        deleted=deleted,
    )  # fmt: skip


def _note_head(connection: Connection, name: tuple[str, Kind, str], number: int, deleted: bool) -> None:
    if number > 1:
        query = "UPDATE heads SET version = ?, deleted = ? WHERE site = ? AND kind = ? AND id = ?"
        connection.execute(query, (number, int(deleted), *name))
        return
    query = (
        "INSERT INTO heads (site, kind, id, version, deleted, place) "
        "SELECT ?, ?, ?, ?, ?, coalesce(max(place) + 1, 0) FROM heads WHERE site = ? AND kind = ?"
    )
    connection.execute(query, (*name, number, int(deleted), *name[:2]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
