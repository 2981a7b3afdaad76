"""What reviewers found in a year of work, decided through the real routes, as a page shows it."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from aiohttp import ClientSession, web
from playwright.async_api import Browser, Page, expect

from narration.draft import DraftSentence, screened
from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture, studio
from tests.people import signed_in
from tour.keys import DESK, RECORDS
from tour.review import drafts, heard
from tour.review.heard import Uttered

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LANGUAGES = ("en", "it", "zh-Hans", "fr", "ar", "pt-BR")
MODELS = ("qwen2.5-1.5b-instruct-q4_k_m", "qwen3-4b-instruct-2507-q4_k_m")
LAST = datetime.now(UTC).replace(day=15, hour=9, minute=0, second=0, microsecond=0) - timedelta(days=20)
MONTHS = 9
BAD = ("factual", "factual", "bias", "factual", "copied", "factual", "inappropriate")


class Clock(datetime):
    """The routes' clock, set by hand."""

    moment = LAST

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


class Year:
    """Reviewers at work: one decision after another, counted as they should be found on the page."""

    def __init__(self, app: web.Application, url: str, http: ClientSession, headers: dict[str, str]) -> None:
        self.app, self.url, self.http, self.headers = app, url, http, headers
        self.found: dict[str, Counter[Any]] = {name: Counter() for name in ("period", "language", "model")}
        self.days: set[str] = set()

    @property
    def months(self) -> list[str]:
        return sorted({month for month, _ in self.found["period"]})

    async def go_by(self) -> None:
        """Months of drafts: fewer and fewer wrong, another model from the middle on, a language at a time."""
        for month in range(MONTHS):
            begins = LAST - timedelta(days=30 * (MONTHS - 1 - month))
            for number in range(8 + month * 2):
                Clock.moment = begins + timedelta(hours=number)
                language = LANGUAGES[number % min(len(LANGUAGES), 2 + month)]
                model = MODELS[month + number % 2 > MONTHS // 2]
                wrong = number * (month + 2) % (3 + month) == 0
                await self.review(language, model, BAD[(number + month) % len(BAD)] if wrong else "clean")
            await self.doubted(month)

    async def review(self, language: str, model: str, category: str) -> None:
        def make(connection: Connection) -> str:
            site = self.app[DESK].site(connection, "well")
            words = (
                DraftSentence(text="It is 12 metres deep.", facts=("depth",), origin="live", ai=True, model=model),
            )
            said = screened(words, site, language)
            return drafts.make(
                connection, site, "mouth", language, "", said, who="test", author=model, now=Clock.moment
            ).id

        which = await self.app[RECORDS].write(make)
        given = (
            {"act": "approve"} if category == "clean" else {"act": "reject", "category": category, "reason": "Read."}
        )
        await self.decide(f"drafts/{which}/decisions", given, language, model, category)

    async def doubted(self, month: int) -> None:
        """A sentence that a visitor doubted, said by nobody's model."""
        said = Uttered(
            site="well", language="it", text=f"Il pozzo ha {month} secchi.", facts=("depth",), origin="verbatim",
            kind="narration", ai=False,
        )  # fmt: skip
        which = await self.app[RECORDS].write(heard.keep, "wrong", said, Clock.moment)
        category = "factual" if month < 3 else "clean"
        await self.decide(f"heard/{which}/decisions", {"category": category, "reason": "Read."}, "it", "", category)

    async def decide(self, path: str, given: dict[str, Any], language: str, model: str, category: str) -> None:
        headers = {**self.headers, "If-Match": "*"}
        async with self.http.post(f"{self.url}/api/sites/well/{path}", json=given, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        self.days.add(f"{Clock.moment:%Y-%m-%d}")
        for name, value in (("period", f"{Clock.moment:%Y-%m}"), ("language", language), ("model", model)):
            self.found[name][value, category] += 1


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[tuple[web.Application, str]]:
    async with studio(tmp_path) as found:
        yield found


@pytest.fixture
async def year(house: tuple[web.Application, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Year]:
    app, url = house
    for module in ("drafts", "heard"):
        monkeypatch.setattr(f"tour.routes.studio.{module}.datetime", Clock)
    headers = await signed_in(app[RECORDS], {"well": ["reviewer"]})
    async with ClientSession() as http:
        year = Year(app, url, http, headers)
        await year.go_by()
        monkeypatch.undo()
        yield year


async def cells(page: Page, title: str) -> dict[str, list[str]]:
    """The rows of a chart by their names: the wrong share, how many were read, and each category."""
    rows = page.get_by_role("region", name=title, exact=True).locator("tbody tr")
    return {
        await row.locator("th").inner_text(): (await row.locator("td").all_inner_texts())[1:]
        for row in await rows.all()
    }


def expected(found: Counter[Any], key: str) -> list[str]:
    """The cells of a row."""
    counts = [found[key, each] for each in ("clean", "factual", "bias", "copied", "inappropriate")]
    return [f"{(sum(counts) - counts[0]) / sum(counts):.0%}", str(sum(counts)), *map(str, counts)]


@pytest.mark.parametrize(("light", "wide"), [(True, True), (False, True), (True, False)])
async def test_a_year_of_findings_is_counted_and_shown(browser: Browser, year: Year, light: bool, wide: bool) -> None:
    page = await page_of(browser, year.app, year.url, {"well": ["curator"]}, light=light, wide=wide)
    await page.goto(f"{year.url}/studio#/sites/well/findings")
    await expect(page.locator("table.figures")).to_have_count(4)
    models = await cells(page, "Model")
    assert models == {name or "People": expected(year.found["model"], name) for name in ("", *MODELS)}
    languages = await cells(page, "Language")
    assert languages["Italiano"] == expected(year.found["language"], "it")
    assert len(languages) == len(LANGUAGES)
    months = await cells(page, "Over time")
    assert list(months.values()) == [expected(year.found["period"], each) for each in year.months]
    bars = page.get_by_role("region", name="Model", exact=True).locator(".bar")
    widths = [(await bar.bounding_box() or {})["width"] for bar in await bars.all()]
    assert len(set(widths)) == 1, "bars show shares: all are as long"
    assert widths[0] > 60
    assert await violations(page) == []
    await picture(page, f"findings-{'light' if light else 'dark'}-{'wide' if wide else 'narrow'}")
    await page.get_by_role("combobox", name="Per").select_option("day")
    await expect(page.get_by_role("region", name="Over time").locator("tbody tr")).to_have_count(len(year.days))
