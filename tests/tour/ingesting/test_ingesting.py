"""Uploaded scans become models of a site: from an empty server to what visitors get."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from scenes.stores import sqlite
from tests.builders import box_glb
from tests.people import house_settings, signed_in
from tests.scenes.validate.hostile import HOSTILE, REFUSED_WITH
from tests.tour.ingesting.asking import asked, ended, take_in
from tests.tour.ingesting.scans import in_pieces
from tests.tour.uploads.tus import TUS, Client, Sender
from tour.app import create_app
from tour.audit.chain import entries
from tour.ingesting import Ingestion
from tour.jobs import Errand
from tour.jobs.job import get
from tour.keys import EDITING, RECORDS, SETTINGS, UPLOADS

pytestmark = pytest.mark.asyncio(loop_scope="module")
VENUS = Path(__file__).parents[4] / "shared" / "scans" / "venus_de_milo" / "venus.glb"
SITE = {"id": "louvre", "title": {"en": "The Louvre", "it": "Il Louvre"}, "languages": ["en", "it"], "holder": "SMK"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """An empty server."""
    settings = house_settings(tmp_path_factory.mktemp("house"))
    async with TestClient(TestServer(create_app(settings, {}))) as client:
        yield client


async def come_to(sender: Sender, job: dict[str, Any], stage: str) -> None:
    """Wait until a job is at a stage."""
    async with asyncio.timeout(60):
        while stage not in (await sender.ask("GET", f"/api/sites/{sender.site}/jobs/{job['id']}"))["stage"]:
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ada(house: Client) -> Sender:
    """An operator of the house who began a site."""
    sender = Sender(house, await signed_in(house.app[RECORDS], {"*": ["operator"]}), "louvre")
    await sender.ask("POST", "/api/sites", 201, SITE)
    return sender


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def box(ada: Sender) -> dict[str, Any]:
    """The ended job that took a box into the new site."""
    return await take_in(ada, await ada.send("The Box.glb", box_glb("lid")), name="The Box")


async def test_a_scan_becomes_a_place_in_the_records(house: Client, ada: Sender, box: dict[str, Any]) -> None:
    assert (box["state"], box["problem"], box["done"], box["total"]) == ("done", "", 100, 100)
    assert box["result"]["models"] == ["the-box"]
    assert "12 triangles from The Box.glb" in box["result"]["words"][0]
    counts = (await ada.ask("GET", "/api/sites/louvre/records"))["counts"]
    assert counts == {"site": 1, "model": 2, "annotation": 1, "stop": 1}
    stop = (await ada.ask("GET", "/api/sites/louvre/records/stop/entrance"))["body"]
    assert stop["title"] == {"en": "The Box", "it": "The Box"}
    site = (await ada.ask("GET", "/api/sites/louvre/records/site/louvre"))["body"]
    assert site["title"] == SITE["title"]
    assert site["rights"]["holder"] == "SMK"
    assert site["entrance"]["position"] != [0.0, 0.0, 0.0]
    assert {row["kind"] for row in site["picture"]} == {"thumbnail", "turntable", "plan"}


async def test_nothing_of_it_is_left_lying_about(house: Client, ada: Sender, box: dict[str, Any]) -> None:
    data = house.app[SETTINGS].data
    assert (await ada.ask("GET", ada.base))["uploads"] == []
    assert list(house.app[UPLOADS].root.iterdir()) == []
    assert not list(data.glob("taking-in/files-*"))
    assert not list(data.glob("ingest/*"))
    told = [(each.what, each.about) for each in reversed(await house.app[RECORDS].read(entries))]
    assert ("scans-taken-in", "louvre") in told
    assert ("model-saved", "the-box") in told
    assert ("site-begun", "louvre") in told


async def test_it_was_drawn_before_and_after(house: Client, box: dict[str, Any]) -> None:
    (pictures,) = box["result"]["pictures"]
    assert pictures["model"] == "the-box"
    for kind in ("before", "after", "thumbnail", "turntable"):
        async with house.get(f"/assets/{pictures[kind]}") as answer:
            assert (answer.status, answer.content_type) == (200, "image/webp")


async def test_it_is_published_and_served(house: Client, ada: Sender, box: dict[str, Any]) -> None:
    async with house.get("/api/sites/louvre") as answer:
        assert answer.status == 404
    await ada.ask("POST", "/api/sites/louvre/releases", 201)
    async with house.get("/api/sites/louvre") as answer:
        site = await answer.json()
    models = {model["id"]: model for model in site["scene"]["models"]}
    assert set(models) == {"the-box", "walk"}
    async with house.get(models["the-box"]["levels"][0]["url"]) as answer:
        assert (answer.status, answer.content_type) == (200, "model/gltf-binary")


@pytest.mark.soak
@pytest.mark.timeout(300)
async def test_files_that_belong_together_stand_beside_what_is_there(ada: Sender, box: dict[str, Any]) -> None:
    files = in_pieces(box_glb("lamp", size=0.25))
    uploads = [await ada.send(name, data) for name, data in files.items()]
    job = await take_in(ada, *uploads, draco=False)
    assert (job["state"], job["result"]["models"]) == ("done", ["lamp"]), job
    assert "where the-box may stand already" in " ".join(job["result"]["words"])
    page = (await ada.ask("GET", "/api/sites/louvre/records/model"))["records"]
    assert [each["id"] for each in page] == ["the-box", "walk", "lamp"]
    assert "draco" not in " ".join(page[2]["body"]["files"])
    assert (await ada.ask("GET", "/api/sites/louvre/records"))["counts"]["stop"] == 1


async def change(sender: Sender, id_: str, **fields: Any) -> None:
    """Save a model's record with other fields."""
    address = f"/api/sites/louvre/records/model/{id_}"
    found = await sender.ask("GET", address)
    await sender.ask("PUT", address, 200, {**found["body"], **fields}, If_Match=f'"{found["etag"]}"')


async def test_a_scan_that_takes_anothers_place_stands_where_a_curator_put_it(ada: Sender, box: dict[str, Any]) -> None:
    await change(ada, "the-box", position=[3.0, 0.0, -2.0], orientation=[0.0, 1.0, 0.0, 0.0])
    before = (await ada.ask("GET", "/api/sites/louvre/records/model/the-box"))["body"]
    upload = await ada.send("box.glb", box_glb("chest", size=1.5))
    job = await asked(ada, upload, name="The Box", draco=False)
    await come_to(ada, job, "turntable")
    await change(ada, "the-box", position=[4.0, 0.0, -2.0], scale=2.0)
    done = await ended(ada, job)
    assert (done["state"], done["result"]["models"]) == ("done", ["the-box"]), done
    words = " ".join(done["result"]["words"])
    assert "the new scan took its place" in words
    assert "--" not in words, "nobody at a browser has a command line"
    after = (await ada.ask("GET", "/api/sites/louvre/records/model/the-box"))["body"]
    kept = {name: after[name] for name in ("position", "orientation", "scale")}
    assert kept == {"position": [4.0, 0.0, -2.0], "orientation": [0.0, 1.0, 0.0, 0.0], "scale": 2.0}
    assert after["files"] != before["files"]
    site = (await ada.ask("GET", "/api/sites/louvre/records/site/louvre"))["body"]
    assert not [name for name in site["files"] if name.startswith("models/the-box.") and "draco" in name]
    assert len([row for row in site["picture"] if row["id"] == "the-box-thumbnail"]) == 1
    await ada.ask("POST", "/api/sites/louvre/releases", 201)


async def test_an_ingest_that_is_cancelled_keeps_the_upload(house: Client, ada: Sender, box: dict[str, Any]) -> None:
    models = (await ada.ask("GET", "/api/sites/louvre/records"))["counts"]["model"]
    upload = await ada.send("vase.glb", box_glb("vase"))
    job = await asked(ada, upload)
    await come_to(ada, job, "pictures")
    await ada.ask("DELETE", f"{ada.base}/{upload}", 409, **TUS)
    await ada.ask("POST", "/api/sites/louvre/ingest", 409, {"uploads": [upload], "name": "Another"})
    again = await asked(ada, upload)
    assert again["id"] == job["id"], "the very same is asked for once"
    await ada.ask("DELETE", f"/api/sites/louvre/jobs/{job['id']}")
    assert (await ended(ada, job))["state"] == "cancelled"
    (kept,) = (await ada.ask("GET", ada.base))["uploads"]
    assert (kept["id"], kept["job"]) == (upload, "")
    assert (await ada.ask("GET", "/api/sites/louvre/records"))["counts"].get("model") == models
    await ada.ask("DELETE", f"{ada.base}/{upload}", 204, **TUS)


@pytest.mark.parametrize("name", ["zip-bomb", "length-lie", "uri-parent", "nan"])
async def test_hostile_files_are_refused_in_words(
    house: Client, ada: Sender, box: dict[str, Any], tmp_path: Path, name: str
) -> None:
    await refused(ada, files_of(HOSTILE[name](tmp_path)), REFUSED_WITH[name])


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - {"linked", "unknown"}))
async def test_every_hostile_file(house: Client, ada: Sender, box: dict[str, Any], tmp_path: Path, name: str) -> None:
    await refused(ada, files_of(HOSTILE[name](tmp_path)), REFUSED_WITH[name])


def files_of(file: Path) -> dict[str, bytes]:
    """The file and what lies beside it, as a browser would send them."""
    beside = (
        each
        for each in sorted(file.parent.rglob("*"))
        if each.is_file() and not each.is_symlink() and each.stat().st_size
    )
    return {each.relative_to(file.parent).as_posix(): each.read_bytes() for each in beside}


async def refused(sender: Sender, files: dict[str, bytes], code: str) -> None:
    """The files are taken as uploads, and refused as a scan; nothing is changed and the uploads are kept."""
    before = (await sender.ask("GET", "/api/sites/louvre/records"))["counts"]
    uploads = [await sender.send(name, data) for name, data in files.items()]
    job = await take_in(sender, *uploads)
    assert job["state"] == "failed", job
    assert code in {each["code"] for each in job["result"]["findings"]}
    first = job["result"]["findings"][0]
    assert first["message"][1:40].rstrip(".") in job["problem"]
    assert not job["problem"].endswith("..")
    assert (await sender.ask("GET", "/api/sites/louvre/records"))["counts"] == before
    assert {each["id"] for each in (await sender.ask("GET", sender.base))["uploads"]} >= {*uploads}
    for upload in uploads:
        await sender.ask("DELETE", f"{sender.base}/{upload}", 204, **TUS)


async def test_uploads_that_do_not_go_together(ada: Sender, box: dict[str, Any]) -> None:
    address, half = "/api/sites/louvre/ingest", (await ada.begun("half.glb", 10)).rpartition("/")[2]
    picture, one, other = [await ada.send(name, b"x") for name in ("a.png", "b.glb", "b.glb")]
    inside, folder = [await ada.send(name, b"x") for name in ("c.glb/d.png", "c.glb")]
    for uploads, status, word in (
        ([half], 409, "0 of 10 bytes"), ([picture], 422, "scan"), ([one, other], 422, "b.glb"),
        ([inside, folder], 422, "a file and a folder"), (["0" * 32], 404, "thrown away"), ([], 400, "uploads"),
        (["../x"], 400, "uploads"),
    ):  # fmt: skip
        wrong = await ada.ask("POST", address, status, {"uploads": uploads})
        assert word in wrong["detail"], wrong
    wrong = await ada.ask("POST", address, 422, {"uploads": [one], "language": "klingon!"})
    assert "language" in wrong["detail"]
    nobody = Sender(ada.client, await signed_in(ada.client.app[RECORDS], {"*": ["curator"]}), "nowhere")
    await nobody.ask("POST", "/api/sites/nowhere/ingest", 404, {"uploads": [one]})
    for each in (half, picture, one, other, inside, folder):
        await ada.ask("DELETE", f"{ada.base}/{each}", 204, **TUS)


async def test_what_was_taken_in_before_the_house_closed_is_not_taken_in_again(
    house: Client, ada: Sender, box: dict[str, Any]
) -> None:
    """Killed between the last of the work and the end of the job, as a job with a result that is still open."""
    records, editing = house.app[RECORDS], house.app[EDITING]
    job = await records.read(get, box["id"])
    left = house.app[UPLOADS].place(job.request["uploads"][0])
    left.write_bytes(b"left")
    work = Ingestion(editing=editing, uploads=house.app[UPLOADS], data=house.app[SETTINGS].data).work
    versions = len(await records.read(sqlite.history, "louvre", "model", "the-box"))
    assert await work(Errand(job=job, records=records, holder="")) == box["result"]
    assert len(await records.read(sqlite.history, "louvre", "model", "the-box")) == versions
    assert not left.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (SITE, 409), ({**SITE, "id": "colosseum"}, 409), ({**SITE, "id": "Up!"}, 400),
        ({**SITE, "id": "x", "title": {}}, 400),
        ({**SITE, "id": "x", "languages": []}, 400), ({**SITE, "id": "x", "languages": ["not a tag"]}, 422),
        ({**SITE, "id": "x", "place": {"latitude": 91}}, 400), ({**SITE, "id": "x", "more": 1}, 400),
        ({**SITE, "id": "x", "title": {"en": "a\nb"}}, 400),
    ],
)  # fmt: skip
async def test_sites_that_cannot_begin(ada: Sender, box: dict[str, Any], given: dict[str, Any], status: int) -> None:
    await ada.ask("POST", "/api/sites", status, given)


async def test_who_begins_a_site_may_write_it(house: Client) -> None:
    ben = Sender(house, await signed_in(house.app[RECORDS], {"*": ["operator"]}), "uffizi")
    await ben.ask("POST", "/api/sites", 201, {"id": "uffizi", "title": {"it": "Gli Uffizi"}, "languages": ["it"]})
    assert (await ben.ask("GET", "/api/me"))["roles"]["uffizi"] == ["curator"]
    body = (await ben.ask("GET", "/api/sites/uffizi/records/site/uffizi"))["body"]
    assert body["welcome"]["it"].startswith("Benvenuti")
    unfit = await ben.ask("POST", "/api/sites/uffizi/releases", 422)
    assert "no stops" in unfit["detail"]
    tara = Sender(house, await signed_in(house.app[RECORDS], {"*": ["translator"]}), "pitti")
    await tara.ask("POST", "/api/sites", 403, {**SITE, "id": "pitti"})


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_the_venus_becomes_a_place(house: Client) -> None:
    eve = Sender(house, await signed_in(house.app[RECORDS], {"*": ["curator"]}), "milo")
    await eve.ask("POST", "/api/sites", 201, {"id": "milo", "title": {"en": "Milo"}, "languages": ["en"]})
    upload = await eve.send("venus.glb", VENUS.read_bytes(), piece=8 << 20)
    job = await take_in(eve, upload, name="Venus de Milo", licence="CC0-1.0", holder="SMK")
    assert (job["state"], job["result"]["models"]) == ("done", ["venus-de-milo"]), job
    assert job["result"]["report"]["models"][0]["triangles"] == 24_058
    await eve.ask("POST", "/api/sites/milo/releases", 201)
    async with house.get("/api/sites/milo") as answer:
        site = await answer.json()
    assert site["rights"]["licence"] == "CC0-1.0"
    assert {model["id"] for model in site["scene"]["models"]} == {"venus-de-milo", "walk"}
