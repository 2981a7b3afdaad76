"""A whole server with two sites and nobody in its records."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.browser import Browser
from tests.people import PASSWORD, house_settings, two_sites
from tour.keys import RECORDS
from tour.people import accounts, memberships
from tour.people.passwords import hashed
from tour.people.roles import Role
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


@pytest.fixture
def browser(house: Client) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(house)


@pytest.fixture
async def others(house: Client) -> AsyncIterator[Callable[[], Browser]]:
    """Further browsers, each with cookies of its own."""
    clients: list[Client] = []

    def another() -> Browser:
        client: Client = TestClient(house.server)
        clients.append(client)
        return Browser(client)

    yield another
    for client in clients:
        await client.session.close()


@pytest.fixture
async def anna(records: Records) -> str:
    """Somebody who curates the well, with the password PASSWORD; their id."""
    return await records.write(_anna)


def _anna(connection: Connection) -> str:
    now = datetime.now(UTC)
    person = accounts.create(connection, "anna", "Anna", now, password=hashed(PASSWORD), by="command:test")
    memberships.give(connection, person.id, "well", frozenset({Role.CURATOR}), now, by="command:test")
    return person.id
