"""A visitor whose consent or withdrawal the house does not take in is told so, and sees ticked what stands."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import ARTEFACTS, ROOT
from tests.e2e.studio import studio
from tour.keys import HOUSE, RECORDS
from tour.people.tempo import Tempo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STRINGS = ROOT / "clients" / "web" / "src" / "strings"


@pytest.mark.parametrize("language", ["it", "ar"])
async def test_who_is_refused_is_told_and_sees_what_stands(browser: Browser, tmp_path: Path, language: str) -> None:
    words = json.loads((STRINGS / f"{language}.json").read_text("utf-8"))
    async with studio(tmp_path) as (app, url):
        keeping = app[HOUSE].keeping
        assert keeping is not None
        app[HOUSE].keeping = replace(keeping, together=Tempo(at_once=1, a_minute=0.001))
        context = await browser.new_context(viewport={"width": 900, "height": 700}, locale=language)
        page = await context.new_page()
        await page.goto(f"{url}/?site=well")
        await page.locator("#begin").click()
        notice, save = page.locator("#notice"), page.locator("#you-form button[type=submit]")
        await page.locator("#show-you").click()
        await page.locator("#agree-personalise").check()
        await save.click()
        await expect(notice).to_have_text(words["consentTaken"])

        await page.locator("#show-you").click()
        await page.locator("#agree-analytics").check()
        await save.click()
        await expect(notice).to_have_text(words["consentRefused"])
        await page.screenshot(path=ARTEFACTS / f"consent-refused-{language}.png")
        await page.locator("#show-you").click()
        await expect(page.locator("#agree-analytics")).not_to_be_checked()
        await expect(page.locator("#agree-personalise")).to_be_checked()
        rows = await app[RECORDS].read(lambda c: c.execute("SELECT purpose FROM consents").fetchall())
        assert [row["purpose"] for row in rows] == ["personalise"]
        await context.close()


@pytest.mark.parametrize("language", ["en", "ur"])
async def test_who_cannot_take_back_is_told_just_that_and_waits_in_sight(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    words = json.loads((STRINGS / f"{language}.json").read_text("utf-8"))
    async with studio(tmp_path) as (app, url):
        context = await browser.new_context(viewport={"width": 900, "height": 700}, locale=language)
        page = await context.new_page()
        await page.goto(f"{url}/?site=well")
        await page.locator("#begin").click()
        notice, save = page.locator("#notice"), page.locator("#you-form button[type=submit]")
        await page.locator("#show-you").click()
        await page.locator("#agree-personalise").check()
        await page.locator("#agree-analytics").check()
        await save.click()
        await expect(notice).to_have_text(words["consentTaken"])
        await app[RECORDS].write(
            lambda c: c.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
        (kept,) = app[HOUSE].visits._kept.values()
        await page.locator("#show-you").click()
        await page.locator("#agree-analytics").uncheck()
        async with kept.visit.diary._turn:
            await save.click()
            await expect(notice).to_have_text(words["oneMoment"])
            await expect(notice.locator("progress")).to_be_visible()
            await page.screenshot(path=ARTEFACTS / f"consent-waiting-{language}.png")
        await expect(notice).to_have_text(words["withdrawalFailed"])
        await expect(notice.locator("progress")).to_have_count(0)
        await page.screenshot(path=ARTEFACTS / f"withdrawal-failed-{language}.png")
        await page.locator("#show-you").click()
        await expect(page.locator("#agree-analytics")).to_be_checked()
        await context.close()
