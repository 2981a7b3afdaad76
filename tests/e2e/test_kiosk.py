"""A screen in a museum's hall, in a real browser: what a visitor wants of it."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.hall import (
    FRAMES,
    LANDSCAPE,
    NOON,
    PORTRAIT,
    SMALL,
    Hall,
    bare_hall,
    eventually,
    furnished_hall,
    guided,
    invited,
    picture,
    standing_before,
)
from tour.keys import HOUSE, RECORDS, SITES
from tour.kiosk.rules import KioskRules, set_rules

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

LINKS = """[...document.querySelectorAll("a[href]")]
  .filter((each) => !each.getAttribute("href").startsWith("#")).length"""

KEPT = """async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, caches: await caches.keys(),
  databases: (await indexedDB.databases()).length, said: document.querySelectorAll("#history li").length,
  shown: [...document.querySelectorAll("#caption, #caption-second, #about")].map((each) => each.textContent).join(""),
  profile: [...document.querySelectorAll("#age-group, #detail")].map((each) => each.value).join(""),
  agreed: document.querySelectorAll("#purposes input:checked").length })"""

hall, furnished = pytest.fixture(bare_hall), pytest.fixture(furnished_hall)


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn", "in-words"])
async def test_somebody_hears_the_sound_of_what_is_told_as_loud_as_the_hall_allows_and_leaves_it_silent(
    browser: Browser, furnished: Hall, drawn: bool
) -> None:
    await furnished.app[RECORDS].write(set_rules, "well", KioskRules(volume=0.4), "test", datetime.now(UTC))
    async with standing_before(browser, furnished, drawn=drawn) as page:
        await invited(page)
        await guided(page)
        await page.tap("#media-next")
        sound = page.locator("#media audio")
        assert await sound.evaluate("(it) => [it.paused, it.readyState]") == [True, 0], "not fetched before"
        await sound.evaluate("(it) => { it.loop = true; globalThis.sound = it; it.volume = 1; }")
        await sound.tap(position={"x": 24, "y": 32})
        await expect(sound).to_have_js_property("paused", False)
        await expect(sound).not_to_have_js_property("currentTime", 0)
        assert await page.evaluate("sound.volume") == pytest.approx(0.4)
        await expect(page.locator("#cue")).to_have_text("♪ a sound")
        await picture(page, f"sound-{drawn}")
        await page.evaluate("void (fetch = () => new Promise(() => undefined))")
        await page.tap("#finish")
        await expect(page.locator("body")).to_have_attribute("data-kiosk", "leaving")
        assert await page.evaluate("sound.paused"), "though the house does not answer"


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
