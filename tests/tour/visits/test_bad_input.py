"""What a client must not do, and what it is told: nobody else's visit suffers."""

import asyncio
import math

import msgpack
import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from tests.tour.visits.conftest import Enter, Serve
from tour.keys import HOUSE
from tour.messages import SUBPROTOCOL, Hello, VisitorAsked, VisitorMoved

MOUTH, WELL = (0.0, 0.0, 4.0), (0.0, 1.0, 0.0)


async def closed(visitor: Visitor) -> int | None:
    async with asyncio.timeout(5):
        while visitor.closed is None:
            await asyncio.sleep(0.01)
    return visitor.closed


async def told(visitor: Visitor, code: str) -> str:
    await visitor.until(lambda: any(problem.code == code for problem in visitor.problems), 5)
    return next(problem.message for problem in visitor.problems if problem.code == code)


async def test_an_unknown_site_is_named_with_those_that_are_open(server: TestServer, enter: Enter) -> None:
    with pytest.raises(ConnectionError, match="1008"):
        await enter(server, site="atlantis", language="it")


async def test_a_language_nobody_speaks_here_goes_on_in_one_that_is_spoken(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, language="tlh")
    assert visitor.welcome is not None
    assert visitor.welcome.language == "en"
    assert "zh-Hans" in await told(visitor, "language-not-offered")


@pytest.mark.parametrize(
    "frame", [b"\xc1", b"hello", msgpack.packb([1, 2, 3]), msgpack.packb(["visitor-moved", {"position": "x"}])]
)
async def test_malformed_frames_are_named_and_the_third_closes_1007(
    server: TestServer, enter: Enter, frame: bytes
) -> None:
    visitor = await enter(server)
    await visitor.send_frame(frame)
    assert await told(visitor, "malformed")
    assert visitor.closed is None
    await visitor.send_frame(frame)
    await visitor.send_frame(frame)
    assert await closed(visitor) == 1007


async def test_a_frame_over_64_kib_closes_1009(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send_frame(msgpack.packb(["visitor-asked", {"question": "q", "text": "x" * 100_000}]))
    assert await closed(visitor) == 1009


async def test_a_frame_of_a_megabyte_closes_1009(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send_frame(bytes(1 << 20))
    assert await closed(visitor) == 1009


async def test_unknown_messages_are_skipped(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send_frame(msgpack.packb(["visitor-danced", {"step": "tango"}]))
    await visitor.ask("q", "How deep is the well?")
    assert (await visitor.hears(1)).facts == ("depth",)
    assert visitor.problems == []


async def test_a_second_hello_is_out_of_order(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Hello(site="well", language="it"))
    assert "already open" in await told(visitor, "out-of-order")


async def test_anything_before_hello_closes_1007(server: TestServer) -> None:
    async with ClientSession() as session:
        socket = await session.ws_connect(server.make_url("/visit"), protocols=(SUBPROTOCOL,))
        await socket.send_bytes(msgpack.packb(["interrupt", {}]))
        frame = await socket.receive(timeout=5)
        name, fields = msgpack.unpackb(frame.data)
        assert (name, fields["code"]) == ("problem", "out-of-order")
        await socket.receive(timeout=5)
        assert socket.close_code == 1007


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e12])
async def test_poses_that_are_nowhere_are_refused_and_the_walk_goes_on(
    server: TestServer, enter: Enter, bad: float
) -> None:
    visitor = await enter(server)
    await visitor.send(VisitorMoved(position=(bad, 0.0, 0.0), orientation=(0.0, 0.0, 0.0, 1.0)))
    assert "position" in await told(visitor, "bad-pose")
    await visitor.stand(MOUTH, WELL)
    assert (await visitor.hears(1)).ended == "finished"


async def test_a_thousand_messages_a_second_are_slowed_down_and_nobody_else_suffers(
    server: TestServer, enter: Enter
) -> None:
    noisy, quiet = await enter(server), await enter(server)
    moved = VisitorMoved(position=(50.0, 1.6, 50.0), orientation=(0.0, 0.0, 0.0, 1.0))
    for _ in range(1000):
        await noisy.send(moved)
    assert await told(noisy, "slow-down")
    await quiet.stand(MOUTH, WELL)
    assert (await quiet.hears(1)).ended == "finished"
    for _ in range(4000):
        if noisy.closed is None:
            try:
                await noisy.send(moved)
            except ConnectionError:
                break
    assert await closed(noisy) == 1008


async def test_a_long_question_is_sent_back(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(VisitorAsked(question="q9", text="why " * 400))
    assert "sentence or two" in await told(visitor, "question-too-long")
    assert visitor.problems[0].question == "q9"


async def test_a_foreign_page_may_not_open_a_visit(server: TestServer) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(
                server.make_url("/visit"), protocols=(SUBPROTOCOL,), headers={"Origin": "https://evil.example"}
            )
        assert refused.value.status == 403


async def test_an_allowed_page_and_our_own_may(serve: Serve) -> None:
    server = await serve(origins="https://museum.example")
    async with ClientSession() as session:
        for origin in ("https://museum.example", f"http://{server.host}:{server.port}"):
            socket = await session.ws_connect(
                server.make_url("/visit"), protocols=(SUBPROTOCOL,), headers={"Origin": origin}
            )
            assert socket.protocol == SUBPROTOCOL
            await socket.close()


@pytest.mark.parametrize("offered", [(), ("caravanserai.v0",), ("chat",)])
async def test_another_subprotocol_is_refused_by_name(server: TestServer, offered: tuple[str, ...]) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(server.make_url("/visit"), protocols=offered)
        assert refused.value.status == 400
        plain = await session.get(server.make_url("/visit"))
        assert SUBPROTOCOL in await plain.text()


async def test_a_full_house_asks_to_come_back(serve: Serve, enter: Enter) -> None:
    server = await serve(visits=1)
    await enter(server)
    with pytest.raises(ConnectionError, match="1013"):
        await enter(server)


async def test_visits_nobody_came_back_to_do_not_fill_the_house(serve: Serve, enter: Enter) -> None:
    server = await serve(visits=1)
    gone = await enter(server)
    await gone.cut()
    async with asyncio.timeout(5):
        while (visit := server.app[HOUSE].visits.find(gone.welcome.resume if gone.welcome else "")) is None or (
            visit.playhead.listening
        ):
            await asyncio.sleep(0.01)
    there = await enter(server)
    assert there.welcome is not None
    assert server.app[HOUSE].visits.count == 1
    with pytest.raises(ConnectionError, match="1013"):
        await enter(server)
