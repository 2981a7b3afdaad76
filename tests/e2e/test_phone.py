"""Somebody with a phone of 360 × 640 pixels: fingers, turning it, a slow line."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import House
from tests.e2e.test_browser import Watcher

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(600)]

PHONE = {
    "viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
    "locale": "en-US",
}  # fmt: skip
PANELS = ("show-stops", "show-plan", "show-tour-words", "show-history")
DIALOGS = ("#tour .show-settings", "#show-you", "#show-postcard")
INSIDE = """selector => {
    const { left, top, right, bottom } = document.querySelector(selector).getBoundingClientRect();
    return [left, top, innerWidth - right, innerHeight - bottom].every((space) => space >= -0.5)
        && document.documentElement.scrollWidth <= innerWidth;
}"""
APART = "selector => document.querySelector(selector).getBoundingClientRect().bottom"


async def open_on_phone(browser: Browser, url: str, **otherwise: Any) -> Watcher:
    context = await browser.new_context(**{**PHONE, **otherwise})
    page = await context.new_page()
    watcher = Watcher(page)
    await page.goto(url)
    await page.locator("#begin:not([disabled])").wait_for(timeout=120_000)
    await watcher.until(lambda state: state["level"] >= 0)
    return watcher


async def every_panel_fits(page: Page) -> None:
    for button in PANELS:
        await page.locator(f"#{button}").click()
        panel = await page.locator(f"#{button}").get_attribute("aria-controls")
        assert await page.evaluate(INSIDE, f"#{panel}"), panel
        words = await page.evaluate("document.querySelector('.words').getBoundingClientRect().top")
        assert await page.evaluate(APART, f"#{panel}") <= words + 1, f"{panel} lies over the guide's words"
        await page.locator(f"#{button}").click()
    for opener in DIALOGS:
        await page.locator(opener).click()
        assert await page.evaluate(INSIDE, "dialog[open]"), opener
        await page.keyboard.press("Escape")


async def test_somebody_walks_with_fingers_and_finds_everything_on_a_small_screen(
    browser: Browser, house: House
) -> None:
    visitor = await open_on_phone(browser, f"{house.url}/?site=colosseum&detail=light")
    page = visitor.page
    await visitor.picture("phone-start")
    await page.locator("#begin").tap()
    await visitor.until(lambda state: len(state["captions"]) > 1)
    await every_panel_fits(page)
    await visitor.picture("phone-tour")
    before = (await visitor.state())["position"]
    await page.locator("#stick").hover()
    await page.mouse.down()
    stick = await page.locator("#stick").bounding_box()
    assert stick is not None
    await page.mouse.move(stick["x"] + 50, stick["y"] + 5)
    await visitor.until(lambda state: abs(state["position"][2] - before[2]) + abs(state["position"][0] - before[0]) > 1)
    assert await page.locator("#stick").bounding_box() == stick, "the stick stays under the thumb that holds it"
    await page.mouse.up()
    await page.locator("#show-stops").tap()
    await expect(page.locator("#stops")).to_be_visible()
    await page.locator("#stops [data-stop=arena]").tap()
    await expect(page.locator("#stops"), "on a phone the list makes way for the place").to_be_hidden()
    await visitor.until(lambda state: state["stop"] == "arena")
    await page.set_viewport_size({"width": 320, "height": 640})
    await every_panel_fits(page)
    await visitor.picture("phone-320")
    assert visitor.errors == []


async def test_somebody_looks_round_by_turning_the_phone_once_they_asked_for_it(browser: Browser, house: House) -> None:
    visitor = await open_on_phone(browser, f"{house.url}/?site=colosseum&detail=light")
    page = visitor.page
    sensor = await page.context.new_cdp_session(page)

    async def hold(alpha: float, beta: float) -> None:
        turned = {"alpha": alpha, "beta": beta, "gamma": 0}
        await sensor.send("DeviceOrientation.setDeviceOrientationOverride", turned)

    await hold(0, 90)
    await page.locator("#begin").tap()
    straight = (await visitor.until(lambda state: state["connected"]))["facing"]
    await hold(40, 90)
    await asyncio.sleep(0.3)
    assert (await visitor.state())["facing"] == straight, "nobody asked for it"
    await page.locator("#tour .show-settings").tap()
    tick = page.locator("#device input[type=checkbox]")
    await tick.check()
    await visitor.picture("phone-settings")
    await page.keyboard.press("Escape")
    await hold(70, 90)
    await visitor.until(lambda state: abs(state["facing"]["yaw"] - straight["yaw"]) > 0.4)
    await hold(70, 110)
    await visitor.until(lambda state: state["facing"]["pitch"] - straight["pitch"] > 0.25)
    assert visitor.errors == []


async def test_somebody_on_a_counted_line_sees_the_light_picture_and_hears_the_thrifty_voice(
    browser: Browser, house: House
) -> None:
    visitor = await open_on_phone(browser, f"{house.url}/?site=colosseum")
    page = visitor.page
    await page.locator("#start .show-settings").tap()
    await page.locator("#data-use").select_option("light")
    await page.keyboard.press("Escape")
    sent: list[bytes] = []
    heard: list[bytes] = []

    def listen(socket: Any) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))
        socket.on("framereceived", lambda frame: heard.append(frame))

    page.on("websocket", listen)
    await page.reload()
    await page.locator("#begin:not([disabled])").tap()
    await visitor.until(lambda state: state["rms"] > 0.005)
    await page.locator("#tour .show-settings").tap()
    note = await page.locator("#device [role=status]").first.inner_text()
    await visitor.picture("phone-thrifty")
    chosen = await page.locator("#data-use").input_value()
    assert chosen == "light", note
    assert any(b"hello" in frame and b"opus-16k" in frame for frame in sent)
    assert any(b"speech-chunk" in frame and b"sizes" in frame for frame in heard)
    assert (await visitor.state())["level"] == 0, "nothing finer was fetched"
    await page.locator("#voice-use").select_option("none")
    await page.keyboard.press("Escape")
    told = len((await visitor.state())["captions"])
    await page.locator("#skip").tap()
    await page.locator("#more").tap()
    heard.clear()
    await visitor.until(lambda state: len(state["captions"]) > told)
    assert not any(b"speech-chunk" in frame for frame in heard), "captions only"
    assert visitor.errors == []
