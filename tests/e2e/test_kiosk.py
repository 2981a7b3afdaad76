"""A screen in a museum's hall, in a real browser: what a visitor wants of it, and what its operator does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from scenes.scene import Site
from tests.e2e.axe import violations
from tests.e2e.conftest import ARTEFACTS
from tests.people import house_settings, two_sites
from tour.keys import HOUSE, RECORDS, SITES
from tour.kiosk.rules import Hours, KioskRules, rules, set_rules

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CODE = "271828"
PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (1366, 768)
NOON = datetime(2026, 11, 27, 12, 0)

SMALLEST = """(low) => [...document.querySelectorAll("button, select, input, a[href]")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("[hidden], #sources-list"))
  .map((each) => [each.id || each.textContent.trim().slice(0, 30), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 63.5 || box.width < 63.5
    || box.top < low * innerHeight || box.bottom > innerHeight + 1))
  .map(([name, box]) => `${name}: ${box.width}x${box.height} at ${box.top}`)"""
"""What can be touched and is smaller than a fingertip needs, or higher than somebody in a wheelchair reaches."""

FRAMES = """new Promise((go) => {
  let left = 60;
  const frame = () => (left-- > 0 ? requestAnimationFrame(frame) : go());
  frame();
})"""

LINKS = """[...document.querySelectorAll("a[href]")]
  .filter((each) => each.checkVisibility() && !each.getAttribute("href").startsWith("#")).length"""

UNDRAWN = """const had = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : had.call(this, kind, ...more);
};"""

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


@dataclass(slots=True, kw_only=True)
class Hall:
    """A house with kiosks, whose server can be stopped and started again on the same port."""

    folder: Path
    app: web.Application = field(init=False)
    port: int = 0
    _server: TestServer | None = None

    async def open(self) -> None:
        settings = replace(
            house_settings(self.folder), model="scripted", voices="scripted", prefetch=False, kiosk_code=CODE,
            public_url="https://tours.museum.example",
        )  # fmt: skip
        self.app = two_sites(self.folder, settings)
        self._server = TestServer(self.app, port=self.port or None)
        await self._server.start_server()
        self.port = self._server.port or 0

    async def close(self) -> None:
        if self._server is not None:
            await self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/kiosk/well?detail=light"

    @property
    def visits(self) -> int:
        return self.app[HOUSE].visits.count

    def offer(self, *tags: str) -> None:
        """Further languages at the well."""
        sites = cast("dict[str, Site]", self.app[SITES])
        sites["well"] = replace(sites["well"], offered=tags)

    async def rules(self) -> KioskRules:
        return await self.app[RECORDS].read(rules, "well")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    hall = Hall(folder=tmp_path)
    await hall.open()
    yield hall
    await hall.close()


@asynccontextmanager
async def standing_before(
    browser: Browser, hall: Hall, size: tuple[int, int] = PORTRAIT, *, now: datetime | None = None, drawn: bool = False
) -> AsyncIterator[Page]:
    """The screen, with a clock that tests set where `now` is given; whatever goes wrong in the page fails the test.

    Without `drawn` there is no WebGL: processors that draw have no time for clocks.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, locale="en-GB", timezone_id="Europe/Rome"
    )
    if not drawn:
        await context.add_init_script(UNDRAWN)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if now is not None:
        await page.clock.install(time=now)
    await page.goto(hall.url)
    yield page
    assert errors == []
    await context.close()


async def invited(page: Page) -> None:
    await expect(page.locator("body")).to_have_attribute("data-kiosk", "attract", timeout=60_000)
    await expect(page.locator("#attract-begin")).to_be_enabled(timeout=60_000)


async def guided(page: Page) -> None:
    """Begin, and hear the first words."""
    await page.tap("#attract-begin")
    await expect(page.locator("#tour")).to_be_visible()
    await page.evaluate("caravanserai.goto('mouth')")
    await expect(page.locator("#caption")).not_to_be_empty(timeout=60_000)


async def eventually(what: Any, seconds: float = 30.0) -> None:
    """Wait for something on the server's side."""
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.05)


async def picture(page: Page, name: str) -> None:
    """A screenshot that somebody will look at."""
    (ARTEFACTS / "kiosk").mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / "kiosk" / f"{name}.png")


async def opened(page: Page) -> None:
    """Hold the corner for three seconds and type the code."""
    await page.dispatch_event("#corner-spot", "pointerdown")
    await page.clock.fast_forward(3_100)
    await expect(page.locator("#corner .pad")).to_be_visible()
    for digit in CODE:
        await page.tap(f"#corner [data-digit='{digit}']")
    await page.tap("#corner .pad .primary")
    await expect(page.locator("#rules")).to_be_visible()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE, SMALL], ids=["portrait", "landscape", "small"])
async def test_somebody_in_a_wheelchair_reaches_everything(browser: Browser, hall: Hall, size: tuple[int, int]) -> None:
    name = "x".join(map(str, size))
    async with standing_before(browser, hall, size, drawn=True) as page:
        await invited(page)
        await expect(page.locator("#attract-title")).not_to_be_empty()
        assert await page.evaluate(SMALLEST, 0.25) == []
        assert await violations(page, "region") == []
        await picture(page, f"invitation-{name}")
        await guided(page)
        assert await page.evaluate(SMALLEST, 0.25) == []
        assert await violations(page, "region") == []
        await picture(page, f"visit-{name}")
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
        await until_asked(page)
        await page.tap("#still-stay")
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


async def test_nothing_leads_out_of_the_kiosk(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall) as page:
        await invited(page)
        await guided(page)
        links = await page.evaluate(LINKS)
        assert links == 0
        await page.evaluate(
            "document.body.append(Object.assign(document.createElement('a'), {href: '/studio', id: 'out'}))"
        )
        await page.evaluate("document.getElementById('out').click()")
        assert page.url.startswith(hall.url)


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


async def test_at_night_the_screen_is_dark_and_in_the_morning_it_invites(browser: Browser, hall: Hall) -> None:
    week = tuple(Hours(opens="09:00", closes="18:00") for _ in range(7))
    await hall.app[RECORDS].write(set_rules, "well", KioskRules(hours=week), "test", datetime.now(UTC))
    async with standing_before(browser, hall, now=datetime(2026, 11, 27, 7, 59, 30)) as page:
        await expect(page.locator("#resting-when")).to_have_text("It is here again Friday 09:00.")
        assert await page.locator("#view").is_hidden()
        assert await violations(page, "region", "color-contrast", "page-has-heading-one") == []
        await picture(page, "resting")
        async with page.expect_navigation():
            await page.clock.fast_forward(40_000)
        await invited(page)


async def test_an_operator_sets_the_hours_behind_a_code_and_they_outlive_the_server(
    browser: Browser, hall: Hall
) -> None:
    async with standing_before(browser, hall, LANDSCAPE, now=NOON) as page:
        await invited(page)
        await page.dispatch_event("#corner-spot", "pointerdown")
        await page.clock.fast_forward(3_100)
        for digit in "999999":
            await page.tap(f"#corner [data-digit='{digit}']")
        await picture(page, "pad")
        await page.tap("#corner .pad .primary")
        await expect(page.locator(".pad-said")).to_have_text("That is not the code.")
        assert await violations(page, "region") == []
        await page.keyboard.press("Escape")
        await opened(page)
        await expect(page.locator("#corner dl")).to_contain_text("voice scripted")
        assert await violations(page, "region") == []
        await page.locator("#rules [name=volume]").fill("0.4")
        await page.locator("#rules [name=always]").uncheck()
        await page.locator("#rules [name=rests-0]").check()
        await picture(page, "corner")
        await page.locator("#rules button").tap()
        await expect(page.locator(".pad-said")).to_contain_text("Saved.")
    await hall.close()
    await hall.open()
    kept = await hall.rules()
    assert (kept.volume, kept.hours[0]) == (0.4, None)
    assert kept.hours[1] is not None
    assert (kept.hours[1].opens, kept.hours[1].closes) == ("09:00", "18:00")


async def test_it_comes_back_by_itself_when_the_server_was_started_anew(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await guided(page)
        await hall.close()
        await page.tap("#finish")
        await expect(page.locator("#leaving")).to_be_visible()
        assert await page.evaluate("document.querySelector('#caption').textContent") == "", (
            "it is not to be read meanwhile"
        )
        await page.clock.fast_forward(20_000)
        await hall.open()
        async with page.expect_navigation():
            await page.clock.fast_forward(20_000)
        await invited(page)
        assert hall.visits == 0
        await hall.close()
        await hall.open()
        async with page.expect_navigation():
            await page.clock.fast_forward(25_000)
        assert page.url.endswith("#server")
        await invited(page)


async def test_it_starts_afresh_while_nobody_visits_when_the_graphics_are_lost(browser: Browser, hall: Hall) -> None:
    async with standing_before(browser, hall, now=NOON) as page:
        await invited(page)
        await page.evaluate("document.querySelector('#view').dispatchEvent(new Event('webglcontextlost'))")
        async with page.expect_navigation():
            await page.clock.fast_forward(20_000)
        assert page.url.endswith("#graphics")
        await invited(page)


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
