"""A cut line is taken up again without losing or repeating a sentence; the house closes kindly."""

import asyncio

import pytest
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from tests.tour.visits.conftest import Enter, Serve
from tour.keys import HOUSE

MOUTH, WELL, FIELD = (0.0, 0.0, 4.0), (0.0, 1.0, 0.0), (10.0, 0.0, 40.0)


async def cut_in_mid_sentence(visitor: Visitor) -> None:
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and len(visitor.heard[0].chunks) > 5))
    await visitor.cut()


async def test_what_was_being_said_goes_on_where_it_was(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await cut_in_mid_sentence(visitor)
    await visitor.connect()
    heard = await visitor.hears(1)
    assert visitor.welcome is not None
    assert visitor.welcome.resumed
    assert heard.ended == "finished"
    assert [chunk.index for chunk in heard.chunks] == list(range(len(heard.chunks)))
    assert [caption.index for caption in heard.captions] == list(range(len(heard.captions)))
    assert len(visitor.heard) == 1


async def test_the_guide_holds_its_breath_while_nobody_listens(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await cut_in_mid_sentence(visitor)
    visits = server.app[HOUSE].visits
    assert visitor.welcome is not None
    visit = visits.find(visitor.welcome.resume)
    assert visit is not None
    await asyncio.sleep(0.1)
    at = visit.playhead.seconds
    await asyncio.sleep(0.3)
    assert visit.playhead.seconds == at


async def test_a_visit_that_is_not_taken_up_ends_and_the_next_hello_says_so(serve: Serve, enter: Enter) -> None:
    server = await serve(resume_seconds=0.1)
    visitor = await enter(server)
    await visitor.cut()
    await asyncio.sleep(0.3)
    assert server.app[HOUSE].visits.count == 0
    await visitor.connect()
    assert visitor.welcome is not None
    assert not visitor.welcome.resumed
    await visitor.until(lambda: [problem.code for problem in visitor.problems] == ["visit-over"])


@pytest.mark.parametrize("resume", [None, "of a house that has begun anew since"])
async def test_whoever_was_in_a_visit_that_is_over_is_not_welcomed_a_second_time(
    server: TestServer, enter: Enter, resume: str | None
) -> None:
    visitor = await enter(server, language="it", **({"resume": resume} if resume else {}))
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert ("Benvenuti al pozzo." in heard.text) == (resume is None)
    assert heard.facts, "what they stand before is told all the same"


async def test_nor_where_they_stand_before_nothing(
    server: TestServer, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tour.meeting.ENTERED", 0.0)
    visitor = await enter(server, resume="of a house that has begun anew since")
    await visitor.stand(FIELD, (10.0, 0.0, 90.0))
    await asyncio.sleep(0.5)
    await visitor.ask("q1", "How deep is the well?")
    assert (await visitor.hears(1)).started.kind == "answer"


async def test_a_second_connection_takes_the_first_ones_place(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    assert visitor.welcome is not None
    again = await enter(server, resume=visitor.welcome.resume)
    assert again.welcome is not None
    assert again.welcome.visit == visitor.welcome.visit
    await asyncio.wait_for(_closed(visitor), 2)
    assert server.app[HOUSE].visits.count == 1


async def _closed(visitor: Visitor) -> None:
    while visitor.closed is None:
        await asyncio.sleep(0.01)


async def test_a_token_of_nobody_opens_a_fresh_visit(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, resume="x" * 40)
    assert visitor.welcome is not None
    assert not visitor.welcome.resumed


async def test_goodbye_ends_the_visit_at_once(server: TestServer, enter: Enter) -> None:
    from tour.messages import Goodbye

    visitor = await enter(server)
    await visitor.send(Goodbye())
    await asyncio.wait_for(_closed(visitor), 2)
    assert server.app[HOUSE].visits.count == 0


async def test_closing_lets_the_sentence_be_heard_out_and_says_so(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, language="it")
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and len(visitor.heard[0].chunks) > 5))
    await server.app[HOUSE].visits.close()
    await visitor.until(lambda: any(problem.code == "closing" for problem in visitor.problems))
    heard = visitor.heard[0]
    assert heard.ended == "finished"
    assert heard.facts[:1] == ("depth",)
    assert heard.text.strip().endswith(".")


async def test_nobody_comes_in_while_the_house_closes(server: TestServer, enter: Enter) -> None:
    await server.app[HOUSE].visits.close()
    import pytest

    with pytest.raises(ConnectionError, match="1013"):
        await enter(server)
