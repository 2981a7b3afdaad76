"""A house whose site is written in records, and who writes it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tests.tour.routes.studio.person import BASE, CURATOR, Client, Person
from tour.keys import RECORDS


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    """A house whose site `well` is written in records and not yet published."""
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        await Person(client, await signed_in(client.app[RECORDS], CURATOR)).ask("POST", BASE, status=201)
        yield client


@pytest.fixture
async def ada(house: Client) -> Person:
    """A curator."""
    return Person(house, await signed_in(house.app[RECORDS], CURATOR))
