"""What the house shows to say who it is, over real TLS sockets."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509

from tests.tour.lan.conftest import Clock, Device
from tour.lan.certificate import issue
from tour.lan.papers import Papers


class House:
    """A server that shows its papers."""

    def __init__(self, papers: Papers, port: int, clock: Clock) -> None:
        self.papers, self.port, self._clock = papers, port, clock
        self.url = f"https://museum.local:{port}/"

    def look(self) -> None:
        self.papers.fit((), self._clock())


@pytest.fixture
async def house(tmp_path: Path, clock: Clock) -> AsyncIterator[House]:
    async def tours(_: web.Request) -> web.Response:
        return web.Response(text="the tours")

    app = web.Application()
    app.router.add_get("/", tours)
    runner = web.AppRunner(app)
    await runner.setup()
    papers = Papers(tmp_path, "museum.local", (), clock())
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=papers.context)
    await site.start()
    yield House(papers, site.port, clock)
    await runner.cleanup()


async def test_who_trusts_the_authority_is_served_under_the_name(house: House, device: Device) -> None:
    device.trust(house.papers.authority.pem)
    assert await device.get(house.url) == (200, "the tours")


async def test_who_does_not_is_warned(house: House, device: Device) -> None:
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await device.get(house.url)


async def test_another_name_is_refused(house: House, device: Device) -> None:
    device.trust(house.papers.authority.pem)
    with pytest.raises(aiohttp.ClientConnectorCertificateError, match="Hostname mismatch"):
        await device.get(f"https://bank.local:{house.port}/")


@pytest.mark.parametrize("host", ["bank.example", "local.bank.example", "8.8.8.8"])
async def test_the_authority_cannot_vouch_for_the_world(house: House, device: Device, clock: Clock, host: str) -> None:
    """Whoever steals the key may sign what they like: no device believes it."""
    papers = house.papers
    papers.context.load_cert_chain(issue(papers.folder, papers.authority, (host,), clock()).file)
    device.trust(papers.authority.pem)
    with pytest.raises(aiohttp.ClientConnectorCertificateError, match="permitted subtree violation"):
        await device.get(f"https://127.0.0.1:{house.port}/", server_hostname=host)


async def test_an_address_of_the_network_is_vouched_for(house: House, device: Device, clock: Clock) -> None:
    papers = house.papers
    names = ("museum.local", "192.168.1.20")
    papers.context.load_cert_chain(issue(papers.folder, papers.authority, names, clock()).file)
    device.trust(papers.authority.pem)
    url = f"https://127.0.0.1:{house.port}/"
    assert await device.get(url, server_hostname="192.168.1.20") == (200, "the tours")


async def test_the_certificate_is_renewed_while_the_house_is_open(house: House, device: Device, clock: Clock) -> None:
    device.trust(house.papers.authority.pem)
    before = await device.shown("museum.local", house.port)
    house.look()
    assert await device.shown("museum.local", house.port) == before
    clock.now += timedelta(days=20)
    house.look()
    after = await device.shown("museum.local", house.port)
    ends = [x509.load_der_x509_certificate(each).not_valid_after_utc for each in (before, after)]
    assert ends[1] - ends[0] == timedelta(days=20)


async def test_who_is_connected_stays_when_the_certificate_changes(house: House, device: Device, clock: Clock) -> None:
    device.trust(house.papers.authority.pem)
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", house.port, ssl=device.trusts, server_hostname="museum.local"
    )
    clock.now += timedelta(days=20)
    house.look()
    writer.write(b"GET / HTTP/1.1\r\nHost: museum.local\r\nConnection: close\r\n\r\n")
    assert (await reader.read()).endswith(b"the tours")
    writer.close()
