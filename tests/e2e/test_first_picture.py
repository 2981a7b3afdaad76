"""What a visitor on a slow line waits for before there is something to see."""

import asyncio

import pytest
from playwright.async_api import Browser

from tests.e2e.conftest import House

MOST = 400_000
"""Bytes."""
SEEN = "() => (window.caravanserai?.state().level ?? -1) >= 0"


@pytest.mark.parametrize("site", ["colosseum", "dunhuang", "grand-palace"])
async def test_everything_that_the_first_picture_needs_is_small(browser: Browser, house: House, site: str) -> None:
    page = await (await browser.new_context(locale="en-US")).new_page()
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    slow = {"offline": False, "latency": 100, "downloadThroughput": 250_000, "uploadThroughput": 250_000}
    await network.send("Network.emulateNetworkConditions", slow)
    came: list[int] = []
    network.on("Network.loadingFinished", lambda event: came.append(int(event["encodedDataLength"])))
    await page.goto(f"{house.url}/?site={site}", wait_until="commit")
    async with asyncio.timeout(120):
        while not await page.evaluate(SEEN):
            await asyncio.sleep(0.05)
    needed = sum(came)
    await page.context.close()
    assert 100_000 < needed <= MOST, f"{len(came)} answers"
