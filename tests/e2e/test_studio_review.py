"""A reviewer reads the queue with nothing but a keyboard."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from tests.e2e.studio import page_of, picture, queue_of, studio
from tour.keys import RECORDS
from tour.review import drafts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as found:
        yield found


async def desk(browser: Browser, house: House, **how: bool) -> Page:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["reviewer"]}, **how)
    await page.goto(f"{url}/studio#/sites/well/review")
    return page


async def reads(page: Page, left: int) -> None:
    """Wait until a draft lies on the desk, so many more counted with it."""
    await expect(page.locator("#review-title")).to_be_focused()
    await expect(page.locator(".review-pace")).to_contain_text(f"{left} to read")
    await expect(page.locator("[data-act=approve]")).to_be_enabled()


async def test_a_queue_is_cleared_by_keyboard_alone(browser: Browser, house: House) -> None:
    app, _ = house
    waiting = await queue_of(app, 6)
    page = await desk(browser, house)
    await reads(page, 6)
    await expect(page.locator(".fact.of-this")).to_contain_text("Marcus Rossi dug the well in 1502.")
    await expect(page.locator(".fact.of-this")).to_contain_text("Wells of the Hill")
    await picture(page, "review-clean")

    await page.keyboard.press("j")
    await expect(page.locator(".fact.of-this")).to_contain_text("12 metres")
    await page.keyboard.press("a")
    await expect(page.locator(".review-notice")).to_contain_text("Approved")
    await reads(page, 5)
    await page.keyboard.press("a")
    await reads(page, 4)

    await expect(page.locator("mark.objected")).to_have_count(2)
    await expect(page.locator(".verdicts").first).to_contain_text("1702")
    await picture(page, "review-objected")
    await page.keyboard.press("r")
    await expect(page.locator("#reason")).to_be_visible()
    await picture(page, "review-reject")
    await page.keyboard.press("1")
    await expect(page.locator("#reason")).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("The well was dug in 1502.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".review-notice")).to_contain_text("Rejected")
    await reads(page, 3)
    await page.keyboard.press("a")
    await reads(page, 2)
    await page.keyboard.press("s")
    await expect(page.locator(".review-notice")).to_contain_text("Put back")
    await expect(page.locator("mark.objected")).to_have_count(2)
    await reads(page, 2)
    await page.keyboard.press("e")
    await expect(page.locator("#words-0")).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("Marcus Rossi dug the well in 1502.")
    await page.keyboard.press("Tab")
    await expect(page.locator("#found-0")).to_contain_text("Borne out")
    await picture(page, "review-edit")
    await page.locator("#words-1").focus()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("It is 12 metres deep.")
    await expect(page.locator("#found-1")).to_contain_text("Borne out")
    await page.keyboard.press("Control+Enter")
    await reads(page, 1)
    await page.keyboard.press("a")
    await expect(page.locator("#review-empty")).to_be_focused()
    await picture(page, "review-done")

    found = [await app[RECORDS].read(drafts.get, "well", each.id) for each in waiting]
    assert sorted(each.state for each in found) == ["approved"] * 5 + ["rejected"]
    edited = next(each for each in found if each.edited)
    assert [each.text for each in edited.sentences] == ["Marcus Rossi dug the well in 1502.", "It is 12 metres deep."]
    rejected = next(each for each in found if each.state == "rejected")
    assert (rejected.category, rejected.reason) == ("factual", "The well was dug in 1502.")


async def test_a_decision_is_taken_back(browser: Browser, house: House) -> None:
    app, _ = house
    waiting = await queue_of(app, 2)
    page = await desk(browser, house)
    await reads(page, 2)
    await page.keyboard.press("a")
    await reads(page, 1)
    await page.keyboard.press("u")
    await expect(page.locator(".review-notice")).to_contain_text("Taken back")
    assert (await app[RECORDS].read(drafts.get, "well", waiting[0].id)).state == "in-review"


async def test_two_readers_meet_over_one_draft(browser: Browser, house: House) -> None:
    app, _ = house
    waiting = await queue_of(app, 1)
    one = await desk(browser, house)
    await reads(one, 1)
    other = await desk(browser, house)
    await expect(other.locator("#review-empty")).to_be_visible()
    await other.goto(other.url + f"/{waiting[0].id}")
    await other.reload()
    await expect(other.locator("#review-title")).to_be_visible()
    await one.keyboard.press("e")
    await one.locator("#words-0").fill("Marco Rossi dug the well in 1502.")
    await other.keyboard.press("a")
    await expect(other.locator(".review-notice")).to_contain_text("Approved")
    await one.keyboard.press("Control+Enter")
    await expect(one.locator("#moved-title")).to_be_focused()
    await expect(one.locator(".versions > div")).to_have_count(3)
    await picture(one, "review-moved")


async def test_on_a_telephone_by_day(browser: Browser, house: House) -> None:
    app, _ = house
    await queue_of(app, 3)
    page = await desk(browser, house, wide=False, light=True)
    await reads(page, 3)
    await picture(page, "review-phone")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_curator_prepares_and_sees_it_done(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator", "reviewer"]})
    await page.goto(f"{url}/studio#/sites/well/prepare")
    await page.locator("input[name=language][value=en]").uncheck()
    await page.get_by_role("button", name="Prepare").click()
    await expect(page.locator(".job .mark.good")).to_be_visible(timeout=30_000)
    await picture(page, "prepare")
    await page.get_by_role("link", name="Read them").click()
    await expect(page.locator("#review-title")).to_be_focused()


async def test_sixty_drafts_one_after_the_other(browser: Browser, house: House) -> None:
    app, _ = house
    waiting = await queue_of(app, 60)
    page = await desk(browser, house)
    ready = page.locator("[data-act=approve]:not([disabled]), #review-empty")
    keys = 0
    await ready.wait_for()
    while not await page.locator("#review-empty").count():
        shown = await page.locator(".sentence .text").all_inner_texts()
        if await page.locator("mark.objected").count():
            await page.keyboard.press("r")
            await page.locator("#reason").wait_for()
            await page.keyboard.press("Enter")
            keys += 1
        else:
            assert any("12 metres" in text for text in shown)
            await page.keyboard.press("a")
        keys += 1
        await page.locator(".review-wait").wait_for(state="detached")
        await ready.wait_for()
    found = [await app[RECORDS].read(drafts.get, "well", each.id) for each in waiting]
    assert [each.state for each in found] == ["rejected" if each.objections else "approved" for each in waiting]
    assert keys == 60 + sum(each.objections > 0 for each in waiting)
