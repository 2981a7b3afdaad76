"""Scans that are streamed, clouds of points and large surfaces, uploaded: from an empty server to what visitors get."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from tests.people import house_settings, signed_in
from tests.surface import TRIANGLES, write_surface
from tests.tour.ingesting.asking import take_in
from tests.tour.uploads.tus import Client, Sender
from tour.app import create_app
from tour.keys import RECORDS

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLOUD = Path(__file__).parents[4] / "shared" / "scans" / "e57" / "self" / "ColouredCubeFloat.e57"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """An empty server."""
    settings = house_settings(tmp_path_factory.mktemp("house"))
    async with TestClient(TestServer(create_app(settings, {}))) as client:
        yield client


async def streamed(sender: Sender, site: str, upload: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a scan into a new site and publish it; what the report says of it, and its model as visitors get it."""
    job = await take_in(sender, upload, name="Streamed")
    assert job["state"] == "done", job
    await sender.ask("POST", f"/api/sites/{site}/releases", 201)
    async with sender.client.get(f"/api/sites/{site}") as answer:
        models = (await answer.json())["scene"]["models"]
    (model,) = (each for each in models if each["id"] == "streamed")
    return job["result"]["report"]["models"][0], model


async def follow(house: Client, model: dict[str, Any]) -> int:
    """How many tiles the tileset that visitors get leads to; each is there."""
    address = model["tiles"]["url"]
    async with house.get(address) as answer:
        assert answer.status == 200
        left = [(await answer.json(content_type=None))["root"]]
    met = 0
    while left:
        tile = left.pop()
        left += tile.get("children", [])
        async with house.get(str(URL(address).join(URL(tile["content"]["uri"])))) as answer:
            assert (answer.status, answer.content_type) == (200, "model/gltf-binary")
        met += 1
    return met


async def test_a_cloud_of_points_becomes_a_place(house: Client) -> None:
    eve = Sender(house, await signed_in(house.app[RECORDS], {"*": ["curator"]}), "cube")
    await eve.ask("POST", "/api/sites", 201, {"id": "cube", "title": {"en": "A cube"}, "languages": ["en"]})
    report, model = await streamed(eve, "cube", await eve.send("cube.e57", CLOUD.read_bytes()))
    assert (report["kind"], report["points"]) == ("points", 7_680)
    assert await follow(house, model) == report["tiles"]["tiles"]


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_surface_of_two_million_triangles_becomes_a_place_of_tiles(house: Client, tmp_path: Path) -> None:
    write_surface(tmp_path / "surface.ply")
    eve = Sender(house, await signed_in(house.app[RECORDS], {"*": ["curator"]}), "steps")
    await eve.ask("POST", "/api/sites", 201, {"id": "steps", "title": {"en": "Steps"}, "languages": ["en"]})
    upload = await eve.send("surface.ply", (tmp_path / "surface.ply").read_bytes(), piece=8 << 20)
    report, model = await streamed(eve, "steps", upload)
    assert (report["kind"], report["triangles"]) == ("tiles", TRIANGLES)
    assert await follow(house, model) == report["tiles"]["tiles"] > 10
