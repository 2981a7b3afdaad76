"""Files come in by tus: in pieces, resumed, checked, limited; what is acknowledged is there."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in
from tests.tour.uploads.tus import PIECE, TUS, Client, Sender
from tour.app import create_app
from tour.audit.chain import entries
from tour.keys import RECORDS, UPLOADS
from tour.uploads import limits
from tour.uploads.clearing import Clearing
from tour.uploads.limits import MOST_OPEN


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    """An empty server."""
    settings = replace(house_settings(tmp_path), upload_largest_gb=0.001, upload_total_gb=0.0015)
    async with TestClient(TestServer(create_app(settings, {}))) as client:
        yield client


@pytest.fixture
async def ada(house: Client) -> Sender:
    """A curator of the house with a new site."""
    sender = Sender(house, await signed_in(house.app[RECORDS], {"*": ["curator"]}), "louvre")
    given = {"id": "louvre", "title": {"en": "The Louvre"}, "languages": ["en"]}
    await sender.ask("POST", "/api/sites", 201, given)
    return sender


async def acts(house: Client) -> list[str]:
    return [each.what for each in reversed(await house.app[RECORDS].read(entries))]


async def test_a_file_comes_in_pieces_and_is_whole(house: Client, ada: Sender) -> None:
    data = bytes(range(256)) * 400
    place = await ada.begun("venus.glb", len(data))
    for start in (0, 40_000, 80_000):
        answer = await ada.patch(place, start, data[start : start + 40_000])
        assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(min(start + 40_000, len(data))))
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    found = (await ada.ask("GET", ada.base))["uploads"]
    assert [(each["name"], each["size"], each["offset"], each["job"]) for each in found] == [
        ("venus.glb", len(data), len(data), "")
    ]
    assert house.app[UPLOADS].place(found[0]["id"]).read_bytes() == data
    assert (await acts(house))[-2:] == ["upload-begun", "upload-finished"]


async def test_what_the_server_can_do(house: Client, ada: Sender) -> None:
    async with house.options(ada.base, headers=ada.headers) as answer:
        assert answer.status == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "checksum", "termination", "expiration"}
        assert answer.headers["Tus-Max-Size"] == "1000000"
        assert "sha256" in answer.headers["Tus-Checksum-Algorithm"]


async def test_another_version_of_the_protocol_is_refused(ada: Sender) -> None:
    answer = await ada.begin("venus.glb", 10, **{"Tus-Resumable": "0.2.2"})
    assert (answer.status, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert (await ada.ask("GET", ada.base))["uploads"] == []


async def test_a_replayed_piece_is_told_where_to_go_on(ada: Sender) -> None:
    place = await ada.begun("venus.glb", 10)
    await ada.patch(place, 0, b"01234")
    for offset in (0, 3, 7):
        answer = await ada.patch(place, offset, b"xx")
        assert (answer.status, answer.headers["Upload-Offset"]) == (409, "5")
        assert (await answer.json(content_type=None))["offset"] == 5
    assert (await ada.patch(place, 5, b"56789")).status == 204


async def test_more_than_was_announced_is_refused_and_nothing_is_lost(house: Client, ada: Sender) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 4

    place = await ada.begun("venus.glb", 10)
    await ada.patch(place, 0, b"0123456")
    assert (await ada.patch(place, 7, b"789and more")).status == 413
    assert (await ada.patch(place, 7, endless())).status == 413
    assert await ada.offset(place) == 7
    assert (await ada.patch(place, 7, b"789")).status == 204
    assert house.app[UPLOADS].place(place.rpartition("/")[2]).read_bytes() == b"0123456789"


async def test_a_piece_that_was_changed_on_the_way_is_not_kept(ada: Sender) -> None:
    place = await ada.begun("venus.glb", 10)
    for name in ("sha256", "sha-256", "sha1"):
        sum_ = base64.b64encode(hashlib.new(name.replace("-", ""), b"01234").digest()).decode()
        answer = await ada.patch(place, 0, b"0123x", Upload_Checksum=f"{name} {sum_}")
        assert answer.status == 460, await answer.text()
        assert "again" in (await answer.json(content_type=None))["detail"]
        assert await ada.offset(place) == 0
    assert (await ada.patch(place, 0, b"01234", Upload_Checksum=f"sha1 {sum_}")).status == 204
    for wrong in ("md5 aaaa", "sha256", "sha256 ###", "sha1 AAAA"):
        assert (await ada.patch(place, 5, b"56789", Upload_Checksum=wrong)).status == 400


@pytest.mark.parametrize(
    ("size", "status", "word"),
    [
        ("10000000000", 413, "10.0 GB"), ("0", 400, "empty"), ("-1", 400, "number"), ("", 400, "number"),
        ("1e6", 400, "number"), ("9" * 40, 400, "number"), ("１２", 400, "number"),
    ],
)  # fmt: skip
async def test_lengths_that_cannot_be(ada: Sender, size: str, status: int, word: str) -> None:
    answer = await ada.begin("venus.glb", size.encode("utf-8").decode("latin-1") if not size.isascii() else size)
    assert (answer.status, word in await answer.text()) == (status, True)
    assert (await ada.ask("GET", ada.base))["uploads"] == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.glb", "/etc/passwd.glb", "a/../../b.glb", "..\\..\\b.glb", "C:\\b.glb",
        "b\x00.glb", "b\n.glb",
        "invoice\u202eblg.glb", "x" * 300 + ".glb", "/".join(["d"] * 9) + "/b.glb", "", "   ", b"\xff\xfe.glb",
        "virus.exe", "glb", ".glb",
    ],
)  # fmt: skip
async def test_names_that_play_tricks(house: Client, ada: Sender, name: str | bytes) -> None:
    answer = await ada.begin(name, 10)
    assert answer.status in {400, 415}, await answer.text()
    assert "filename" in (await answer.json(content_type=None))["detail"]
    assert (await ada.ask("GET", ada.base))["uploads"] == []
    root = house.app[UPLOADS].root
    assert not root.exists() or not list(root.iterdir())


async def test_names_of_people_and_folders_stay(ada: Sender) -> None:
    for name in ("Vénus de Milo (1).glb", "敦煌.obj", "textures/wood.png", "./a//b.bin"):
        await ada.begun(name, 10)
    found = (await ada.ask("GET", ada.base))["uploads"]
    assert [each["name"] for each in found] == ["Vénus de Milo (1).glb", "敦煌.obj", "textures/wood.png", "a/b.bin"]


async def test_a_name_is_needed_in_base64(ada: Sender) -> None:
    for metadata in ("", "filename", "filename ###", "name dmVudXMuZ2xi", "x" * 5000):
        answer = await ada.begin("venus.glb", 10, **{"Upload-Metadata": metadata})
        assert answer.status == 400, metadata


async def test_two_pieces_at_once_are_not_mixed(house: Client, ada: Sender) -> None:
    half = b"0" * 200_000
    place, go_on = await ada.begun("venus.glb", 2 * len(half)), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield half
        await go_on.wait()
        yield half

    file = house.app[UPLOADS].place(place.rpartition("/")[2])
    first = asyncio.create_task(ada.patch(place, 0, slow()))
    async with asyncio.timeout(10):
        while not file.stat().st_size:
            await asyncio.sleep(0.02)
    second = await ada.patch(place, 0, b"x" * 2 * len(half))
    assert second.status == 423
    assert second.headers["Retry-After"] == "1"
    go_on.set()
    assert (await first).status == 204
    assert file.read_bytes() == half + half


async def test_what_came_before_the_line_was_cut_is_kept(house: Client, ada: Sender) -> None:
    place = await ada.begun("venus.glb", 300_000)
    _, writer = await asyncio.open_connection("127.0.0.1", house.server.port)
    head = {**ada.headers, **TUS, **PIECE, "Upload-Offset": "0", "Content-Length": "300000", "Host": "x"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    writer.write(f"PATCH {place} HTTP/1.1\r\n{lines}\r\n".encode() + b"y" * 100_000)
    await writer.drain()
    file = house.app[UPLOADS].place(place.rpartition("/")[2])
    async with asyncio.timeout(10):
        while not file.stat().st_size:
            await asyncio.sleep(0.02)
        writer.close()
        while (offset := await ada.offset(place)) == 0:
            await asyncio.sleep(0.02)
    assert file.read_bytes()[:offset] == b"y" * offset
    async with asyncio.timeout(10):
        while (answer := await ada.patch(place, offset, b"y" * (300_000 - offset))).status == 423:
            await asyncio.sleep(0.02)
    assert answer.status == 204


async def test_an_upload_is_thrown_away(house: Client, ada: Sender) -> None:
    place = await ada.begun("venus.glb", 10)
    await ada.ask("DELETE", place, 204, **TUS)
    await ada.ask("DELETE", place, 404, **TUS)
    assert (await ada.patch(place, 0, b"0123456789")).status == 404
    assert list(house.app[UPLOADS].root.iterdir()) == []
    assert (await acts(house))[-1] == "upload-deleted"


async def test_a_foreign_site_and_a_site_that_is_not_written(house: Client, ada: Sender) -> None:
    place = await ada.begun("venus.glb", 10)
    other = Sender(house, await signed_in(house.app[RECORDS], {"hall": ["curator"]}), "hall")
    assert (await other.begin("venus.glb", 10)).status == 404
    assert (await other.patch(place, 0, b"0123456789")).status == 403
    elsewhere = place.replace("louvre", "hall")
    assert (await other.patch(elsewhere, 0, b"0123456789")).status == 404
    await other.ask("DELETE", elsewhere, 404, **TUS)
    assert await ada.offset(place) == 0


async def test_not_more_than_the_house_has_room_for(
    house: Client, ada: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.begun("one.glb", 900_000)
    answer = await ada.begin("two.glb", 900_000)
    assert answer.status == 507
    assert "1.5 MB" in await answer.text()

    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(limits.SPARE + 500_000))
    assert (await ada.begin("three.glb", 1000)).status == 507
    place = (await ada.ask("GET", ada.base))["uploads"][0]["id"]
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(limits.FLOOR - 1))
    answer = await ada.patch(f"{ada.base}/{place}", 0, b"x" * 10)
    assert answer.status == 507
    assert await ada.offset(f"{ada.base}/{place}") == 0


async def test_one_person_has_so_many_at_a_site(ada: Sender) -> None:
    for number in range(MOST_OPEN):
        await ada.begun(f"{number}.glb", 1)
    answer = await ada.begin("more.glb", 1)
    assert (answer.status, str(MOST_OPEN) in await answer.text()) == (409, True)


async def test_what_nobody_goes_on_with_is_thrown_away(house: Client, ada: Sender) -> None:
    old = await ada.begun("old.glb", 10)
    answer = await ada.patch(old, 0, b"01234")
    assert "GMT" in answer.headers["Upload-Expires"]
    clearing = Clearing(records=house.app[RECORDS], files=house.app[UPLOADS])
    now = datetime.now(UTC)
    assert await clearing.clear(now + timedelta(days=6)) == []
    assert await clearing.clear(now + timedelta(days=8)) == [old.rpartition("/")[2]]
    assert list(house.app[UPLOADS].root.iterdir()) == []
    assert (await acts(house))[-1] == "upload-expired"


async def test_bytes_that_a_backup_does_not_bring_back_are_missed(house: Client, ada: Sender) -> None:
    place = await ada.begun("venus.glb", 10)
    await ada.patch(place, 0, b"01234")
    house.app[UPLOADS].place(place.rpartition("/")[2]).write_bytes(b"01")
    answer = await ada.patch(place, 5, b"56789")
    assert (answer.status, "again" in await answer.text()) == (410, True)
