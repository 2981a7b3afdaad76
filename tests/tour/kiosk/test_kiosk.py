"""What a kiosk asks of the house: its rules, its greeting, the operator's corner and who may open it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from scenes.scene import Site
from tests.browser import Browser
from tests.people import house_settings, two_sites
from tour.audit.chain import entries
from tour.keys import RECORDS, SITES
from tour.kiosk.corner import LONGEST_WAIT, OPEN, STRANGERS, Corner, corner_of
from tour.kiosk.rules import KioskRules, rules
from tour.people.refusal import Refusal
from tour.records import Records
from tour.settings import SettingsError

Client = TestClient[web.Request, web.Application]
CODE = "271828"
WEEK: list[dict[str, str] | None] = [None, *({"opens": "09:00", "closes": "18:30"} for _ in range(6))]
KIOSK = "/api/kiosk/well"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    settings = replace(
        house_settings(tmp_path), voices="scripted", kiosk_code=CODE, public_url="https://tours.museum.example/"
    )
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        yield client


@pytest.fixture
def operator(client: Client) -> Browser:
    return Browser(client)


async def key(operator: Browser, site: str = "well") -> str:
    opened: dict[str, Any] = await operator.ask("POST", f"/api/kiosk/{site}/corner", {"code": CODE})
    return str(opened["key"])


async def test_a_kiosk_knows_its_rules_its_greetings_and_where_phones_go(operator: Browser) -> None:
    told = await operator.ask("GET", "/api/kiosk/hall")
    assert told["rules"] == {"hours": [], "volume": 1.0, "idle_seconds": 90}
    assert told["greetings"]["en"]["text"] == "Welcome to the well."
    assert (told["address"], told["corner"]) == ("https://tours.museum.example", True)
    await operator.ask("GET", "/api/kiosk/nowhere", status=404)


async def test_a_kiosk_knows_which_languages_are_only_read(client: Client, operator: Browser) -> None:
    assert client.app is not None
    sites = cast("dict[str, Site]", client.app[SITES])
    sites["well"] = replace(sites["well"], offered=("th",))
    greetings = (await operator.ask("GET", KIOSK))["greetings"]
    assert {tag: greeting["voiced"] for tag, greeting in greetings.items()} == {
        "en": True, "it": True, "zh-Hans": True, "th": False,
    }  # fmt: skip


async def test_whoever_touches_a_language_hears_its_greeting(client: Client) -> None:
    async with client.get(f"{KIOSK}/greeting/en") as heard:
        assert heard.content_type == "audio/wav"
        assert (await heard.read()).startswith(b"RIFF")
    for tag in ("fi", "x" * 300):
        async with client.get(f"{KIOSK}/greeting/{tag}") as heard:
            assert heard.status == 404


async def test_an_operator_sets_hours_that_outlive_the_server(client: Client, operator: Browser) -> None:
    wanted = {"hours": WEEK, "volume": 0.6, "idle_seconds": 60}
    assert await operator.ask("PUT", KIOSK, {"key": await key(operator), "rules": wanted}) == wanted
    assert (await operator.ask("GET", KIOSK))["rules"] == wanted
    kept = await client.app[RECORDS].read(rules, "well")
    assert kept.hours[0] is None
    assert kept.hours[1] is not None
    last = (await client.app[RECORDS].read(lambda records: list(entries(records))))[0]
    assert (last.what, last.who, last.site) == ("kiosk-rules-set", "kiosk-code", "well")


@pytest.mark.parametrize(
    "rules",
    [
        {"hours": WEEK[:3]}, {"volume": 1.5}, {"idle_seconds": 5}, {"unknown": 1},
        {"hours": [{"opens": "24:00", "closes": "18:00"}] * 7},
        {"hours": [{"opens": "09:00\n", "closes": "18:00"}] * 7},
    ],
)  # fmt: skip
async def test_rules_that_cannot_be_are_refused_and_change_nothing(operator: Browser, rules: dict[str, Any]) -> None:
    before = (await operator.ask("GET", KIOSK))["rules"]
    await operator.ask("PUT", KIOSK, {"key": await key(operator), "rules": rules}, status=400)
    assert (await operator.ask("GET", KIOSK))["rules"] == before


async def test_the_corner_tells_how_the_house_does(operator: Browser) -> None:
    opened = await key(operator)
    found = await operator.ask("POST", f"{KIOSK}/health", {"key": opened})
    assert (found["visits"], found["engines"]) == (0, {"voice scripted": "open"})
    await operator.ask("POST", f"{KIOSK}/corner/leave", {"key": opened}, status=204)
    await operator.ask("POST", f"{KIOSK}/health", {"key": opened}, status=403)


async def test_a_key_opens_only_its_own_site(operator: Browser) -> None:
    for path, wanted in (("/health", {}), ("", {"rules": {}})):
        shown = {"key": await key(operator, "hall")} | wanted
        await operator.ask("PUT" if path == "" else "POST", KIOSK + path, shown, status=403)


@pytest.mark.parametrize("code", [f"{CODE}\n", f"\n{CODE}", f"{CODE} ", "２７１８２８", "", "1" * 13])
async def test_what_no_pad_can_type_is_no_code(operator: Browser, code: str) -> None:
    await operator.ask("POST", f"{KIOSK}/corner", {"code": code}, status=400)


async def test_who_guesses_has_to_wait(tmp_path: Path) -> None:
    settings = replace(house_settings(tmp_path), kiosk_code=CODE)
    async with TestClient(TestServer(two_sites(tmp_path, settings))) as client:
        guesser = Browser(client)
        for _ in range(5):
            await guesser.ask("POST", f"{KIOSK}/corner", {"code": "000000"}, status=401)
        await guesser.ask("POST", f"{KIOSK}/corner", {"code": CODE}, status=429)


async def test_one_kiosk_waits_five_minutes_at_most(tmp_path: Path) -> None:
    corner, now = Corner(code=CODE), datetime.now(UTC)
    async with Records.open(tmp_path / "records.sqlite") as records:
        for _ in range(30):
            await records.write(corner.open, "well", "000000", "192.0.2.1", now)
            now += LONGEST_WAIT
        await records.write(corner.open, "well", "000000", "192.0.2.1", now)
        refused = await records.write(corner.open, "well", CODE, "192.0.2.1", now)
        assert isinstance(refused, Refusal)
        assert (refused.reason, refused.retry_after) == ("slow-down", LONGEST_WAIT.total_seconds())
        assert isinstance(await records.write(corner.open, "well", CODE, "192.0.2.1", now + LONGEST_WAIT), str)


async def test_many_addresses_guess_no_further_than_one_hundred_a_day(tmp_path: Path) -> None:
    corner, now = Corner(code=CODE), datetime.now(UTC)
    async with Records.open(tmp_path / "records.sqlite") as records:
        assert isinstance(await records.write(corner.open, "well", CODE, "192.0.2.1", now), str)
        told = [await records.write(corner.open, "well", "000000", f"203.0.113.{n}", now) for n in range(STRANGERS)]
        assert [each.reason for each in told if isinstance(each, Refusal)].count("wrong") == STRANGERS - 1
        late = await records.write(corner.open, "well", CODE, "198.51.100.1", now)
        assert isinstance(late, Refusal)
        assert (late.reason, late.retry_after) == ("slow-down", 24 * 60 * 60 / STRANGERS)
        assert isinstance(await records.write(corner.open, "well", CODE, "192.0.2.1", now), str)


async def test_without_a_code_the_corner_stays_shut(tmp_path: Path) -> None:
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        assert not (await Browser(client).ask("GET", KIOSK))["corner"]
        await Browser(client).ask("POST", f"{KIOSK}/corner", {"code": CODE}, status=404)


@pytest.mark.parametrize("code", ["1234", "12345a", "1" * 13])
def test_a_code_that_no_pad_can_type_stops_the_server(tmp_path: Path, code: str) -> None:
    with pytest.raises(SettingsError, match="6 to 12 digits"):
        corner_of(replace(house_settings(tmp_path), kiosk_code=code))


async def test_a_key_is_good_for_a_while(tmp_path: Path) -> None:
    corner, now = Corner(code=CODE), datetime.now(UTC)
    async with Records.open(tmp_path / "records.sqlite") as records:
        opened = await records.write(corner.open, "well", CODE, "192.0.2.1", now)
        assert isinstance(opened, str)
    assert corner.holds(opened, "well", now + OPEN / 2)
    assert not corner.holds(opened, "well", now + OPEN)
    assert not corner.holds("guessed", "well", now)


def test_a_kiosk_that_nobody_set_up_is_always_open() -> None:
    assert KioskRules().hours == ()
    assert timedelta(seconds=KioskRules().idle_seconds) < timedelta(minutes=2)
