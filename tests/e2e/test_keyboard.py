"""Somebody who has a keyboard and nothing else."""

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.conftest import House
from tests.e2e.test_browser import Watcher

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(300)]


async def tab_to(page: Page, selector: str) -> None:
    """Go on with Tab, as one who cannot see where it is would, until it has the focus."""
    for _ in range(40):
        if await page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


async def test_somebody_tours_and_asks_by_keyboard_alone(browser: Browser, house: House) -> None:
    context = await browser.new_context(viewport={"width": 900, "height": 600}, locale="en-US")
    page = await context.new_page()
    visitor = Watcher(page)
    await page.goto(f"{house.url}/?site=colosseum&detail=light")
    await page.locator("#begin:not([disabled])").wait_for(timeout=60_000)
    await tab_to(page, "#begin")
    await page.keyboard.press("Enter")
    start = await visitor.until(lambda state: state["stop"] == "piazza" and len(state["captions"]) > 0)
    assert await page.evaluate("document.activeElement.id") == "view", "the scene has the focus at once"
    await page.keyboard.down("w")
    await visitor.until(lambda state: state["position"] != start["position"])
    await page.keyboard.up("w")
    await page.keyboard.press("PageUp")
    await visitor.until(lambda state: state["facing"]["pitch"] > start["facing"]["pitch"] + 0.1)
    await page.keyboard.press("?")
    await page.locator("#keys").wait_for()
    await visitor.picture("keyboard-keys")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await visitor.until(lambda state: state["stop"] == "facade")
    await page.keyboard.press("Escape")
    await visitor.until(lambda state: state["utterance"] is None)
    before = len((await visitor.state())["captions"])
    await page.keyboard.press("Enter")
    await visitor.until(lambda state: len(state["captions"]) > before)
    await tab_to(page, "#question")
    await page.keyboard.type("How many people fitted in?")
    await page.keyboard.press("Enter")
    await visitor.until(lambda state: "50,000" in " ".join(state["captions"][before:]), 120)
    await visitor.picture("keyboard-answer")
    await tab_to(page, "#show-stops")
    await page.keyboard.press("Enter")
    await tab_to(page, "#stops [data-stop=arena]")
    await page.keyboard.press("Enter")
    await visitor.until(lambda state: state["stop"] == "arena")
    assert visitor.errors == []
