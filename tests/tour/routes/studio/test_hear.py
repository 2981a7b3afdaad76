"""What a visitor would be told now, over HTTP, as somebody who writes a site asks for it."""

import io
import json
import wave
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, signed_in, two_sites
from tour.keys import PREVIEWS, RECORDS

Client = TestClient[web.Request, web.Application]
Headers = dict[str, str]
HEAR = "/api/sites/well/hear"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(house_settings(tmp_path), model="scripted", voices="scripted", prefetch=False)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
async def curator(house: Client) -> Headers:
    return await signed_in(house.app[RECORDS], {"well": ["curator"]})


async def heard(house: Client, who: Headers, thing: str, id_: str, **more: Any) -> list[dict[str, Any]]:
    """The lines of an answer."""
    wanted = {"thing": thing, "id": id_, "language": "en", **more}
    answer = await house.post(HEAR, json=wanted, headers=who)
    text = await answer.text()
    assert answer.status == 200, text
    assert answer.content_type == "application/x-ndjson"
    return [json.loads(line) for line in text.splitlines()]


async def rewritten(house: Client, who: Headers, kind: str, id_: str, **fields: Any) -> None:
    """Change fields of a record."""
    address = f"/api/sites/well/records/{kind}/{id_}"
    told = await (await house.get(address, headers=who)).json()
    answer = await house.put(
        address, json=told["body"] | fields, headers={**who, "If-Match": f'"{told["etag"]}"'}
    )  # fmt: skip
    assert answer.status == 200, await answer.text()


async def test_an_approved_take_comes_first_and_the_rest_says_what_it_is(house: Client, curator: Headers) -> None:
    *mouth, end = await heard(house, curator, "stop", "mouth")
    assert {each["origin"] for each in mouth} == {"approved"}
    assert (end["ended"], end["language"]) == ("finished", "en")
    *bench, _ = await heard(house, curator, "stop", "bench")
    assert [(each["origin"], each["ai"]) for each in bench] == [("verbatim", False)]
    assert bench[0]["facts"] == ["bench"]


async def test_it_is_the_record_as_it_is_now_that_is_told_and_not_what_visitors_have(
    house: Client, curator: Headers
) -> None:
    assert (await house.post("/api/sites/well/records", headers=curator)).status == 201
    text = {"en": "The well is 21 metres deep.", "it": "Il pozzo è profondo 21 metri.", "zh-Hans": "古井深21米。"}
    await rewritten(house, curator, "fact", "depth", text=text)
    *told, _ = await heard(house, curator, "fact", "depth")
    assert [each["text"] for each in told] == ["The well is 21 metres deep."]
    *mouth, _ = await heard(house, curator, "stop", "mouth")
    assert "approved" not in {each["origin"] for each in mouth}, "nobody approved what the take now rests on"
    *italian, _ = await heard(house, curator, "fact", "depth", language="it")
    assert [each["text"] for each in italian] == ["Il pozzo è profondo 21 metri."]
    published = await (await house.get("/api/sites/well/facts?language=en")).json()
    assert published["facts"]["depth"]["text"] == "The well is 12 metres deep."


async def test_a_half_written_site_is_told_as_far_as_it_goes(house: Client, curator: Headers) -> None:
    assert (await house.post("/api/sites/well/records", headers=curator)).status == 201
    await rewritten(house, curator, "stop", "bench", facts=["bench", "not-there"])
    await rewritten(house, curator, "fact", "bench", cites=[{"source": "nowhere"}])
    *told, end = await heard(house, curator, "stop", "bench", audience="expert")
    assert told
    assert end["ended"] == "finished"
    await rewritten(house, curator, "stop", "bench", annotation="")
    nothing = {"thing": "stop", "id": "bench", "language": "en"}
    assert (await house.post(HEAR, json=nothing, headers=curator)).status == 404


async def test_what_was_heard_before_is_not_told_again(house: Client, curator: Headers) -> None:
    *told, _ = await heard(house, curator, "stop", "bench", told=["bench"])
    assert all("bench" not in each["facts"] for each in told)


async def test_the_welcome_of_the_site(house: Client, curator: Headers) -> None:
    *told, _ = await heard(house, curator, "site", "well", language="it")
    assert [each["text"] for each in told] == ["Benvenuti al pozzo."]


async def test_an_unknown_language_is_told_as_a_visitor_would_be(house: Client, curator: Headers) -> None:
    *_, end = await heard(house, curator, "stop", "mouth", language="fi")
    assert end["language"] == "en"


async def test_in_what_it_can_be_heard_and_about_how_long(house: Client, curator: Headers) -> None:
    offered = await (await house.get(f"{HEAR}?language=it&audience=child", headers=curator)).json()
    assert [each["tag"] for each in offered["languages"]] == ["en", "it", "zh-Hans"]
    assert all(each["voice"] for each in offered["languages"])
    assert offered["model"] == "scripted"
    assert set(offered["seconds"]) == {"mouth", "bench"}
    assert all(1 < each < 150 for each in offered["seconds"].values())
    assert (await house.get(f"{HEAR}?audience=cats", headers=curator)).status == 400


async def test_a_sentence_has_its_sound_and_nothing_of_it_is_kept(
    house: Client, curator: Headers, tmp_path: Path
) -> None:
    answer = await house.post(f"{HEAR}/sound", json={"language": "it", "text": "Il pozzo è profondo."}, headers=curator)
    assert (answer.status, answer.content_type) == (200, "audio/wav")
    with wave.open(io.BytesIO(await answer.read())) as file:
        assert file.getnframes() / file.getframerate() > 0.3
    kept = [path for path in (tmp_path / "data" / "speech").rglob("*") if path.is_file()]
    assert kept == []
    long = {"language": "it", "text": "a" * 1001}
    assert (await house.post(f"{HEAR}/sound", json=long, headers=curator)).status == 400


async def test_no_more_at_once_than_one_a_person(house: Client, curator: Headers) -> None:
    me = (await (await house.get("/api/me", headers=curator)).json())["id"]
    with house.app[PREVIEWS].turn(me, "words"):
        wanted = {"thing": "stop", "id": "mouth", "language": "en"}
        late = await house.post(HEAR, json=wanted, headers=curator)
        assert (late.status, late.headers["Retry-After"]) == (429, "3")
    assert await heard(house, curator, "stop", "mouth")
