"""A site that arrives while the door is open: it is listed, its models are served, and one can visit it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from clients.visitor import visiting
from scenes.site_pack import SitePackError, load_site
from scenes.stores.releases import release
from tests.builders import write_pack
from tests.tour.conftest import Client
from tour.app import create_app
from tour.arrival import arrive
from tour.editing.editing import now
from tour.keys import HOUSE, RECORDS
from tour.settings import Settings


@pytest.fixture
async def open_house(tmp_path: Path) -> AsyncIterator[Client]:
    """A house with one site in it."""
    settings = Settings(data=tmp_path / "data", weights=tmp_path / "weights", model="none", voices="", embedder="none")
    site = load_site(write_pack(tmp_path / "well"))
    async with TestClient(TestServer(create_app(settings, {site.id: site}))) as client:
        yield client


def app_of(client: Client) -> web.Application:
    assert client.app is not None
    return client.app


async def listed(client: Client) -> list[str]:
    return [site["id"] for site in (await (await client.get("/api/sites")).json())["sites"]]


async def test_a_site_that_arrives_is_listed_and_can_be_visited(open_house: Client, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "oasis", id="oasis")
    assert await arrive(app_of(open_house), folder)
    assert await listed(open_house) == ["well", "oasis"]
    level = load_site(folder).scene.models[0].levels[0]
    answer = await open_house.get(f"/assets/{level.digest}.glb")
    assert await answer.read() == level.path.read_bytes()
    async with visiting(str(open_house.make_url("")).rstrip("/"), "oasis", "en") as visitor:
        assert visitor.welcome.site == "oasis"


async def test_a_pack_made_anew_takes_the_place_of_the_old(open_house: Client, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "again", title={"en": "The Spring", "it": "La fonte", "zh-Hans": "泉"})
    assert await arrive(app_of(open_house), folder)
    assert await listed(open_house) == ["well"]
    assert app_of(open_house)[HOUSE].sites["well"].title["en"] == "The Spring"


async def test_what_curators_published_stays(open_house: Client, tmp_path: Path) -> None:
    app = app_of(open_house)
    await app[RECORDS].write(release, "well", (), author="a curator", now=now())
    folder = write_pack(tmp_path / "again", title={"en": "The Spring", "it": "La fonte", "zh-Hans": "泉"})
    assert not await arrive(app, folder)
    assert app[HOUSE].sites["well"].title["en"] == "The Well"


async def test_a_damaged_pack_changes_nothing(open_house: Client, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "oasis", id="oasis")
    (folder / "tours.toml").write_text("[[stop")
    with pytest.raises(SitePackError, match=r"tours\.toml"):
        await arrive(app_of(open_house), folder)
    assert await listed(open_house) == ["well"]
