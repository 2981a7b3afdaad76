"""The wall of languages on a kiosk's screen, and two who read beside each other."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

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

EVERYWHERE = {
    **LETTERS,
    **dict.fromkeys(("ar", "fa", "ps", "ug", "sd", "ckb"), "Noto Naskh Arabic"), "ur": "Noto Naskh Arabic",
    **dict.fromkeys(("ru", "kk", "ky", "tg", "mn", "uk", "bg", "el", "vi"), "Noto Sans"),
    "mr": "Noto Sans Devanagari", "ne": "Noto Sans Devanagari", "as": "Noto Sans Bengali", "lo": "Noto Sans Lao",
    "ka": "Noto Sans Georgian", "zh-Hans": "Noto Sans SC", "zh-Hant": "Noto Sans TC", "ja": "Noto Sans JP",
    "ko": "Noto Sans KR",
}  # fmt: skip
"""Every language that the house has letters for, with their font."""

LETTERLESS = "HTMLCanvasElement.prototype.toDataURL = () => 'data:,'"
"""A machine on which every letter looks like one that nobody has."""

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


async def test_who_touches_a_language_without_a_voice_knows_that_it_is_only_read(browser: Browser, hall: Hall) -> None:
    hall.offer("th", "ja", "bn")
    async with standing_before(browser, hall) as page:
        await invited(page)
        for tag, word in (("th", "อ่านอย่างเดียว"), ("ja", "読むだけ")):
            await expect(page.locator(f"[data-tag='{tag}'] em")).to_have_text(word)
            await expect(page.locator(f"[data-tag='{tag}'] em [lang='{tag}']")).to_be_visible()
        await expect(page.get_by_role("button", name="ไทย อ่านอย่างเดียว")).to_be_visible()
        await expect(page.locator("[data-tag='bn'] em [lang='en']")).to_have_text("read only")
        await expect(page.locator("[data-tag='it'] em, [data-tag='zh-Hans'] em, [data-tag='en'] em")).to_have_count(0)
        await page.tap("[data-tag='th']")
        await expect(page.locator("html")).to_have_attribute("lang", "th")
        assert await violations(page, "region") == []
        await picture(page, "wall-read-only")


async def test_every_language_of_the_wall_is_written_in_letters(browser: Browser, hall: Hall) -> None:
    """This machine has no letters for these scripts; those of the house stay when the house is gone."""
    hall.offer(*LETTERS, "ar", "el", "fa", "ja", "ka", "kk", "ko", "ru", "ur", "uz", "vi")
    async with standing_before(browser, hall) as page:
        await invited(page)
        await drawn_as(page, LETTERS)
        assert await page.evaluate(LOADED, list(LETTERS.values())) == []
        await picture(page, "wall")
        await hall.close()
        await page.context.set_offline(True)
        await page.tap("[data-tag='th']")
        await page.evaluate(FRAMES)
        assert await written(page) == LETTERS


async def test_on_a_machine_without_any_letters_every_name_on_the_wall_is_drawn_in_those_of_the_house(
    browser: Browser, hall: Hall
) -> None:
    """Not a single character is left to the machine, nor lost when the house is gone."""
    hall.offer(*(tag for tag in EVERYWHERE if tag != "zh-Hans"))
    async with standing_before(browser, hall, before=LETTERLESS) as page:
        await invited(page)
        await drawn_as(page, EVERYWHERE)
        assert await page.evaluate(LOADED, sorted(set(EVERYWHERE.values()))) == []
        await picture(page, "wall-of-the-house")
        await hall.close()
        await page.context.set_offline(True)
        await page.tap("[data-tag='ur']")
        await page.evaluate(FRAMES)
        assert await written(page, EVERYWHERE) == EVERYWHERE


async def drawn_as(page: Page, wanted: dict[str, str], seconds: float = 60.0) -> None:
    """Wait until the wall is drawn in these fonts."""
    drawn: dict[str, str] = {}
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while drawn != wanted:
                await page.evaluate("document.fonts.ready")
                drawn = await written(page, wanted)
    assert drawn == wanted


async def written(page: Page, tags: Iterable[str] = LETTERS) -> dict[str, str]:
    """The font in which each language's name on the wall is drawn, by tag, as the browser's inspector says."""
    inspector = await page.context.new_cdp_session(page)
    await inspector.send("DOM.enable")
    await inspector.send("CSS.enable")
    root = (await inspector.send("DOM.getDocument"))["root"]["nodeId"]
    found = {}
    for tag in tags:
        name = await inspector.send("DOM.querySelector", {"nodeId": root, "selector": f"#wall [data-tag='{tag}'] b"})
        fonts = (await inspector.send("CSS.getPlatformFontsForNode", {"nodeId": name["nodeId"]}))["fonts"]
        found[tag] = ", ".join(
            font["familyName"].removesuffix(" Thin") if font["isCustomFont"] else "the device's" for font in fonts
        )
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
