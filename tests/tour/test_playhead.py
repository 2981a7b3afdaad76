"""How far a visitor has heard."""

import asyncio

from tour.playhead import Playhead


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_stands_still_while_nobody_listens() -> None:
    clock = Clock()
    head = Playhead(clock)
    clock.now += 5
    assert head.seconds == 0
    head.start()
    clock.now += 2
    head.pause()
    clock.now += 60
    assert head.seconds == 2
    head.start()
    clock.now += 1
    assert head.seconds == 3


def test_a_visitor_who_waited_for_sound_has_not_heard_further() -> None:
    clock = Clock()
    head = Playhead(clock)
    head.start()
    clock.now += 10
    head.hold(4)
    assert head.seconds == 4
    clock.now += 1
    assert head.seconds == 5
    head.hold(9)
    assert head.seconds == 5


def test_a_new_utterance_begins_at_nought() -> None:
    clock = Clock()
    head = Playhead(clock)
    head.start()
    clock.now += 10
    head.rewind()
    assert head.seconds == 0


async def test_reach_waits_for_the_ear_and_for_somebody_to_listen() -> None:
    head = Playhead()
    waiting = asyncio.create_task(head.reach(0.02))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    head.start()
    await asyncio.wait_for(waiting, 1)
    assert head.seconds >= 0.02
