"""“That sounds wrong”: the sentence comes back to be read, and nothing of who doubted it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from narration.claims import Claim
from narration.utterance import Sentence
from tests.tour.visits.conftest import Enter, Serve
from tour.keys import HOUSE, RECORDS
from tour.messages import VisitorAsked
from tour.records import Records
from tour.review.heard import Heard, heard
from tour.review.listening import Doubts, Listening
from tour.review.rules import Rules, set_rules
from tour.telling import REACTION

MOUTH, WELL = (0.0, 0.0, 4.0), (0.0, 1.0, 0.0)


@pytest.fixture
async def server(serve: Serve) -> AsyncIterator[TestServer]:
    """A server that reads every sentence said live."""
    server = await serve()
    listening = Listening(records=server.app[RECORDS], chance=lambda: 0.0)
    server.app[HOUSE].listening = listening
    listening.begin()
    yield server
    await listening.close()


async def waiting(server: TestServer, many: int) -> tuple[Heard, ...]:
    async with asyncio.timeout(10):
        while len(found := (await server.app[RECORDS].read(heard, "well")).heard) < many:
            await asyncio.sleep(0.02)
    return found


async def doubts(visitor: Visitor, utterance: str = "") -> None:
    await visitor.react("wrong", utterance)


async def test_the_sentence_at_the_ear_is_the_one_that_is_doubted(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1)
    await asyncio.sleep(REACTION)
    for _ in range(3):
        await doubts(visitor)
    (found,) = await waiting(server, 1)
    assert (found.cause, found.text, found.facts, found.times) == (
        "wrong",
        "The well is 12 metres deep.",
        ("depth",),
        1,
    )
    assert (found.origin, found.kind, found.language, found.ai) == ("approved", "narration", "en", False)


async def test_an_answer_that_is_doubted_comes_with_its_facts_and_without_the_question(
    server: TestServer, enter: Enter
) -> None:
    visitor = await enter(server)
    await visitor.send(VisitorAsked(question="q1", text="How deep is the well?"))
    await visitor.hears(1)
    await doubts(visitor)
    (found, *_) = await waiting(server, 1)
    assert (found.cause, found.kind, found.facts) == ("wrong", "answer", ("depth",))
    assert found.text == "The well is 12 metres deep."
    await visitor.send(VisitorAsked(question="q2", text="Who is Zorblax and how deep is his well?"))
    await visitor.hears(2)
    await doubts(visitor)
    await asyncio.sleep(0.2)
    assert "Zorblax" not in str(await server.app[RECORDS].read(heard, "well"))


async def test_what_nobody_heard_cannot_be_doubted(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await doubts(visitor)
    await doubts(visitor, "u7")
    await asyncio.sleep(0.1)
    assert await waiting(server, 0) == ()


LIVE = Sentence(text="It is 12 metres deep.", language="en", facts=("depth",), origin="live", ai=True, model="tiny-1b")
ECHO = Sentence(text="Zorblax, it is 12 metres deep.", language="en", facts=("depth",), origin="live", ai=True)
QUOTING = Sentence(text="You asked: who am I?", language="en", facts=(), origin="approved", quotes_visitor=True)
REFUSED = Claim(sentence="Zorblax, it is 13 metres deep.", facts=("depth",), verdict="contradicted", reason="no")
FELL_BACK = Sentence(
    text="The well is 12 metres deep.", language="en", facts=("depth",), origin="verbatim", claims=(REFUSED,)
)
COMMON = Sentence(text="Twelve metres down it goes.", language="en", facts=("depth",), origin="live", common=True)


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [(LIVE, [LIVE.text]), (ECHO, [""]), (QUOTING, []), (COMMON, [COMMON.text]), (FELL_BACK, [FELL_BACK.text])],
    ids=["its facts' words", "an echo", "a quotation", "the same for all", "after a refused echo"],
)
async def test_no_word_of_a_visitor_s_is_kept(server: TestServer, sentence: Sentence, kept: list[str]) -> None:
    house = server.app[HOUSE]
    Doubts(site=lambda: house.sites["well"], listening=house.listening).doubt("answer", sentence)
    await house.listening.close()
    found = await waiting(server, 0)
    assert [(each.text, each.facts, each.model) for each in found] == [
        (text, sentence.facts, sentence.model) for text in kept
    ]
    assert "Zorblax" not in str(found)


async def test_of_what_is_said_live_the_site_s_share_is_sampled(server: TestServer) -> None:
    records: Records = server.app[RECORDS]
    for share, expected in ((0.0, 0), (1.0, 3)):
        await records.write(
            set_rules, "well", Rules(live_share=share), "p-operator", server.app[HOUSE].listening.clock()
        )
        listening = Listening(records=records, chance=lambda: 0.5)
        listening.begin()
        seen = Doubts(site=lambda: server.app[HOUSE].sites["well"], listening=listening)
        seen.hear("narration", LIVE)
        await asyncio.sleep(0.1)
        for number in range(3):
            common = Sentence(text=f"It is {number}.", language="en", facts=("depth",), origin="live", common=True)
            seen.hear("narration", common)
            seen.hear("narration", QUOTING)
        await listening.close()
        found = [each for each in await waiting(server, expected) if each.cause == "sample"]
        assert len(found) == expected
