"""A house with two sites, and somebody who is signed in, for tests of what needs a role."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from sqlite3 import Connection

from aiohttp import web

from scenes.site_pack import load_site
from tests.builders import write_pack
from tour.app import create_app
from tour.people import accounts, memberships, sessions, tokens
from tour.people.guard import CSRF
from tour.people.roles import Role
from tour.records import Records, RecordsNow
from tour.settings import Settings

PASSWORD = "four old camels at the well"

_NUMBERS = count(1)


def house_settings(folder: Path) -> Settings:
    """No engines: only the server."""
    return Settings(
        data=folder / "data",
        weights=folder / "weights",
        model="none",
        voices="",
        recognizer="none",
        embedder="none",
        gaze=False,
    )


def two_sites(folder: Path, settings: Settings) -> web.Application:
    """A server with the sites `well` and `hall`."""
    well = load_site(write_pack(folder / "well"))
    return create_app(settings, {"well": well, "hall": replace(well, id="hall")})


async def signed_in(records: Records, roles: Mapping[str, Iterable[str]] | None = None) -> dict[str, str]:
    """Headers of a new person with these roles by site (`*`: the whole house), for any request over plain http.

    `await client.patch(address, json=…, headers=await signed_in(app[RECORDS], {"well": ["curator"]}))`
    """
    return _headers(await records.write(_signed_in, roles or {}))


def come(records: RecordsNow, roles: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The same while no server runs."""
    return _headers(records.write(_signed_in, roles))


def _headers(secret: str) -> dict[str, str]:
    return {"Cookie": f"tour-session={secret}", CSRF: sessions.csrf_of(secret)}


async def by_token(records: Records, site: str, roles: Iterable[str], *, reads_only: bool) -> dict[str, str]:
    """Headers of a program that acts with these roles at a site, for a new person who has them in the whole house."""
    secret = await records.write(_by_token, site, frozenset(map(Role, roles)), reads_only)
    return {"Authorization": f"Bearer {secret}"}


def _by_token(connection: Connection, site: str, roles: frozenset[Role], reads_only: bool) -> str:
    now, login = datetime.now(UTC), f"colleague-{next(_NUMBERS)}"
    person = accounts.create(connection, login, "A colleague", now, by="test").id
    memberships.give(connection, person, "*", roles, now, by="test")
    day = timedelta(days=1)
    return tokens.make(connection, person, "test", site, roles, now, reads_only=reads_only, good_for=day)[1]


def _signed_in(connection: Connection, roles: Mapping[str, Iterable[str]]) -> str:
    now = datetime.now(UTC)
    person = accounts.create(connection, f"colleague-{next(_NUMBERS)}", "A colleague", now, by="test")
    for site, held in roles.items():
        memberships.give(connection, person.id, site, frozenset(map(Role, held)), now, by="test")
    return sessions.begin(connection, person.id, "password", now)
