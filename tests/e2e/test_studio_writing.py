"""Curators in the studio: through the door, a fact from its source to the visitors, and two people at one record."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture, studio
from tour.keys import HOUSE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CURATOR = {"well": ["curator"]}
WRITTEN = re.compile("^Saved$")


async def begin(page: Page, url: str) -> None:
    """Take the site that is served into the records."""
    await page.goto(f"{url}/studio")
    await page.get_by_role("button", name="Begin to write it here").click()
    await page.locator("ul.cards a").first.click()
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()


async def test_the_door_says_kindly_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (_, url):
        page = await browser.new_page(locale="en-GB")
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        await page.goto(f"{url}/studio")
        await picture(page, "door")
        await page.get_by_label("Sign-in name").fill("nobody")
        await page.get_by_label("Password").fill("not a password at all")
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_be_visible()
        assert broken == []


async def test_a_fact_from_its_source_to_the_visitors(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (app, url):
        page = await page_of(browser, app, url, CURATOR)
        await begin(page, url)
        await picture(page, "overview")

        await page.get_by_role("link", name="Sources", exact=True).click()
        await page.get_by_role("link", name="New").click()
        await page.get_by_label("Author").fill("Rossi, A.")
        await page.get_by_label("Title").fill("The wells of the old town")
        await page.get_by_label("Year").fill("1998")
        await page.get_by_label("Short name in addresses").fill("wells")
        await page.get_by_role("button", name="Make it").click()
        await expect(page.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()

        async with page.expect_response(lambda each: each.request.method == "PUT"):
            await page.get_by_label("Publisher").fill("A press")
            await page.get_by_label("Year").fill("2004")
        await expect(page.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()
        await expect(page.get_by_label("Year")).to_have_value("2004")

        await page.get_by_role("link", name="Facts", exact=True).click()
        await page.get_by_role("link", name="New").click()
        await page.get_by_role("textbox", name="English").fill("The well is 21 metres deep.")
        await page.get_by_label("Short name in addresses").fill("how-deep")
        await expect(page.get_by_text("No source yet")).to_be_visible()
        await page.get_by_label("Add a source").select_option("wells")
        await page.get_by_role("button", name="Make it").click()
        await expect(page.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()
        await picture(page, "fact")

        await page.get_by_role("textbox", name="English").fill("The well is 22 metres deep.")
        await expect(page.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("textbox", name="English")).to_have_value("The well is 21 metres deep.")
        await page.get_by_role("button", name="History").click()
        await expect(page.get_by_text("Version 1")).to_be_visible()
        await picture(page, "history")

        await page.get_by_role("link", name="Overview").click()
        await expect(page.get_by_role("link", name="how-deep")).to_be_visible()
        await page.get_by_role("button", name="Publish").click()
        wrong = page.get_by_role("alert").filter(has_text="Visitors cannot get it like this yet")
        await expect(wrong).to_contain_text("how-deep")
        await picture(page, "unfit")
        await wrong.get_by_role("link").click()
        await page.get_by_role("textbox", name="Italiano").fill("Il pozzo è profondo 21 metri.")
        await page.get_by_role("textbox", name="简体中文").fill("这口井深21米。")
        await expect(page.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()
        await page.get_by_role("link", name="Overview").click()
        await page.get_by_role("button", name="Publish").click()
        await expect(page.get_by_text("Visitors have everything as it is written.")).to_be_visible()
        told = await (await page.request.get(f"{url}/api/sites/well/facts?language=it")).text()
        assert "Il pozzo è profondo 21 metri." in told


async def test_two_people_at_one_record_see_both_versions(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (app, url):
        one = await page_of(browser, app, url, CURATOR, light=True)
        await begin(one, url)
        await one.get_by_role("link", name="Sources", exact=True).click()
        await one.locator(".list li a").first.click()
        await expect(one.get_by_label("Title")).to_be_visible()
        other = await page_of(browser, app, url, CURATOR, wide=False)
        await other.goto(one.url)
        await other.get_by_label("Title").fill("Theirs")
        await other.get_by_label("Title").press("Tab")
        await expect(other.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()
        await picture(other, "source-phone")

        await one.get_by_label("Publisher").fill("A press")
        await one.get_by_label("Title").fill("Mine")
        await one.get_by_label("Title").press("Tab")
        dialog = one.get_by_role("dialog")
        await expect(dialog.get_by_text("Theirs", exact=True).last).to_be_visible()
        await picture(one, "conflict")
        await dialog.get_by_role("button", name="Save this").click()
        await expect(one.get_by_label("Title")).to_have_value("Mine")
        await expect(one.get_by_label("Publisher")).to_have_value("A press")
        await expect(one.get_by_role("status").filter(has_text=WRITTEN)).to_be_visible()


async def test_another_order_is_shown_to_wait_and_goes_out_with_the_next_release(
    browser: Browser, tmp_path: Path
) -> None:
    async with studio(tmp_path) as (app, url):
        page = await page_of(browser, app, url, CURATOR, light=True)
        await begin(page, url)
        await page.get_by_role("button", name="Publish").click()
        await expect(page.locator("studio-notice")).to_contain_text("Published")
        await expect(page.get_by_role("button", name="Publish")).to_be_disabled()
        await page.get_by_role("link", name="Stops", exact=True).first.click()
        await page.get_by_role("button", name="Order", exact=True).click()
        await page.get_by_role("button", name=re.compile("^Up: .*bench", re.I)).click()
        await expect(page.locator("studio-notice")).to_contain_text(re.compile("order", re.I))
        await page.get_by_role("link", name="Overview", exact=True).click()
        await expect(page.locator(".pending")).to_contain_text("in another order")
        assert await violations(page) == []
        await picture(page, "overview-reordered")
        await page.get_by_role("button", name="Publish").click()
        await expect(page.locator(".pending")).to_have_count(0)
        assert [stop.id for stop in app[HOUSE].sites["well"].scene.stops] == ["bench", "mouth"]
