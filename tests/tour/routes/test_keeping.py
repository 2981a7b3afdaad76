"""The studio's addresses about the audit, visitors' privacy and what visitors did."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.analytics.deeds import Deed
from tour.analytics.keeping import Keeping
from tour.keys import HOUSE, RECORDS
from tour.privacy.consents import Asked
from tour.privacy.words import named

Client = TestClient[web.Request, web.Application]
CURATOR, OPERATOR, HOUSE_OPERATOR = {"well": ["curator"]}, {"well": ["operator"]}, {"*": ["operator"]}
MINE = {"visit": "visit-0", "resume": "token-0"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    """A house with six visitors who agreed, and what they did at the well."""
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        keeping = client.app[HOUSE].keeping
        assert keeping is not None
        for number in range(6):
            await came(keeping, number)
        yield client


async def came(keeping: Keeping, number: int) -> None:
    visit = f"visit-{number}"
    asked = Asked(visit=visit, token=f"token-{number}", site="well", language="en", words=named("en"))
    await keeping.agree(asked, {"analytics"})
    questions = ("Who guarded it?",) if number else ("Who guarded it?", "Is it cursed?")
    asked_there = [Deed(kind="asked", language="en", stop="mouth", words=text, answered=False) for text in questions]
    await keeping.keep(visit, [Deed(kind="arrived", language="en", country="IT", stop="mouth"), *asked_there])


async def get(client: Client, address: str, headers: dict[str, str], status: int = 200) -> Any:
    async with client.get(address, headers=headers) as answer:
        assert answer.status == status, await answer.text()
        assert answer.headers["Cache-Control"] == "no-store"
        return await answer.json(content_type=None)


async def post(client: Client, address: str, headers: dict[str, str], status: int = 200, **body: Any) -> Any:
    async with client.post(address, headers=headers, json=body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json(content_type=None) if answer.status != 204 else None


async def person(client: Client, roles: dict[str, list[str]]) -> dict[str, str]:
    return await signed_in(client.app[RECORDS], roles)


async def test_figures_are_shown_and_taken_out(house: Client) -> None:
    curator = await person(house, CURATOR)
    shown = await get(house, "/api/sites/well/visitors", curator)
    assert (shown["visitors"], shown["stops"][0]["arrivals"]) == (6, 6)
    assert [(each["name"], each["visitors"], each["asked"]) for each in shown["countries"]] == [("IT", 6, 6)]
    assert (await get(house, "/api/sites/well/visitors?month=2020-01", curator))["visitors"] == 0
    async with house.get("/api/sites/well/visitors.csv", headers=curator) as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="visitors-well-all.csv"'
        table = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert ["well", "all", "mouth", "arrivals", "", "6"] in table
    acts = (await get(house, "/api/sites/well/audit", await person(house, OPERATOR)))["entries"]
    assert [entry["what"] for entry in acts if entry["about"] == "visitors"] == ["figures-exported"]


@pytest.mark.parametrize("month", ["2026", "2026-13", "november", "2026-11' OR 1"])
async def test_a_month_is_a_month(house: Client, month: str) -> None:
    curator = await person(house, CURATOR)
    async with house.get("/api/sites/well/visitors", params={"month": month}, headers=curator) as answer:
        assert answer.status == 400
        assert "month" in (await answer.json())["detail"]


async def test_questions_are_a_list_to_work_through(house: Client) -> None:
    curator = await person(house, CURATOR)
    asked = (await get(house, "/api/sites/well/visitors/questions", curator))["questions"]
    assert [(each["text"], each["visitors"]) for each in asked] == [("Who guarded it?", 6), ("Is it cursed?", None)]
    address = "/api/sites/well/visitors/questions/settled"
    await post(house, address, curator, 204, deeds=asked[0]["deeds"])
    left = (await get(house, "/api/sites/well/visitors/questions", curator))["questions"]
    assert [each["text"] for each in left] == ["Is it cursed?"]
    settled = (await get(house, "/api/sites/well/visitors/questions?settled=yes", curator))["questions"]
    assert [each["text"] for each in settled] == ["Who guarded it?"]
    foreign = await person(house, {"hall": ["curator"]})
    await post(house, "/api/sites/hall/visitors/questions/settled", foreign, 204, deeds=asked[1]["deeds"])
    assert len((await get(house, "/api/sites/well/visitors/questions", curator))["questions"]) == 1
    for deeds in ([], [-1], ["1"], list(range(501))):
        await post(house, address, curator, 400, deeds=deeds)


async def test_a_visitor_has_what_is_kept_and_has_it_destroyed(house: Client) -> None:
    told = await post(house, "/api/privacy/mine/export", {}, **MINE)
    assert [deed["kind"] for deed in told["deeds"]] == ["arrived", "asked", "asked"]
    assert told["consents"][0]["words"].startswith("The site may keep")
    for wrong in ({**MINE, "resume": "token-1"}, {**MINE, "visit": "visit-1"}):
        await post(house, "/api/privacy/mine/export", {}, 404, **wrong)
        await post(house, "/api/privacy/mine/erase", {}, 404, **wrong)
    await post(house, "/api/privacy/mine/export", {}, 400, visit="", resume="x")
    assert await post(house, "/api/privacy/mine/erase", {}, **MINE) == {"records": 3, "consents": 1}
    await post(house, "/api/privacy/mine/export", {}, 404, **MINE)
    await post(house, "/api/privacy/mine/erase", {}, 404, **MINE)


async def test_an_operator_does_it_for_them_and_the_audit_says_so_without_saying_whose(house: Client) -> None:
    operator = await person(house, HOUSE_OPERATOR)
    assert len((await post(house, "/api/privacy/export", operator, visit="visit-3"))["deeds"]) == 2
    await post(house, "/api/privacy/erase", operator, visit="visit-3")
    await post(house, "/api/privacy/erase", operator, 404, visit="visit-3")
    entries = (await get(house, "/api/audit?limit=2", operator))["entries"]
    assert [(entry["what"], entry["about"]) for entry in entries] == [("visitor-erased", ""), ("visitor-exported", "")]
    kept = await get(house, "/api/privacy", operator)
    assert (kept["visitors"], kept["deeds"], kept["erased"]) == (5, 11, 1)
    assert [rule["kind"] for rule in kept["retention"]] == ["visitors", "deeds", "consents", "media"]


@pytest.mark.parametrize(("language", "shown"), [("it", "it"), ("zh-CN", "zh-Hans"), ("xx-nonsense", "en")])
async def test_the_words_of_consent_are_open_to_everybody(house: Client, language: str, shown: str) -> None:
    words = await get(house, f"/api/privacy/words?language={language}", {})
    assert (words["name"], words["language"], words["ai"]) == (f"1/{shown}", shown, shown != "en")
    assert set(words["purposes"]) == {"personalise", "analytics", "voice"}


async def test_the_audit_is_read_page_by_page_and_reported(house: Client) -> None:
    operator = await person(house, HOUSE_OPERATOR)
    seen, before = [], ""
    while True:
        page = await get(house, f"/api/audit?limit=2{before}", operator)
        seen += [entry["number"] for entry in page["entries"]]
        if page["before"] is None:
            break
        before = f"&before={page['before']}"
    assert seen == list(range(seen[0], 0, -1))
    state = await get(house, "/api/audit/state", operator)
    assert (state["entries"], state["breaches"], state["checkpoints"]) == (seen[0], [], 1)
    assert len(state["key"]) == 64
    report = await get(house, "/api/audit/report", operator)
    assert report["entries"] == seen[0]
    assert report["acts"]["people and rights"]["person-made"] == 1
    for bad in ("limit=x", "before=-1", "limit=1e9", "month=2026-13"):
        await get(house, f"/api/audit?{bad}", operator, 400)
    await get(house, "/api/audit/report?month=last", operator, 400)


async def test_figures_are_passed_on_by_two_people(house: Client) -> None:
    ada, bo = await person(house, CURATOR), await person(house, OPERATOR)
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    wish = {"what": "figures", "recipient": "A university", "purpose": "a study", "until": until}
    asked = await post(house, "/api/sites/well/sharings", ada, 201, **wish)
    address = f"/api/sites/well/sharings/{asked['id']}"
    assert asked["state"] == "waiting"
    await post(house, f"{address}/approve", ada)
    await post(house, f"{address}/approve", ada, 409)
    await get(house, f"{address}/data", ada, 409)
    assert (await post(house, f"{address}/approve", bo))["state"] == "approved"
    async with house.get(f"{address}/data", headers=ada) as answer:
        assert (await answer.read()).decode("utf-8-sig").startswith("site,month,stop")
    assert (await post(house, f"{address}/end", bo, reason="It is over."))["state"] == "ended"
    await get(house, f"{address}/data", ada, 409)
    (listed,) = (await get(house, "/api/sites/well/sharings", ada))["sharings"]
    assert (listed["reason"], len(listed["approved_by"])) == ("It is over.", 2)


async def test_questions_are_passed_on_only_where_five_asked_them(house: Client) -> None:
    ada, bo = await person(house, CURATOR), await person(house, CURATOR)
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    wish = {"what": "questions", "recipient": "A university", "purpose": "a study", "until": until}
    asked = await post(house, "/api/sites/well/sharings", ada, 201, **wish)
    for who in (ada, bo):
        await post(house, f"/api/sites/well/sharings/{asked['id']}/approve", who)
    async with house.get(f"/api/sites/well/sharings/{asked['id']}/data", headers=ada) as answer:
        text = await answer.text()
    assert "Who guarded it?" in text
    assert "cursed" not in text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"what": "everything"}, 400),
        ({"until": "2020-01-01T00:00:00Z"}, 422),
        ({"until": "2999-01-01T00:00:00Z"}, 422),
        ({"until": "2026-12-01T00:00:00"}, 400),
        ({"recipient": ""}, 400),
        ({"recipient": "   "}, 422),
        ({"purpose": "x" * 501}, 400),
        ({"month": "2026"}, 400),
    ],
)
async def test_a_wish_makes_sense(house: Client, changes: dict[str, str], status: int) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    wish = {"what": "figures", "recipient": "A university", "purpose": "a study", "until": until, **changes}
    await post(house, "/api/sites/well/sharings", await person(house, CURATOR), status, **wish)


async def test_what_nobody_asked_for_is_not_there(house: Client) -> None:
    ada = await person(house, CURATOR)
    for act in ("approve", "end"):
        await post(house, f"/api/sites/well/sharings/0123456789abcdef/{act}", ada, 404)
    await get(house, "/api/sites/well/sharings/0123456789abcdef/data", ada, 404)
