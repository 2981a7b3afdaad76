"""The visitor's page for everybody: in seventeen languages, right to left, by keyboard, read aloud, in contrast."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import ARTEFACTS, chromium
from tests.e2e.studio import studio
from tour.keys import SETTINGS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240), pytest.mark.asyncio(loop_scope="module")]

House = tuple[web.Application, str]
TABLES = Path(__file__).parents[2] / "clients" / "web" / "src" / "strings"
LANGUAGES = sorted(path.stem for path in TABLES.glob("*.json"))
PANELS = (("#show-stops", "#stops"), ("#show-history", "#history"), ("#show-tour-words", "#tour-words"))
FAMILIES = {
    "ar": "Noto Naskh Arabic", "fa": "Noto Naskh Arabic", "ur": "Noto Nastaliq Urdu", "hi": "Noto Sans Devanagari",
    "th": "Noto Sans Thai", "zh-Hans": "Noto Sans SC", "zh-Hant": "Noto Sans TC", "ja": "Noto Sans JP",
    "ko": "Noto Sans KR",
}  # fmt: skip
SELDOM = "requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 100)"
"""Four processors' worth of pictures that nobody looks at are not drawn."""
BUSY_MS = 60_000
"""What a machine on which much else runs may take."""
JOINERS = "\u200c\u200d"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def leaving(browser: Browser) -> AsyncIterator[None]:
    """Nobody stays behind and draws."""
    yield
    for context in browser.contexts:
        await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with studio(tmp_path_factory.mktemp("everyone")) as found:
        yield found


async def arrived(
    browser: Browser, url: str, *, language: str = "en", width: int = 1280, looks: dict[str, Any] | None = None,
    light: bool = False, agent: str | None = None,
) -> Page:  # fmt: skip
    """Somebody who has the page before them, in their language and as they like it."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800 if width > 500 else 740}, locale=language, reduced_motion="reduce",
        has_touch=width < 500, color_scheme="light" if light else "dark", user_agent=agent,
    )  # fmt: skip
    page = await context.new_page()
    kept = json.dumps({"volume": 1, "muted": False, "page": language, "looks": looks or {}})
    await page.add_init_script(f"localStorage['caravanserai.preferences'] ??= {json.dumps(kept)}; {SELDOM}")
    await page.goto(f"{url}/?site=well&detail=light")
    await page.locator("#begin:not([disabled])").wait_for()
    await expect(page.locator("html")).to_have_attribute("lang", language, timeout=BUSY_MS)
    return page


async def spoken_in(page: Page, language: str) -> None:
    """Choose the page's language in the settings."""
    await page.locator(".show-settings:visible").click()
    await page.locator("#page-language").select_option(language)
    await expect(page.locator("html")).to_have_attribute("lang", language, timeout=BUSY_MS)
    await page.keyboard.press("Escape")


async def on_tour(page: Page) -> Page:
    await page.locator("#begin").click()
    await expect(page.locator("#caption")).not_to_be_empty(timeout=BUSY_MS)
    return page


@pytest.mark.parametrize(
    ("language", "width", "light", "contrast"),
    [("en", 1280, False, "device"), ("ar", 360, False, "more"), ("zh-Hans", 360, True, "device")],
)
async def test_axe_finds_nothing(
    browser: Browser, house: House, language: str, width: int, light: bool, contrast: str
) -> None:
    page = await arrived(browser, house[1], language=language, width=width, light=light, looks={"contrast": contrast})
    wrong = await violations(page, "region")
    await on_tour(page)
    for button, shown in PANELS:
        await page.locator(button).click()
        await page.locator(shown).wait_for()
        wrong += [f"{shown}: {each}" for each in await violations(page, "region")]
        await page.locator(button).click()
    await page.locator("#show-you").click()
    wrong += [f"you: {each}" for each in await violations(page, "region")]
    await page.keyboard.press("Escape")
    await page.locator(".show-settings:visible").click()
    wrong += [f"settings: {each}" for each in await violations(page, "region")]
    if language != "en":
        await page.locator("#settings .report").click()
        wrong += [f"report: {each}" for each in await violations(page, "region")]
    assert wrong == [], "\n".join(wrong)


OVERFLOW = """() => [...document.querySelectorAll("button, a, label, select, h1, h2, p, span, legend, input")]
  .filter((each) => each.checkVisibility() && !each.closest(".hidden, .skips"))
  .flatMap((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    const cut = each.matches("button") && each.scrollWidth > each.clientWidth + 1;
    const outside = left < -1 || right > innerWidth + 1;
    return width > 1 && (outside || cut) ? [`${each.tagName}#${each.id} ${each.textContent.trim().slice(0, 40)}`] : [];
  })"""


async def test_no_language_is_wider_than_a_phone(browser: Browser, house: House) -> None:
    page = await arrived(browser, house[1], width=360)
    wrong = []
    for language in LANGUAGES:
        await page.locator(".show-settings:visible").click()
        await page.locator("#page-language").select_option(language)
        await expect(page.locator("html")).to_have_attribute("lang", language, timeout=BUSY_MS)
        wrong += [f"{language} settings: {each}" for each in await page.evaluate(OVERFLOW)]
        await page.keyboard.press("Escape")
        wrong += [f"{language} start: {each}" for each in await page.evaluate(OVERFLOW)]
    await on_tour(page)
    for language in LANGUAGES:
        await spoken_in(page, language)
        wrong += [f"{language} tour: {each}" for each in await page.evaluate(OVERFLOW)]
    assert len(LANGUAGES) == 17
    assert wrong == [], "\n".join(wrong)


DRAWN = """async (letters) => {
  await document.fonts.ready;
  const family = getComputedStyle(document.body).fontFamily;
  await document.fonts.load(`20px ${family}`, letters);
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const picture = (letter) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = `20px ${family}`;
    pen.fillText(letter, 8, 28);
    const { data } = pen.getImageData(0, 0, 40, 40);
    return String(data.reduce((sum, each, index) => (sum * 31 + each * (index + 1)) % 1e9, 7));
  };
  const missing = picture("\\u{10FFFE}");
  return [...letters].filter((letter) => picture(letter) === missing);
}"""
SERVED = """async ([family, letters]) => {
  const named = () => [...document.fonts].some((each) => each.family.replaceAll('"', "") === family);
  while (!named()) await new Promise((go) => setTimeout(go, 50));
  const without = [];
  for (const letter of letters) {
    const found = await document.fonts.load(`20px "${family}"`, letter);
    if (found.length === 0) without.push(letter);
  }
  return without;
}"""


def letters_of(language: str) -> str:
    """Every letter of a table that Latin has not."""
    text = json.dumps(json.loads((TABLES / f"{language}.json").read_text(encoding="utf-8")), ensure_ascii=False)
    return "".join(sorted({letter for letter in text if letter > "\u024f" and letter.isalpha()}))


async def test_every_letter_is_drawn(browser: Browser, house: House) -> None:
    """This machine has no letters for Thai, Devanagari and Urdu: without ours there would be boxes."""
    page = await arrived(browser, house[1])
    tofu = {}
    for language in LANGUAGES:
        await spoken_in(page, language)
        await page.wait_for_load_state("networkidle")
        if found := await page.evaluate(DRAWN, letters_of(language)):
            tofu[language] = found
    assert tofu == {}


async def test_the_house_has_letters_of_its_own(browser: Browser, house: House) -> None:
    """A browser that is never sure what it can draw is given all of them."""
    page = await arrived(browser, house[1], agent="Mozilla/5.0 Firefox/140.0")
    without = {}
    for language, family in FAMILIES.items():
        await spoken_in(page, language)
        letters = "".join(each for each in letters_of(language) if each not in JOINERS)
        if found := await page.evaluate(SERVED, [family, letters]):
            without[language] = found
    assert without == {}


async def test_arabic_on_a_phone(browser: Browser, house: House) -> None:
    page = await arrived(browser, house[1], language="ar", width=360)
    assert await page.locator("html").get_attribute("dir") == "rtl"
    await expect(page.locator("#translated")).to_contain_text("آليًا")
    (ARTEFACTS / "everyone").mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / "everyone" / "arabic.png")
    await on_tour(page)
    boxes = [await page.locator(each).bounding_box() for each in ("#question", "#ask", "#place", "#show-stops")]
    question, ask, place, stops = [box["x"] for box in boxes if box is not None]
    assert question > ask
    assert place > stops
    turned = "getComputedStyle(document.querySelector('#ask svg')).transform"
    assert (await page.evaluate(turned)).startswith("matrix(-1")
    await page.screenshot(path=ARTEFACTS / "everyone" / "arabic-tour.png")


async def test_settings_hold_at_once_and_the_next_time(browser: Browser, house: House) -> None:
    page = await on_tour(await arrived(browser, house[1]))
    before = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('#caption')).fontSize)")
    await page.locator(".show-settings:visible").click()
    await page.locator("#set-caption-size").select_option("2")
    await page.locator("#set-text").select_option("1.5")
    await page.locator("#set-contrast").select_option("more")
    await page.locator("#set-live").uncheck()
    after = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('#caption')).fontSize)")
    assert after >= 2 * before
    await expect(page.locator("#caption")).to_have_attribute("aria-live", "off")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-contrast", "more")
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    await on_tour(page)
    await page.locator(".show-settings:visible").click()
    await page.locator("#set-captions").uncheck()
    await page.keyboard.press("Escape")
    box = await page.locator("#caption").bounding_box()
    assert box is not None
    assert box["height"] <= 1, "put away for the eye"


FOCUSED = """() => {
  const at = document.activeElement;
  if (at === document.body || at === null) return "";
  const { left, top, width, height } = at.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  const covered = seen !== null && !at.contains(seen) && !seen.contains(at);
  const style = getComputedStyle(at);
  const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return `${at.id || at.className || at.tagName}${covered ? " COVERED" : ""}${marked ? "" : " UNMARKED"}`;
}"""


async def test_with_the_keyboard_alone(browser: Browser, house: House) -> None:
    page = await arrived(browser, house[1])
    await page.locator("#begin").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#caption")).not_to_be_empty(timeout=BUSY_MS)
    assert await page.evaluate("document.activeElement.id") == "view"
    path = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        path.append(await page.evaluate(FOCUSED))
        if path[-1] == "volume":
            break
    assert [each for each in path if "COVERED" in each or "UNMARKED" in each] == []
    needed = {
        "language", "show-you", "show-history", "show-tour-words", "show-stops", "caption", "question", "ask", "more",
        "repeat", "skip", "mute", "volume",
    }  # fmt: skip
    assert needed <= set(path)

    await page.locator("#show-tour-words").focus()
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "tour-words"
    await expect(page.get_by_role("heading", level=3).first).to_have_text("The mouth of the well", timeout=BUSY_MS)
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.id") == "show-tour-words"
    await page.locator(".skips a").last.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#tour-words")).to_be_focused()


async def test_the_tour_can_be_read_beside_the_picture(browser: Browser, house: House) -> None:
    page = await on_tour(await arrived(browser, house[1]))
    await page.locator("#show-tour-words").click()
    tour = page.locator("#tour-words")
    await expect(tour).to_contain_text("2 places", timeout=BUSY_MS)
    await expect(tour).to_contain_text("The well is 12 metres deep.", timeout=BUSY_MS)
    await expect(tour).to_contain_text("Sources: Anna Rossi, Wells of the Hill, 1931")
    await tour.get_by_role("button", name="Go there and listen The bench").click()
    await expect(tour.locator("article[data-stop=bench] .here")).to_be_visible(timeout=BUSY_MS)
    assert await page.locator("[aria-live=polite]:not(#notice), [role=log]").count() == 1, "captions are read once"


async def test_what_was_said_can_be_kept(browser: Browser, house: House) -> None:
    page = await on_tour(await arrived(browser, house[1]))
    await page.evaluate("caravanserai.goto('mouth')")
    await expect(page.locator("#history")).to_contain_text("12 metres", timeout=BUSY_MS)
    await page.locator("#question").fill("How deep is it?")
    await page.keyboard.press("Enter")
    await page.locator("#show-history").click()
    kept = {}
    for form in ("txt", "vtt", "html"):
        async with page.expect_download() as coming:
            await page.locator(f"#transcript button[value={form}]").click()
        kept[form] = (await (await coming.value).path()).read_text(encoding="utf-8")
    assert "You: How deep is it?" in kept["txt"]
    assert re.search(r"\[00:0\d:\d\d\] Guide: .*12 metres", kept["txt"])
    assert "Anna Rossi, Wells of the Hill" in kept["txt"]
    assert kept["vtt"].startswith("WEBVTT ")
    assert re.search(r"-->.*\n<v Guide>.*12 metres", kept["vtt"])
    assert "<script" not in kept["html"]
    assert 'lang="en" dir="ltr"' in kept["html"]


SMALL = """() => [...document.querySelectorAll("button, a, input, select")]
  .filter((each) => each.checkVisibility() && !each.closest(".hidden, .skips, p"))
  .flatMap((each) => {
    const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
    return width < 24 || height < 24 ? [`${each.id}: ${width}×${height}`] : [];
  })"""


async def test_targets_are_large_and_turning_needs_no_drag(browser: Browser, house: House) -> None:
    page = await on_tour(await arrived(browser, house[1], width=360))
    assert await page.evaluate(SMALL) == []
    before = await page.evaluate("caravanserai.state()")
    await page.locator("#turn-left").click()
    await page.locator("#turn-right").wait_for()
    while (after := await page.evaluate("caravanserai.state()"))["orientation"] == before["orientation"]:
        await page.wait_for_timeout(50)
    assert after["position"] == before["position"]


async def test_a_wrong_word_is_reported(browser: Browser, house: House) -> None:
    app, url = house
    page = await arrived(browser, url, language="it")
    await page.locator("#translated .report").click()
    await page.locator("#report-wrong").fill("Si aprono le porte")
    await page.locator("#report-better").fill("Le porte si aprono")
    await page.keyboard.press("Enter")
    await expect(page.locator("#report-said")).to_contain_text("Grazie", timeout=BUSY_MS)
    assert '"language":"it"' in (app[SETTINGS].data / "wording.jsonl").read_text(encoding="utf-8")
