"""The records: whole or not at all, by one writer, read beside it."""

import asyncio
import sqlite3
import stat
from pathlib import Path
from sqlite3 import Connection

import pytest

from tour.records import Records, RecordsBusy, RecordsError
from tour.records.database import connect
from tour.records.lock import alone
from tour.records.migrate import Migration, migrate, migrations, statements


def notes(connection: Connection) -> list[str]:
    return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY rowid")]


def note(connection: Connection, text: str) -> str:
    connection.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT)")
    connection.execute("INSERT INTO notes VALUES (?)", (text,))
    return text.upper()


def note_and_fail(connection: Connection) -> None:
    note(connection, "never")
    raise LookupError("on purpose")


async def test_a_write_is_there_for_whoever_opens_next(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "records.sqlite") as records:
        assert await records.write(note, "arch") == "ARCH"
        assert await records.read(notes) == ["arch"]
    with Records.open_now(tmp_path / "records.sqlite") as now:
        assert now.read(notes) == ["arch"]


async def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "records.sqlite") as records:
        await records.write(note, "arch")
        with pytest.raises(LookupError, match="on purpose"):
            await records.write(note_and_fail)
        assert await records.read(notes) == ["arch"]
        await records.write(note, "vault")
        assert await records.read(notes) == ["arch", "vault"]


async def test_writes_at_once_all_arrive_while_others_read(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "records.sqlite") as records:
        await records.write(note, "first")
        writes = [records.write(note, str(number)) for number in range(20)]
        reads = [records.read(notes) for _ in range(20)]
        _, found = await asyncio.gather(asyncio.gather(*writes), asyncio.gather(*reads))
        assert all(each[0] == "first" for each in found)
        assert len(await records.read(notes)) == 21


async def test_a_reader_cannot_write(tmp_path: Path) -> None:
    async with Records.open(tmp_path / "records.sqlite") as records:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await records.read(note, "no")


async def test_a_command_writes_beside_the_server(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    async with Records.open(path) as records:
        await records.write(note, "server")
        with Records.open_now(path) as now:
            now.write(note, "command")
        assert await records.read(notes) == ["server", "command"]


async def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "records.sqlite"
    async with Records.open(path) as records:
        await records.write(note, "arch")
        for each in path.parent.iterdir():
            assert stat.S_IMODE(each.stat().st_mode) == 0o600, each


async def test_a_damaged_database_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    async with Records.open(path) as records:
        for number in range(200):
            await records.write(note, f"{number} " * 200)
    content = bytearray(path.read_bytes())
    content[20_000:60_000] = b"x" * 40_000
    path.write_bytes(content)
    with pytest.raises(RecordsError, match="tour restore"):
        async with Records.open(path):
            pass


async def test_a_text_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    path.write_text("not a database " * 100)
    with pytest.raises(RecordsError, match="tour restore"), Records.open_now(path):
        pass


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    connection.close()
    with pytest.raises(RecordsError, match="another program"), Records.open_now(path):
        pass


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with Records.open_now(path):
        pass
    connection = connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(RecordsError, match="newer version"), Records.open_now(path):
        pass


def test_a_restore_and_a_server_exclude_each_other(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with Records.open_now(path):
        with pytest.raises(RecordsBusy, match="stop the server"), alone(path):
            pass
        with Records.open_now(path):
            pass
    with alone(path), pytest.raises(RecordsBusy, match="tour restore"), Records.open_now(path):
        pass


def test_steps_are_taken_once_and_a_lower_number_may_come_later(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    later = Migration(number=10, name="people", sql="CREATE TABLE people (name TEXT);")
    sooner = Migration(number=2, name="more", sql="CREATE TABLE more (name TEXT);")
    connection = connect(path)
    assert migrate(connection, path, (later,)) == 1
    assert migrate(connection, path, (later,)) == 0
    assert migrate(connection, path, (sooner, later)) == 1
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 10
    assert connection.execute("SELECT count(*) FROM more").fetchone()[0] == 0
    connection.close()


def test_a_step_that_fails_leaves_nothing_half_there(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    broken = Migration(number=1, name="broken", sql="CREATE TABLE a (x TEXT);\nCREATE TABLE a (x TEXT);")
    connection = connect(path)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, (broken,))
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()


def test_a_trigger_is_one_statement() -> None:
    script = "-- why\nCREATE TABLE a (x TEXT);\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN\n  SELECT 1;\nEND;\n"
    assert len(list(statements(script))) == 2


def test_the_numbers_of_the_program_are_its_own() -> None:
    assert [each.number for each in migrations()] == sorted({each.number for each in migrations()})
