"""A whole server with two sites and nobody in its records."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, two_sites
from tour.keys import RECORDS
from tour.records import Records
from tour.records.database import connect
from tour.records.migrate import migrate
from tour.settings import Settings

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of the house."""
    return house_settings(tmp_path)


@pytest.fixture
async def house(tmp_path: Path, settings: Settings) -> AsyncIterator[Client]:
    """A client of the house, which keeps no cookies between requests unless told to."""
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
def records(house: Client) -> Records:
    """The records of that house."""
    return house.app[RECORDS]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection to fresh records, in a transaction."""
    path = tmp_path / "alone.sqlite"
    opened = connect(path)
    migrate(opened, path)
    opened.execute("BEGIN")
    yield opened
    opened.close()
