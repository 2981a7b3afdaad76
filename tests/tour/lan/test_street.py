"""What the network may use of the house."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import web

from scenes.scene import Site
from tests.tour.lan.conftest import Device
from tour.app import create_app
from tour.lan.network import Network
from tour.lan.street import is_for_visitors
from tour.people.rights import TABLE, Right
from tour.settings import Settings

WORKPLACES = ("studio", "sign-in", "invitations", "metrics", "/me", "people", "draft", "records")


def open_rows() -> list[Right]:
    return [row for row in TABLE if is_for_visitors(row)]


def test_visitors_find_everything_they_need() -> None:
    needed = {"/", "/visit", "/app/{path}", "/api/sites", "/assets/{name}", "/api/privacy/words"}
    assert needed <= {row.path for row in open_rows()}


def test_nothing_that_needs_an_account_or_makes_one() -> None:
    for row in open_rows():
        assert row.where == "anywhere"
        assert not any(word in row.path for word in WORKPLACES), row.path


def quiet(settings: Settings) -> Settings:
    return replace(settings, model="none", voices="", recognizer="none", gaze=False)


@asynccontextmanager
async def opened(settings: Settings, site: Site) -> AsyncIterator[tuple[str, Network]]:
    """The real application on loopback and in its network."""
    runner = web.AppRunner(create_app(quiet(settings), {site.id: site}))
    await runner.setup()
    loopback = web.TCPSite(runner, "127.0.0.1", 0)
    await loopback.start()
    network = Network(settings)
    async with network.open(runner):
        yield f"http://127.0.0.1:{loopback.port}/", network
    await runner.cleanup()


@pytest.fixture
async def doors(settings: Settings, site: Site, request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Network]]:
    async with opened(replace(settings, lan_studio=request.param), site) as both:
        yield both


@pytest.mark.parametrize("doors", [False], indirect=True)
async def test_the_studio_answers_on_this_machine_only(doors: tuple[str, Network], device: Device) -> None:
    loopback, network = doors
    device.trust(network.papers.authority.pem)
    for path in ("studio", "metrics", "api/sign-in", "api/me"):
        status, told = await device.get(network.urls[0] + path)
        assert status == 403, path
        assert '"denied": "network"' in told
        assert (await device.get(loopback + path))[0] in {200, 401}, path
    for path in ("", "api/sites", "healthz"):
        assert (await device.get(network.urls[0] + path))[0] == 200, path
    assert (await device.get(network.urls[0] + "nothing"))[0] == 404


async def told_to_the_kiosk(loopback: str, device: Device) -> str:
    status, told = await device.get(f"{loopback}api/kiosk/well")
    assert status == 200
    return str(json.loads(told)["address"])


@pytest.mark.parametrize("doors", [False], indirect=True)
async def test_a_kiosk_on_this_machine_leads_phones_into_the_network(
    doors: tuple[str, Network], device: Device
) -> None:
    loopback, network = doors
    device.trust(network.papers.authority.pem)
    address = await told_to_the_kiosk(loopback, device)
    assert address == f"https://127.0.0.1:{network.tours.port}"
    by_name = address.replace("127.0.0.1", "museum.local")  # no certificate vouches for loopback by number
    assert (await device.get(f"{by_name}/?site=well"))[0] == 200


async def test_a_kiosk_leads_phones_to_the_public_address_where_there_is_one(
    settings: Settings, site: Site, device: Device
) -> None:
    wanted = replace(settings, public_url="https://tours.museum.example/")
    async with opened(wanted, site) as (loopback, _):
        assert await told_to_the_kiosk(loopback, device) == "https://tours.museum.example"


async def test_a_kiosk_leads_phones_nowhere_once_the_network_is_left(
    settings: Settings, site: Site, device: Device
) -> None:
    app = create_app(quiet(settings), {site.id: site})
    runner = web.AppRunner(app)
    await runner.setup()
    loopback = web.TCPSite(runner, "127.0.0.1", 0)
    await loopback.start()
    async with Network(quiet(settings)).open(runner):
        assert await told_to_the_kiosk(f"http://127.0.0.1:{loopback.port}/", device) != ""
    assert await told_to_the_kiosk(f"http://127.0.0.1:{loopback.port}/", device) == ""
    await runner.cleanup()


@pytest.mark.parametrize("doors", [True], indirect=True)
async def test_an_operator_can_open_it(doors: tuple[str, Network], device: Device) -> None:
    _, network = doors
    device.trust(network.papers.authority.pem)
    assert (await device.get(network.urls[0] + "studio"))[0] == 200
    assert (await device.get(network.urls[0] + "api/me"))[0] == 401
