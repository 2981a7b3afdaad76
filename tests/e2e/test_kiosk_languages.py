"""The wall of languages on a kiosk's screen, and two who read beside each other."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.hall import FRAMES, SMALL, Hall, bare_hall, guided, invited, picture, standing_before
from tour.keys import HOUSE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LETTERS = {
    "th": "Noto Sans Thai", "hi": "Noto Sans Devanagari", "bn": "Noto Sans Bengali", "ta": "Noto Sans Tamil",
    "km": "Noto Sans Khmer", "my": "Noto Sans Myanmar",
}  # fmt: skip
"""Languages whose script this machine has no letters for, with the font of the house that writes them."""

LOADED = """(families) => families.filter((family) =>
  ![...document.fonts].some((face) => face.family.replaceAll('"', "") === family && face.status === "loaded"))"""
"""Which of these fonts are not there."""

hall = pytest.fixture(bare_hall)


async def test_somebody_touches_their_language_and_is_greeted_and_guided_in_it(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall) as page:
        await invited(page)
        tile = page.locator("[data-tag='zh-Hans']")
        assert await tile.locator("b").get_attribute("lang") == "zh-Hans"
        async with page.expect_response(lambda answer: "/greeting/zh-Hans" in answer.url) as spoken:
            await tile.tap()
        assert (await spoken.value).headers["content-type"] == "audio/wav"
        await expect(page.locator("#wall-greeting")).to_have_text("欢迎来到古井。")
        await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
        await expect(page.locator("#attract-begin")).to_have_text("开始游览")
        await guided(page)
        await expect(page.locator("#caption")).to_have_attribute("lang", "zh-Hans")
        assert [visit.language for visit in hall.app[HOUSE].visits.at("well")] == ["zh-Hans"]


async def test_every_language_of_the_wall_is_written_in_letters(browser: Browser, hall: Hall) -> None:
    """This machine has no letters for these scripts; those of the house stay when the house is gone."""
    hall.offer(*LETTERS, "ar", "el", "fa", "ja", "ka", "kk", "ko", "ru", "ur", "uz", "vi")
    async with standing_before(browser, hall) as page:
        await invited(page)
        drawn = dict.fromkeys(LETTERS, "")
        async with asyncio.timeout(60):
            while drawn != LETTERS:
                await page.evaluate("document.fonts.ready")
                drawn = await written(page)
        assert await page.evaluate(LOADED, list(LETTERS.values())) == []
        await picture(page, "wall")
        await hall.close()
        await page.context.set_offline(True)
        await page.tap("[data-tag='th']")
        await page.evaluate(FRAMES)
        assert await written(page) == LETTERS


async def written(page: Page) -> dict[str, str]:
    """The font in which each language's name on the wall is drawn, by tag, as the browser's inspector says."""
    inspector = await page.context.new_cdp_session(page)
    await inspector.send("DOM.enable")
    await inspector.send("CSS.enable")
    root = (await inspector.send("DOM.getDocument"))["root"]["nodeId"]
    found = {}
    for tag in LETTERS:
        name = await inspector.send("DOM.querySelector", {"nodeId": root, "selector": f"#wall [data-tag='{tag}'] b"})
        fonts = (await inspector.send("CSS.getPlatformFontsForNode", {"nodeId": name["nodeId"]}))["fonts"]
        found[tag] = ", ".join(font["familyName"] if font["isCustomFont"] else "the device's" for font in fonts)
    await inspector.detach()
    return found


async def test_two_visitors_read_in_their_own_languages_side_by_side(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, SMALL, drawn=True) as page:
        await invited(page)
        await page.tap("#wall-two")
        await page.tap("[data-tag='it']")
        await guided(page)
        await expect(page.locator("#caption-second")).to_have_attribute("lang", "it", timeout=30_000)
        await expect(page.locator("#caption-second")).not_to_be_empty()
        first, second = [await page.locator(each).bounding_box() for each in ("#caption", "#caption-second")]
        assert first is not None
        assert second is not None
        assert first["x"] + first["width"] <= second["x"]
        assert await violations(page, "region") == []
        await picture(page, "two-visitors")
