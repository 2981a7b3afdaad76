"""A house whose records name models, tiles and pictures: backed up, wiped, restored, and the same to its visitors."""

import os
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner, Result

from scenes.pack_records import import_records, take_apart
from scenes.stores.releases import pending, release
from tests.builders import write_pack
from tests.people import house_settings
from tests.tilesets import add_tiles
from tour.app import create_app
from tour.audit import append
from tour.audit.chain import verify
from tour.cli import main
from tour.editing.published import files_in, published_sites
from tour.records import Records
from tour.records.records import FILE

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def publish(connection: Connection) -> None:
    """Send everything out, as an editor does."""
    append(connection, "ada", "site-published", "well", "well", now=NOW)
    release(connection, "well", pending(connection, "well"), author="ada", now=NOW)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with a published site in its records; the pack it came from is gone."""
    house = tmp_path / "house"
    found = take_apart(add_tiles(write_pack(tmp_path / "pack")), files_in(house / "data"))
    with Records.open_now(house / "data" / FILE) as records:
        records.write(import_records, found, author="ada", now=NOW)
        records.write(publish)
    monkeypatch.setenv("TOUR_DATA", str(house / "data"))
    return house


async def served(house: Path) -> dict[str, bytes]:
    """Every file of the site as its visitors get it, by its name in the house."""
    sites, problems = published_sites(house / "data")
    assert problems == []
    async with TestClient(TestServer(create_app(house_settings(house), sites))) as client:
        bodies = {}
        for file in (*sites["well"].files, *sites["well"].tiles):
            async with client.get(f"/assets/{file.digest}{file.path.suffix}") as answer:
                assert answer.status == 200
                bodies[file.path.name] = await answer.read()
    return bodies


def tour(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def blobs(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


async def test_a_house_that_was_wiped_serves_the_same_bytes_again(house: Path, tmp_path: Path) -> None:
    before = await served(house)
    assert len(before) == 6, "a level, its Draco copy, a tileset, its two tiles, and a plan"
    done = tour("backup", tmp_path / "kept" / "b.sqlite")
    assert done.exit_code == 0, done.output
    assert "6 files, 6 of them new" in done.output
    (house / "data").rename(tmp_path / "gone")
    done = tour("restore", tmp_path / "kept" / "b.sqlite", "--yes")
    assert done.exit_code == 0, done.output
    assert "Of 6 models and pictures 6 were brought back" in done.output
    assert await served(house) == before
    with Records.open_now(house / "data" / FILE) as records:
        assert records.read(verify) == []


def test_a_next_backup_adds_only_what_is_new_and_nothing_lies_twice(house: Path, tmp_path: Path) -> None:
    tour("backup", tmp_path / "kept" / "monday.sqlite")
    done = tour("backup", tmp_path / "kept" / "tuesday.sqlite")
    assert "6 files, 0 of them new" in done.output
    kept = blobs(tmp_path / "kept" / "assets")
    assert len(kept) == 6
    ours = {os.stat(path).st_ino for path in blobs(house / "data" / "assets")}
    assert {os.stat(path).st_ino for path in kept} == ours, "linked, not copied"


def test_a_backup_may_be_of_the_records_alone(house: Path, tmp_path: Path) -> None:
    assert tour("backup", tmp_path / "kept" / "b.sqlite", "--records-only").exit_code == 0
    assert [path.name for path in blobs(tmp_path / "kept")] == ["b.sqlite"]


def test_what_only_a_pack_had_is_not_taken_along(house: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"of a site that is served from a pack")
    files_in(house / "data").put(other, "other.bin")
    assert "6 files" in tour("backup", tmp_path / "kept" / "b.sqlite").output


def spoil(path: Path) -> None:
    """Other bytes under the same name, in a file of its own."""
    path.unlink()
    path.write_bytes(b"not these")


async def test_damaged_files_are_not_brought_back(house: Path, tmp_path: Path) -> None:
    before = await served(house)
    tour("backup", tmp_path / "kept" / "b.sqlite")
    spoil(blobs(house / "data" / "assets")[0])
    done = tour("restore", tmp_path / "kept" / "b.sqlite", "--yes")
    assert done.exit_code == 0, done.output
    assert "1 were brought back" in done.output, "what was damaged in the house came from the backup"
    assert await served(house) == before

    (house / "data").rename(tmp_path / "gone")
    lost = blobs(tmp_path / "kept" / "assets")[0]
    spoil(lost)
    done = tour("restore", tmp_path / "kept" / "b.sqlite", "--yes")
    assert done.exit_code == 1
    assert lost.name[:12] in done.output
    assert "--partly" in done.output
    assert not (house / "data" / FILE).exists(), "nothing was changed"
    done = tour("restore", tmp_path / "kept" / "b.sqlite", "--yes", "--partly")
    assert done.exit_code == 0
    assert lost.name in done.output


def test_what_the_house_itself_lost_is_named(house: Path, tmp_path: Path) -> None:
    lost = blobs(house / "data" / "assets")[0]
    lost.unlink()
    done = tour("backup", tmp_path / "kept" / "b.sqlite")
    assert done.exit_code == 0
    assert f"{lost.name}: named by the records" in done.output
