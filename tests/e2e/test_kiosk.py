"""A screen in a museum's hall, in a real browser: what a visitor wants of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.hall import LANDSCAPE, NOON, PORTRAIT, SMALL, Hall, guided, invited, picture, standing_before
from tour.keys import HOUSE, SITES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SMALLEST = """(low) => {
  const dialog = document.querySelector("dialog:modal");
  const within = dialog?.getBoundingClientRect().bottom ?? innerHeight + 1;
  const box = (each) => (each.type === "checkbox" ? each.labels[0] : each).getBoundingClientRect();
  return [...(dialog ?? document).querySelectorAll("button, select, input, a[href], audio")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("[hidden]"))
    .map((each) => [each.id || each.textContent.trim().slice(0, 30), box(each)])
    .filter(([, box]) => box.width > 1 && (dialog === null || box.bottom < within))
    .filter(([, box]) => box.height < 63.5 || box.width < 63.5 || box.top < low * innerHeight || box.bottom > within)
    .map(([name, box]) => `${name}: ${box.width}x${box.height} at ${box.top}`);
}"""
"""What can be touched and is smaller than a fingertip needs, or higher than somebody in a wheelchair reaches; what a
dialog shows only once it is scrolled is left out."""

STAYING = """(() => {
  const asked = document.getElementById("still").open;
  if (asked) document.getElementById("still-stay").click();
  return asked;
})()"""
"""Say that one is there, unless the guide began to speak meanwhile, which answers it."""

FRAMES = """new Promise((go) => {
  let left = 60;
  const frame = () => (left-- > 0 ? requestAnimationFrame(frame) : go());
  frame();
})"""

LINKS = """[...document.querySelectorAll("a[href]")]
  .filter((each) => !each.getAttribute("href").startsWith("#")).length"""

LETTERS = {
    "th": "Noto Sans Thai", "hi": "Noto Sans Devanagari", "bn": "Noto Sans Bengali", "ta": "Noto Sans Tamil",
    "km": "Noto Sans Khmer", "my": "Noto Sans Myanmar",
}  # fmt: skip
"""Languages whose script this machine has no letters for, with the font of the house that writes them."""

LOADED = """(families) => families.filter((family) =>
  ![...document.fonts].some((face) => face.family.replaceAll('"', "") === family && face.status === "loaded"))"""
"""Which of these fonts are not there."""

KEPT = """async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, caches: await caches.keys(),
  databases: (await indexedDB.databases()).length, said: document.querySelectorAll("#history li").length,
  shown: [...document.querySelectorAll("#caption, #caption-second, #about")].map((each) => each.textContent).join(""),
  profile: [...document.querySelectorAll("#age-group, #detail")].map((each) => each.value).join(""),
  agreed: document.querySelectorAll("#purposes input:checked").length })"""


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    hall = Hall(folder=tmp_path)
    await hall.open()
    yield hall
    await hall.close()


@pytest.fixture
async def furnished(tmp_path: Path) -> AsyncIterator[Hall]:
    hall = Hall(folder=tmp_path, furnished=True)
    await hall.open()
    yield hall
    await hall.close()


async def eventually(what: Any, seconds: float = 30.0) -> None:
    """Wait for something on the server's side."""
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE, SMALL], ids=["portrait", "landscape", "small"])
async def test_somebody_in_a_wheelchair_reaches_everything(
    browser: Browser, furnished: Hall, size: tuple[int, int]
) -> None:
    name = "x".join(map(str, size))
    async with standing_before(browser, furnished, size, drawn=True) as page:
        await invited(page)
        await expect(page.locator("#attract-title")).not_to_be_empty()
        assert await page.evaluate(SMALLEST, 0.25) == []
        assert await violations(page, "region") == []
        await picture(page, f"invitation-{name}")
        await guided(page)
        await expect(page.locator("#media img")).to_be_visible()
        assert await page.evaluate(SMALLEST, 0.25) == []
        assert await violations(page, "region") == []
        await picture(page, f"visit-{name}")
        await page.tap("#media-next")
        await expect(page.locator("#media audio")).to_be_visible()
        assert await page.evaluate(SMALLEST, 0.25) == []
        await page.tap("#media-close")
        for opener in ("#tour .show-settings", "#show-you", "#show-tongues", "#show-take"):
            await page.tap(opener)
            await expect(page.locator("#take-sign svg" if opener == "#show-take" else "dialog:modal")).to_be_visible()
            assert await page.evaluate(SMALLEST, 0.25) == [], opener
            await page.keyboard.press("Escape")
        await page.tap("#show-stops")
        await expect(page.locator("#stops")).to_be_visible()
        assert await page.evaluate(SMALLEST, 0.25) == []
        await picture(page, f"stops-{name}")


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


async def test_whoever_walks_away_leaves_nothing_behind(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await page.tap("[data-tag='it']")
        await guided(page)
        await page.tap("#show-you")
        await page.locator("#age-group").select_option("expert")
        await page.locator("#agree-personalise").check()
        await page.tap("#you-form button[type=submit]")
        await eventually(lambda: any(visit.personal.agreed for visit in hall.app[HOUSE].visits.at("well")))
        await page.evaluate(
            "document.cookie = 'left=behind'; sessionStorage.setItem('left', 'behind'); caches.open('left')"
        )
        assert json.loads((await page.evaluate(KEPT))["local"]["caravanserai.preferences"])["language"] == "it"

        await until_asked(page)
        await expect(page.locator("#still-title")).to_have_text("Ci sei ancora?")
        assert await violations(page, "region") == []
        await picture(page, "still-there")
        async with page.expect_navigation():
            while not await page.locator("#leaving").is_visible():
                await page.clock.fast_forward(8_000)
        await invited(page)
        left = await page.evaluate(KEPT)
        assert left == {
            "local": {}, "session": {}, "cookies": "", "caches": [], "databases": 0, "said": 0, "shown": "",
            "profile": "", "agreed": 0,
        }  # fmt: skip
        await eventually(lambda: hall.visits == 0)
        await expect(page.locator("html")).to_have_attribute("lang", "en")


async def until_asked(page: Page) -> None:
    """Let time pass until the screen asks: what the guide says counts, so that this takes a while."""
    for _ in range(40):
        await page.clock.fast_forward(10_000)
        if await page.locator("#still").is_visible():
            return
    raise AssertionError("it never asked")


async def test_whoever_is_still_there_goes_on(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await guided(page)
        while not await page.evaluate(STAYING):
            await until_asked(page)
        await expect(page.locator("#still")).to_be_hidden()
        await page.clock.fast_forward(40_000)
        assert hall.visits == 1
        await expect(page.locator("#tour")).to_be_visible()


async def test_whoever_has_finished_says_so(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, LANDSCAPE) as page:
        await invited(page)
        await guided(page)
        async with page.expect_navigation():
            await page.tap("#finish")
        await invited(page)
        await eventually(lambda: hall.visits == 0)
        assert (await page.evaluate(KEPT))["local"] == {}


async def test_nothing_leads_out_of_the_kiosk(browser: Browser, furnished: Hall) -> None:
    async with standing_before(browser, furnished) as page:
        await invited(page)
        await guided(page)
        await expect(page.locator("#media img")).to_be_visible()
        await expect(page.locator("#media-credit")).to_have_text("The museum")
        assert await page.evaluate(LINKS) == 0
        await page.tap("#media-next")
        assert "nodownload" in (await page.locator("#media audio").get_attribute("controlslist") or "")
        await page.evaluate(
            "document.body.append(Object.assign(document.createElement('a'), {href: '/studio', id: 'out'}));"
            "document.getElementById('out').click()"
        )
        assert page.url.startswith(furnished.url)
        await expect(page.locator("#out")).not_to_have_attribute("href", "/studio")


async def test_what_needs_a_keyboard_is_there_once_somebody_types(browser: Browser, hall: Hall) -> None:
    typed = ["#question", "#ask", ".skips [href='#question']", "#translated-here .report"]
    async with standing_before(browser, hall) as page:
        await invited(page)
        await page.tap("[data-tag='it']")
        await guided(page)
        await page.tap("#tour .show-settings")
        await expect(page.locator("#translated-here")).to_be_visible()
        await expect(page.locator("#settings .why")).to_be_hidden()
        for each in typed:
            await expect(page.locator(each)).to_be_hidden()
        await page.keyboard.press("x")
        for each in typed:
            await expect(page.locator(each)).to_be_visible()


async def test_the_tour_goes_along_on_a_phone(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, LANDSCAPE) as page:
        await invited(page)
        await guided(page)
        async with page.expect_response(lambda answer: answer.url.endswith("/leaving")) as offered:
            await page.tap("#show-take")
        code = (await (await offered.value).json())["code"]
        await expect(page.locator("#take-sign svg")).to_be_visible()
        assert await violations(page, "region") == []
        await picture(page, "take-along")
        phone = await (await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)).new_page()
        async with page.expect_navigation():
            await phone.goto(f"{hall.url.partition('/kiosk')[0]}/?site=well&language=en&stop=mouth#take={code}")
        await invited(page)
        assert "take=" not in phone.url
        await expect(phone.locator("#begin")).to_be_enabled(timeout=60_000)
        visit = hall.app[HOUSE].visits.at("well")[0].id
        await phone.tap("#begin")
        async with asyncio.timeout(30):
            while (await phone.evaluate("caravanserai.state()"))["visit"] != visit:
                await asyncio.sleep(0.05)
        assert hall.visits == 1, "the kiosk let go of it"
        await phone.context.close()


async def test_the_picture_stays_where_less_motion_is_wished_for(browser: Browser, hall: Hall) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        context = await browser.new_context(viewport={"width": 400, "height": 600}, reduced_motion=motion)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(hall.url)
        await invited(page)
        at = hall.app[SITES]["well"].scene.entrance.position[2]
        await page.evaluate(FRAMES)
        found = (await page.evaluate("caravanserai.state()"))["position"][2]
        assert (found != pytest.approx(at)) == moves
        await context.close()
