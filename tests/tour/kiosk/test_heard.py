"""What the house knows of its kiosks' pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, two_sites
from tour.kiosk.heard import MOST, Heard
from tour.routes.kiosks import KIOSKS

Client = TestClient[web.Request, web.Application]
ELSEWHERE = {"X-Forwarded-For": "192.168.1.77"}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), proxies="127.0.0.1")
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        client.app[KIOSKS].heard.since -= 1000  # as if the server had been open for a while
        yield client


async def silent(client: Client, site: str = "well", **headers: str) -> float:
    async with client.get(f"/api/kiosk/{site}/heard", headers=headers) as answer:
        return float((await answer.json())["silent"])


async def test_the_page_at_ones_own_address_was_heard_and_no_other(client: Client) -> None:
    assert await silent(client) >= 1000
    async with client.get("/api/kiosk/well", headers={"X-Forwarded-For": "::1"}):
        pass
    assert await silent(client) < 1000
    assert await silent(client, "hall") >= 1000
    assert await silent(client, **ELSEWHERE) >= 1000
    async with client.get("/api/kiosk/nowhere/heard") as answer:
        assert answer.status == 404


def test_places_are_forgotten_that_were_not_heard_of_for_longest() -> None:
    heard = Heard(since=0.0)
    for place in ("first", *map(str, range(MOST - 1)), "first", "one more"):
        heard.hear("well", place, 10.0)
    assert [heard.silent("well", place, 15.0) for place in ("first", "0", "1", "never")] == [5.0, 15.0, 5.0, 15.0]
