"""Bringing a database of records up to what the program expects."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from tour.records.database import APPLICATION_ID, transaction
from tour.records.problem import RecordsError

FOLDER = Path(__file__).parent / "migrations"
NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
LEDGER = "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered step."""

    number: int
    name: str
    sql: str


def migrations(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The steps that come with the program, in order; raises `ValueError` for a number given twice."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = NAME.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path}: name it NNNN_name.sql")
        found.append(Migration(number=int(match[1]), name=match[2], sql=path.read_text(encoding="utf-8")))
    if len({each.number for each in found}) < len(found):
        raise ValueError(f"{folder}: a number is given twice")
    return tuple(found)


def migrate(connection: Connection, path: Path, steps: tuple[Migration, ...] | None = None) -> int:
    """Take the steps that a database has not taken, each in a transaction of its own; how many they were.

    Numbers are reserved by subject, so that a lower one may come after a higher one: a table keeps what was taken, and
    `user_version` the highest. Raises `RecordsError` for a database of another program, or of a newer version of this.
    """
    steps = migrations() if steps is None else steps
    check_kind(connection, path)
    check_version(connection, path, steps)
    return sum(_take(connection, step) for step in steps)


def check_kind(connection: Connection, path: Path) -> None:
    """Refuse a database that another program made."""
    found = _pragma(connection, "application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if found != APPLICATION_ID and (found or tables):
        raise RecordsError(path, "another program's database", "name the records of this house")


def check_version(connection: Connection, path: Path, steps: tuple[Migration, ...] | None = None) -> None:
    """Refuse a database that a newer version of the program has written."""
    steps = migrations() if steps is None else steps
    known = max((step.number for step in steps), default=0)
    version = _pragma(connection, "user_version")
    if version > known:
        problem = f"written by a newer version of the program (its step {version}, known here {known})"
        raise RecordsError(path, problem, "install that version; nothing was changed")


def _take(connection: Connection, step: Migration) -> bool:
    with transaction(connection):
        connection.execute(LEDGER)
        if connection.execute("SELECT 1 FROM migrations WHERE number = ?", (step.number,)).fetchone():
            return False
        for statement in statements(step.sql):
            connection.execute(statement)
        connection.execute("INSERT INTO migrations VALUES (?, ?)", (step.number, step.name))
        version = max(step.number, _pragma(connection, "user_version"))
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return True


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; a trigger's body is one with it. Each ends at the end of a line."""
    waiting = ""
    for line in sql.splitlines(keepends=True):
        waiting += line
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
    if waiting.strip():
        yield waiting


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
