"""The house in its network, over real TLS sockets."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address

import pytest
from aiohttp import web

from tests.tour.lan.conftest import Clock, Device
from tour.lan import network_of
from tour.lan.announcing import Announcement, resolve
from tour.lan.authority import fingerprint
from tour.lan.network import Network
from tour.lan.problem import LanError
from tour.lan.telling import opened
from tour.settings import Settings


def application() -> web.Application:
    async def tours(_: web.Request) -> web.Response:
        return web.Response(text="the tours")

    app = web.Application()
    app.router.add_get("/", tours)
    return app


@asynccontextmanager
async def opening(settings: Settings, clock: Clock) -> AsyncIterator[Network]:
    runner = web.AppRunner(application())
    await runner.setup()
    try:
        network = Network(settings, clock)
        async with network.open(runner):
            yield network
    finally:
        await runner.cleanup()


@pytest.fixture
async def network(settings: Settings, clock: Clock) -> AsyncIterator[Network]:
    async with opening(settings, clock) as network:
        yield network


async def test_the_certificate_is_renewed_in_time(network: Network, device: Device, clock: Clock) -> None:
    device.trust(network.papers.authority.pem)
    before = await device.shown("museum.local", network.tours.port)
    clock.now += timedelta(days=20)
    await network.look()
    assert await device.shown("museum.local", network.tours.port) != before
    assert await device.get(network.urls[0]) == (200, "the tours")


async def test_what_cannot_be_renewed_is_told_once_and_the_house_stays_open(
    network: Network, device: Device, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    device.trust(network.papers.authority.pem)
    (network.papers.folder / "authority.pem").write_text("damaged")
    clock.now += timedelta(days=20)
    await network.look()
    await network.look()
    assert sum("damaged" in record.getMessage() for record in caplog.records) == 1
    assert await device.get(network.urls[0]) == (200, "the tours")


async def test_addresses_come_and_go(settings: Settings, clock: Clock, device: Device) -> None:
    async with opening(settings, clock) as network:
        network._settings = replace(settings, lan_addresses="127.0.0.1,127.0.0.2")
        await network.look()
        assert [str(each) for each in network.tours.addresses] == ["127.0.0.1", "127.0.0.2"]
        socket.create_connection(("127.0.0.2", network.tours.port)).close()
        network._settings = replace(settings, lan_addresses="127.0.0.2")
        await network.look()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", network.tours.port))


async def test_a_phone_is_sent_where_somebody_came_by_else_to_the_first_address(
    settings: Settings, clock: Clock
) -> None:
    async with opening(replace(settings, lan_addresses="127.0.0.2,127.0.0.3"), clock) as network:
        port = network.tours.port
        assert network.origin("127.0.0.3") == f"https://127.0.0.3:{port}"
        assert network.origin("127.0.0.1") == network.origin() == f"https://127.0.0.2:{port}"
        await network.tours.fit(())
        assert network.origin("127.0.0.3") == ""


async def test_a_house_that_starts_before_its_network(
    settings: Settings, clock: Clock, device: Device, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    adapters: list[tuple[str, IPv4Address]] = []
    monkeypatch.setattr("tour.lan.addresses._adapters", lambda: adapters)
    monkeypatch.setattr("tour.lan.addresses.is_private", lambda address: True)
    found: list[str] = []
    runner = web.AppRunner(application())
    await runner.setup()
    network = Network(replace(settings, lan_addresses=""), clock)
    async with network.open(runner, found=lambda: found.append(opened(network, "http://loopback/", studio=False))):
        await network.look()
        assert sum("connect this machine to the museum's Wi-Fi" in each.getMessage() for each in caplog.records) == 1
        assert "There is no network yet" in opened(network, "http://loopback/", studio=False)
        assert (network.origin(), found) == ("", [])
        adapters.append(("wlan0", IPv4Address("127.0.0.2")))
        await network.look()
        await network.look()
        assert [network.doorsteps[0] in each for each in found] == [True]
        socket.create_connection(("127.0.0.2", network.tours.port)).close()
        assert network.origin() == f"https://127.0.0.2:{network.tours.port}"
    await runner.cleanup()


async def test_a_named_address_that_the_machine_has_not_yet(
    settings: Settings, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with opening(replace(settings, lan_addresses="192.168.254.253", lan_port=8443), clock) as network:
        assert "cannot listen on 192.168.254.253:8443" in caplog.text
        network._settings = settings
        await network.look()
        assert [str(each) for each in network.tours.addresses] == ["127.0.0.1"]


async def test_a_port_that_is_taken(settings: Settings, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LanError, match=rf"cannot listen on 127.0.0.1:{port} .*--lan-port names another"):
            async with opening(replace(settings, lan_port=port), clock):
                pass
        with pytest.raises(LanError, match=r"--lan-doorstep names another"):
            async with opening(replace(settings, lan_doorstep=port), clock):
                pass


async def test_plain_http_does_not_leave_the_machine(settings: Settings) -> None:
    with pytest.raises(LanError, match=r"--host 0\.0\.0\.0: with --lan plain http stays on this machine"):
        network_of(replace(settings, host="0.0.0.0"))
    assert network_of(replace(settings, lan=False, host="0.0.0.0")) is None


async def test_packages_that_are_missing_are_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tour.lan.find_spec", lambda name: None if name == "zeroconf" else name)
    with pytest.raises(LanError, match=r"--lan needs zeroconf: pip install 'caravanserai\[lan\]'"):
        network_of(settings)


async def test_the_name_is_announced_and_taken_back(settings: Settings, clock: Clock) -> None:
    async with opening(replace(settings, lan_name="test-announced"), clock) as network:
        await network.look()
        assert await resolve("test-announced.local", network.addresses) == set(network.addresses)
    assert await resolve("test-announced.local", network.addresses, patience=500) == set()


async def test_a_name_that_another_machine_has(
    settings: Settings, clock: Clock, device: Device, caplog: pytest.LogCaptureFixture
) -> None:
    other = Announcement("test-taken.local")
    await other.fit([IPv4Address("127.0.0.9")], 8443)
    try:
        async with opening(replace(settings, lan_name="test-taken"), clock) as network:
            await network.look()
            assert "127.0.0.9 has that name already; --lan-name gives" in caplog.text
            device.trust(network.papers.authority.pem)
            assert await device.get(network.urls[0]) == (200, "the tours")
    finally:
        await other.close()


async def test_the_terminal_says_what_is_reachable_and_what_to_compare(network: Network) -> None:
    told = opened(network, "http://127.0.0.1:8080/", studio=False)
    assert network.urls[0] in told
    assert network.doorsteps[0] in told
    assert "studio, accounts and figures answer on this machine only" in told
    assert fingerprint(network.papers.authority.certificate) in told.replace(" ", ":")
    assert "can try to sign in to the studio" in opened(network, "http://127.0.0.1:8080/", studio=True)
