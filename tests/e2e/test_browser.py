"""A person with a headset: real Chromium, IWER's Quest 3, the real server, Kokoro's voice."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page

from tests.e2e.conftest import ARTEFACTS, ROOT, STOPS, House, Line

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(900)]

IWER = ROOT / "clients" / "web" / "node_modules" / "iwer" / "build" / "iwer.min.js"
QUEST = """
window.headset = new IWER.XRDevice(IWER.metaQuest3, {stereoEnabled: true});
window.headset.installRuntime({forceInstall: true});
"""
PICTURES = ARTEFACTS / "e2e"


class Watcher:
    """A page and what it says of itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def state(self) -> dict[str, Any]:
        state: dict[str, Any] = await self.page.evaluate("caravanserai.state()")
        return state

    async def until(self, what: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> dict[str, Any]:
        state: dict[str, Any] = {}
        try:
            async with asyncio.timeout(seconds):
                while True:
                    state = await self.state()
                    if what(state):
                        return state
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"the page never got there; it says {state}") from None

    async def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"{name}.png", timeout=120_000)


async def enter(browser: Browser, url: str, *, headset: bool = False, language: str = "en-US") -> Watcher:
    context = await browser.new_context(viewport={"width": 640, "height": 360}, locale=language)
    if headset:
        await context.add_init_script(path=IWER)
        await context.add_init_script(script=QUEST)
    page = await context.new_page()
    watcher = Watcher(page)
    await page.goto(url)
    await page.locator("#begin:not([disabled])").wait_for(timeout=120_000)
    await watcher.until(lambda state: state["level"] >= 0)
    return watcher


async def test_a_walk_in_vr_with_a_question_and_a_cut_line(browser: Browser, line: Line) -> None:
    visitor = await enter(browser, f"http://localhost:{line.port}/?detail=light", headset=True)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 5)
    await visitor.until(lambda state: state["connected"])
    for stop in STOPS:
        before = len((await visitor.state())["captions"])
        await visitor.page.evaluate(f"caravanserai.goto('{stop}')")
        await visitor.until(lambda state, stop=stop: state["stop"] == stop)
        await visitor.until(lambda state, before=before: len(state["captions"]) > before)
        heard = await visitor.until(lambda state: state["rms"] > 0.005)
        assert heard["presenting"]
        await visitor.picture(f"vr-{stop}")
        await asyncio.sleep(4)
    walked = await visitor.state()
    assert walked["underruns"] == 0
    assert walked["drawCalls"] <= 120 * 2, "two eyes"

    visit = walked["visit"]
    await line.cut()
    await visitor.until(lambda state: not state["connected"])
    await visitor.picture("vr-cut")
    await line.up()
    await visitor.until(lambda state: state["connected"])
    assert (await visitor.state())["visit"] == visit

    before = len((await visitor.state())["captions"])
    await visitor.page.evaluate("""() => {
        document.querySelector('#question').value = 'How many people fitted in?';
        document.querySelector('#ask-form').requestSubmit();
    }""")
    answered = await visitor.until(lambda state: "50,000" in " ".join(state["captions"][before:]), 120)
    await visitor.picture("vr-answer")
    assert answered["presenting"]
    assert visitor.errors == []


async def test_a_walk_on_a_screen_shows_its_sources(browser: Browser, house: House) -> None:
    visitor = await enter(browser, house.url)
    await visitor.picture("screen-start")
    await visitor.page.locator("#begin").click()
    first = await visitor.until(lambda state: len(state["captions"]) > 0)
    assert first["stop"] == "piazza"
    await visitor.until(lambda state: state["rms"] > 0.005)
    await visitor.page.locator("#how").click()
    sources = visitor.page.locator("#sources")
    await sources.wait_for()
    await visitor.picture("screen-sources")
    cited = await sources.inner_text()
    assert re.search(r"\b(19|20)\d\d\b", cited), "a year of publication"
    await visitor.page.keyboard.press("Escape")
    await visitor.page.locator("#skip").click()
    await visitor.until(lambda state: state["utterance"] is None)
    full = await visitor.until(lambda state: state["level"] >= 1, 180)
    assert full["drawCalls"] <= 120
    assert full["triangles"] <= 500_000
    await visitor.picture("screen-full")
    assert visitor.errors == []


async def test_the_page_speaks_the_visitors_language(browser: Browser, house: House) -> None:
    visitor = await enter(browser, house.url, language="zh-CN")
    await visitor.page.locator("#begin").click()
    state = await visitor.until(lambda state: len(state["captions"]) > 0, 120)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in " ".join(state["captions"]))
    await visitor.picture("screen-chinese")


async def test_the_scene_stays_within_its_bytes(house: House) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{house.url}/api/sites/colosseum") as answer:
        models = (await answer.json())["scene"]["models"]
    visible = [[level["bytes"] for level in model["levels"]] for model in models if model["role"] == "visible"]
    assert sum(levels[0] for levels in visible) <= 400_000, "the first picture"
    assert sum(level["bytes"] for model in models for level in model["levels"]) <= 8_000_000, "all of it"
