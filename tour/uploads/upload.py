"""Uploads in the records: begun, grown, finished, used, gone."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from sqlite3 import Connection, Row

from msgspec import Struct

from tour.audit import append
from tour.audit.entry import stamp

ALL = (
    "SELECT u.*, (j.state IS NOT NULL AND j.state IN ('waiting', 'running')) AS used"
    " FROM uploads u LEFT JOIN jobs j ON j.id = u.job"
)


def fresh_id() -> str:
    """The id of an upload that is to be."""
    return secrets.token_hex(16)


class NoUpload(LookupError):
    """There is no such upload, or no more."""


class InUse(Exception):
    """A job is at work on an upload."""


class Upload(Struct, frozen=True, kw_only=True):
    """A file that is coming, or has come and waits to be used."""

    id: str
    site: str
    name: str
    """With slashes, where it came with its folders."""
    size: int
    """Bytes that were announced."""
    offset: int
    """Bytes that are on the disk for certain."""
    by: str
    """Id of the account."""
    made: str
    expires: str
    """When it is thrown away, if nobody sends or uses anything of it."""
    job: str
    """The open job that uses it; empty while none does."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come."""
        return self.offset == self.size


def begin(
    connection: Connection, id_: str, site: str, name: str, size: int, who: str, now: datetime, kept: timedelta
) -> Upload:
    """Write down that a file will come; the place of its bytes is there already, under an id from `fresh_id`."""
    connection.execute(
        "INSERT INTO uploads (id, site, name, size, made_by, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (id_, site, name, size, who, stamp(now), stamp(now + kept)),
    )
    append(connection, who, "upload-begun", id_, site, {"bytes": size, "name": name}, now=now)
    return get(connection, id_, site)


def get(connection: Connection, id_: str, site: str) -> Upload:
    """An upload of a site by its id; raises `NoUpload`."""
    row = connection.execute(f"{ALL} WHERE u.id = ? AND u.site = ?", (id_, site)).fetchone()
    if row is None:
        raise NoUpload(id_)
    return _of_row(row)


def uploads(connection: Connection, site: str = "") -> list[Upload]:
    """The uploads of a site, or of all, oldest first."""
    rows = connection.execute(f"{ALL} WHERE ? IN ('', u.site) ORDER BY u.made, u.id", (site,))
    return [_of_row(row) for row in rows]


def grow(connection: Connection, upload: Upload, offset: int, who: str, now: datetime, kept: timedelta) -> Upload:
    """Write down that so many bytes are on the disk; raises `NoUpload` where it was thrown away meanwhile."""
    changed = connection.execute(
        "UPDATE uploads SET held = ?, expires = ? WHERE id = ? AND held <= ?",
        (offset, stamp(now + kept), upload.id, offset),
    ).rowcount
    if not changed:
        raise NoUpload(upload.id)
    if offset == upload.size and not upload.is_whole:
        append(connection, who, "upload-finished", upload.id, upload.site, {"bytes": offset}, now=now)
    return get(connection, upload.id, upload.site)


def drop(connection: Connection, id_: str, site: str, who: str, now: datetime) -> None:
    """Throw an upload away; raises `NoUpload`, `InUse`."""
    if get(connection, id_, site).job:
        raise InUse(id_)
    _forget(connection, id_)
    append(connection, who, "upload-deleted", id_, site, now=now)


def expire(connection: Connection, now: datetime) -> list[str]:
    """Throw away what nobody sent or used anything of for long enough; the ids."""
    old = [each for each in uploads(connection) if each.expires <= stamp(now) and not each.job]
    for each in old:
        _forget(connection, each.id)
        append(connection, "house", "upload-expired", each.id, each.site, now=now)
    return [each.id for each in old]


def claim(connection: Connection, site: str, ids: Sequence[str], job: str) -> None:
    """Let a job use uploads of its site; raises `NoUpload`, `InUse` where another job does."""
    for id_ in ids:
        if get(connection, id_, site).job not in {"", job}:
            raise InUse(id_)
        connection.execute("UPDATE uploads SET job = ? WHERE id = ?", (job, id_))


def used_up(connection: Connection, ids: Sequence[str]) -> None:
    """Throw away what a job has taken in; that is told where it is told what became of it."""
    for id_ in ids:
        _forget(connection, id_)


def _forget(connection: Connection, id_: str) -> None:
    connection.execute("DELETE FROM uploads WHERE id = ?", (id_,))


def _of_row(row: Row) -> Upload:
    return Upload(
        id=row["id"], site=row["site"], name=row["name"], size=row["size"], offset=row["held"], by=row["made_by"],
        made=row["made"], expires=row["expires"], job=row["job"] if row["used"] else "",
    )  # fmt: skip
