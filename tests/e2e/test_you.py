"""What a visitor may say of themselves, in a real browser: captions in another language, consent, being forgotten."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.conftest import House
from tests.e2e.test_browser import enter

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(600)]

ARABIC = re.compile(r"[\u0600-\u06ff]")


async def test_captions_in_another_language_and_a_tour_for_a_child(browser: Browser, house: House) -> None:
    visitor = await enter(browser, f"{house.url}/?detail=light")
    page = visitor.page
    await page.locator("#begin").click()
    await visitor.until(lambda state: len(state["captions"]) > 0)
    await page.locator("#show-you").click()
    await page.locator("#captions-language").select_option("ar")
    await page.locator("#age-group").select_option("child")
    await page.locator("#interests input[value=engineering]").check()
    await page.get_by_label("Suit the tour to me").check()
    assert await page.get_by_label("Let the site learn").is_disabled(), "nothing is kept of a child"
    await visitor.picture("you")
    await page.locator("#you-form button[type=submit]").click()
    assert not await page.locator("#you").is_visible()

    before = len((await visitor.state())["captions"])
    await page.evaluate("caravanserai.goto('arena')")
    await visitor.until(lambda state: any(ARABIC.search(text) for text in state["captions"][before:]), 120)
    assert await page.locator("#caption").get_attribute("lang") == "ar"
    assert await page.locator(".words").get_attribute("dir") == "rtl"
    assert await page.locator("#ai").is_visible(), "a machine translated it"
    await visitor.picture("you-arabic-captions")

    before = len((await visitor.state())["captions"])
    await page.locator("#show-you").click()
    words = page.locator("#words-personalise")
    await expect(words).to_have_attribute("dir", "rtl")
    assert ARABIC.search(await words.inner_text())
    await words.scroll_into_view_if_needed()
    await visitor.picture("you-arabic-consent")
    await page.locator("#forget").click()
    await visitor.until(lambda state: len(state["captions"]) > before)
    await expect(page.locator("#kept-said")).to_have_text("Done. Nothing is kept of you any more.", timeout=60_000)
    assert await page.locator("#age-group").input_value() == ""
    assert await page.locator("#consent input:checked").count() == 0
    assert visitor.errors == []
