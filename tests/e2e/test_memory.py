"""Somebody who wants to know where they are, see their walk again, and take a postcard home."""

import re

import pytest
from playwright.async_api import Browser

from tests.e2e.axe import violations
from tests.e2e.conftest import House
from tests.e2e.test_browser import PICTURES, Watcher

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(300)]


async def test_somebody_finds_the_way_on_the_plan_and_takes_walk_and_postcard_home(
    browser: Browser, house: House
) -> None:
    context = await browser.new_context(viewport={"width": 900, "height": 700}, locale="en-US", accept_downloads=True)
    page = await context.new_page()
    visitor = Watcher(page)
    await page.goto(f"{house.url}/?site=colosseum&detail=light")
    await page.locator("#begin:not([disabled])").click(timeout=60_000)
    await visitor.until(lambda state: state["stop"] == "piazza" and state["level"] >= 0)
    await page.locator("#show-plan").click()
    plan = page.locator("#plan")
    await plan.locator("[aria-current=location]").get_by_text("The piazza").wait_for()
    await plan.locator(".planNext:not(.dot)").click()
    there = await visitor.until(lambda state: state["stop"] not in (None, "piazza"))
    seen = plan.locator("[data-plan=piazza]")
    await seen.get_by_text("visited").wait_for()
    assert re.search(r"visited · [\d,]+ m away", await seen.inner_text()), "not by colour alone"
    assert await violations(page, "region") == [], "the picture itself is no landmark"
    await visitor.picture("memory-plan")

    await visitor.until(lambda state: len(state["captions"]) > 3)
    stood = (await visitor.state())["position"]
    await plan.get_by_role("button", name="Watch my walk again").click()
    await page.locator("#plan.playing").wait_for()
    await visitor.until(lambda state: state["position"] != stood)
    await visitor.picture("memory-replay")
    await plan.get_by_role("button", name="Stop").click()
    assert (await visitor.state())["position"] == pytest.approx(stood, abs=0.3), "one stands where one stood"
    assert (await visitor.state())["stop"] == there["stop"], "the guide was not led astray"
    async with page.expect_download() as walk:
        await plan.get_by_role("button", name="Take my walk along").click()
    await (await walk.value).save_as(PICTURES / "memory-walk.png")

    await page.locator("#show-postcard").click()
    picture = page.locator("#postcard img")
    await picture.wait_for()
    told = await picture.get_attribute("alt") or ""
    heard = (await visitor.state())["captions"]
    assert any(clause.strip() in told for clause in heard), "what was heard there"
    assert not await page.locator("#postcard input").is_checked(), "no day unless one wants it"
    assert await violations(page, "region") == [], "the picture itself is no landmark"
    await visitor.picture("memory-postcard")
    async with page.expect_download() as card:
        await page.locator("#postcard").get_by_role("button", name="Save").click()
    saved = PICTURES / "memory-card.png"
    await (await card.value).save_as(saved)
    assert saved.read_bytes()[16:24] == (1500).to_bytes(4, "big") + (1050).to_bytes(4, "big")
    assert visitor.errors == []
