"""The public page of who speaks at a site, as visitors find it: linked, in their language, right to left, on paper."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture, studio

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as found:
        yield found


async def opened(browser: Browser, url: str, language: str, *, width: int = 1280) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": 844}, color_scheme="light")
    page = await context.new_page()
    await page.goto(f"{url}/scorecard/well?language={language}")
    await expect(page.locator("footer")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("language", "way", "title"),
    [
        ("en", "ltr", "Who tells you this, and how far to trust it"),
        ("it", "ltr", "Chi ti racconta, e quanto fidarsi"),
        ("zh-Hans", "ltr", "谁在讲解，可信到什么程度"),
        ("ar", "rtl", "من يروي لك، وإلى أي حد تثق به"),
    ],
)
async def test_it_speaks_the_visitors_language_on_a_phone(
    browser: Browser, house: House, language: str, way: str, title: str
) -> None:
    page = await opened(browser, house[1], language, width=390)
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [language, way]
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await violations(page) == []
    await picture(page, f"scorecard-{language}")


async def test_it_tells_what_the_house_knows(browser: Browser, house: House) -> None:
    page = await opened(browser, house[1], "en")
    await expect(page.locator(".speakers")).to_contain_text("On this machine")
    await expect(page.locator("section", has=page.locator("#tests"))).to_contain_text(
        "False sentences that were stopped"
    )
    await expect(page.locator("section", has=page.locator("#kept"))).to_contain_text("30 days")
    await page.locator("summary").first.click()
    await expect(page.get_by_role("columnheader", name="Arabic").first).to_be_visible()
    assert len(await page.pdf()) > 10_000
    await page.locator("header select").select_option("it")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Chi ti racconta, e quanto fidarsi")


async def test_it_loads_no_picture_of_the_place(browser: Browser, house: House) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{house[1]}/scorecard/nowhere")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no such place here.")
    assert not [address for address in asked if "three" in address or "/assets/" in address]
    assert len([address for address in asked if address.endswith(".js")]) <= 12, "letters among them"


async def test_visitors_and_curators_find_it(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"]})
    await page.goto(f"{url}/studio#/sites/well")
    await expect(page.get_by_role("link", name="Open the scorecard")).to_have_attribute(
        "href", "/scorecard/well?language=en"
    )
    await page.goto(f"{url}/?site=well")
    link = page.locator("#start a[data-scorecard]")
    await expect(link).to_be_visible()
    await expect(link).to_have_attribute("href", "/scorecard/well?language=en")
