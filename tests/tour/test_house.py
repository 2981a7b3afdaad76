"""A site that takes seconds to be made ready: the door is open before, and who comes to it waits."""

from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from clients.visitor import Visitor
from tests.people import house_settings, two_sites
from tour.keys import HOUSE
from tour.messages import Hello


@pytest.fixture(autouse=True)
def _every_site_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.house.LARGE", 1)


async def test_who_comes_to_a_site_that_opens_waits_and_is_welcomed(tmp_path: Path) -> None:
    app = two_sites(tmp_path, house_settings(tmp_path))
    house = app[HOUSE]
    assert (house.opening, dict(house.guides)) == (("well", "hall"), {})
    async with TestClient(TestServer(app)) as client:
        address = str(client.make_url("/visit")).replace("http", "ws", 1)
        async with Visitor(address, Hello(site="hall", language="it", audio=())) as visitor:
            assert visitor.welcome is not None
            assert visitor.welcome.site == "hall"
        await house.opened("well")
        assert house.opening == ()


async def test_the_house_is_ready_once_its_sites_are(tmp_path: Path) -> None:
    app = two_sites(tmp_path, house_settings(tmp_path))
    async with TestClient(TestServer(app)) as client:
        for name in ("well", "hall"):
            await app[HOUSE].opened(name)
        guides = dict(app[HOUSE].guides)
        app[HOUSE].guides.clear()
        async with client.get("/readyz") as answer:
            assert answer.status == 503
            assert "the site well" in (await answer.json(content_type=None))["detail"]
        app[HOUSE].guides.update(guides)
        async with client.get("/readyz") as answer:
            assert answer.status == 200


async def test_what_is_published_meanwhile_is_what_is_served(tmp_path: Path) -> None:
    house = two_sites(tmp_path, house_settings(tmp_path))[HOUSE]
    await house.renew(house.sites["well"])
    published = house.guides["well"]
    house.prefetch = False
    house.look_ahead()
    await house.opened("hall")
    assert house.guides["well"] is published
    await house.close()
