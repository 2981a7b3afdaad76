"""What is kept of a visitor who agreed to it, and what is not; what they have taken back or may have."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from narration.phrases import phrase
from tests.tour.visits.asking import (
    ALOUD,
    BENCH,
    MOUTH,
    SAID,
    SEAT,
    TYPED,
    WELL,
    answered,
    ask_once,
    asked,
    copy_all,
    rows,
    walk_and_ask,
)
from tests.tour.visits.conftest import Enter
from tour.analytics.deeds import done
from tour.keys import HOUSE, RECORDS, SECRETS
from tour.messages import Consent, Goodbye, Profile
from tour.people.tempo import Tempo
from tour.privacy.kept import export
from tour.privacy.words import named
from tour.records import Records


async def test_words_spoken_aloud_need_a_consent_of_their_own(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await walk_and_ask(server, visitor)
    assert ALOUD not in " ".join(each.deed.words for each in await asked(server, 2))


async def test_who_agrees_when_too_many_do_is_told_that_it_was_not_taken_in(server: TestServer, enter: Enter) -> None:
    house = server.app[HOUSE]
    assert house.keeping is not None
    house.keeping = replace(house.keeping, together=Tempo(at_once=1, a_minute=0.001))
    first, second = await enter(server), await enter(server, language="it")
    await first.send(Consent(purposes=("analytics",)))
    await ask_once(first)
    await second.send(Consent(purposes=("personalise", "analytics")))
    await second.until(lambda: bool(second.problems))
    (told,) = second.problems
    assert (told.code, told.retry_after) == ("consent-refused", None)
    assert told.message.startswith("Il consenso")
    assert first.problems == []
    assert {row["purpose"] for row in await rows(server, "consents")} == {"analytics"}


async def test_of_a_child_nothing_is_kept(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=Profile(age_group="child"))
    await visitor.send(Consent(purposes=("personalise", "analytics", "voice")))
    await ask_once(visitor)
    await visitor.send(Goodbye())
    await visitor.cut()
    assert await rows(server, "deeds") == []
    assert {row["purpose"] for row in await rows(server, "consents")} == {"personalise"}


async def test_what_was_done_before_consent_is_not_kept_with_it(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1, ended=False)
    await visitor.ask("q1", f"Who stole the {TYPED}?")
    await answered(visitor, "q1")
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.ask("q2", "How deep is the well?")
    await answered(visitor, "q2")
    await visitor.stand(BENCH, SEAT)
    questions = await asked(server, 1)
    assert [(each.deed.words, each.deed.answered, each.deed.stop) for each in questions] == [
        ("How deep is the well?", True, "mouth")
    ]


async def test_withdrawing_removes_what_was_kept_and_its_key(server: TestServer, enter: Enter, tmp_path: Path) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("personalise", "analytics")))
    await ask_once(visitor)
    await asked(server, 1)
    copy_all(server, tmp_path, "before")
    await visitor.send(Consent(purposes=("personalise",)))
    while await rows(server, "deeds"):
        await asyncio.sleep(0.05)
    with Records.open_now(tmp_path / "copies" / "before.sqlite") as backup:
        assert backup.read(done, server.app[SECRETS].keys, "well") == []


async def test_a_visitor_can_have_what_is_kept_of_them(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=SAID, language="it")
    await visitor.send(Consent(purposes=("personalise", "analytics"), words=named("it")))
    await ask_once(visitor)
    await asked(server, 1)
    assert visitor.welcome is not None
    key = server.app[SECRETS].keys.claim(visitor.welcome.visit, visitor.welcome.resume)
    assert key is not None
    told = await server.app[RECORDS].read(export, key)
    assert {consent["version"] for consent in told["consents"]} == {1}
    assert {deed["kind"] for deed in told["deeds"]} >= {"arrived", "asked", "stood"}
    assert {deed["language"] for deed in told["deeds"]} == {"it"}


async def test_a_house_whose_books_fail_keeps_nothing_and_still_tells(
    server: TestServer, enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = await enter(server)
    await server.app[RECORDS].write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.stand(MOUTH, WELL)
    assert "12 metres" in (await visitor.hears(1)).text
    assert await rows(server, "deeds") == []
    assert "could not be written down" in caplog.text


async def test_who_takes_back_what_cannot_be_crossed_out_is_told_just_that(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await ask_once(visitor)
    await asked(server, 1)
    await server.app[RECORDS].write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    await visitor.send(Consent(purposes=()))
    await visitor.until(lambda: len(visitor.consents) == 2)
    assert [(each.code, each.message) for each in visitor.problems] == [
        ("withdrawal-failed", phrase("withdrawal-failed", "en"))
    ]
    assert [(each.outcome, each.purposes) for each in visitor.consents] == [
        ("taken", ("analytics",)),
        ("withdrawal-failed", None),
    ]
