"""Everything that can be seen of the studio, by everybody who works there, is held against WCAG 2.2 AA by axe-core."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import chromium
from tests.e2e.studio import page_of, queue_of, studio
from tests.people import signed_in
from tour.keys import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="module")]

House = tuple[web.Application, str]
EVERYTHING = {"*": ["operator", "curator", "reviewer", "translator"]}
ROLES = ("translator", "curator", "reviewer", "operator")
EDITORS = ("facts/depth", "annotations/well", "stops/mouth", "tours/short", "sources/rossi", "terms/well")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A house in which a site is written, drafts wait and something went into every list."""
    async with studio(tmp_path_factory.mktemp("axe")) as (app, url):
        await begin(app, url)
        await queue_of(app, 6)
        yield app, url


async def begin(app: web.Application, url: str) -> None:
    head = await signed_in(app[RECORDS], EVERYTHING)
    async with ClientSession(url, headers=head, raise_for_status=True) as curator:
        await curator.post("/api/sites/well/records")
        await curator.post("/api/sites/well/invitations", json={"roles": ["curator"], "note": "Carla"})
        await curator.post("/api/me/tokens", json={"label": "a script", "site": "well", "roles": ["curator"]})
        wish = {"what": "figures", "recipient": "The city", "purpose": "To count"}
        until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
        await curator.post("/api/sites/well/sharings", json=wish | {"until": until})


async def addresses(page: Page) -> list[str]:
    """Where the menu leads."""
    links = page.locator("nav#menu a")
    return [str(await link.get_attribute("href")) for link in await links.all()]


async def found_at(page: Page, url: str, address: str) -> list[str]:
    """What is wrong with one section once it shows what it has to show."""
    await page.goto(f"{url}/studio{address}")
    await expect(page.locator("main h1").first).to_be_visible()
    await page.wait_for_load_state("networkidle")
    return [f"{address}: {each}" for each in await violations(page)]


async def test_every_section(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, EVERYTHING)
    await page.goto(f"{url}/studio#/people")
    await expect(page.locator("main h1").first).to_be_visible()
    there = ["#/", *await addresses(page)]
    await page.goto(f"{url}/studio#/sites/well")
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    there += await addresses(page)
    wrong = [each for address in there for each in await found_at(page, url, address)]
    assert len(there) > 15
    assert wrong == []


async def test_the_check_sees_what_is_wrong(browser: Browser, house: House) -> None:
    page = await browser.new_page()
    await page.goto(f"{house[1]}/studio")
    await page.get_by_label("Password").wait_for()
    await page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [each.split(":")[0] for each in await violations(page)] == ["label"]


@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_finds(browser: Browser, house: House, role: str) -> None:
    """On a telephone by day: the menu, then each section of the site that this role has."""
    app, url = house
    page = await page_of(browser, app, url, {"well": [role]}, wide=False, light=True)
    await page.goto(f"{url}/studio#/sites/well")
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    there = await addresses(page)
    wrong = await violations(page)
    for address in there:
        wrong += await found_at(page, url, address)
    assert wrong == []


@pytest.mark.parametrize("role", ["curator", "translator"])
async def test_one_record_of_each_kind(browser: Browser, house: House, role: str) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": [role]}, light=role == "curator")
    wrong = []
    for record in EDITORS:
        wrong += await found_at(page, url, f"#/sites/well/{record}")
        await expect(page.get_by_role("button", name="History")).to_be_visible()
        await page.get_by_role("button", name="History").click()
        await expect(page.get_by_text("Version 1")).to_be_visible()
        wrong += await violations(page)
    assert wrong == []


async def test_the_door(browser: Browser, house: House) -> None:
    page = await browser.new_page(locale="it-IT")
    await page.goto(f"{house[1]}/studio")
    await page.locator("input[type=password]").fill("not a password at all")
    wrong = await violations(page)
    await page.locator("input").first.fill("nobody")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
    wrong += await violations(page)
    await page.goto(f"{house[1]}/studio#invitation=unknown")
    await page.reload()
    await page.locator("main h1").wait_for()
    assert wrong + await violations(page) == []


async def test_the_desk_of_a_reviewer(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["reviewer"]})
    await page.goto(f"{url}/studio#/sites/well/review")
    wrong = []
    for key, shown in (("?", ""), ("Escape", ""), ("r", "#reason"), ("Escape", ""), ("e", "#words-0")):
        await expect(page.locator("[data-act=approve], #words-0, #reason").first).to_be_visible()
        await page.keyboard.press(key)
        if shown:
            await expect(page.locator(shown)).to_be_visible()
        wrong += [f"{key}: {each}" for each in await violations(page)]
    assert wrong == []


async def test_two_at_one_record(browser: Browser, house: House) -> None:
    app, url = house
    one, other = [await page_of(browser, app, url, {"well": ["curator"]}, light=light) for light in (True, False)]
    for page in (one, other):
        await page.goto(f"{url}/studio#/sites/well/sources/rossi")
        await expect(page.get_by_label("Title")).to_be_visible()
    await other.get_by_label("Title").fill("Theirs")
    await other.get_by_label("Title").press("Tab")
    await expect(other.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    await one.get_by_label("Title").fill("Mine")
    await one.get_by_label("Title").press("Tab")
    await expect(one.get_by_role("dialog")).to_be_visible()
    assert await violations(one) == []


async def seen(page: Page) -> list[str]:
    """What is wrong with the visitor's page; the scene lies behind all of it and so in no part of it."""
    return await violations(page, "region")


async def test_what_a_visitor_meets(browser: Browser, house: House) -> None:
    page = await browser.new_page(viewport={"width": 800, "height": 600}, locale="en-GB", reduced_motion="reduce")
    await page.goto(f"{house[1]}/?site=well&detail=light")
    await page.locator("#begin:not([disabled])").wait_for()
    wrong = await seen(page)
    await page.locator("#begin").click()
    await expect(page.locator("#caption")).not_to_be_empty()
    await page.locator("#how").wait_for()
    wrong += await seen(page)
    for button, shown in (("#show-stops", "#stops"), ("#show-history", "#history")):
        await page.locator(button).click()
        await page.locator(shown).wait_for()
        wrong += await seen(page)
        await page.locator(button).click()
    for button, shown in (("#how", "#sources"), ("#show-you", "#you")):
        await page.locator(button).click()
        await page.locator(f"{shown}[open]").wait_for()
        wrong += await seen(page)
        await page.keyboard.press("Escape")
    assert wrong == [], "\n".join(wrong)
