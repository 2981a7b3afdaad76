"""Preparing, reading, deciding over HTTP, as a curator and a reviewer would in a browser."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.keys import HOUSE, RECORDS

Client = TestClient[web.Request, web.Application]
Headers = dict[str, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), model="scripted", voices="scripted", prefetch=False)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
async def curator(house: Client) -> Headers:
    return await signed_in(house.app[RECORDS], {"well": ["curator"]})


@pytest.fixture
async def reviewer(house: Client) -> Headers:
    return await signed_in(house.app[RECORDS], {"well": ["reviewer"]})


async def told(answer: Any, status: int = 200) -> Any:
    text = await answer.text()
    assert answer.status == status, text
    return await answer.json(content_type=None)


async def prepared(house: Client, curator: Headers, **wanted: Any) -> dict[str, Any]:
    """Ask for drafts and wait until they are there."""
    job = await told(await house.post("/api/sites/well/prepare", json=wanted, headers=curator), 202)
    async with asyncio.timeout(30):
        while job["state"] in {"waiting", "running"}:
            await asyncio.sleep(0.05)
            job = await told(await house.get(f"/api/sites/well/jobs/{job['id']}", headers=curator))
    assert (job["state"], job["problem"]) == ("done", "")
    return dict(job)


async def decided(house: Client, who: Headers, draft: dict[str, Any], status: int = 200, **given: Any) -> Any:
    headers = {**who, "If-Match": f'"{draft["version"]}"'}
    address = f"/api/sites/well/drafts/{draft['id']}/decisions"
    return await told(await house.post(address, json=given, headers=headers), status)


async def test_from_a_button_to_what_visitors_may_hear(house: Client, curator: Headers, reviewer: Headers) -> None:
    job = await prepared(house, curator, languages=["it"], audiences=["", "child"])
    assert job["result"] == {"drafts": 4, "spoken": 4}
    queue = await told(await house.get("/api/sites/well/review?language=it", headers=reviewer))
    assert len(queue["drafts"]) == 4
    assert queue["counts"] == {"en": {"approved": 1}, "it": {"screened": 4}}
    seen = set()
    for _ in range(4):
        found = await told(await house.post("/api/sites/well/review/next", json={"language": "it"}, headers=reviewer))
        draft = found["draft"]
        assert draft["state"] == "in-review"
        assert set(found["facts"]) == {fact for each in draft["sentences"] for fact in each["facts"]}
        assert all(each["claim"]["verdict"] == "supported" for each in draft["sentences"])
        done = await decided(house, reviewer, draft, act="approve")
        assert [each["act"] for each in done["steps"]] == ["make", "screen", "take-up", "approve"]
        seen.add(draft["id"])
    nothing = await house.post("/api/sites/well/review/next", json={"language": "it"}, headers=reviewer)
    assert (nothing.status, len(seen)) == (204, 4)
    figures = await told(await house.get("/api/sites/well/review/figures", headers=curator))
    assert {(each["language"], each["category"], each["source"]) for each in figures["figures"]} == {
        ("it", "clean", "take")
    }
    assert sum(each["count"] for each in figures["figures"]) == 4


async def test_visitors_hear_at_once_what_was_approved_and_no_longer_what_was_reopened(
    house: Client, curator: Headers, reviewer: Headers
) -> None:
    await prepared(house, curator, languages=["it"], stops=["bench"], sound=False)
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]

    def spoken() -> set[tuple[str, str]]:
        return set(house.app[HOUSE].guides["well"]._takes)

    assert spoken() == {("mouth", "en")}
    done = await decided(house, reviewer, draft, act="approve")
    assert spoken() == {("mouth", "en"), ("bench", "it")}
    await decided(house, reviewer, done["draft"], act="reopen")
    assert spoken() == {("mouth", "en")}
    queue = await told(await house.get("/api/sites/well/review?state=approved", headers=reviewer))
    await decided(house, reviewer, queue["drafts"][0], act="reject", category="factual", reason="Not so.")
    assert spoken() == set()


async def test_a_sentence_can_be_heard_beside_its_words(house: Client, curator: Headers, reviewer: Headers) -> None:
    await prepared(house, curator, languages=["it"], stops=["bench"])
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]
    address = f"/api/sites/well/drafts/{draft['id']}/sentences/0/sound"
    answer = await house.get(address, headers=reviewer)
    assert (answer.status, answer.content_type) == (200, "audio/wav")
    with wave.open(io.BytesIO(await answer.read())) as file:
        assert file.getnframes() / file.getframerate() > 0.5
    for place in ("7", "x", "-1"):
        assert (await house.get(address.replace("/0/", f"/{place}/"), headers=reviewer)).status == 404


async def test_words_are_held_against_the_facts_while_they_are_written(
    house: Client, curator: Headers, reviewer: Headers
) -> None:
    await prepared(house, curator, languages=["en"], audiences=["child"], stops=["mouth"], sound=False)
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]
    words = {"sentences": [{"text": "The well is 13 metres deep.", "facts": ["depth"]}]}
    address = f"/api/sites/well/drafts/{draft['id']}/check"
    found = await told(await house.post(address, json=words, headers=reviewer))
    claim = found["sentences"][0]["claim"]
    assert claim["verdict"] == "contradicted"
    assert [part["verdict"] for part in claim["parts"]] == ["contradicted"]
    again = await told(await house.get(f"/api/sites/well/drafts/{draft['id']}", headers=reviewer))
    assert again["draft"] == draft, "nothing is kept"
    words["sentences"][0]["text"] = "The well is 12 metres deep."
    edited = await decided(house, reviewer, draft, act="edit", category="factual", reason="Wrong.", **words)
    assert (edited["draft"]["state"], edited["draft"]["edited"], edited["draft"]["objections"]) == ("approved", True, 0)


async def test_a_source_that_is_not_written_yet_keeps_no_reviewer_out(
    house: Client, curator: Headers, reviewer: Headers
) -> None:
    await told(await house.post("/api/sites/well/records", headers=curator), 201)
    await prepared(house, curator, languages=["en"], sound=False, again=True)
    page = await told(await house.get("/api/sites/well/records/source", headers=curator))
    for source in page["records"]:
        address, tag = f"/api/sites/well/records/source/{source['id']}", {"If-Match": f'"{source["etag"]}"'}
        await told(await house.delete(address, headers=curator | tag))
    found = await told(await house.post("/api/sites/well/review/next", json={}, headers=reviewer))
    assert {each["sources"] == [] for each in found["facts"].values()} == {True}


async def test_who_comes_late_sees_how_it_stands(house: Client, curator: Headers, reviewer: Headers) -> None:
    await prepared(house, curator, languages=["it"], stops=["bench"], sound=False)
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]
    other = await signed_in(house.app[RECORDS], {"well": ["reviewer"]})
    await decided(house, other, draft, act="approve")
    late = await decided(house, reviewer, draft, 412, act="reject", category="bias", reason="No.")
    assert late["theirs"]["state"] == "approved"
    address = f"/api/sites/well/drafts/{draft['id']}/decisions"
    assert (await house.post(address, json={"act": "approve"}, headers=reviewer)).status == 428
    bad = await house.post(address, json={"act": "approve"}, headers={**reviewer, "If-Match": "W/x"})
    assert bad.status == 400
    any_ = {**reviewer, "If-Match": "*"}
    refused = await told(await house.post(address, json={"act": "approve"}, headers=any_), 409)
    assert "This take is approved" in refused["detail"]


async def test_two_readers_where_the_site_asks_for_it(house: Client, curator: Headers, reviewer: Headers) -> None:
    operator = await signed_in(house.app[RECORDS], {"well": ["operator"]})
    rules = {"two_readers": True, "live_share": 0.5}
    assert await told(await house.put("/api/sites/well/review/rules", json=rules, headers=operator)) == rules
    assert (await house.put("/api/sites/well/review/rules", json=rules, headers=reviewer)).status == 403
    await prepared(house, curator, languages=["it"], stops=["bench"], sound=False)
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]
    once = await decided(house, reviewer, draft, act="approve")
    assert (once["draft"]["state"], once["draft"]["first_reader"] != "") == ("in-review", True)
    assert "second person" in (await decided(house, reviewer, once["draft"], 409, act="approve"))["detail"]
    other = await signed_in(house.app[RECORDS], {"well": ["reviewer"]})
    assert (await decided(house, other, once["draft"], act="approve"))["draft"]["state"] == "approved"


async def test_a_translator_and_a_curator_decide_nothing(house: Client, curator: Headers) -> None:
    await prepared(house, curator, languages=["it"], stops=["bench"], sound=False)
    translator = await signed_in(house.app[RECORDS], {"well": ["translator"]})
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=translator)))["drafts"]
    for who in (translator, curator):
        await decided(house, who, draft, 403, act="approve")
    assert (await house.post("/api/sites/well/prepare", json={}, headers=translator)).status == 403


@pytest.mark.parametrize(
    ("method", "address", "given", "status"),
    [
        ("GET", "review?state=lost", None, 400),
        ("GET", "review?limit=many", None, 400),
        ("GET", "review?after=x", None, 400),
        ("GET", "review?objected=perhaps", None, 400),
        ("GET", "review/figures?period=hour", None, 400),
        ("GET", "review/figures?since=yesterday", None, 400),
        ("GET", "heard?settled=2", None, 400),
        ("GET", "drafts/lost", None, 404),
        ("GET", "drafts/lost/sentences/0/sound", None, 404),
        ("POST", "drafts/lost/check", {"sentences": []}, 404),
        ("POST", "drafts/lost/decisions", {"act": "burn"}, 400),
        ("POST", "heard/lost/decisions", {"category": "clean"}, 404),
        ("POST", "prepare", {"languages": ["not a tag"]}, 422),
        ("POST", "prepare", {"stops": ["moat"]}, 422),
        ("POST", "prepare", {"audiences": ["kings"]}, 400),
        ("POST", "prepare", {"audiences": []}, 400),
        ("GET", "jobs/lost", None, 404),
        ("DELETE", "jobs/lost", None, 404),
    ],
)
async def test_what_cannot_be_is_refused_kindly(
    house: Client, method: str, address: str, given: Any, status: int
) -> None:
    headers = await signed_in(house.app[RECORDS], {"well": ["curator", "reviewer", "operator"]})
    headers["If-Match"] = "*"
    answer = await house.request(method, f"/api/sites/well/{address}", json=given, headers=headers)
    found = await told(answer, status)
    assert found["detail"]


async def test_a_job_is_watched_and_cancelled_at_its_own_site(house: Client, curator: Headers) -> None:
    job = await prepared(house, curator, languages=["it"], sound=False)
    listed = await told(await house.get("/api/sites/well/jobs", headers=curator))
    assert [each["id"] for each in listed["jobs"]] == [job["id"]]
    elsewhere = await signed_in(house.app[RECORDS], {"hall": ["curator"]})
    assert (await house.delete(f"/api/sites/hall/jobs/{job['id']}", headers=elsewhere)).status == 404
    ended = await told(await house.delete(f"/api/sites/well/jobs/{job['id']}", headers=curator))
    assert ended["state"] == "done", "what has ended stays as it is"


OWN = {"stop": "bench", "language": "it", "sentences": [{"text": "Sedetevi.", "facts": []}]}


async def test_a_translator_s_own_words_wait_for_a_reviewer_too(house: Client, reviewer: Headers) -> None:
    translator = await signed_in(house.app[RECORDS], {"well": ["translator"]})
    found = await told(await house.post("/api/sites/well/drafts", json=OWN, headers=translator), 201)
    draft = found["draft"]
    assert (draft["state"], draft["ai"], draft["author"]) == ("screened", False, "A colleague")
    done = await decided(house, reviewer, draft, act="approve")
    assert done["draft"]["state"] == "approved"
    assert (await house.post("/api/sites/well/drafts", json=OWN, headers=reviewer)).status == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stop": "moat"}, "no stop 'moat'"),
        ({"language": "de"}, "not told in 'de'"),
        ({"language": "it-CH"}, "write it"),
        ({"sentences": [{"text": "x", "facts": ["lost"]}]}, "no fact 'lost'"),
    ],
)
async def test_words_that_have_no_place_are_refused(house: Client, curator: Headers, changes: Any, said: str) -> None:
    answer = await house.post("/api/sites/well/drafts", json={**OWN, **changes}, headers=curator)
    assert said in (await told(answer, 409))["detail"]


async def test_a_take_is_written_by_no_other_way(house: Client, curator: Headers) -> None:
    body = {"stop": "bench", "language": "it", "state": "approved", "reviewer": "me", "sentence": [{"text": "Ecco."}]}
    answer = await house.put(
        "/api/sites/well/records/take/bench.it", json=body, headers={**curator, "If-None-Match": "*"}
    )
    assert "approved in review" in (await told(answer, 409))["detail"]


async def test_what_was_edited_is_spoken_ahead_once_it_is_approved(
    house: Client, curator: Headers, reviewer: Headers, tmp_path: Path
) -> None:
    house.app[HOUSE].prefetch = True
    await prepared(house, curator, languages=["it"], stops=["bench"])
    before = len(list((tmp_path / "data" / "speech").rglob("*.speech")))
    (draft,) = (await told(await house.get("/api/sites/well/review", headers=reviewer)))["drafts"]
    await decided(house, reviewer, draft, act="edit", sentences=[{"text": "Sedetevi sulla panca.", "facts": []}])
    await house.app[HOUSE].rehearsals.settled()
    assert len(list((tmp_path / "data" / "speech").rglob("*.speech"))) == before + 1
