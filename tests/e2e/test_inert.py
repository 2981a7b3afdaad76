"""HTML and Markdown that somebody wrote into names, facts and media are shown as what they are: characters."""

from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from tests.e2e.studio import page_of, studio
from tests.people import signed_in
from tour.keys import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HURT = '<img class="hurt" src=x onerror="window.hurt=1"><svg class="hurt"/> **bold** [go](javascript:hurt=1) {{7*7}}'
NAMED = (("annotation", "well", "label"), ("stop", "mouth", "title"), ("site", "well", "title"))
LANGUAGES = ("en", "it", "zh-Hans")
SECTIONS = ("", "/facts", "/facts/depth", "/annotations", "/annotations/well", "/stops", "/review", "/space/tell")
MADE = "() => [document.querySelectorAll('.hurt, a[href^=javascript]').length, 'hurt' in window]"


async def written(url: str, head: dict[str, str]) -> None:
    """The site with such words in all that visitors and colleagues read, published."""
    async with ClientSession(url, headers=head, raise_for_status=True) as curator:
        await curator.post("/api/sites/well/records")
        for kind, id_, field in (
            ("annotation", "well", "label"),
            ("stop", "mouth", "title"),
            ("site", "well", "title"),
        ):
            place = f"/api/sites/well/records/{kind}/{id_}"
            body = (await (await curator.get(place)).json())["body"]
            await curator.put(place, json=body | {field: dict.fromkeys(LANGUAGES, HURT)}, headers={"If-Match": "*"})
        place = "/api/sites/well/records/fact/depth"
        fact = (await (await curator.get(place)).json())["body"]
        await curator.put(place, json=fact | {"text": dict.fromkeys(LANGUAGES, HURT)}, headers={"If-Match": "*"})
        sentences = [{"text": HURT, "facts": ["depth"]}]
        await curator.post("/api/sites/well/drafts", json={"stop": "mouth", "language": "it", "sentences": sentences})
        await curator.post("/api/sites/well/releases")


async def check(page: Page, where: str) -> None:
    assert await page.evaluate(MADE) == [0, False], where


async def test_what_somebody_wrote_stays_characters(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (app, url):
        await written(url, await signed_in(app[RECORDS], {"well": ["curator"]}))
        page = await page_of(browser, app, url, {"well": ["curator", "reviewer"]})
        for section in SECTIONS:
            await page.goto(f"{url}/studio#/sites/well{section}")
            await expect(page.locator("main h1").first).to_be_visible()
            await page.wait_for_load_state("networkidle")
            await check(page, section)
        await page.goto(f"{url}/studio#/sites/well/facts")
        await expect(page.locator("main")).to_contain_text('<img class="hurt"')
        await page.goto(f"{url}/studio#/<img class=hurt src=x onerror=hurt=1>")
        await page.reload()
        await expect(page.locator("main h1").first).to_be_visible()
        await check(page, "the address")
        await page.goto(f"{url}/?site=well&detail=light")
        await page.locator("#begin:not([disabled])").wait_for()
        await expect(page.locator("#site-title")).to_contain_text('<img class="hurt"')
        await page.locator("#begin").click()
        await page.evaluate("caravanserai.goto('mouth')")
        await expect(page.locator("#about")).to_contain_text("<img")
        await page.locator("#question").fill(HURT)
        await page.locator("#ask").click()
        for button in ("#show-history", "#show-stops"):
            await page.locator(button).click()
            await check(page, button)
