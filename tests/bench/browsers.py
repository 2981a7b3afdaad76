"""Browsers that watch while a bench runs: each begins a visit, goes from stop to stop, and says what it saw."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import psutil
from playwright.async_api import Browser, Page

from tests.e2e.conftest import chromium

LEAST = 19
"""The niceness of a browser that would be a machine of its own."""
FAILURES = "window.failures = []; addEventListener('error', (e) => failures.push(String(e.message)));"
STAY = 12.0
"""Seconds at a stop."""


@asynccontextmanager
async def watching(url: str, site: str, count: int, seconds: float) -> AsyncIterator[list[dict[str, Any]]]:
    """`count` pages of one Chromium that are visiting; what they saw is in the list once the block ends."""
    saw: list[dict[str, Any]] = []
    if count == 0:
        yield saw
        return
    async with chromium() as browser:
        _step_back(os.getpid())
        pages = [await _begun(browser, url, site) for _ in range(count)]
        tours = [asyncio.create_task(_tour(page)) for page in pages]
        yield saw
        for tour in tours:
            tour.cancel()
            with suppress(asyncio.CancelledError):
                await tour
        saw += [await _seen(page) for page in pages]


def _step_back(pid: int) -> None:
    """Give way to the server: Chromium and all of its processes."""
    for child in psutil.Process(pid).children(recursive=True):
        with suppress(psutil.Error):
            if "chrom" in child.name():
                child.nice(LEAST)


async def _begun(browser: Browser, url: str, site: str) -> Page:
    context = await browser.new_context(viewport={"width": 320, "height": 180}, locale="en-US")
    page = await context.new_page()
    page.set_default_timeout(240_000)
    await page.add_init_script(
        "window.failures = []; addEventListener('error', (e) => failures.push(String(e.message)));"
    )
    await page.goto(f"{url}/?site={site}&detail=light")
    await page.locator("#begin:not([disabled])").click()
    _step_back(os.getpid())
    return page


async def _tour(page: Page) -> None:
    while True:
        for stop in ("piazza", "facade", "arena"):
            await page.evaluate(f"caravanserai.goto('{stop}')")
            await asyncio.sleep(STAY)


async def _seen(page: Page) -> dict[str, Any]:
    state = await page.evaluate("caravanserai.state()")
    return {
        "connected": state["connected"],
        "captions": len(state["captions"]),
        "underruns": state["underruns"],
        "errors": await page.evaluate("failures"),
    }
