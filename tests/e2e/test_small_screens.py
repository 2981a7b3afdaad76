"""A phone held upright or sideways, its text as large as one likes: everything to press is in reach, all is legible."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import House, chromium
from tests.e2e.contrast import faint
from tests.e2e.test_browser import Watcher
from tests.e2e.test_phone import open_on_phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="module")]

SCREENS = [
    (640, 360, "1", "1"), (740, 360, "1", "1"), (844, 390, "1", "1"), (640, 360, "2", "2"),
    (360, 640, "1", "1"), (360, 640, "2", "1"), (360, 640, "2", "2"), (320, 640, "2", "2"), (768, 1024, "1", "1"),
]  # fmt: skip
LONG = "The cliff in front of us is about 1.7 kilometres long, and it looks out over the Daquan river. " * 6

COVERED = """within => {
  const scroller = (each) => {
    let at = each.parentElement;
    while (at && !(at.scrollHeight > at.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(at).overflowY))) {
      at = at.parentElement;
    }
    return at;
  };
  const wrong = (each) => {
    const { left, top, right, bottom, width, height } = each.getBoundingClientRect();
    const name = each.id || each.className || each.tagName;
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) {
      return [`${name} lies outside: ${Math.round(top)} to ${Math.round(bottom)}`];
    }
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    const free = each.contains(seen) || seen?.closest("label")?.control === each;
    return free ? [] : [`${name} lies under ${seen?.id || seen?.className}`];
  };
  return [...document.querySelectorAll(within)].flatMap((each) => {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".panel, .hidden")) return [];
    const around = scroller(each), before = around?.scrollTop;
    if (around) around.scrollTop += each.getBoundingClientRect().top - around.getBoundingClientRect().top - 2;
    const found = wrong(each);
    if (around) around.scrollTop = before;
    return found;
  });
}"""
"""What can be seen to press, and cannot be pressed in its middle: after scrolling, where a part of the page scrolls."""
TOUR = "#tour :is(a, button, input, select, #stick)"
WORDS = """text => {
  const caption = document.querySelector("#caption"), said = caption.innerHTML;
  caption.textContent = text;
  const found = (COVERED)(TOUR), { height } = caption.getBoundingClientRect();
  const { top } = document.querySelector("#stick").getBoundingClientRect();
  const scrolls = caption.scrollHeight > caption.clientHeight;
  caption.innerHTML = said;
  const { lineHeight } = getComputedStyle(caption);
  return { found, lines: height / parseFloat(lineHeight), part: height / innerHeight, pad: top, scrolls };
}""".replace("COVERED", COVERED).replace("TOUR", f'"{TOUR}"')


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def arrived(browser: Browser, places: House, width: int, height: int, text: str = "1") -> Watcher:
    """Somebody at Dunhuang's gate."""
    viewport = {"width": width, "height": height}
    address = f"{places.url}/?site=dunhuang&detail=light"
    visitor = await open_on_phone(browser, address, viewport=viewport, reduced_motion="reduce")
    await sized(visitor.page, text, "1")
    return visitor


async def sized(page: Page, text: str, captions: str) -> None:
    await page.locator(".show-settings:visible").click()
    await page.locator("#set-text").select_option(text)
    await page.locator("#set-caption-size").select_option(captions)
    await page.keyboard.press("Escape")
    await expect(page.locator("#settings")).to_be_hidden()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(browser: Browser, places: House) -> AsyncIterator[Watcher]:
    """Somebody to whom the guide has said something."""
    visitor = await arrived(browser, places, 360, 640)
    await visitor.page.locator("#begin").tap()
    await visitor.until(lambda state: len(state["captions"]) > 1)
    yield visitor
    assert visitor.errors == []
    await visitor.page.context.close()


@pytest.mark.parametrize(("width", "height", "text", "captions"), SCREENS)
async def test_everything_can_be_pressed(visitor: Watcher, width: int, height: int, text: str, captions: str) -> None:
    page = visitor.page
    await page.set_viewport_size({"width": width, "height": height})
    await sized(page, text, captions)
    await expect(page.locator("#how")).to_be_visible(timeout=60_000)
    assert await page.evaluate(COVERED, TOUR) == []
    few, many = await page.evaluate(WORDS, "In it are 735 caves:"), await page.evaluate(WORDS, LONG)
    await visitor.picture(f"small-{width}x{height}-{text}-{captions}")
    assert few["found"] == many["found"] == []
    assert many["lines"] >= 1.9, "the guide can be read"
    assert few["pad"] == many["pad"], "the pad stays where it is while captions come"
    if height < 400 and text == "1":
        assert many["part"] < 0.27
    if height < 400 or width < 400:
        assert many["scrolls"]


@pytest.mark.parametrize(
    ("width", "height", "text"), [(640, 360, "1"), (844, 390, "1"), (360, 640, "1"), (360, 640, "2")]
)
async def test_a_visit_begins_without_a_search(
    browser: Browser, places: House, width: int, height: int, text: str
) -> None:
    visitor = await arrived(browser, places, width, height, text)
    page = visitor.page
    await page.evaluate("document.querySelector('#start').scrollTop = 0")
    await visitor.picture(f"small-start-{width}x{height}-{text}")
    bottom = await page.evaluate("document.querySelector('#begin').getBoundingClientRect().bottom")
    assert bottom <= height
    assert await page.evaluate(COVERED, "#start :is(a, button, select)") == []
    await page.locator("#begin").tap()
    await visitor.until(lambda state: bool(state["connected"]))
    await page.context.close()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (640, 360), (1280, 720)])
async def test_text_over_the_scene_stands_out(browser: Browser, places: House, width: int, height: int) -> None:
    visitor = await arrived(browser, places, width, height)
    page = visitor.page
    wrong = await faint(page, "#start .card")
    await page.locator("#begin").tap()
    await expect(page.locator("#how")).to_be_visible(timeout=60_000)
    wrong += await faint(page, ".bottom .words, .top .brand")
    await page.context.close()
    assert wrong == [], "\n".join(wrong)
