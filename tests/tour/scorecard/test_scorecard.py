"""What a scorecard says, and what it keeps to itself."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from narration.draft import screened
from narration.evaluations import FILE, Evaluation, keep
from narration.utterance import Sentence
from scenes.scene import Site
from tests.e2e.studio import RIGHT
from tests.people import house_settings, two_sites
from tour.keys import DESK, HOUSE, RECORDS, SITES
from tour.review import drafts, heard
from tour.review.decisions import Decision, Reader, decide
from tour.review.heard import Uttered
from tour.routes import scorecard
from tour.scorecard.card import from_records

Client = TestClient[web.Request, web.Application]
NOW = datetime.now(UTC)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), model="scripted", voices="scripted", prefetch=False)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        await client.app[HOUSE].engines.settled()
        yield client


async def card(house: Client, site: str = "well") -> dict[str, Any]:
    answer = await house.get(f"/api/sites/{site}/scorecard")
    assert answer.status == 200
    found: dict[str, Any] = await answer.json()
    return found


async def test_anybody_may_read_it_from_anywhere(house: Client) -> None:
    answer = await house.get("/api/sites/well/scorecard", headers={"Origin": "https://elsewhere.example"})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert (await house.get("/api/sites/nowhere/scorecard")).status == 404


async def test_a_crowd_has_it_made_once(house: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(connection: Connection, site: Site, *rest: Any) -> Any:
        made.append(site.id)
        return from_records(connection, site, *rest)

    monkeypatch.setattr(scorecard, "from_records", counted)
    found = await asyncio.gather(*(card(house) for _ in range(20)))
    assert (len(found), made) == (20, ["well"])


async def test_one_that_failed_is_made_anew(house: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(scorecard, "from_records", broken)
        assert (await house.get("/api/sites/well/scorecard")).status == 500
    assert (await card(house))["site"] == "well"


async def test_who_speaks_and_on_what_terms(house: Client) -> None:
    found = await card(house)
    told = {(each["role"], each["name"], each["online"]) for each in found["speakers"]}
    assert told == {("words", "scripted", False), ("voice", "scripted", False)}
    assert found["weights"] == "scripted"


async def test_whose_words_they_are_and_who_looked_at_them(house: Client) -> None:
    def approve(connection: Connection) -> None:
        site = house.app[DESK].site(connection, "well")
        draft = drafts.make(
            connection, site, "mouth", "en", "", screened(RIGHT, site, "en"), who="test", author="m", now=NOW
        )  # fmt: skip
        reader = Reader(id="ada", name="Ada")
        taken = decide(connection, site, draft.id, Decision(act="take-up"), reader, now=NOW)
        decide(connection, site, taken.id, Decision(act="approve"), reader, now=NOW)
        drafts.make(
            connection, site, "bench", "en", "", screened(RIGHT, site, "en"), who="test", author="m", now=NOW
        )  # fmt: skip

    before = {each["language"]: each for each in (await card(house, "hall"))["review"]}
    await house.app[RECORDS].write(approve)
    found = await card(house)
    english = next(each for each in found["review"] if each["language"] == "en")
    assert (english["stops"], english["waiting"]) == (before["en"]["stops"], 1)
    written = next(each for each in found["written"] if each["language"] == "en")
    facts = house.app[SITES]["well"].facts
    assert written["people"] >= len(facts)
    assert written["translated"] == 0


async def test_doubts_of_fewer_than_five_are_not_counted(house: Client) -> None:
    for site in ("well", "well", "well", "well", "hall"):
        await house.app[RECORDS].write(heard.keep, "wrong", _of(site), NOW)
    assert (await card(house))["flags"]["doubted"] is None
    assert (await card(house, "hall"))["flags"]["doubted"] is None


async def test_doubts_of_five_are_counted(house: Client) -> None:
    for _ in range(5):
        await house.app[RECORDS].write(heard.keep, "wrong", _of("well"), NOW)
    assert (await card(house))["flags"] == {
        "doubted": 1, "read_again": 0, "found_wrong": 0, "stale": 0, "without_source": 0,
    }  # fmt: skip
    assert (await card(house, "hall"))["flags"]["doubted"] == 0


@pytest.mark.parametrize(("visits", "told"), [(4, None), (5, {"people": 5, "reviewed": 0, "translated": 0, "live": 5})])
async def test_what_was_told_is_counted_from_five_visits_on(
    house: Client, visits: int, told: dict[str, int] | None
) -> None:
    listening = house.app[HOUSE].listening
    assert listening is not None
    for _ in range(visits):
        for number, origin in enumerate(("verbatim", "live")):
            said = Sentence(text="It is old.", language="en", facts=("year",), origin=origin, ai=origin == "live")  # type: ignore[arg-type]
            listening.said(house.app[SITES]["well"], "narration", said, first=number == 0)
        listening.said(house.app[SITES]["well"], "notice", said)
    await listening.tally.write()
    assert (await card(house))["told"] == told
    assert (await card(house, "hall"))["told"] is None


async def test_evaluations_of_the_house_stand_beside_those_that_ship(tmp_path: Path, house: Client) -> None:
    own = Evaluation(
        kind="questions", at="2030-01-01", dataset="ours", site="well", measures={"premise": {"all": (1, 2)}}
    )
    keep(tmp_path / "data" / FILE, [own])
    found = {(each["kind"], each["site"], each["at"]) for each in (await card(house))["evaluations"]}
    assert ("questions", "well", "2030-01-01") in found
    assert ("injected-errors", "") in {(kind, site) for kind, site, _ in found}
    assert "well" not in {each["site"] for each in (await card(house, "hall"))["evaluations"]}


async def test_what_is_kept_and_for_how_long(house: Client) -> None:
    assert (await card(house))["kept"] == {
        "agreed": {"personalise": 0, "analytics": 0, "voice": 0},
        "days": {"visitors": 30, "deeds": 30, "consents": 1095},
        "sharings": 0,
    }


def _of(site: str) -> Uttered:
    return Uttered(
        site=site, language="en", text="It is 900 years old.", facts=("year",), origin="live", kind="narration", ai=True
    )  # fmt: skip
