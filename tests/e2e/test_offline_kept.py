"""Without a network only what is kept is offered, and the page says what is not."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.hall import UNDRAWN, Hall, bare_hall
from tests.e2e.test_browser import Watcher
from tests.e2e.test_offline import until_kept

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

hall = pytest.fixture(bare_hall)


def at(hall: Hall, query: str) -> str:
    return f"http://127.0.0.1:{hall.port}/?{query}"


async def kept(browser: Browser, hall: Hall) -> Watcher:
    """Somebody on whose phone the well is kept in English, and nothing else."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    await context.add_init_script(UNDRAWN)
    watcher = Watcher(await context.new_page())
    await watcher.page.goto(at(hall, "site=well"))
    await begun(watcher)
    await watcher.until(lambda state: state["connected"])
    await until_kept(watcher.page)
    await watcher.page.keyboard.press("Escape")
    return watcher


async def begun(watcher: Watcher) -> None:
    await watcher.page.locator("#begin:not([disabled])").click()
    await watcher.page.evaluate("caravanserai.goto('mouth')")
    await watcher.until(lambda state: len(state["captions"]) > 0)


async def offered(page: Page, select: str) -> dict[str, tuple[str, bool]]:
    """By tag: what is read of each language, and whether it can be chosen."""
    options: list[tuple[str, str, bool]] = await page.locator(f"{select} option").evaluate_all(
        "found => found.map(({ value, text, disabled }) => [value, text, !disabled])"
    )
    return {value: (text, can) for value, text, can in options}


AWAY = {
    "en": ("English", True),
    "it": ("Italiano · needs the network", False),
    "zh-Hans": ("简体中文 · needs the network", False),
}
HERE = {"en": ("English", True), "it": ("Italiano", True), "zh-Hans": ("简体中文", True)}


async def test_who_comes_without_a_network_is_offered_what_is_kept_and_told_what_is_not(
    browser: Browser, hall: Hall
) -> None:
    visitor = await kept(browser, hall)
    page, notice = visitor.page, visitor.page.locator("#notice")
    await page.context.set_offline(True)
    await page.goto(at(hall, "site=hall&language=it"))
    await page.locator("#begin:not([disabled])").wait_for()
    await expect(page.locator("#not-here")).to_have_text(
        "“hall” is not kept on this device, and there is no network. Here is what is kept."
    )
    await expect(page.locator("#site-title")).to_have_text("The Well")
    await expect(notice).to_contain_text("Italiano is not kept on this device.")
    assert await offered(page, "#language-start") == AWAY
    assert await page.locator("a[data-scorecard]:visible").count() == 0
    assert await violations(page, "region") == []
    await visitor.picture("offline-kept-start")

    await begun(visitor)
    await expect(notice).to_contain_text("No network", timeout=40_000)
    assert await offered(page, "#language") == AWAY
    assert (await offered(page, "#captions-language"))["it"] == AWAY["it"]
    await page.locator("#show-tour-words").click()
    words = page.locator("#tour-words")
    await expect(words).to_contain_text("The well is 12 metres deep.")
    await expect(words).not_to_contain_text("Nothing is written")
    await expect(words).not_to_contain_text("could not be fetched")
    await visitor.picture("offline-kept-tour")

    await page.locator("#tour .show-settings").click()
    await page.locator("#page-language").select_option("de")
    await expect(notice).to_have_text("There is no network, and this is not kept on this device.")
    await page.keyboard.press("Escape")

    await page.context.set_offline(False)
    await visitor.until(lambda state: state["connected"])
    assert await offered(page, "#language") == HERE
    await page.locator("#show-you").click()
    await expect(page.locator("#you a[data-scorecard]")).to_be_visible()
    assert visitor.errors == []


async def test_a_guide_whose_language_is_not_kept_goes_on_in_one_that_is_until_the_house_is_back(
    browser: Browser, hall: Hall
) -> None:
    visitor = await kept(browser, hall)
    page, notice = visitor.page, visitor.page.locator("#notice")
    await page.locator("#language").select_option("it")
    await expect(page.locator("html")).to_have_attribute("lang", "it")
    await hall.close()
    await expect(notice).to_contain_text("non conservato su questo dispositivo", timeout=30_000)
    await expect(page.locator("#language")).to_have_value("en")
    await hall.open()
    await visitor.until(lambda state: state["connected"])
    await expect(page.locator("#language")).to_have_value("it")
    assert await offered(page, "#language") == HERE
    assert visitor.errors == []


async def test_a_place_that_nobody_knows_is_named_before_another_is_shown(browser: Browser, hall: Hall) -> None:
    page = await browser.new_page(locale="en-GB")
    await page.goto(at(hall, "site=atlantis"))
    await expect(page.locator("#not-here")).to_have_text(
        "There is no place called “atlantis” here. Here is another one."
    )
    await page.goto(at(hall, "site=hall"))
    await page.locator("#begin:not([disabled])").wait_for()
    await expect(page.locator("#not-here")).to_be_hidden()
    await page.context.close()
