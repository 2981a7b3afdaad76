"""A consent is answered once it stands, and whatever is asked after it sees what came of it."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from tests.tour.visits.conftest import Enter
from tour.analytics.keeping import Keeping
from tour.keys import HOUSE, RECORDS
from tour.messages import Consent, ForgetMe, Profile
from tour.people.tempo import Tempo


class Books(Keeping):
    """Books that are slow to take in what visitors agree to: they wait for `go`."""

    go: asyncio.Event
    begun: asyncio.Event

    async def agree(self, *given: Any) -> None:
        self.begun.set()
        await self.go.wait()
        await super().agree(*given)


@pytest.fixture
def books(server: TestServer) -> Books:
    """The house's books, slow until they are let go."""
    keeping = server.app[HOUSE].keeping
    assert keeping is not None
    Books.go, Books.begun = asyncio.Event(), asyncio.Event()
    slow = Books(records=keeping.records, keys=keeping.keys, clock=keeping.clock)
    server.app[HOUSE].keeping = slow
    return slow


async def export(server: TestServer, visitor: Visitor) -> tuple[int, list[str]]:
    """The status of what is kept, and what the visitor agrees to by it."""
    assert visitor.welcome is not None
    mine = {"visit": visitor.welcome.visit, "resume": visitor.welcome.resume}
    async with (
        ClientSession() as session,
        session.post(server.make_url("/api/privacy/mine/export"), json=mine) as answer,
    ):
        told = await answer.json()
        return answer.status, [each["purpose"] for each in told.get("consents", ()) if each["ended"] is None]


async def standing(server: TestServer) -> set[str]:
    rows = await server.app[RECORDS].read(
        lambda c: c.execute("SELECT purpose FROM consents WHERE ended_at IS NULL").fetchall()
    )
    return {row["purpose"] for row in rows}


async def test_each_consent_is_answered_by_its_id_with_what_stands(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    for number, purposes in enumerate([("analytics",), ("voice", "personalise"), ()]):
        await visitor.send(Consent(purposes=purposes, change=f"c{number}"))  # type: ignore[arg-type]
    await visitor.until(lambda: len(visitor.consents) == 3)
    assert [(each.change, each.outcome, each.purposes) for each in visitor.consents] == [
        ("c0", "taken", ("analytics",)),
        ("c1", "taken", ("personalise", "voice")),
        ("c2", "taken", ()),
    ]
    assert (await standing(server), visitor.problems) == (set(), [])


async def test_the_answer_comes_after_the_books_have_it_and_what_is_asked_meanwhile_waits(
    server: TestServer, enter: Enter, books: Books
) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await books.begun.wait()
    asking = asyncio.create_task(export(server, visitor))
    await visitor.ask("q1", "How deep is the well?")
    assert (await standing(server), visitor.consents, asking.done()) == (set(), [], False)
    assert not any(each.started.question == "q1" for each in visitor.heard)
    books.go.set()
    assert await asking == (200, ["analytics"])
    await visitor.until(lambda: any(each.started.question == "q1" for each in visitor.heard))
    assert [each.purposes for each in visitor.consents] == [("analytics",)]


async def test_a_cut_line_leaves_no_consent_half_done_and_saying_it_again_changes_nothing(
    server: TestServer, enter: Enter, books: Books
) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",), change="c1"))
    await books.begun.wait()
    await visitor.cut()
    await visitor.connect()
    await visitor.send(Consent(purposes=("analytics",), change="c1"))
    books.go.set()
    await visitor.until(lambda: len(visitor.consents) == 2)
    assert {(each.change, each.outcome, each.purposes) for each in visitor.consents} == {
        ("c1", "taken", ("analytics",))
    }
    given = await server.app[RECORDS].read(lambda c: c.execute("SELECT count(*) FROM consents").fetchone()[0])
    assert given == 1


async def test_who_is_forgotten_while_the_books_take_a_consent_in_is_forgotten(
    server: TestServer, enter: Enter, books: Books
) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await books.begun.wait()
    await visitor.cut()
    await visitor.connect()
    await visitor.send(ForgetMe())
    books.go.set()
    await visitor.until(lambda: any("Everything I knew" in each.text for each in visitor.heard))
    assert (await standing(server), (await export(server, visitor))[0]) == (set(), 404)


async def test_what_stands_is_told_with_a_refusal_too(server: TestServer, enter: Enter) -> None:
    house = server.app[HOUSE]
    assert house.keeping is not None
    house.keeping = replace(house.keeping, together=Tempo(at_once=1, a_minute=0.001))
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.send(Consent(purposes=("analytics", "voice", "personalise")))
    await visitor.until(lambda: len(visitor.consents) == 2)
    assert [(each.outcome, each.purposes) for each in visitor.consents] == [
        ("taken", ("analytics",)),
        ("consent-refused", ("personalise", "analytics")),
    ], "the guide suits itself to who agreed to that, for this visit"
    assert [each.code for each in visitor.problems] == ["consent-refused"]


async def test_a_child_is_told_that_nothing_but_the_tour_s_words_stands(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=Profile(age_group="child"))
    await visitor.send(Consent(purposes=("personalise", "analytics", "voice")))
    await visitor.until(lambda: bool(visitor.consents))
    assert [(each.outcome, each.purposes) for each in visitor.consents] == [("taken", ("personalise",))]
