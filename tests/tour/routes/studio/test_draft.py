"""A site as it is written, as the studio's view of it needs it: models, pictures, and what is lacking."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.builders import box_glb
from tests.people import house_settings, signed_in, two_sites
from tests.tour.routes.studio.person import BASE, CURATOR, Person
from tour.keys import EDITING, RECORDS

Client = TestClient[web.Request, web.Application]
DRAFT = "/api/sites/well/draft"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    """A house in which nothing is written yet."""
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        yield client


@pytest.fixture
async def signed(house: Client) -> dict[str, str]:
    """Headers of a curator."""
    return await signed_in(house.app[RECORDS], CURATOR)


@pytest.fixture
async def ada(house: Client, signed: dict[str, str]) -> Person:
    """A curator."""
    return Person(house, signed)


def kinds(draft: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["kind"], each["id"]) for each in draft["lacks"]]


async def change(person: Person, name: str, **fields: Any) -> None:
    found, tag = await person.ask("GET", f"{BASE}/{name}")
    await person.ask("PUT", f"{BASE}/{name}", {**found["body"], **fields}, If_Match=tag)


async def test_it_is_what_visitors_will_get_before_they_do(house: Client, ada: Person) -> None:
    await ada.ask("GET", DRAFT, status=404)
    await ada.ask("POST", BASE, status=201)
    await change(ada, "model/well", position=[3.0, 0.0, -2.0])
    await change(ada, "annotation/well", region="POLYGON Z ((0 1 0, 1 1 0, 1 2 0, 0 1 0))")
    draft, _ = await ada.ask("GET", DRAFT)
    assert (draft["lacks"], draft["release"]) == ([], 0)
    await ada.ask("POST", "/api/sites/well/releases", status=201)
    visited, _ = await ada.ask("GET", "/api/sites/well")
    assert visited["scene"]["models"][0]["position"] == [3.0, 0.0, -2.0]
    assert visited["annotations"][0]["region"].startswith("POLYGON")
    level = draft["scene"]["models"][0]["levels"][0]
    assert level["url"].startswith("/api/sites/well/files/")
    level["url"] = visited["scene"]["models"][0]["levels"][0]["url"]
    assert {name: draft[name] for name in visited} == visited


async def test_its_files_are_for_those_who_work_there(house: Client, ada: Person, signed: dict[str, str]) -> None:
    await ada.ask("POST", BASE, status=201)
    draft, _ = await ada.ask("GET", DRAFT)
    address = draft["scene"]["models"][0]["levels"][0]["url"]
    async with house.get(address, headers={**signed, "Range": "bytes=0-3"}) as answer:
        assert (answer.status, await answer.read()) == (206, b"glTF")
        assert "private" in answer.headers["Cache-Control"]
        assert "immutable" in answer.headers["Cache-Control"]
    async with house.get(address) as answer:
        assert answer.status == 401
    elsewhere = await signed_in(house.app[RECORDS], {"hall": ["curator"]})
    async with house.get(address, headers=elsewhere) as answer:
        assert answer.status == 403
    async with house.get(address.replace("/well/", "/hall/"), headers=elsewhere) as answer:
        assert answer.status == 404, "no record of that site names it"


@pytest.mark.parametrize("name", ["0" * 64 + ".glb", "0" * 64 + ".html", "..%2f..%2fetc%2fpasswd", "well.glb"])
async def test_no_other_file_is_given_out(ada: Person, name: str) -> None:
    await ada.ask("POST", BASE, status=201)
    await ada.ask("GET", f"/api/sites/well/files/{name}", status=404)


async def test_a_file_is_given_out_as_long_as_a_record_names_it(
    house: Client, ada: Person, signed: dict[str, str], tmp_path: Path
) -> None:
    await ada.ask("POST", BASE, status=201)
    (tmp_path / "other.glb").write_bytes(box_glb("other"))
    digest = house.app[EDITING].files.put(tmp_path / "other.glb", "other.glb")
    await ada.ask("GET", f"/api/sites/well/files/{digest}.glb", status=404)
    await change(ada, "model/well", levels=["models/other.glb"], files={"models/other.glb": digest})
    async with house.get(f"/api/sites/well/files/{digest}.glb", headers=signed) as answer:
        assert await answer.read() == box_glb("other")


async def test_what_lacks_is_named_and_the_rest_is_there(ada: Person) -> None:
    await ada.ask("POST", BASE, status=201)
    for stop in ("mouth", "bench"):
        _, tag = await ada.ask("GET", f"{BASE}/stop/{stop}")
        await ada.ask("DELETE", f"{BASE}/stop/{stop}", If_Match=tag)
    await change(ada, "model/well", files={"models/well.glb": "0" * 64})
    draft, _ = await ada.ask("GET", DRAFT)
    assert kinds(draft) == [("model", "well"), ("stop", "")]
    assert draft["scene"]["models"][0]["levels"] == []
    assert [each["id"] for each in draft["annotations"]] == ["well", "bench"]


async def test_a_site_of_its_title_alone_can_be_shown(ada: Person) -> None:
    await ada.ask("POST", BASE, status=201)
    for kind in ("tour", "stop", "annotation", "fact", "model"):
        found, _ = await ada.ask("GET", f"{BASE}/{kind}")
        for each in found["records"]:
            await ada.ask("DELETE", f"{BASE}/{kind}/{each['id']}", If_Match=f'"{each["etag"]}"')
    draft, _ = await ada.ask("GET", DRAFT)
    assert kinds(draft) == [("model", ""), ("annotation", ""), ("fact", ""), ("stop", "")]
    assert (draft["title"]["en"], draft["scene"]["models"]) == ("The Well", [])


async def test_what_does_not_fit_is_named_as_it_would_be_at_publishing(ada: Person) -> None:
    await ada.ask("POST", BASE, status=201)
    await change(ada, "stop/mouth", facts=["no-such-fact"])
    draft, _ = await ada.ask("GET", DRAFT)
    assert kinds(draft) == [("stop", "mouth")]
    assert draft["lacks"][0]["remedy"]
