"""Curators at a site in the studio: a tour on its plan, what visitors would hear, colleagues, what needs attention."""

import re
import struct
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, Locator, Page, expect

from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture
from tests.people import house_settings, signed_in
from tour.app import create_app
from tour.keys import RECORDS
from tour.people.guard import CSRF

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CURATOR = {"well": ["curator"]}
SAVED = re.compile("^Saved$")
BOUNDS = (-8, -6, 28, 18)


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[tuple[web.Application, str, Mapping[str, str]]]:
    """A house whose site `well` is written in its records and has a plan; headers of a curator of it."""
    pack = write_pack(folder / "well")
    (pack / "plan.png").write_bytes(png(36, 24))
    with (pack / "site.toml").open("a") as file:
        file.write(f'\n[[picture]]\nid = "plan"\nkind = "plan"\nfile = "plan.png"\nbounds = {list(BOUNDS)}\n')
    settings = replace(house_settings(folder), model="scripted", voices="scripted", prefetch=False)
    app = create_app(settings, {"well": load_site(pack)})
    async with TestClient(TestServer(app)) as client:
        headers = await signed_in(app[RECORDS], CURATOR)
        answer = await client.post("/api/sites/well/records", headers=headers)
        assert answer.status == 201
        yield app, str(client.make_url("")).rstrip("/"), headers


def png(width: int, height: int) -> bytes:
    """A picture of the ground: paving in two greys."""
    rows = b"".join(
        b"\0" + bytes(190 if (x // 2 + y // 2) % 2 else 170 for x in range(width)) for y in range(height)
    )  # fmt: skip
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


async def record(page: Page, url: str, place: str) -> Any:
    """A record's body as the server has it."""
    return (await (await page.request.get(f"{url}/api/sites/well/records/{place}")).json())["body"]


async def write(page: Page, url: str, headers: Mapping[str, str], id_: str, text: str) -> None:
    """Another fact, written by a colleague."""
    answer = await page.request.put(
        f"{url}/api/sites/well/records/fact/{id_}",
        headers={CSRF: headers[CSRF], "Cookie": headers["Cookie"], "If-None-Match": "*"},
        data={"id": id_, "text": {"en": text}, "cites": []},
    )
    assert answer.status == 201, await answer.text()


async def drag(page: Page, handle: Locator, onto: Locator) -> None:
    """Take hold of a line by its handle and let go of it over another."""
    start, end = await handle.bounding_box(), await onto.bounding_box()
    assert start is not None
    assert end is not None
    await page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(end["x"] + 20, end["y"] + end["height"] / 2, steps=6)
    await page.mouse.up()


async def test_a_tour_is_put_in_order_on_its_plan(browser: Browser, tmp_path: Path) -> None:
    async with site(tmp_path) as (app, url, _):
        page = await page_of(browser, app, url, CURATOR, light=True)
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(f"{url}/studio#/sites/well/tours/short")
        plan = page.locator("studio-plan")
        await expect(plan.get_by_role("button", name="Stop 1: The mouth of the well")).to_be_visible()
        ground = await plan.locator("image").get_attribute("href")
        assert ground is not None
        assert (await page.request.get(f"{url}{ground}")).status == 200
        await expect(page.get_by_text(re.compile(r"About \d+ minutes: .* of listening, .* of walking"))).to_be_visible()
        await picture(page, "tour")
        assert await violations(page) == []

        await page.get_by_role("button", name="Down: The mouth of the well").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("The mouth of the well: 2 of 2")).to_be_attached()
        await expect(plan.get_by_role("button", name="Stop 1: The bench")).to_be_visible()
        await expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
        assert (await record(page, url, "tour/short"))["stops"] == ["bench", "mouth"]

        lines = page.locator("studio-ordering li")
        await lines.nth(1).scroll_into_view_if_needed()
        await drag(page, lines.nth(1).locator(".handle"), lines.nth(0))
        await expect(plan.get_by_role("button", name="Stop 1: The mouth of the well")).to_be_visible()

        await page.get_by_role("button", name="Remove: The mouth of the well").click()
        await plan.get_by_role("button", name="The mouth of the well: not in the tour. Add it.").focus()
        await page.keyboard.press("Enter")
        await expect(plan.get_by_role("button", name="Stop 2: The mouth of the well")).to_be_visible()
        await page.get_by_role("button", name=re.compile(r"Write \d+ minutes")).click()
        await expect(page.get_by_role("button", name=re.compile(r"Write \d+ minutes"))).to_have_count(0)
        await expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
        told = await record(page, url, "tour/short")
        assert (told["stops"], told["minutes"] < 5) == (["bench", "mouth"], True)
        assert broken == []


async def test_it_is_heard_as_a_visitor_would(browser: Browser, tmp_path: Path) -> None:
    async with site(tmp_path) as (app, url, _):
        page = await page_of(browser, app, url, CURATOR)
        await page.goto(f"{url}/studio#/sites/well/stops/mouth")
        hear = page.get_by_role("region", name="Hear it as a visitor would")
        await hear.get_by_role("button", name="Play").click()
        await expect(hear.get_by_text("The well is 12 metres deep.")).to_be_visible()
        await expect(hear.get_by_text("approved", exact=True).first).to_be_visible()
        await expect(hear.locator("li[data-now]")).to_be_visible()
        await picture(page, "hear")
        await hear.get_by_role("button", name="Stop").click()
        await expect(hear.locator("li[data-now]")).to_have_count(0)
        assert await violations(page) == []

        await page.goto(f"{url}/studio#/sites/well/facts/depth")
        await page.get_by_role("textbox", name="Italiano").fill("Il pozzo è profondo 21 metri.")
        await hear.get_by_label("Language").select_option("it")
        await hear.get_by_label("With sound").uncheck()
        await hear.get_by_role("button", name="Play").click()
        await expect(hear.locator(".words")).to_have_text("Il pozzo è profondo 21 metri.")
        await expect(hear.get_by_text("live", exact=True)).to_be_visible()


async def test_colleagues_and_what_needs_attention(browser: Browser, tmp_path: Path) -> None:
    async with site(tmp_path) as (app, url, headers):
        one = await page_of(browser, app, url, CURATOR)
        await one.goto(f"{url}/studio#/sites/well/facts/depth")
        await one.get_by_role("textbox", name="English").fill("The well is 12 metres deep!")
        await expect(one.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
        await write(one, url, headers, "deeper", "The well is 21 metres deep.")

        other = await page_of(browser, app, url, CURATOR, light=True)
        await other.goto(f"{url}/studio#/sites/well/facts/depth")
        await expect(other.get_by_text("A colleague is editing this.")).to_be_visible()
        await expect(other.get_by_role("link", name="A colleague: Fact depth")).to_be_visible()
        await expect(other.get_by_text(re.compile("Contradicts “deeper”"))).to_be_visible()
        await picture(other, "beside")
        assert await violations(other) == []
        await other.get_by_role("link", name="What needs attention").click()
        wrong = other.get_by_role("region", name="Facts that contradict each other")
        await expect(wrong.get_by_role("link", name="deeper")).to_be_visible()
        await other.get_by_role("button", name="Look for contradictions").click()
        told = re.compile(r"Pairs of facts looked at: \d+\. Worth a look: \d+")
        await expect(other.get_by_text(told)).to_be_visible()
        await picture(other, "attention")
        assert await violations(other) == []

        await other.goto(f"{url}/studio#/sites/well/sources/rossi")
        await other.get_by_role("button", name="Delete").click()
        dialog = other.get_by_role("dialog")
        await expect(dialog.get_by_role("link", name=re.compile("The well is 12 metres deep"))).to_be_visible()
        assert await violations(other) == []
        await dialog.get_by_role("button", name="Cancel").click()
        await expect(dialog).to_have_count(0)


async def test_a_translation_edited_by_a_person_is_a_persons(browser: Browser, tmp_path: Path) -> None:
    async with site(tmp_path) as (app, url, _):
        page = await page_of(browser, app, url, {"well": ["translator"]}, wide=False)
        await page.goto(f"{url}/studio#/sites/well/translations/fr")
        depth = page.locator("li", has_text="The well is 12 metres deep.")
        await expect(depth.get_by_text("missing")).to_be_visible()
        await depth.get_by_role("textbox").fill("Le puits a 12 mètres de profondeur.")
        await depth.get_by_role("textbox").press("Tab")
        await expect(depth.get_by_text("a person’s")).to_be_visible()
        assert (await record(page, url, "fact/depth"))["text"]["fr"] == "Le puits a 12 mètres de profondeur."
        await picture(page, "translations-phone")
        assert await violations(page) == []
        wide = await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, "nothing stands beyond the edge of a phone"
