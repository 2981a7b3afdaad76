"""`tour audit`, as an operator at the machine gives it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tour.audit import append
from tour.cli import main
from tour.records import Records

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with four entries, two of them another month's."""
    with Records.open_now(tmp_path / "records.sqlite") as records:
        for who, what, month in (
            ("anna", "signed-in", 10), ("anna", "take-reviewed", 10), ("eve", "sign-in-refused", 11),
            ("ben", "roles-changed", 11),
        ):  # fmt: skip
            records.write(append, who, what, "anna", "well", now=NOON.replace(month=month))
    return tmp_path


def tour(data: Path, *words: str, status: int = 0) -> Result:
    done = CliRunner().invoke(main, ["audit", *words, "--data", str(data)])
    assert done.exit_code == status, done.output
    return done


def tamper(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "records.sqlite", isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_a_whole_chain_is_said_to_be_whole(data: Path) -> None:
    assert "is whole: 4 entries" in tour(data, "verify").output
    said = json.loads(tour(data, "verify", "--json").output)
    assert (said["state"]["entries"], said["breaches"]) == (4, [])


def test_a_changed_entry_is_named_and_ends_with_one(data: Path) -> None:
    tamper(data, "UPDATE audit SET who = 'ben' WHERE number = 3")
    done = tour(data, "verify", status=1)
    assert "entry 3: changed" in done.output
    assert "does not hold" in done.output


def test_a_checkpoint_kept_elsewhere_shows_what_the_chain_cannot(data: Path) -> None:
    copy = data / "usb" / "checkpoint"
    copy.parent.mkdir()
    copy.write_text(tour(data, "checkpoint").output)
    assert "signed with" in tour(data, "verify", "--checkpoint", str(copy)).output
    tamper(
        data,
        "DELETE FROM audit WHERE number > 2",
        "UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit WHERE number = 2)",
    )
    (data / "audit.checkpoints").unlink()
    assert "entry 5: removed" in tour(data, "verify", "--checkpoint", str(copy), status=1).output
    copy.write_text("nonsense")
    assert "no list of checkpoints" in tour(data, "verify", "--checkpoint", str(copy), status=1).output


def test_a_lost_file_of_checkpoints_is_begun_anew_only_when_told_to(data: Path) -> None:
    tour(data, "checkpoint")
    (data / "audit.checkpoints").unlink()
    assert "gone" in tour(data, "verify", status=1).output
    assert "--anew" in tour(data, "checkpoint", status=1).output
    tour(data, "checkpoint", "--anew")
    assert "is whole" in tour(data, "verify").output


def test_entries_are_listed_newest_first(data: Path) -> None:
    lines = tour(data, "list").output.splitlines()
    assert [line.split()[3] for line in lines] == ["roles-changed", "sign-in-refused", "take-reviewed", "signed-in"]
    found = json.loads(tour(data, "list", "--who", "anna", "--limit", "1", "--json").output)
    assert [entry["what"] for entry in found] == ["take-reviewed"]
    assert tour(data, "list", "--month", "2025-01").output == ""


def test_a_month_is_reported(data: Path) -> None:
    text = tour(data, "report", "--month", "2026-11").output
    assert "2026-11: 2 entries, 1 sign-ins refused" in text
    assert "1  roles-changed" in text
    assert "ben: 1 people and rights" in text
    said = json.loads(tour(data, "report", "--month", "2026-10", "--json").output)
    assert said["acts"] == {"signing in": {"signed-in": 1}, "approvals": {"take-reviewed": 1}}
    assert said["people"] == {"anna": {"signing in": 1, "approvals": 1}}
    assert "2026-13" in tour(data, "report", "--month", "2026-13", status=2).output


def test_a_folder_without_records_is_named(tmp_path: Path) -> None:
    done = tour(tmp_path / "nothing", "verify", status=1)
    assert "no records here yet" in done.output
    assert not (tmp_path / "nothing").exists()
