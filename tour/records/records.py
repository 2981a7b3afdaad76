"""The records while the house is open: one writer, a few readers."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from queue import SimpleQueue
from sqlite3 import Connection
from typing import Concatenate, ParamSpec, TypeVar

from tour.records.database import connect, read, write
from tour.records.lock import shared
from tour.records.migrate import migrate
from tour.records.problem import RecordsError

FILE = "records.sqlite"
"""Name of the database in the data folder."""

READERS = 3

P = ParamSpec("P")
T = TypeVar("T")


class RecordsNow:
    """The records as a command uses them: on one connection, without awaiting."""

    def __init__(self, path: Path, connection: Connection) -> None:
        """Use `Records.open_now` to open one."""
        self.path = path
        self._connection = connection

    def write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`change(connection, …)` in one transaction; its result once that is on the disk, or nothing happened."""
        return write(self._connection, change, *args, **kwargs)

    def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`query(connection, …)` on one snapshot; it must not write."""
        return read(self._connection, query, *args, **kwargs)


class Records:
    """The records as the server uses them: writes queue for one thread, reads go on beside them.

    The functions given run in other threads: they get a connection and must neither keep it nor commit.
    """

    def __init__(self, path: Path, writer: Connection, readers: tuple[Connection, ...]) -> None:
        """Use `Records.open` to open one."""
        self.path = path
        self._writer = writer
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        for reader in readers:
            self._idle.put(reader)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="records-writer")
        self._reading = ThreadPoolExecutor(len(readers), thread_name_prefix="records-reader")

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Records"]:
        """Open, check and migrate the records at `path`, made where there are none.

        Raises `RecordsError` naming the remedy where they are damaged, another program's or of a newer version.
        """
        with ExitStack() as stack:
            records = await asyncio.to_thread(cls._opened, path, stack)
            try:
                yield records
            finally:
                await asyncio.to_thread(records._close)

    @classmethod
    @contextmanager
    def open_now(cls, path: Path) -> Iterator[RecordsNow]:
        """The same for a command, which may run beside the server."""
        with ExitStack() as stack:
            yield RecordsNow(path, _prepared(path, stack))

    @classmethod
    def _opened(cls, path: Path, stack: ExitStack) -> "Records":
        writer = _prepared(path, stack)
        readers = tuple(connect(path, writes=False) for _ in range(READERS))
        for reader in readers:
            stack.callback(reader.close)
        return cls(path, writer, readers)

    async def write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`change(connection, …)` in one transaction; its result once that is on the disk.

        Whatever it raises is raised here, and then nothing of it happened. Cancelling may come too late to stop it.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, lambda: write(self._writer, change, *args, **kwargs))

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`query(connection, …)` on one snapshot of what is committed; it cannot write."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, lambda: self._read(query, *args, **kwargs))

    def _read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        connection = self._idle.get()
        try:
            return read(connection, query, *args, **kwargs)
        finally:
            self._idle.put(connection)

    def _close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()


def _prepared(path: Path, stack: ExitStack) -> Connection:
    """A connection to records that are whole and up to date, closed with the stack."""
    stack.enter_context(shared(path))
    connection = connect(path)
    stack.callback(connection.close)
    check_whole(connection, path)
    migrate(connection, path)
    return connection


def check_whole(connection: Connection, path: Path) -> None:
    """Raise `RecordsError` where SQLite's own quick check finds damage."""
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as wrong:
        found = [str(wrong)]
    if found != ["ok"]:
        raise RecordsError(path, f"damaged ({'; '.join(found)[:300]})", "bring a backup back with tour restore")
