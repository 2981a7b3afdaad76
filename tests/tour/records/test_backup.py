"""Backups of open records, and what may take the records' place."""

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest
from click.testing import CliRunner, Result

from scenes.stores import sqlite
from tour.audit.chain import entries
from tour.cli import main
from tour.records import Records, RecordsBusy, RecordsError
from tour.records.backup import back_up, restore

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
SOURCE = {"author": "Anna Rossi", "title": "Wells", "year": 1931}


def put(connection: Connection, name: str) -> None:
    sqlite.save(connection, "well", "source", name, {**SOURCE, "id": name}, author="ada", now=NOW)


def names(connection: Connection) -> list[str]:
    return [each.id for each in sqlite.find(connection, "well", "source", limit=-1)]


def quiet(connection: Connection, now: datetime) -> None:
    """Say nothing of a restore."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Records that hold one source."""
    path = tmp_path / "data" / "records.sqlite"
    with Records.open_now(path) as records:
        records.write(put, "rossi")
    return path


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """A backup of them."""
    back_up(path, tmp_path / "kept" / "backup.sqlite")
    return tmp_path / "kept" / "backup.sqlite"


async def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.records.backup.PAGES", 4)
    path, target = tmp_path / "records.sqlite", tmp_path / "backup.sqlite"
    async with Records.open(path) as records:
        for number in range(300):
            await records.write(put, f"before-{number}")
        steps = list[int]()

        def meanwhile(done: int, total: int) -> None:
            steps.append(done)
            with Records.open_now(path) as other:
                other.write(put, f"meanwhile-{len(steps)}")

        back_up(path, target, meanwhile)
        assert len(steps) > 10
        assert len(await records.read(names)) == 300 + len(steps)
    restore(target, tmp_path / "other.sqlite", NOW, quiet)
    with Records.open_now(tmp_path / "other.sqlite") as other:
        assert other.read(names) == [f"before-{number}" for number in range(300)]


def test_a_backup_is_one_file_for_its_owner(backup: Path) -> None:
    assert [each.name for each in backup.parent.iterdir()] == ["backup.sqlite"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_restore_puts_what_was_there_aside(path: Path, backup: Path) -> None:
    with Records.open_now(path) as records:
        records.write(put, "later")
    done = restore(backup, path, NOW, quiet)
    with Records.open_now(path) as records:
        assert records.read(names) == ["rossi"]
    assert done.aside is not None
    with Records.open_now(done.aside) as records:
        assert records.read(names) == ["rossi", "later"]
    assert sorted(each.suffix for each in backup.parent.iterdir()) == [".sqlite"]


def test_nothing_is_restored_under_a_running_server(path: Path, backup: Path) -> None:
    with Records.open_now(path), pytest.raises(RecordsBusy, match="stop the server"):
        restore(backup, path, NOW, quiet)


def test_a_damaged_house_is_restored(path: Path, backup: Path) -> None:
    path.write_bytes(b"x" * path.stat().st_size)
    restore(backup, path, NOW, quiet)
    with Records.open_now(path) as records:
        assert records.read(names) == ["rossi"]


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:24_576] = b"\xff" * 16_384
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])


def replace_by_text(file: Path) -> None:
    file.write_text("dear diary " * 1000)


def replace_by_nothing(file: Path) -> None:
    file.write_bytes(b"")


def replace_by_cats(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE cats (name TEXT)")
    connection.commit()
    connection.close()


def make_newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


@pytest.mark.parametrize("harm", [damage, cut, replace_by_text, replace_by_nothing, replace_by_cats, make_newer])
def test_what_is_no_sound_backup_changes_nothing(path: Path, backup: Path, harm: object) -> None:
    harm(backup)  # type: ignore[operator]
    before = sorted(each.name for each in path.parent.iterdir())
    with pytest.raises(RecordsError) as met:
        restore(backup, path, NOW, quiet)
    assert met.value.path == backup
    assert sorted(each.name for each in path.parent.iterdir()) == before
    with Records.open_now(path) as records:
        assert records.read(names) == ["rossi"]


@pytest.fixture
def typed(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands are given in `tmp_path`, for the records at `path`."""
    monkeypatch.setenv("TOUR_DATA", str(path.parent))
    monkeypatch.chdir(tmp_path)


def tour(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(main, words, input=said)


@pytest.mark.usefixtures("typed")
def test_the_commands_as_people_type_them(path: Path, tmp_path: Path) -> None:
    done = tour("backup", "b.sqlite")
    assert done.exit_code == 0, done.output
    with Records.open_now(path) as records:
        records.write(put, "later")
    assert tour("restore", "b.sqlite", said="n\n").exit_code == 1
    done = tour("restore", "b.sqlite", "--yes")
    assert done.exit_code == 0, done.output
    assert "before" in done.stdout
    with Records.open_now(path) as records:
        assert records.read(names) == ["rossi"]
        acts = [(each.what, each.who.partition(":")[0]) for each in records.read(entries)]
    assert sorted(acts) == [("backed-up", "command"), ("records-restored", "command")]


@pytest.mark.usefixtures("typed")
def test_a_backup_without_a_name_gets_the_date(tmp_path: Path) -> None:
    assert tour("backup").exit_code == 0
    assert len(list(tmp_path.glob("records-*.sqlite"))) == 1


@pytest.mark.usefixtures("typed")
def test_a_restore_says_what_stands_in_the_way(path: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    refused = tour("restore", "diary.txt", "--yes")
    assert refused.exit_code == 1
    assert "diary.txt" in refused.output
    with Records.open_now(path):
        busy = tour("restore", "diary.txt", "--yes")
    assert busy.exit_code == 1
    assert "stop the server" in busy.output


def test_a_house_without_records_says_so(tmp_path: Path) -> None:
    refused = tour("backup", str(tmp_path / "b.sqlite"), "--data", str(tmp_path))
    assert refused.exit_code == 1
    assert "no records here yet" in refused.output
