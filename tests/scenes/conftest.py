"""A database with the tables of records."""

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from scenes.stores.files import FileStore
from scenes.stores.named import NamedFiles
from tour.records.database import connect
from tour.records.migrate import migrate


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Connection]:
    """An open connection, every statement a transaction of its own."""
    path = tmp_path / "records.sqlite"
    connection = connect(path)
    migrate(connection, path)
    yield connection
    connection.close()


@pytest.fixture
def named(tmp_path: Path) -> NamedFiles:
    """Where files that records name are kept."""
    return NamedFiles(FileStore(tmp_path / "assets"), tmp_path / "named")
