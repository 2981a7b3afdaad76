"""The records as one file beside the house, written while it is open, and brought back while it is closed."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from scenes.stores.named import link
from tour.records.database import connect, write
from tour.records.lock import alone, shared
from tour.records.migrate import check_kind, check_version, migrate
from tour.records.problem import RecordsError

PAGES = 2048
"""Pages that are copied before progress is told."""

Progress = Callable[[int, int], None]
Note = Callable[[Connection, datetime], None]
Before = Callable[[Path], None]
"""What has to be done before records take their place: gets a checked copy of them, and stops it all by raising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of a restore."""

    records: Path
    aside: Path | None
    """The records as they were before, None where there were none."""
    version: int
    """The newest step that the backup had taken."""


def back_up(path: Path, target: Path, progress: Progress = lambda done, total: None) -> int:
    """Copy the records at `path` as they are at one moment into the file `target`; its bytes.

    Nobody is held up meanwhile. The file is whole or not there, its owner's alone, and needs nothing beside it.
    Raises `RecordsError`, `OSError` where the disk does not take it.
    """
    if not path.is_file():
        raise RecordsError(path, "no records here yet", "name the data folder with --data")
    with shared(path), closing(connect(path)) as connection, _coming(target) as coming:
        check_kind(connection, path)
        copy(connection, coming, progress)
        coming.replace(target)
        _settle(target)
        return target.stat().st_size


def restore(
    backup: Path,
    path: Path,
    now: datetime,
    note: Note,
    progress: Progress = lambda d, t: None,
    before: Before = lambda records: None,
) -> Restored:
    """Put a backup in the place of the records at `path`, and what was there aside.

    The backup is checked page by page and brought up to date before anything is touched; `note` writes into it what
    is done. Raises `RecordsBusy` while anybody uses the records, `RecordsError` for a file that is no sound backup.
    """
    if not backup.is_file():
        raise RecordsError(backup, "no such file", "name a file that tour backup wrote")
    with alone(path), _coming(path) as coming:
        version = _checked_copy(backup, coming, now, note, progress)
        before(coming)
        aside = _put_aside(path, now)
        coming.replace(path)
        _settle(path)
        return Restored(records=path, aside=aside, version=version)


def copy(connection: Connection, target: Path, progress: Progress = lambda done, total: None) -> None:
    """Copy a database as it is now into a new file that stands alone."""
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as out:
            connection.backup(out, pages=PAGES, progress=lambda _, left, total: progress(total - left, total))
            out.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.execute("COMMIT")


def _checked_copy(backup: Path, coming: Path, now: datetime, note: Note, progress: Progress) -> int:
    """Copy a backup, hold it against every check, and bring it up to date; the step it had reached."""
    try:
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            copy(source, coming, progress)
        with closing(connect(coming)) as connection:
            check_kind(connection, backup)
            check_version(connection, backup)
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if not version:
                raise RecordsError(backup, "empty", "name a file that tour backup wrote")
            _check_every_page(connection, backup)
            migrate(connection, backup)
            write(connection, note, now)
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as wrong:
        raise RecordsError(backup, f"no sound backup ({wrong})", "name another; nothing was changed") from wrong
    return version


def _check_every_page(connection: Connection, backup: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
    found += [f"{row[0]} lacks what it names" for row in connection.execute("PRAGMA foreign_key_check").fetchmany(3)]
    if found != ["ok"]:
        raise RecordsError(backup, f"damaged ({'; '.join(found)[:300]})", "name another backup; nothing was changed")


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Move the records, with what belongs to them, out of the way; they are alone on the disk then."""
    if not path.is_file():
        return None
    with suppress(RecordsError):  # damaged: that is why a backup comes, and the journal goes with it
        connect(path).close()
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.before-{stamp}{path.suffix}")
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    link(path, aside)
    return aside


@contextmanager
def _coming(target: Path) -> Iterator[Path]:
    """A name beside `target` for a file that is its owner's alone and vanishes unless it is renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Return once a file and its name are on the disk."""
    for place in (path, path.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
