"""What deserves attention, over HTTP."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.keys import RECORDS

Client = TestClient[web.Request, web.Application]
Headers = dict[str, str]
ADVICE = "/api/sites/well/advice"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), model="scripted", prefetch=False)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
async def curator(house: Client) -> Headers:
    headers = await signed_in(house.app[RECORDS], {"well": ["curator"]})
    assert (await house.post("/api/sites/well/records", headers=headers)).status == 201
    return headers


async def written(house: Client, who: Headers, id_: str, text: dict[str, str], **more: Any) -> None:
    body = {"id": id_, "text": text, "cites": [], **more}
    address = f"/api/sites/well/records/fact/{id_}"
    answer = await house.put(address, json=body, headers={**who, "If-None-Match": "*"})
    assert answer.status == 201, await answer.text()


async def test_a_new_fact_that_contradicts_another_is_pointed_out_at_once(house: Client, curator: Headers) -> None:
    before = (await (await house.get(ADVICE, headers=curator)).json())["notes"]
    assert "contradicts" not in {note["matter"] for note in before}
    await written(house, curator, "deeper", {"en": "The well is 21 metres deep, Galileo wrote to Rossi."})
    after = (await (await house.get(ADVICE, headers=curator)).json())["notes"]
    (found,) = (note for note in after if note["matter"] == "contradicts")
    assert {found["id"], found["other"]} == {"depth", "deeper"}
    assert "21" in found["reason"]
    assert "12" in found["reason"]
    about = {(note["matter"], note["other"] or note["language"]) for note in after if note["id"] == "deeper"}
    assert {("no-source", ""), ("nowhere-told", ""), ("untold", "it"), ("untold", "zh-Hans")} <= about
    assert ("nameless", "Galileo") in about


async def test_looking_for_contradictions_goes_step_by_step(house: Client, curator: Headers) -> None:
    await written(house, curator, "deeper", {"en": "The well is 21 metres deep."})
    answer = await house.post(f"{ADVICE}/contradictions", headers=curator)
    assert answer.status == 200
    lines = [json.loads(line) for line in (await answer.text()).splitlines()]
    assert (lines[0]["looked"], lines[-1]["ended"], lines[-1]["left"]) == (0, True, 0)
    assert lines[-1]["looked"] == lines[0]["of"] >= 1
    found = [line["found"] for line in lines if line["found"]]
    assert [(each["judgement"], each["language"]) for each in found] == [("contradicts", "en")]
