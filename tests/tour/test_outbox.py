"""What goes out: in order, bounded, and exactly once over a cut line."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tour.codec import from_server
from tour.messages import Caption, Encountered, Heartbeat, Message, Problem, VisitorsMoved
from tour.outbox import KEPT_BYTES, UNSENT_LIMIT, Outbox


def caption(index: int, text: str = "words") -> Caption:
    return Caption(utterance="u1", index=index, text=text, start_ms=0, end_ms=10)


async def take(frames: AsyncIterator[bytes], count: int) -> list[Message]:
    return [from_server.decode(await anext(frames)) for _ in range(count)]


async def test_messages_leave_in_order() -> None:
    outbox = Outbox()
    for index in range(3):
        await outbox.send(caption(index))
    frames = outbox.frames()
    assert await take(frames, 3) == [caption(0), caption(1), caption(2)]


async def test_a_resumed_line_repeats_nothing_that_arrived_and_loses_nothing_that_did_not() -> None:
    outbox = Outbox()
    for index in range(5):
        await outbox.send(caption(index))
    await take(outbox.frames(), 4)
    outbox.resume(received=2)
    assert await take(outbox.frames(), 3) == [caption(2), caption(3), caption(4)]


async def test_what_the_client_says_arrived_is_forgotten_and_resume_still_counts_right() -> None:
    outbox = Outbox()
    for index in range(6):
        await outbox.send(caption(index))
    await take(outbox.frames(), 6)
    outbox.arrived(4)
    outbox.resume(received=5)
    assert await take(outbox.frames(), 1) == [caption(5)]


async def test_a_client_that_claims_more_than_there_was_gets_only_what_comes_next() -> None:
    outbox = Outbox()
    await outbox.send(caption(0))
    outbox.arrived(900)
    outbox.resume(received=900)
    await outbox.send(caption(1))
    assert await take(outbox.frames(), 1) in ([caption(0)], [caption(1)])


async def test_problems_and_heartbeats_are_not_counted() -> None:
    outbox = Outbox()
    await outbox.send(Problem(code="x", message="y"))
    await outbox.send(Heartbeat(t=1.0))
    assert outbox.written == 0
    await outbox.send(Encountered(annotation="a", label="A"))
    assert outbox.written == 1


async def test_only_the_newest_batch_of_poses_waits() -> None:
    outbox = Outbox()
    for tick in range(50):
        outbox.offer(VisitorsMoved(tick=tick, visitors=()))
    await outbox.send(caption(0))
    assert await take(outbox.frames(), 2) == [VisitorsMoved(tick=49, visitors=()), caption(0)]


async def test_a_stalled_client_stops_the_narration_not_the_server() -> None:
    outbox = Outbox()
    for index in range(UNSENT_LIMIT):
        await outbox.send(caption(index))
    waiting = asyncio.create_task(outbox.send(caption(UNSENT_LIMIT)))
    await asyncio.sleep(0)
    assert not waiting.done()
    frames = outbox.frames()
    await take(frames, 1)
    await asyncio.wait_for(waiting, 1)
    assert len(await take(frames, UNSENT_LIMIT)) == UNSENT_LIMIT


async def test_a_client_that_never_acknowledges_cannot_fill_the_memory() -> None:
    outbox = Outbox()
    frames = outbox.frames()
    for index in range(KEPT_BYTES // 2000 * 3):
        await outbox.send(caption(index, "x" * 2000))
        await anext(frames)
    assert outbox._kept_bytes <= KEPT_BYTES + 4096


async def test_a_welcome_goes_before_everything_that_waits() -> None:
    outbox = Outbox()
    await outbox.send(caption(0))
    await outbox.send(Problem(code="x", message="y"))
    outbox.greet(Heartbeat(t=7.0))
    assert await take(outbox.frames(), 1) == [Heartbeat(t=7.0)]


@pytest.mark.parametrize("received", [0, 1, 2])
async def test_flushed_waits_for_every_frame(received: int) -> None:
    outbox = Outbox()
    for index in range(3):
        await outbox.send(caption(index))
    flushed = asyncio.create_task(outbox.flushed())
    frames = outbox.frames()
    await take(frames, received)
    await asyncio.sleep(0.03)
    assert not flushed.done()
    await take(frames, 3 - received)
    await asyncio.wait_for(flushed, 1)


async def test_what_was_said_before_forgetting_is_sent_and_then_kept_no_longer() -> None:
    outbox = Outbox()
    for index in range(4):
        await outbox.send(caption(index))
    frames = outbox.frames()
    await take(frames, 2)
    outbox.forget()
    await outbox.send(caption(4))
    assert await take(frames, 3) == [caption(2), caption(3), caption(4)]
    outbox.resume(received=0)
    assert await take(outbox.frames(), 1) == [caption(4)]
    assert outbox.written == 5
