"""Records with a chain of a few entries, and somebody who can write to the file behind the house's back."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tour.audit.chain import append
from tour.records import Records, RecordsNow

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
Tamper = Callable[..., None]
ACTS = ("signed-in", "record-saved", "role-given", "take-approved", "signed-out")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with one entry for each of ACTS, made once."""
    path = tmp_path_factory.mktemp("audit") / "records.sqlite"
    with Records.open_now(path) as records:
        for step, what in enumerate(ACTS):
            note(records, what, step)
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path))


@pytest.fixture
def records(path: Path) -> Iterator[RecordsNow]:
    with Records.open_now(path) as records:
        yield records


def note(records: RecordsNow, what: str, step: int, who: str = "anna") -> None:
    """One more entry, `step` minutes after noon."""
    records.write(append, who, what, "well", "well", {"step": step}, now=NOON + timedelta(minutes=step))


@pytest.fixture
def tamper(path: Path, records: RecordsNow) -> Tamper:
    """Run statements on the file as whoever owns the disk could: without the triggers."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return run
