"""What the operator of a kiosk does, and what the screen does by itself while nobody visits."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.hall import CODE, LANDSCAPE, NOON, Hall, bare_hall, guided, invited, picture, standing_before
from tour.keys import RECORDS
from tour.kiosk.rules import Hours, KioskRules, set_rules

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

hall = pytest.fixture(bare_hall)


async def opened(page: Page) -> None:
    """Hold the corner for three seconds and type the code."""
    await page.dispatch_event("#corner-spot", "pointerdown")
    await page.clock.fast_forward(3_100)
    await expect(page.locator("#corner .pad")).to_be_visible()
    for digit in CODE:
        await page.tap(f"#corner [data-digit='{digit}']")
    await page.tap("#corner .pad .primary")
    await expect(page.locator("#rules")).to_be_visible()


async def test_at_night_the_screen_is_dark_and_in_the_morning_it_invites(browser: Browser, hall: Hall) -> None:
    week = tuple(Hours(opens="09:00", closes="18:00") for _ in range(7))
    await hall.app[RECORDS].write(set_rules, "well", KioskRules(hours=week), "test", datetime.now(UTC))
    async with standing_before(browser, hall, now=datetime(2026, 11, 27, 7, 59, 30)) as page:
        await expect(page.locator("#resting-when")).to_have_text("It is here again Friday 09:00.")
        assert await page.locator("#view").is_hidden()
        assert await violations(page, "region", "color-contrast", "page-has-heading-one") == []
        await picture(page, "resting")
        async with page.expect_navigation():
            await page.clock.fast_forward(40_000)
        await invited(page)


async def test_an_operator_sets_the_hours_behind_a_code_and_they_outlive_the_server(
    browser: Browser, hall: Hall
) -> None:
    async with standing_before(browser, hall, LANDSCAPE, now=NOON) as page:
        await invited(page)
        await page.dispatch_event("#corner-spot", "pointerdown")
        await page.clock.fast_forward(3_100)
        for digit in "999999":
            await page.tap(f"#corner [data-digit='{digit}']")
        await picture(page, "pad")
        await page.tap("#corner .pad .primary")
        await expect(page.locator(".pad-said")).to_have_text("That is not the code.")
        assert await violations(page, "region") == []
        await page.keyboard.press("Escape")
        await opened(page)
        await expect(page.locator("#corner dl")).to_contain_text("voice scripted")
        assert await violations(page, "region") == []
        await page.locator("#rules [name=volume]").fill("0.4")
        await page.locator("#rules [name=always]").uncheck()
        await page.locator("#rules [name=rests-0]").check()
        await picture(page, "corner")
        await page.locator("#rules button").tap()
        await expect(page.locator(".pad-said")).to_contain_text("Saved.")
    await hall.close()
    await hall.open()
    kept = await hall.rules()
    assert (kept.volume, kept.hours[0]) == (0.4, None)
    assert kept.hours[1] is not None
    assert (kept.hours[1].opens, kept.hours[1].closes) == ("09:00", "18:00")


async def test_it_comes_back_by_itself_when_the_server_was_started_anew(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await guided(page)
        await hall.close()
        await page.tap("#finish")
        await expect(page.locator("#leaving")).to_be_visible()
        assert await page.evaluate("document.querySelector('#caption').textContent") == "", (
            "it is not to be read meanwhile"
        )
        await page.clock.fast_forward(20_000)
        await hall.open()
        async with page.expect_navigation():
            await page.clock.fast_forward(20_000)
        await invited(page)
        assert hall.visits == 0
        await hall.close()
        await hall.open()
        async with page.expect_navigation():
            await page.clock.fast_forward(25_000)
        assert page.url.endswith("#server")
        await invited(page)


async def test_it_starts_afresh_while_nobody_visits_when_the_graphics_are_lost(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await page.evaluate("document.querySelector('#view').dispatchEvent(new Event('webglcontextlost'))")
        async with page.expect_navigation():
            await page.clock.fast_forward(20_000)
        assert page.url.endswith("#graphics")
        await invited(page)
