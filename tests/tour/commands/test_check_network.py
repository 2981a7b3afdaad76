"""`tour check`: what a headset in the network would see."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from tour.commands.check_network import look_at_network
from tour.commands.finding import Finding
from tour.lan.network import Network
from tour.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    wanted = read_settings({}, data=tmp_path)
    return replace(
        wanted, lan=True, lan_name="test-check", lan_addresses="127.0.0.1", lan_port=0, lan_doorstep=0, port=0
    )


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[tuple[Network, Settings]]:
    """A house that is open on loopback, and the settings with the ports that it took."""

    async def tours(_: web.Request) -> web.Response:
        return web.Response(text="the tours")

    app = web.Application()
    app.router.add_get("/", tours)
    runner = web.AppRunner(app)
    await runner.setup()
    network = Network(settings)
    async with network.open(runner):
        yield network, replace(settings, lan_port=network.tours.port, lan_doorstep=network.doorstep.port)
    await runner.cleanup()


async def seen(settings: Settings) -> Mapping[str, Finding]:
    return {finding.what: finding for finding in await look_at_network(settings)}


async def test_an_open_house_is_a_secure_context(opened: tuple[Network, Settings]) -> None:
    network, settings = opened
    await network.look()
    found = await seen(settings)
    assert {finding.state for finding in found.values()} == {"ok"}
    assert "WebXR" in found[f"https://test-check.local:{settings.lan_port}"].detail
    assert "for test-check.local; 29 days left" in found["network certificate"].detail
    assert found["network name test-check.local"].detail == "found by multicast DNS at 127.0.0.1"


async def test_a_house_that_is_closed_again(opened: tuple[Network, Settings]) -> None:
    closed = replace(opened[1], lan_port=1, lan_doorstep=1, lan_name="test-closed")
    found = await seen(closed)
    assert found["https://test-closed.local:1"].detail == "nothing answers at 127.0.0.1"
    assert "let 1 in" in found["https://test-closed.local:1"].remedy
    assert found["http://127.0.0.1:1"].state == "optional"
    assert found["network certificate"].detail.endswith("; not for test-closed.local")
    assert "client isolation" in found["network name test-closed.local"].remedy


async def test_another_certificate_at_the_port(opened: tuple[Network, Settings], tmp_path: Path) -> None:
    """As where an older house still runs from another data folder."""
    settings = opened[1]
    stranger = replace(settings, data=tmp_path / "other")
    Network(stranger)
    found = await seen(stranger)
    assert found[f"https://test-check.local:{settings.lan_port}"].detail.startswith("a headset would warn: ")


async def test_before_the_first_start(settings: Settings) -> None:
    found = await seen(settings)
    assert found["network authority"].remedy == "tour serve --lan"
    assert not (settings.data / "lan").exists()


async def test_a_key_that_others_may_read(settings: Settings) -> None:
    Network(settings)
    (settings.data / "lan" / "authority.pem").chmod(0o644)
    assert "chmod 600" in (await seen(settings))["network"].detail


@pytest.mark.parametrize(
    ("changed", "state", "detail"),
    [
        ({}, "optional", "this machine only"),
        ({"host": "0.0.0.0"}, "optional", "no secure context: browsers there have no WebXR"),
        ({"public_url": "https://tours.museum.example"}, "ok", "behind a proxy at https://tours.museum.example"),
    ],
)
async def test_without_a_network(settings: Settings, changed: dict[str, str], state: str, detail: str) -> None:
    found = (await seen(replace(settings, lan=False, **changed)))["network"]  # type: ignore[arg-type]
    assert (found.state, detail in found.detail) == (state, True)
