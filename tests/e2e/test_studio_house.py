"""Operators at work in a real browser: people, invitations, the record of who did what, what reviewers found."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from tests.e2e.studio import page_of, picture, queue_of, studio
from tests.people import signed_in
from tour.keys import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as found:
        yield found


async def test_an_operator_gives_roles_and_invites(browser: Browser, house: House) -> None:
    app, url = house
    await signed_in(app[RECORDS], {"well": ["translator"]})
    page = await page_of(browser, app, url, {"well": ["operator"]})
    await page.goto(f"{url}/studio#/sites/well/people")
    row = page.locator("tbody tr", has=page.locator("input:checked")).first
    await expect(row).to_be_visible()
    await page.get_by_role("checkbox", name="Reviewer", exact=True).check()
    await page.get_by_label("For whom").fill("Carla of the archive")
    await page.get_by_role("button", name="Invite somebody").click()
    await expect(page.locator(".warning a")).to_contain_text("#invitation=")
    await expect(page.locator(".plain-list")).to_contain_text("Carla of the archive")
    await picture(page, "people")
    await page.goto(f"{url}/studio#/sites/well/audit")
    await expect(page.locator("tbody")).to_contain_text("invited")
    await picture(page, "audit-site")


async def test_the_house_is_looked_after(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"*": ["operator"]})
    await page.goto(f"{url}/studio#/audit")
    await expect(page.locator(".mark.good")).to_contain_text("The record is whole")
    await picture(page, "audit-house")
    await page.goto(f"{url}/studio#/people")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await picture(page, "people-house")


async def test_what_reviewers_found_is_counted(browser: Browser, house: House) -> None:
    app, url = house
    await queue_of(app, 3)
    page = await page_of(browser, app, url, {"well": ["reviewer"]})
    await page.goto(f"{url}/studio#/sites/well/review")
    for left in (3, 2):
        await expect(page.locator("#review-title")).to_be_focused()
        await expect(page.locator(".review-pace")).to_contain_text(f"{left} to read")
        await expect(page.locator("[data-act=approve]")).to_be_enabled()
        await page.keyboard.press("a")
    await expect(page.locator(".review-pace")).to_contain_text("1 to read")
    await page.goto(f"{url}/studio#/sites/well/findings")
    await expect(page.locator("table").first).to_contain_text("2")
    await picture(page, "findings")


async def test_visitors_are_counted_and_kept_from_view(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"*": ["operator"]})
    await page.goto(f"{url}/studio#/sites/well/visitors")
    await expect(page.locator("main")).to_contain_text("Fewer than 5 visitors agreed")
    await page.goto(f"{url}/studio#/privacy")
    await page.get_by_label("Id of the visit").fill("nobody")
    await page.get_by_role("button", name="Hand out what is kept").click()
    await expect(page.locator(".failure")).to_contain_text("Nothing is kept of such a visit")
    await picture(page, "privacy")


async def test_two_people_let_figures_go(browser: Browser, house: House) -> None:
    app, url = house
    one = await page_of(browser, app, url, {"well": ["curator"]})
    other = await page_of(browser, app, url, {"well": ["operator"]})
    await one.goto(f"{url}/studio#/sites/well/sharings")
    await one.get_by_label("To whom").fill("The city's office")
    await one.get_by_label("Purpose").fill("Opening hours")
    await one.get_by_label("Until").fill(f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}")
    await one.get_by_role("button", name="Ask for leave").click()
    await expect(one.locator(".card-line")).to_contain_text("Waits for a second person")
    await one.get_by_role("button", name="Approve").click()
    await expect(one.locator(".card-line")).to_contain_text("1 of 2 agreed")
    await other.goto(f"{url}/studio#/sites/well/sharings")
    await other.get_by_role("button", name="Approve").click()
    await expect(other.locator(".card-line")).to_contain_text("Given")
    await picture(other, "sharings")
