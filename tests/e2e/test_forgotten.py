"""A server of its own, killed right after somebody was forgotten: their words are in no file of it."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from clients.visitor import Visitor
from tests.builders import write_pack
from tests.e2e.conftest import ROOT, House, tour
from tests.e2e.test_browser import PICTURES, Watcher
from tests.tour.visits.test_forgetting import BENCH, MOUTH, SEAT, WELL, answered, forgotten, found
from tour.messages import Consent, ForgetMe, Hello, Profile

TYPED, INTEREST = "persimmon-gasket", "theremin-lichen"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """One without engines; everything it writes lies below the folder of the test."""
    write_pack(tmp_path / "sites" / "well")
    given = {"VOICES": "", "RECOGNIZER": "none", "MODEL": "none", "GAZE": "no", "LOG_LEVEL": "debug"}
    for name, value in {**given, "DATA": str(tmp_path / "data"), "WEIGHTS": str(tmp_path / "none")}.items():
        monkeypatch.setenv(f"TOUR_{name}", value)
    house = House("--sites", str(tmp_path / "sites"), log=tmp_path / "logs" / "server.log")
    try:
        house.wait()
        yield house
    finally:
        house.process.kill()
        house.process.wait()


def said_by(*words: str) -> str:
    """What a command says about the house's data folder."""
    return subprocess.run(tour(*words), cwd=ROOT, capture_output=True, text=True, check=True).stdout


async def test_nothing_is_left_of_who_was_forgotten(house: House, tmp_path: Path) -> None:
    hello = Hello(site="well", language="en", profile=Profile(interests=(INTEREST,), home_country="ir"))
    async with Visitor(f"ws://127.0.0.1:{house.port}/visit", hello) as visitor:
        await visitor.send(Consent(purposes=("personalise", "analytics"), words="1/en"))
        await visitor.stand(MOUTH, WELL)
        await visitor.hears(1, ended=False)
        await visitor.ask("q1", f"Who stole the {TYPED}?")
        await answered(visitor, "q1")
        await visitor.stand(BENCH, SEAT)
        await visitor.until(lambda: any(each.stop == "bench" for each in visitor.encounters))
        assert visitor.welcome is not None
        visit = visitor.welcome.visit
        while TYPED not in said_by("privacy", "export", visit):
            await asyncio.sleep(0.1)
        said_by("backup", str(tmp_path / "backup.sqlite"))
        await visitor.send(ForgetMe())
        await forgotten(visitor)
        house.process.kill()
        assert found(tmp_path, (TYPED, INTEREST, visit, visitor.welcome.resume)) == []
    assert "is whole" in said_by("audit", "verify")
    assert "0 visitors, 0 records" in said_by("privacy", "report")


AXE = ROOT / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"


async def begin(visitor: Watcher) -> dict[str, Any]:
    """Begin a visit; what the page says of itself then."""
    await visitor.page.locator("#begin:not([disabled])").click(timeout=120_000)
    return await visitor.until(lambda state: state["connected"] and state["visit"])


async def ask(visitor: Watcher, text: str) -> None:
    """Ask a question in writing, and wait until something is said to it."""
    before = len((await visitor.state())["captions"])
    await visitor.page.locator("#question").fill(text)
    await visitor.page.keyboard.press("Enter")
    await visitor.until(lambda state: len(state["captions"]) > before)


async def agree(page: Page) -> None:
    """Agree to the tour being suited and to the site learning from it, with the keyboard alone."""
    await page.locator("#show-you").press("Enter")
    first = page.get_by_label("Suit the tour to me")
    await expect(first).to_be_visible()
    assert await page.locator("#consent input:checked").count() == 0, "nothing is ticked ahead"
    await expect(page.get_by_label("Keep what I ask aloud")).to_be_disabled()
    await first.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_label("Keep what I ask aloud")).to_be_enabled()
    await page.get_by_role("button", name="Save").press("Enter")
    await expect(page.locator("#you")).to_be_hidden()


async def kept(page: Page, text: str) -> None:
    """Wait until the panel says so of what is kept."""
    for _ in range(100):
        await page.locator("#show-you").click()
        await expect(page.locator("#kept-list li").first).to_be_visible()
        if text in await page.locator("#kept-list").inner_text():
            return
        await page.keyboard.press("Escape")
    raise AssertionError(await page.locator("#kept-list").inner_text())


def given_to(folder: Path) -> str:
    """What the visitor took with them, taken away from where the house's files are searched."""
    file = folder / "given.json"
    text = file.read_text("utf-8")
    file.unlink()
    return text


async def wrong_for_axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the panel."""
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run('#you')")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


@pytest.mark.browser
async def test_a_visitor_agrees_takes_what_is_kept_and_is_forgotten(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", accept_downloads=True)
    visitor = Watcher(await context.new_page())
    page = visitor.page
    await page.goto(f"{house.url}/?detail=light")
    first = (await begin(visitor))["visit"]
    await page.evaluate("caravanserai.goto('mouth')")
    await ask(visitor, f"Who stole the {TYPED}?")
    await kept(page, "Nothing is kept of it.")
    assert first in await page.locator("#kept-list").inner_text()
    assert await wrong_for_axe(page) == []
    await expect(page.locator("#give")).to_be_disabled()
    await page.screenshot(path=PICTURES / "kept-nothing.png")
    await page.keyboard.press("Escape")
    said_by("backup", str(tmp_path / "before.sqlite"))
    said_by("pack", str(tmp_path / "sites" / "well"), "--out", str(tmp_path / "before.zip"))
    assert found(tmp_path, (TYPED, first)) == []
    assert await page.evaluate("sessionStorage.length") == 0

    await agree(page)
    await ask(visitor, f"Who stole the {TYPED}?")
    await page.evaluate("caravanserai.goto('bench')")
    await kept(page, "1 of them is a question")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Give me what you keep").click()
    await (await download.value).save_as(tmp_path / "given.json")
    given = json.loads(given_to(tmp_path))
    assert [each["visit"] for each in given["visits"]] == [first]
    assert {each["purpose"] for each in given["visits"][0]["consents"]} == {"personalise", "analytics"}
    assert all(each["words"].startswith("The ") for each in given["visits"][0]["consents"]), (
        "the words are in the ledger"
    )
    assert TYPED in json.dumps(given)
    await page.screenshot(path=PICTURES / "kept-something.png")
    assert await wrong_for_axe(page) == []
    said_by("backup", str(tmp_path / "backup.sqlite"))

    await page.set_viewport_size({"width": 390, "height": 844})
    await page.reload()
    await page.get_by_role("button", name="What is kept of your earlier visits").click()
    await expect(page.locator("#kept-list")).to_contain_text(first)
    await page.screenshot(path=PICTURES / "kept-earlier-390.png")
    await page.keyboard.press("Escape")
    second = (await begin(visitor))["visit"]
    assert second != first
    await agree(page)
    await kept(page, second)
    await page.locator("#consent").scroll_into_view_if_needed()
    await page.screenshot(path=PICTURES / "kept-consent-390.png")
    await page.get_by_role("button", name="Forget everything about me").press("Enter")
    await expect(page.locator("#kept-said")).to_have_text("Done. Nothing is kept of you any more.")
    await expect(page.locator("#give")).to_be_disabled()
    assert await page.locator("#consent input:checked").count() == 0
    assert await page.evaluate("sessionStorage.length") == 0
    await page.screenshot(path=PICTURES / "kept-forgotten-390.png")
    assert visitor.errors == []
    house.process.kill()
    said_by("pack", str(tmp_path / "sites" / "well"), "--out", str(tmp_path / "after.zip"))
    assert found(tmp_path, (TYPED, first, second)) == []
    assert "0 visitors, 0 records" in said_by("privacy", "report")
