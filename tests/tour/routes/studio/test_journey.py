"""The whole way of words at a site that is written here: prepared, read, published, doubted by an edit, read again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.keys import HOUSE, RECORDS

Client = TestClient[web.Request, web.Application]
SITE = "/api/sites/well"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), model="scripted", voices="scripted", prefetch=False)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
async def everybody(house: Client) -> dict[str, str]:
    """One person who is curator and reviewer."""
    return await signed_in(house.app[RECORDS], {"well": ["curator", "reviewer"]})


class Studio:
    """A site in one person's hands."""

    def __init__(self, house: Client, headers: dict[str, str]) -> None:
        self._house, self._headers = house, headers

    async def ask(self, method: str, address: str, given: Any = None, **headers: str) -> Any:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self._house.request(method, SITE + address, json=given, headers=self._headers | more)
        text = await answer.text()
        assert answer.status < 300, text
        return await answer.json(content_type=None) if text else None

    async def prepare(self, **wanted: Any) -> None:
        job = await self.ask("POST", "/prepare", wanted)
        async with asyncio.timeout(30):
            while job["state"] in {"waiting", "running"}:
                await asyncio.sleep(0.05)
                job = await self.ask("GET", f"/jobs/{job['id']}")
        assert (job["state"], job["problem"]) == ("done", "")

    async def approve_all(self) -> int:
        """Clear the queue; how many drafts that were."""
        many = 0
        while found := await self.ask("POST", "/review/next", {}):
            draft = found["draft"]
            await self.ask(
                "POST", f"/drafts/{draft['id']}/decisions", {"act": "approve"}, If_Match=f'"{draft["version"]}"'
            )
            many += 1
        return many

    async def edit_fact(self, fact: str, **texts: str) -> None:
        record = await self.ask("GET", f"/records/fact/{fact}")
        body = {**record["body"], "text": {**record["body"]["text"], **texts}}
        await self.ask("PUT", f"/records/fact/{fact}", body, If_Match=f'"{record["etag"]}"')

    async def publish(self) -> None:
        await self.ask("POST", "/releases")

    async def stale(self) -> set[tuple[str, str]]:
        queue = await self.ask("GET", "/review?state=stale")
        return {(each["stop"], each["language"]) for each in queue["drafts"]}

    def spoken(self) -> set[tuple[str, str]]:
        """Where visitors hear approved words."""
        return set(self._house.app[HOUSE].guides["well"]._takes)


async def test_from_an_import_to_visitors_and_back_to_the_queue(house: Client, everybody: dict[str, str]) -> None:
    studio = Studio(house, everybody)
    await studio.ask("POST", "/records")
    await studio.prepare(languages=["en", "it"])
    assert await studio.approve_all() == 3
    assert studio.spoken() == {("mouth", "en")}, "what is not published reaches nobody"
    await studio.publish()
    everything = {("mouth", "en"), ("mouth", "it"), ("bench", "en"), ("bench", "it")}
    assert studio.spoken() == everything

    await studio.edit_fact("depth", **{"zh-Hans": "古井深13米。"})
    assert await studio.stale() == {("mouth", "en"), ("mouth", "it")}, "in all languages"
    assert studio.spoken() == everything, "visitors still get the fact as it was published"
    await studio.publish()
    assert studio.spoken() == {("bench", "en"), ("bench", "it")}

    assert await studio.approve_all() == 2
    assert await studio.stale() == set()
    await studio.publish()
    assert studio.spoken() == everything


async def test_an_edit_that_is_taken_back_unsettles_nothing(house: Client, everybody: dict[str, str]) -> None:
    studio = Studio(house, everybody)
    await studio.ask("POST", "/records")
    await studio.prepare(languages=["it"], stops=["mouth"])
    await studio.approve_all()
    await studio.edit_fact("depth", it="Il pozzo è profondo 13 metri.")
    assert ("mouth", "it") in await studio.stale()
    await studio.edit_fact("depth", it="Il pozzo è profondo 12 metri.")
    assert await studio.stale() == set()
