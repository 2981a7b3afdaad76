"""`/api/wording`: wrong words of the interface, reported by visitors."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.people import house_settings, two_sites
from tour.routes.studio.wording import AT_ONCE, FILE, LARGEST, Reports

Client = TestClient[web.Request, web.Application]
WORD = {"language": "zh-Hans", "wrong": "开始游览", "better": "开始"}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with TestClient(TestServer(two_sites(tmp_path, house_settings(tmp_path)))) as client:
        yield client


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE


def lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def filled(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x" * LARGEST)
    return file


def size(file: Path) -> int:
    return file.stat().st_size


async def test_a_report_is_kept_with_its_day_and_nothing_of_who_made_it(client: Client, file: Path) -> None:
    for _ in range(2):
        assert (await client.post("/api/wording", json=WORD)).status == 204
    kept = lines(file)
    assert [{key: each[key] for key in WORD} for each in kept] == [WORD, WORD]
    assert set(kept[0]) == {*WORD, "day"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"wrong": ""},
        {"language": "../../etc"},
        {"wrong": "x" * 201},
        {"better": "two\nlines"},
        {"better": "one\n"},
        {"better": "\x9b"},
        {"better": "\u202egnihton"},
        {"language": "en\n"},
        {"who": "me"},
    ],
)
async def test_anything_else_is_refused(client: Client, file: Path, wrong: dict[str, Any]) -> None:
    refused = await client.post("/api/wording", json=WORD | wrong)
    assert refused.status == 400
    assert lines(file) == []


async def test_a_full_file_takes_no_more(client: Client, file: Path) -> None:
    filled(file)
    refused = await client.post("/api/wording", json=WORD)
    assert refused.status == 507
    assert FILE in (await refused.json())["detail"]
    assert size(file) == LARGEST


async def test_who_reports_without_end_has_to_wait(client: Client, file: Path) -> None:
    told = [await client.post("/api/wording", json=WORD) for _ in range(AT_ONCE + 1)]
    assert [answer.status for answer in told] == [204] * AT_ONCE + [429]
    assert 0 < int(told[-1].headers["Retry-After"]) <= 6 * 60
    assert len(lines(file)) == AT_ONCE


def test_many_places_together_do_not_fill_the_file_for_others() -> None:
    reports, day = Reports(), range(24 * 60 * 60)
    taken = sum(reports.wait(f"{second % 1000}", float(second)) == 0 for second in day)
    assert taken < 1600
    assert reports.wait("somebody else", day.stop + 120.0) == 0
