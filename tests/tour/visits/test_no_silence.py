"""Nobody stands in silence: welcomes, what is taken up again, what is made ahead."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from tests.tour.visits.conftest import Enter, Serve
from tour.keys import HOUSE
from tour.messages import ForgetMe

MOUTH, BENCH, FIELD = (0.0, 0.0, 4.0), (20.0, 0.0, 4.0), (10.0, 0.0, 40.0)
WELL = (0.0, 1.0, 0.0)
LONG_WAY = (10.0, 0.0, 20.0)


async def ahead(server: TestServer) -> None:
    """Wait until everything that is made ahead is there."""
    await server.app[HOUSE].ready()


async def test_who_comes_in_and_meets_nothing_is_welcomed_once(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(FIELD, (10.0, 0.0, 90.0))
    heard = await visitor.hears(1)
    assert heard.text == "Welcome to the well."
    assert (heard.started.kind, heard.started.origin) == ("narration", "approved")
    await visitor.stand(BENCH, (20.0, 0.5, 0.0))
    assert "Welcome" not in (await visitor.hears(2)).text


async def test_who_asked_first_is_not_welcomed_after(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, language="it")
    await visitor.ask("q1", "Quanto è profondo il pozzo?")
    await visitor.hears(1)
    await visitor.stand(MOUTH, WELL)
    assert "Benvenuti" not in (await visitor.hears(2)).text


async def test_after_an_answer_the_guide_takes_up_what_it_was_telling(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].chunks))
    await visitor.ask("q1", "Who dug the well?")
    answer, rest = await visitor.hears(2), await visitor.hears(3)
    assert visitor.heard[0].ended == "interrupted"
    assert answer.started.kind == "answer"
    assert (rest.started.kind, rest.ended) == ("narration", "finished")
    assert "12 metres deep" in rest.text
    assert rest.facts == ("depth",)


async def test_what_was_heard_is_not_said_again(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and len(visitor.heard[0].captions) == 2))
    house = server.app[HOUSE]
    (kept,) = house.visits._kept.values()
    await until(lambda: kept.visit.playhead.seconds > 0.6)
    await visitor.ask("q1", "Who dug the well?")
    await visitor.hears(2)
    rest = await visitor.hears(3)
    assert "Lean over the edge" not in rest.text


@pytest.mark.parametrize("how", ["skip", "interrupt", "walk on"])
async def test_what_they_did_not_want_is_not_taken_up(server: TestServer, enter: Enter, how: str) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].chunks))
    match how:
        case "skip":
            await visitor.react("skip")
        case "interrupt":
            await visitor.interrupt()
        case "walk on":
            await visitor.stand(FIELD, (10.0, 0.0, 90.0))
    if how != "walk on":
        await visitor.until(lambda: visitor.heard[0].ended == "interrupted")
    await visitor.ask("q1", "Who dug the well?")
    answered = await visitor.hears(2)
    assert answered.started.kind == "answer"
    with pytest.raises(TimeoutError):
        await visitor.hears(3, ended=False, within=2.5)


async def test_after_silence_was_asked_for_more_takes_it_up(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].chunks))
    await visitor.interrupt()
    await visitor.until(lambda: visitor.heard[0].ended == "interrupted")
    await visitor.react("more")
    assert "12 metres deep" in (await visitor.hears(2)).text


async def test_a_stop_ahead_is_ready_when_they_arrive(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, language="it")
    await visitor.stand(LONG_WAY, WELL)
    await ahead(server)
    await visitor.stand(MOUTH, WELL)
    assert (await visitor.hears(1)).ended == "finished"
    assert arrivals(server) == {"whole": 1.0}


async def test_what_was_made_for_one_serves_the_next(server: TestServer, enter: Enter) -> None:
    first = await enter(server, language="it")
    await first.stand(MOUTH, WELL)
    await first.hears(1)
    await ahead(server)
    model = server.app[HOUSE].engines.model
    asked = len(model.prompts)  # type: ignore[union-attr]
    second = await enter(server, language="it")
    await second.stand(MOUTH, WELL)
    assert (await second.hears(1)).text == first.heard[0].text
    assert len(model.prompts) == asked  # type: ignore[union-attr]


async def test_every_opening_is_spoken_while_nobody_asks_for_anything(serve: Serve) -> None:
    server = await serve()
    await ahead(server)
    house = server.app[HOUSE]
    voice = house.engines.voices.choose("it")
    assert voice is not None
    made = [house.rehearsals.of(("openings", "well", "it"), ("opening", stop)) for stop in ("mouth", "bench")]
    assert all(each is not None and each.whole for each in made)


async def test_the_rest_follows_in_the_languages_that_somebody_came_with(server: TestServer, enter: Enter) -> None:
    await enter(server, language="it")
    await ahead(server)
    rehearsals = server.app[HOUSE].rehearsals
    made = [rehearsals.of(("narrations", "well", "it"), ("narration", stop)) for stop in ("mouth", "bench")]
    assert all(each is not None and each.whole for each in made)
    assert rehearsals.of(("narrations", "well", "en"), ("narration", "mouth")) is None


async def test_nothing_is_made_ahead_where_the_operator_does_not_want_it(
    serve: Serve, enter: Enter, tmp_path: Path
) -> None:
    server = await serve(prefetch=False)
    visitor = await enter(server, language="it")
    await visitor.stand(LONG_WAY, WELL)
    await visitor.hears(1)
    assert server.app[HOUSE].rehearsals._callers == {}


async def test_a_visit_that_ends_wishes_for_nothing(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(LONG_WAY, WELL)
    await visitor.hears(1)
    assert wishes(server, visitor)
    house = server.app[HOUSE]
    (kept,) = house.visits._kept.values()
    house.visits.end(kept.visit)
    await until(lambda: not wishes(server, visitor))


async def test_the_tallies_of_the_house_hold_nothing_of_anybody(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1)
    await visitor.stand(BENCH, (20.0, 0.5, 0.0))
    await visitor.hears(2)
    await visitor.send(ForgetMe())
    habits = server.app[HOUSE].habits["well"]
    assert dict(habits.counts("")) == {"mouth": 1}
    assert dict(habits.counts("mouth")) == {"bench": 1}


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():
            await asyncio.sleep(0.01)


def arrivals(server: TestServer) -> dict[str, float]:
    found = server.app[HOUSE].metrics.arrivals.collect()
    return {s.labels["prepared"]: s.value for each in found for s in each.samples if s.name.endswith("_total")}


def wishes(server: TestServer, visitor: Visitor) -> bool:
    assert visitor.welcome is not None
    return visitor.welcome.visit in server.app[HOUSE].rehearsals._callers
