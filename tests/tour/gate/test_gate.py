"""The gate, over real sockets: strangers come from 127.0.0.2 and further, the house's own machine from 127.0.0.1."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tour.gate.crowd import QUIET_S, Crowd
from tour.gate.limits import Limits
from tour.gate.site import GatedSite
from tour.gate.sockets import bound
from tour.lan.papers import Papers

HERE, STRANGER, OTHER = "127.0.0.1", "127.0.0.2", "127.0.0.3"
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
HEAD = HALF_A_HEAD + b"\r\n"

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def limits(*, each: int = 3, everybody: int = 10, patience: float = 600.0) -> Limits:
    return Limits(each=each, everybody=everybody, patience=patience, trusts=lambda address: address == HERE)


@dataclass
class House:
    """What answers, and the ways to it."""

    crowd: Crowd
    port: int

    async def come(self, address: str, *said: bytes) -> Line:
        line = await asyncio.open_connection(HERE, self.port, local_addr=(address, 0))
        line[1].writelines(said)
        return line

    async def answers(self, address: str) -> bool:
        """Whether somebody new from there is answered."""
        try:
            reader, writer = await self.come(address, HEAD)
            answered = await reader.readline()
        except ConnectionError:
            return False
        writer.close()
        return answered.startswith(b"HTTP/1.1 200")

    async def crowded(self, inside: int) -> None:
        """Wait until exactly so many strangers are inside."""
        while self.crowd.inside != inside:
            await asyncio.sleep(0.01)


def application() -> web.Application:
    async def home(_: web.Request) -> web.Response:
        return web.Response(text="home")

    async def echo(request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        async for message in line:
            await line.send_str(message.data)
        return line

    app = web.Application()
    app.add_routes([web.get("/", home), web.get("/visit", echo)])
    return app


@asynccontextmanager
async def house(wanted: Limits, context: ssl.SSLContext | None = None) -> AsyncIterator[House]:
    runner, crowd = web.AppRunner(application(), shutdown_timeout=0.1), Crowd(wanted)
    await runner.setup()
    try:
        [gate] = bound(HERE, 0, crowd)
        site = GatedSite(runner, gate, crowd, ssl_context=context)
        await site.start()
        async with asyncio.timeout(30):
            yield House(crowd, site.port)
    finally:
        await runner.cleanup()


async def shown_out(line: Line) -> None:
    """Returns once the house has closed the connection."""
    try:
        while await line[0].read(4096):
            pass
    except ConnectionError:
        pass
    line[1].close()


@pytest.mark.parametrize("said", [b"", HALF_A_HEAD, HEAD, HEAD + HALF_A_HEAD], ids=["nothing", "half", "one", "more"])
async def test_whoever_finishes_no_head_is_shown_out_and_this_machine_never(said: bytes) -> None:
    async with house(limits(patience=0.2)) as here:
        kiosk = await here.come(HERE, said)
        await shown_out(await here.come(STRANGER, said))
        kiosk[1].write(HEAD.removeprefix(HALF_A_HEAD) if said.endswith(HALF_A_HEAD) else HEAD)
        for _ in range(1 + said.count(HEAD)):
            await kiosk[0].readuntil(b"HTTP/1.1 200 OK\r\n")
        kiosk[1].close()


async def test_drop_by_drop_is_not_fast_enough(caplog: pytest.LogCaptureFixture) -> None:
    async with house(limits(patience=0.3)) as here:
        line = await here.come(STRANGER, HALF_A_HEAD)
        gone = asyncio.create_task(shown_out(line))
        while not gone.done():
            line[1].write(b"X-More: yes\r\n")
            await asyncio.sleep(0.02)
        await here.crowded(0)
    assert caplog.messages == []


async def test_a_handshake_that_stops_half_way_is_ended(tmp_path: Path) -> None:
    papers = Papers(tmp_path, "museum.local", (IPv4Address("192.168.1.20"),), datetime.now(UTC))
    async with house(limits(patience=0.2), papers.context) as here:
        await shown_out(await here.come(STRANGER))
        await shown_out(await here.come(STRANGER, b"\x16\x03\x01\x02\x00\x01"))
        await here.crowded(0)


async def test_a_visit_stays_open_however_long(tmp_path: Path) -> None:
    async with house(limits(patience=0.2)) as here:
        connector = aiohttp.TCPConnector(local_addr=(STRANGER, 0))
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.ws_connect(f"http://{HERE}:{here.port}/visit") as visit,
        ):
            for _ in range(2):
                await shown_out(await here.come(OTHER))
            await visit.send_str("still there")
            assert await visit.receive_str() == "still there"


async def test_one_device_takes_half_of_the_room_and_others_come_in() -> None:
    async with house(limits()) as here, AsyncExitStack() as stack:
        lines = [await here.come(STRANGER, HALF_A_HEAD) for _ in range(20)]
        stack.callback(lambda: [writer.close() for _, writer in lines])
        await here.crowded(5)
        assert not await here.answers(STRANGER)
        assert await here.answers(OTHER)
        assert await here.answers(HERE)
        for _, writer in lines:
            writer.close()
        await here.crowded(0)
        assert await here.answers(STRANGER)


async def test_everybody_has_a_share_of_a_house_that_fills() -> None:
    async with house(limits(each=2, everybody=6)) as here, AsyncExitStack() as stack:
        for address, inside in ((STRANGER, 3), (OTHER, 5), ("127.0.0.4", 6), ("127.0.0.5", 6)):
            for _ in range(4):
                line = await here.come(address, HALF_A_HEAD)
                stack.callback(line[1].close)
            await here.crowded(inside)
        assert not await here.answers("127.0.0.6")
        assert await here.answers(HERE)


async def test_what_is_refused_is_said_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [1000.0]
    crowd = Crowd(limits(each=1, everybody=2), lambda: now[0])
    assert [crowd.admit(STRANGER) is not None for _ in range(4)] == [True, False, False, False]
    now[0] += QUIET_S
    assert crowd.admit(STRANGER) is None
    said = [(record.getMessage(), vars(record)["refused"]) for record in caplog.records]
    assert said == [("connections refused", 1), ("connections refused", 3)]
    assert STRANGER not in caplog.text


async def test_a_place_of_ipv6_is_its_network() -> None:
    crowd = Crowd(limits(each=1, everybody=2))
    assert crowd.admit("2001:db8::1%eth0") is not None
    assert crowd.admit("2001:db8::2") is None
    assert crowd.admit("::ffff:127.0.0.1") is not None
    assert crowd.inside == 1
