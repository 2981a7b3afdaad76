"""The house begins anew while somebody visits: what the page says then is true."""

import json

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.hall import UNDRAWN, Hall, bare_hall, eventually
from tests.e2e.test_browser import Watcher
from tour.keys import HOUSE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

hall = pytest.fixture(bare_hall)


async def inside(browser: Browser, hall: Hall, language: str) -> Watcher:
    """Somebody who has begun a visit, and whose page speaks English."""
    context = await browser.new_context(viewport={"width": 390, "height": 740}, locale="en-GB")
    await context.add_init_script(UNDRAWN)
    wishes = {"language": language, "page": "en", "volume": 1}
    await context.add_init_script(f"localStorage.setItem('caravanserai.preferences', {json.dumps(json.dumps(wishes))})")
    page = await context.new_page()
    watcher = Watcher(page)
    await page.goto(hall.url.replace("/kiosk/well?", "/?site=well&"))
    await page.locator("#begin:not([disabled])").click()
    await watcher.until(lambda state: state["connected"])
    return watcher


async def test_a_visit_that_had_to_begin_anew_says_so_and_what_was_agreed_to_is_asked_for_again(
    browser: Browser, hall: Hall
) -> None:
    visitor = await inside(browser, hall, "it")
    page, notice = visitor.page, visitor.page.locator("#notice")
    told = await visitor.until(lambda state: any("Benvenuti" in text for text in state["captions"]))
    await page.locator("#show-you").click()
    await expect(page.locator("#you-form .news")).to_be_hidden()
    await page.locator("#age-group").select_option("child")
    await page.get_by_label("Suit the tour to me").check()
    await page.locator("#you-form button[type=submit]").click()
    await expect(notice).to_contain_text("Saved.")
    await hall.close()
    await visitor.until(lambda state: not state["connected"])
    await hall.open()
    again = await visitor.until(lambda state: state["connected"])
    assert again["visit"] != told["visit"]
    await expect(notice).to_have_text(
        "Your visit could not be taken up again and had to begin anew. What you said of yourself and agreed to holds "
        "no longer. If you wish, say it again under “About you”."
    )
    await visitor.picture("house-anew")
    await page.locator("#show-you").click()
    await expect(page.locator("#you-form .news")).to_be_visible()
    await expect(page.locator("#age-group")).to_have_value("")
    await expect(page.get_by_label("Suit the tour to me")).not_to_be_checked()
    await visitor.picture("house-anew-you")
    (visit,) = hall.app[HOUSE].visits.at("well")
    assert (visit.personal.audience.age_group, visit.memory.welcomed) == ("", True)

    await page.locator("#age-group").select_option("family")
    await page.get_by_label("Suit the tour to me").check()
    await page.locator("#you-form button[type=submit]").click()
    await eventually(lambda: visit.personal.audience.age_group == "family")
    await page.locator("#show-you").click()
    await expect(page.locator("#you-form .news")).to_be_hidden()
    more = (await visitor.state())["captions"][len(told["captions"]) :]
    assert not any("Benvenuti" in text for text in more), "nobody is welcomed twice"
    assert visitor.errors == []


async def test_where_nothing_is_kept_to_be_told_the_page_does_not_promise_it(browser: Browser, hall: Hall) -> None:
    """The house was gone before its words were kept."""
    visitor = await inside(browser, hall, "it")
    page, notice = visitor.page, visitor.page.locator("#notice")
    await page.route("**/provisions/*", lambda route: route.abort())
    await page.locator("#tour .show-settings").click()
    await page.locator("#device").get_by_text("It opens without a network").wait_for(timeout=90_000)
    await page.keyboard.press("Escape")
    await hall.close()
    await expect(notice).to_contain_text("none of its words are kept here", timeout=60_000)
    await hall.open()
    await visitor.until(lambda state: state["connected"])
    await expect(notice).to_contain_text("had to begin anew")
    await expect(notice).not_to_contain_text("What you said of yourself")
    assert visitor.errors == []
