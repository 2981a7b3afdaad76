"""From an empty house to a visitor in a headset: a scan is brought, placed, told of, reviewed, published and heard."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import ROOT
from tests.e2e.studio import page_of, picture, studio
from tests.e2e.test_browser import IWER, QUEST, Watcher
from tests.people import house_settings, signed_in
from tour.app import create_app
from tour.keys import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

VENUS = ROOT.parent / "shared" / "scans" / "venus_de_milo" / "venus.glb"
SITE = "venus-of-milos"
SAVED = re.compile("^Saved$")
TOLD = {
    "head": ("The head", "La testa", "The head was carved from Parian marble.", "La testa è di marmo pario."),
    "torso": ("The torso", "Il busto", "The torso was found in 1820.", "Il busto fu trovato nel 1820."),
    "drapery": ("The drapery", "Il panneggio", "The drapery covers the legs.", "Il panneggio copre le gambe."),
}
"""By id: its name and what is told of it, in English and in Italian."""


@asynccontextmanager
async def empty(folder: Path) -> AsyncIterator[tuple[web.Application, str]]:
    """A house without a single site."""
    settings = replace(house_settings(folder), model="scripted", voices="scripted", prefetch=False)
    app = create_app(settings, {})
    async with TestServer(app) as server:
        yield app, str(server.make_url("")).rstrip("/")


async def make_site(page: Page, url: str) -> None:
    await page.goto(f"{url}/studio")
    await picture(page, "journey-empty-house")
    await page.goto(f"{url}/studio#/new")
    await page.get_by_label("Add a language").select_option("it")
    await page.get_by_role("textbox", name="English").fill("Venus of Milos")
    await page.get_by_role("textbox", name="Italiano").fill("Venere di Milo")
    await page.get_by_role("button", name="Make the site").click()
    await expect(page.get_by_role("heading", name="Bring a scan")).to_be_visible()


async def bring(page: Page) -> None:
    await page.locator("input[type=file]").set_input_files(VENUS)
    await expect(page.locator(".sending")).to_contain_text("All 1 files are here")
    await page.get_by_label("What it is called").fill("Venus")
    await page.get_by_role("button", name="Take it in").click()
    await expect(page.locator("studio-scan-work .mark.good")).to_be_visible(timeout=120_000)
    await picture(page, "journey-ingested")


async def cite(page: Page, url: str) -> None:
    """A source, and a fact in two languages from it for each part."""
    await page.goto(f"{url}/studio#/sites/{SITE}/sources")
    await page.get_by_role("link", name="New").click()
    await page.get_by_label("Author").fill("Statens Museum for Kunst")
    await page.get_by_label("Title").fill("Venus de Milo, plaster cast")
    await page.get_by_label("Year").fill("1895")
    await page.get_by_label("Short name in addresses").fill("smk")
    await page.get_by_role("button", name="Make it").click()
    await expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    for name, (_, _, english, italian) in TOLD.items():
        await page.goto(f"{url}/studio#/sites/{SITE}/facts")
        await page.get_by_role("link", name="New").click()
        await page.get_by_role("textbox", name="English").fill(english)
        await page.get_by_role("textbox", name="Italiano").fill(italian)
        await page.get_by_label("Short name in addresses").fill(name)
        await page.get_by_label("Add a source").select_option("smk")
        await page.get_by_role("button", name="Make it").click()
        await expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    await picture(page, "journey-fact")


async def place(page: Page, url: str) -> None:
    """Stand the statue a metre to the right."""
    await page.goto(f"{url}/studio#/sites/{SITE}/space")
    await page.wait_for_function("() => document.querySelector('space-view')?.isThere", timeout=60_000)
    await page.get_by_role("button", name=re.compile("^venus")).first.click()
    await page.get_by_role("spinbutton", name=re.compile("^Right ")).fill("1")
    await page.keyboard.press("Tab")
    await expect(page.locator(".space-bar .mark")).to_have_text("Saved")
    await page.get_by_role("button", name="Look at it").click()
    await picture(page, "journey-placed")


async def annotate(page: Page) -> None:
    """Three parts: a point on each, its names, the fact that may be told there, and where to stand."""
    modes = page.get_by_role("navigation", name="The place in 3D")
    await modes.get_by_role("link", name="Annotate", exact=True).click()
    for (name, (english, italian, _, _)), lift in zip(TOLD.items(), (-0.28, -0.08, 0.12), strict=True):
        await page.get_by_role("group", name="Tools").get_by_role("button", name="Point", exact=True).click()
        canvas = await page.locator("space-view canvas").bounding_box()
        assert canvas is not None
        across, down = canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] * (0.5 + lift)
        await page.mouse.click(across, down)
        form = page.locator("space-fresh")
        await form.get_by_role("textbox", name="English").fill(english)
        await form.get_by_role("textbox", name="Italiano").fill(italian)
        await form.get_by_role("button", name="Keep it").click()
        record = page.locator("studio-record")
        await expect(record.get_by_role("heading", name=english)).to_be_visible()
        told = record.get_by_role("group", name="Facts that may be told here")
        await told.get_by_label("Add").select_option(name)
        await expect(record.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
        await page.get_by_role("button", name="Make a stop for it").click()
        await expect(page.get_by_text("The stop is made.")).to_be_visible()
        await picture(page, f"journey-{name}")
        await modes.get_by_role("link", name="Annotate", exact=True).click()


async def prepare_and_publish(page: Page, url: str) -> None:
    """Narrations of what was written, and everything to the visitors."""
    await page.goto(f"{url}/studio#/sites/{SITE}")
    await picture(page, "journey-overview")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Visitors have everything as it is written.")).to_be_visible()
    await page.goto(f"{url}/studio#/sites/{SITE}/prepare")
    await page.get_by_role("button", name="Prepare").click()
    await expect(page.locator(".job .mark.good")).to_be_visible(timeout=60_000)
    await picture(page, "journey-prepared")


async def review(page: Page, url: str) -> None:
    """Read and approve everything, by keyboard alone."""
    await page.goto(f"{url}/studio#/sites/{SITE}/review")
    ready = page.locator("[data-act=approve]:not([disabled]), #review-empty")
    await ready.wait_for()
    await picture(page, "journey-review")
    while not await page.locator("#review-empty").count():
        await page.keyboard.press("a")
        await page.locator(".review-wait").wait_for(state="detached")
        await ready.wait_for()


async def listen(browser: Browser, url: str) -> None:
    """Somebody with a headset hears what was approved, and reads it."""
    context = await browser.new_context(viewport={"width": 640, "height": 360}, locale="en-US")
    await context.add_init_script(path=IWER)
    await context.add_init_script(script=QUEST)
    visitor = Watcher(await context.new_page())
    await visitor.page.goto(f"{url}/?site={SITE}&detail=light")
    await visitor.page.locator("#begin:not([disabled])").wait_for(timeout=60_000)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 5)
    approved = {english for _, _, english, _ in TOLD.values()}
    stops = (await (await visitor.page.request.get(f"{url}/api/sites/{SITE}")).json())["stops"]
    await visitor.page.evaluate(f"caravanserai.goto('{stops[-1]['id']}')")
    await visitor.until(lambda state: state["rms"] > 0.005)
    heard = await visitor.until(lambda state: approved & set(state["captions"]))
    assert heard["presenting"]
    await visitor.picture("journey-headset")
    assert visitor.errors == []


async def test_from_an_empty_house_to_a_visitor_in_a_headset(browser: Browser, tmp_path: Path) -> None:
    async with empty(tmp_path) as (app, url):
        curator = await page_of(browser, app, url, {"*": ["curator"]})
        await make_site(curator, url)
        await bring(curator)
        await cite(curator, url)
        await place(curator, url)
        await annotate(curator)
        await prepare_and_publish(curator, url)
        reviewer = await page_of(browser, app, url, {"*": ["reviewer"]})
        await review(reviewer, url)
        await listen(browser, url)


async def test_a_translator_cannot_publish(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (app, url):
        head = await signed_in(app[RECORDS], {"well": ["curator"]})
        async with ClientSession(url, headers=head, raise_for_status=True) as curator:
            await curator.post("/api/sites/well/records")
        page = await page_of(browser, app, url, {"well": ["translator"]})
        await page.goto(f"{url}/studio#/sites/well")
        await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await expect(page.get_by_role("button", name="Publish")).to_have_count(0)
        await picture(page, "journey-translator")
        csrf = (await (await page.request.get(f"{url}/api/me")).json())["csrf"]
        answer = await page.request.post(f"{url}/api/sites/well/releases", headers={"X-CSRF-Token": csrf})
        assert (answer.status, (await answer.json())["denied"]) == (403, "role")
