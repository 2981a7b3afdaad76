"""Who else is at a site's desks, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.keys import RECORDS

Client = TestClient[web.Request, web.Application]
HERE = "/api/sites/well/here"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        yield client


async def test_colleagues_see_where_each_is_until_they_leave(house: Client) -> None:
    one = await signed_in(house.app[RECORDS], {"well": ["curator"]})
    other = await signed_in(house.app[RECORDS], {"well": ["translator"]})
    spot = {"window": "abcd1", "section": "facts", "record": "depth", "editing": True}
    await house.post(HERE, json=spot, headers=one)
    await house.post(HERE, json={"window": "abcd2", "section": "tours"}, headers=other)
    told = (await (await house.get(HERE, headers=other)).json())["people"]
    spots = sorted((spot["section"], spot["record"], spot["editing"]) for each in told for spot in each["spots"])
    assert spots == [("facts", "depth", True), ("tours", "", False)]
    assert {each["name"] for each in told} == {"A colleague"}
    left = await house.post(HERE, json={"window": "abcd1"}, headers=one)
    assert [each["spots"][0]["section"] for each in (await left.json())["people"]] == ["tours"]


async def test_a_window_says_nothing_but_where_it_is(house: Client) -> None:
    headers = await signed_in(house.app[RECORDS], {"well": ["curator"]})
    for wrong in (
        {"window": "<b>"},
        {"window": "abcd1", "section": "<script>"},
        {"window": "abcd1", "record": "a/b c"},
    ):
        assert (await house.post(HERE, json=wrong, headers=headers)).status == 400
