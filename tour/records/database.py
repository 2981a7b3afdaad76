"""Connections to a database of records, all opened alike."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Concatenate, ParamSpec, TypeVar

from tour.records.problem import RecordsError

APPLICATION_ID = 0x43525653
"""`CRVS` in the header of the file: a database of ours."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another process that is writing."""

P = ParamSpec("P")
T = TypeVar("T")


def connect(path: Path, *, writes: bool = True) -> Connection:
    """Open a database; rows are `sqlite3.Row`, transactions are begun by hand.

    A commit is on the disk before it returns. What is deleted is overwritten. The file is its owner's alone.
    The connection may be used from any one thread at a time.
    """
    if writes:
        _make(path)
    uri = f"{path.resolve().as_uri()}?mode={'rw' if writes else 'ro'}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        _set_up(connection, writes)
    except sqlite3.DatabaseError as wrong:
        connection.close()
        raise RecordsError(path, f"cannot be read ({wrong})", "bring a backup back with tour restore") from wrong
    return connection


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as wrong:
        raise RecordsError(path, f"cannot be written ({wrong.strerror})", "check the folder and its rights") from wrong


def _set_up(connection: Connection, writes: bool) -> None:
    connection.row_factory = sqlite3.Row
    if writes:
        connection.execute("PRAGMA journal_mode = WAL")
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "fullfsync = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")


@contextmanager
def transaction(connection: Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Everything inside, or nothing of it."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def write(
    connection: Connection, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `change` in one transaction; its result once that is committed."""
    with transaction(connection):
        return change(connection, *args, **kwargs)


def read(
    connection: Connection, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `query` on one snapshot of the records."""
    with transaction(connection, "DEFERRED"):
        return query(connection, *args, **kwargs)
