"""Pictures that nothing names go after a week; whatever any version names stays, and so do backups."""

import io
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner
from PIL import Image

from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.people import house_settings, signed_in
from tests.tilesets import add_tiles
from tests.tour.routes.studio.person import BASE, CURATOR, Person
from tests.tour.routes.studio.releasing import RELEASES
from tests.tour.routes.studio.test_media import attach, name, read
from tour.app import create_app
from tour.audit.chain import entries
from tour.cli import main
from tour.editing.published import files_in
from tour.keys import EDITING, HOUSE, RECORDS
from tour.records import Records, RecordsError, unnamed
from tour.records.records import FILE
from tour.records.unnamed import Unnamed

Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Client]:
    """A house with the site `well`, from its pack until it is written."""
    pack = folder / "well"
    sites = {"well": load_site(pack if pack.is_dir() else write_pack(pack))}
    async with TestClient(TestServer(create_app(house_settings(folder), sites))) as client:
        yield client


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    """One whose site is written in records."""
    async with opened(tmp_path) as client:
        await (await curator(client)).ask("POST", BASE, status=201)
        yield client


async def curator(client: Client) -> Person:
    return Person(client, await signed_in(client.app[RECORDS], CURATOR))


def photograph(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(file, "PNG")
    return file.getvalue()


def age(data: Path, days: float = 8) -> None:
    """Have everything that was put be so old."""
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    for path in (data / "named").iterdir():
        os.utime(path, (then, then))


def places(data: Path, digest: str) -> list[str]:
    """Where a file lies in the house."""
    return sorted({path.parent.name if path.suffix else "blob" for path in data.rglob(f"{digest}*")})


def clearing(client: Client) -> Unnamed:
    app = client.app
    return Unnamed(records=app[RECORDS], files=app[EDITING].files, served=app[HOUSE].digests)


async def test_what_was_attached_and_never_saved_goes_and_what_any_version_names_stays(
    house: Client, tmp_path: Path
) -> None:
    data, ada = tmp_path / "data", await curator(house)
    kept = {}
    for colour in ("red", "green", "blue", "white"):
        status, kept[colour] = await attach(house, photograph(colour), "image/png")
        assert status == 201
    await name(ada, kept["green"])
    await name(ada, kept["blue"])
    _, tag = await ada.ask("GET", f"{BASE}/annotation/well")
    await ada.ask("DELETE", f"{BASE}/annotation/well", If_Match=tag)
    age(data)
    await attach(house, photograph("white"), "image/png")
    assert await clearing(house).clear(datetime.now(UTC)) == 1
    there = {colour: places(data, each["digest"]) for colour, each in kept.items()}
    whole = ["blob", "named"]
    assert there == {"red": [], "green": whole, "blue": whole, "white": whole}
    (done,) = [each for each in await house.app[RECORDS].read(entries) if each.what == "retention-enforced"]
    assert json.loads(done.details)["media"] == 1
    assert await clearing(house).clear(datetime.now(UTC)) == 0

    status, again = await attach(house, photograph("red"), "image/png")
    assert (status, again["digest"]) == (201, kept["red"]["digest"])
    assert places(data, again["digest"]) == whole


async def test_an_old_version_that_comes_back_has_its_picture(house: Client, tmp_path: Path) -> None:
    ada = await curator(house)
    _, kept = await attach(house, photograph("green"), "image/png")
    await name(ada, kept)
    note, tag = await ada.ask("GET", f"{BASE}/annotation/well")
    bare = {key: value for key, value in note["body"].items() if key not in ("media", "files")}
    _, tag = await ada.ask("PUT", f"{BASE}/annotation/well", bare, If_Match=tag)
    age(tmp_path / "data", days=400)
    assert await clearing(house).clear(datetime.now(UTC)) == 0
    await ada.ask("POST", f"{BASE}/annotation/well/restore", {"version": note["version"]}, If_Match=tag)
    await ada.ask("POST", RELEASES, status=201)
    told = await read(house, "/api/sites/well")
    (media,) = next(each["media"] for each in told["annotations"] if each["id"] == "well")
    assert (await read(house, media["url"]))[:4] == b"RIFF"


async def test_the_house_does_it_by_itself_and_a_backup_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    async with opened(tmp_path) as client:
        ada = await curator(client)
        await ada.ask("POST", BASE, status=201)
        _, never = await attach(client, photograph("red"), "image/png")
        _, kept = await attach(client, photograph("green"), "image/png")
        await name(ada, kept)
    monkeypatch.setenv("TOUR_DATA", str(data))
    tour = CliRunner()
    before = tour.invoke(main, ["backup", str(tmp_path / "kept" / "before.sqlite")]).output
    age(data)
    async with opened(tmp_path) as client:
        assert places(data, never["digest"]) == []
        assert places(data, kept["digest"]) == ["blob", "named"]
        operator = await signed_in(client.app[RECORDS], {"*": ["operator"]})
        async with client.get("/api/privacy", headers=operator) as answer:
            told = {rule["kind"]: rule for rule in (await answer.json())["retention"]}
        assert (told["media"]["days"], told["media"]["removed"]) == (7, 1)
    after = tour.invoke(main, ["backup", str(tmp_path / "kept" / "after.sqlite")])
    assert after.exit_code == 0, after.output
    assert "named by the records" not in after.output
    assert before.split(" files")[0].split()[-1] == after.output.split(" files")[0].split()[-1]


async def test_what_visitors_get_from_a_pack_stays(tmp_path: Path) -> None:
    add_tiles(write_pack(tmp_path / "well"))
    async with opened(tmp_path) as client:
        (picture,) = client.app[HOUSE].sites["well"].pictures
        files = client.app[EDITING].files
        digest = files.put(picture.file.path, picture.file.path.name)
        age(tmp_path / "data")
        assert await clearing(client).clear(datetime.now(UTC)) == 0
        assert await read(client, f"/assets/{digest}{picture.file.path.suffix}")


async def test_what_records_name_that_were_put_aside_stays(house: Client, tmp_path: Path) -> None:
    data = tmp_path / "data"
    _, kept = await attach(house, photograph("green"), "image/png")
    aside = data / "records.before-20261128T000000-000000.sqlite"
    async with opened(tmp_path / "elsewhere") as other:
        ada = await curator(other)
        await ada.ask("POST", BASE, status=201)
        await name(ada, kept)
    (tmp_path / "elsewhere" / "data" / FILE).rename(aside)
    age(data)
    assert await clearing(house).clear(datetime.now(UTC)) == 0
    assert places(data, kept["digest"]) == ["blob", "named"]
    aside.write_bytes(b"SQLite format 3\0 and then nothing that can be read")
    with pytest.raises(RecordsError, match="put aside"):
        await clearing(house).clear(datetime.now(UTC))
    assert places(data, kept["digest"]) == ["blob", "named"]
    aside.unlink()
    assert await clearing(house).clear(datetime.now(UTC)) == 1


async def test_one_that_cannot_be_removed_stays_and_the_others_are_counted(
    house: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    kept = [(await attach(house, photograph(colour), "image/png"))[1]["digest"] for colour in ("red", "green", "blue")]
    age(data)
    stuck = sorted(kept)[1]
    unlink = Path.unlink

    def failing(path: Path, missing_ok: bool = False) -> None:
        if path.name.startswith(stuck):
            raise OSError(5, "Input/output error", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as disk:
        disk.setattr(Path, "unlink", failing)
        assert await clearing(house).clear(datetime.now(UTC)) == 2
    assert {digest for digest in kept if places(data, digest)} == {stuck}
    assert stuck in caplog.text
    told = [
        json.loads(each.details) for each in await house.app[RECORDS].read(entries) if each.what == "retention-enforced"
    ]
    assert [each["media"] for each in told] == [2]
    assert await clearing(house).clear(datetime.now(UTC)) == 1


async def test_records_put_aside_are_read_while_everybody_can_save(
    house: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, app = tmp_path / "data", house.app
    _, never = await attach(house, photograph("red"), "image/png")
    assert CliRunner().invoke(main, ["backup", "--data", str(data), str(tmp_path / "aside.sqlite")]).exit_code == 0
    (tmp_path / "aside.sqlite").rename(data / "records.before-20261128T000000-000000.sqlite")
    age(data)
    held: list[bool] = []
    read_aside = unnamed._named_aside

    def looking(path: Path) -> set[str]:
        with closing(sqlite3.connect(app[RECORDS].path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                held.append(False)
            except sqlite3.OperationalError:
                held.append(True)
        return read_aside(path)

    monkeypatch.setattr(unnamed, "_named_aside", looking)
    assert await clearing(house).clear(datetime.now(UTC)) == 1
    assert (held, places(data, never["digest"])) == ([False], [])


async def test_a_house_without_any_is_left_alone(tmp_path: Path) -> None:
    async with Records.open(tmp_path / FILE) as records:
        unnamed = Unnamed(records=records, files=files_in(tmp_path), served=tuple)
        assert await unnamed.clear(datetime.now(UTC)) == 0
