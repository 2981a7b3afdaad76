"""One thread, many callers."""

import asyncio
from threading import Event

import pytest

from narration.engines.worker import PATIENCE, Worker
from narration.voice.turn import TURN, Turn, Urgency

WAIT = 10
"""Seconds after which a held job gives up, so that a broken test ends."""


@pytest.fixture
async def worker():
    worker = Worker("test")
    yield worker
    await worker.close()


@pytest.fixture
async def held(worker):
    """The worker is busy until the event is set."""
    release = Event()
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def job(stop):
        loop.call_soon_threadsafe(begun.set)
        return release.wait(WAIT)

    holding = asyncio.create_task(worker.run(job))
    await begun.wait()
    yield release
    release.set()
    await holding


def ask(worker, order, name, urgency=Urgency.NEXT, caller=None):
    async def asking():
        TURN.set(Turn(caller=caller or name, urgency=urgency))
        await worker.run(lambda stop: order.append(name))

    return asyncio.create_task(asking())


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_gives_back_what_the_job_gives_and_raises_what_it_raises(worker):
    assert await worker.run(lambda stop: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await worker.run(lambda stop: 1 // 0)
    assert await worker.run(lambda stop: 8) == 8


async def test_the_most_urgent_comes_first(worker, held):
    order = []
    asked = [ask(worker, order, urgency.name, urgency) for urgency in reversed(Urgency)]
    await settle()
    held.set()
    await asyncio.gather(*asked)
    assert order == ["NOW", "NEXT", "AHEAD"]


async def test_callers_take_turns(worker, held):
    order = []
    asked = [ask(worker, order, f"a{n}", caller="a") for n in range(3)]
    asked += [ask(worker, order, f"b{n}", caller="b") for n in range(3)]
    await settle()
    held.set()
    await asyncio.gather(*asked)
    assert order == ["a0", "b0", "a1", "b1", "a2", "b2"]


async def test_who_waits_long_is_served(worker, held):
    order = []
    asked = [ask(worker, order, "patient", Urgency.NEXT)]
    asked += [ask(worker, order, f"now{n}", Urgency.NOW) for n in range(3 * PATIENCE)]
    await settle()
    held.set()
    await asyncio.gather(*asked)
    assert order.index("patient") <= PATIENCE + 1


async def test_a_cancelled_wait_does_nothing(worker, held):
    order = []
    asked = [ask(worker, order, "gone"), ask(worker, order, "stays")]
    await settle()
    asked[0].cancel()
    await settle()
    held.set()
    await asked[1]
    assert order == ["stays"]


async def test_cancelling_tells_the_running_job(worker):
    begun, told = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def job(stop):
        stop.then(told.set)
        loop.call_soon_threadsafe(begun.set)
        return told.wait(WAIT)

    running = asyncio.create_task(worker.run(job))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await worker.run(lambda stop: told.is_set())


@pytest.mark.parametrize("raises", [True, False])
async def test_work_made_ahead_gives_way_and_is_done_again(worker, raises):
    order, begun = [], asyncio.Event()
    loop = asyncio.get_running_loop()

    def long(stop):
        if "urgent" in order:
            order.append("whole")
            return "whole"
        told = Event()
        stop.then(told.set)
        loop.call_soon_threadsafe(begun.set)
        told.wait(WAIT)
        order.append("stopped")
        if raises:
            raise RuntimeError("terminated")
        return "half"

    async def ahead():
        TURN.set(Turn(caller="ahead", urgency=Urgency.AHEAD))
        return await worker.run(long)

    preparing = asyncio.create_task(ahead())
    await begun.wait()
    await ask(worker, order, "urgent", Urgency.NOW)
    assert await preparing == "whole"
    assert order == ["stopped", "urgent", "whole"]


async def test_closing_waits_for_the_running_job():
    worker, done = Worker("test"), []
    running = asyncio.create_task(worker.run(lambda stop: done.append(1)))
    await asyncio.sleep(0)
    await worker.close()
    assert done == [1]
    await running


async def test_who_gives_up_in_the_moment_the_thread_comes_free_does_no_harm(worker, held):
    loop, wrong, order = asyncio.get_running_loop(), [], []
    loop.set_exception_handler(lambda _, context: wrong.append(context["message"]))
    gone = ask(worker, order, "gone")
    await settle()
    held.set()
    Event().wait(0.2)  # the thread ends its job while the loop stands still: both come in the loop's next turn
    gone.cancel()
    await asyncio.wait_for(ask(worker, order, "after"), WAIT)
    assert (order, gone.cancelled(), wrong) == (["after"], True, [])
