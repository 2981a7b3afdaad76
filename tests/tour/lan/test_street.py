"""What the network may use of the house."""

from collections.abc import AsyncIterator

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


@pytest.fixture
async def doors(settings: Settings, site: Site, request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, Network]]:
    """The real application on loopback and in its network."""
    from dataclasses import replace

    wanted = replace(settings, model="none", voices="", recognizer="none", gaze=False, lan_studio=request.param)
    runner = web.AppRunner(create_app(wanted, {site.id: site}))
    await runner.setup()
    loopback = web.TCPSite(runner, "127.0.0.1", 0)
    await loopback.start()
    network = Network(wanted)
    async with network.open(runner):
        yield f"http://127.0.0.1:{loopback.port}/", network
    await runner.cleanup()


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


@pytest.mark.parametrize("doors", [True], indirect=True)
async def test_an_operator_can_open_it(doors: tuple[str, Network], device: Device) -> None:
    _, network = doors
    device.trust(network.papers.authority.pem)
    assert (await device.get(network.urls[0] + "studio"))[0] == 200
    assert (await device.get(network.urls[0] + "api/me"))[0] == 401
