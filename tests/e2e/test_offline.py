"""Somebody who visited once comes back without a network."""

import re

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.conftest import House
from tests.e2e.test_browser import Watcher
from tests.e2e.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(300)]

KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys()) {
        found[name] = (await (await caches.open(name)).keys()).map(({ url }) => url.slice(location.origin.length));
    }
    return found;
}"""
PUBLIC = re.compile(r"/($|app/|assets/|kept/|api/sites/[a-z0-9-]+($|/facts\?|/annotations\.json$|/provisions[/?]))")


async def visit(context: BrowserContext, url: str) -> Watcher:
    page = await context.new_page()
    watcher = Watcher(page)
    await page.goto(url)
    await page.locator("#begin:not([disabled])").wait_for(timeout=60_000)
    await watcher.until(lambda state: state["level"] >= 0)
    await page.locator("#begin").click()
    return watcher


async def until_kept(page: Page) -> None:
    await page.locator("#tour .show-settings").click()
    await page.locator("#device").get_by_text("It opens without a network").wait_for(timeout=90_000)
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)")


async def test_somebody_comes_back_without_a_network_and_is_told_what_people_approved(
    browser: Browser, house: House
) -> None:
    context = await browser.new_context(**PHONE)
    address = f"{house.url}/?site=colosseum&detail=light"
    first = await visit(context, address)
    await first.until(lambda state: state["connected"])
    await until_kept(first.page)
    await first.picture("offline-kept")
    kept: dict[str, list[str]] = await first.page.evaluate(KEPT)
    assert len([name for name in kept if name.startswith("caravanserai-page-")]) == 1, "one version of the page"
    assert all(PUBLIC.match(path) for paths in kept.values() for path in paths), "nothing of anybody"
    await first.page.close()

    await context.set_offline(True)
    again = await visit(context, address)
    page = again.page
    await again.until(lambda state: state["rms"] > 0.005)
    told = await again.until(lambda state: len(state["captions"]) > 1)
    assert (told["connected"], told["stop"]) == (False, "piazza")
    notice = page.locator("#notice")
    await notice.get_by_text("Questions need the house").wait_for()
    await again.picture("offline-tour")
    await page.locator("#how").click()
    await page.locator("#sources").get_by_text(re.compile(r"\b(19|20)\d\d\b")).first.wait_for()
    await page.keyboard.press("Escape")
    await page.locator("#question").fill("Who built it?")
    await page.locator("#ask").click()
    await notice.get_by_text("Yours will be asked").wait_for()
    await page.evaluate("caravanserai.goto('arena')")
    await again.until(lambda state: state["stop"] == "arena" and len(state["captions"]) > len(told["captions"]))

    await context.set_offline(False)
    await again.until(lambda state: state["connected"])
    await notice.get_by_text("Questions need the house").wait_for(state="hidden")
    await page.locator("#show-you").click()
    await page.locator("#forget").click()
    await page.get_by_text("Nothing is kept of you any more").wait_for()
    left: dict[str, list[str]] = await page.evaluate(KEPT)
    assert [name for name in left if name.startswith("caravanserai-place-")] == [], "which places, is forgotten too"
    assert again.errors == []
