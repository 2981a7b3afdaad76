"""A screen in a museum's hall, and somebody before it, for tests in a browser."""

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace as with_fields
from PIL import Image
from playwright.async_api import Browser, Page, expect

from scenes.annotation import from_web_annotation, to_web_annotation
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.e2e.conftest import ARTEFACTS
from tests.people import house_settings, two_sites
from tests.scenes.test_media import medium
from tour.app import create_app
from tour.keys import HOUSE, RECORDS, SITES
from tour.kiosk.rules import KioskRules, rules

CODE = "271828"
PORTRAIT, LANDSCAPE, SMALL = (1080, 1920), (1920, 1080), (1366, 768)
NOON = datetime(2026, 11, 27, 12, 0)

UNDRAWN = """const had = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : had.call(this, kind, ...more);
};"""

FRAMES = """new Promise((go) => {
  let left = 60;
  const frame = () => (left-- > 0 ? requestAnimationFrame(frame) : go());
  frame();
})"""
"""What a screen does until it has surely been drawn anew."""


@dataclass(slots=True, kw_only=True)
class Hall:
    """A house with kiosks, whose server can be stopped and started again on the same port."""

    folder: Path
    furnished: bool = False
    """Whether the well shows a photograph and plays a sound."""
    app: web.Application = field(init=False)
    port: int = 0
    _server: TestServer | None = None

    async def open(self) -> None:
        settings = replace(
            house_settings(self.folder), model="scripted", voices="scripted", prefetch=False, kiosk_code=CODE,
            public_url="https://tours.museum.example",
        )  # fmt: skip
        if self.furnished:
            furnish(write_pack(self.folder / "well"))
            self.app = create_app(settings, {"well": load_site(self.folder / "well")})
        else:
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


@asynccontextmanager
async def open_for_a_test(hall: Hall) -> AsyncIterator[Hall]:
    """A hall that closes behind its test."""
    await hall.open()
    try:
        yield hall
    finally:
        await hall.close()


async def bare_hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """For tests that say `hall = pytest.fixture(bare_hall)`."""
    async with open_for_a_test(Hall(folder=tmp_path)) as hall:
        yield hall


async def furnished_hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """The same with a photograph and a sound."""
    async with open_for_a_test(Hall(folder=tmp_path, furnished=True)) as hall:
        yield hall


async def eventually(what: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something on the server's side."""
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.05)


def furnish(folder: Path) -> None:
    """Let the pack's first annotation show a photograph and play a sound, both named with where they come from."""
    photograph, sound = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (640, 480), "#806040").save(photograph, "WEBP")
    with wave.open(sound, "wb") as silence:
        silence.setparams((1, 2, 8_000, 0, "NONE", ""))
        silence.writeframes(bytes(32_000))
    files = [(photograph.getvalue(), ".webp"), (sound.getvalue(), ".wav")]
    media = tuple(with_fields(medium(*each), source="https://museum.example/bucket") for each in files)
    rows = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    rows[0] = to_web_annotation(with_fields(from_web_annotation(rows[0]), media=media), "scene")
    (folder / "annotations.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "media").mkdir(exist_ok=True)
    for one, (data, _) in zip(media, files, strict=True):
        (folder / one.file).write_bytes(data)


@asynccontextmanager
async def standing_before(
    browser: Browser,
    hall: Hall,
    size: tuple[int, int] = PORTRAIT,
    *,
    now: datetime | None = None,
    drawn: bool = False,
    before: str = "",
) -> AsyncIterator[Page]:
    """The screen, with a clock that tests set where `now` is given; whatever goes wrong in the page fails the test.

    Without `drawn` there is no WebGL: processors that draw have no time for clocks. `before` is run in the page before
    anything else.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, locale="en-GB", timezone_id="Europe/Rome"
    )
    if not drawn:
        await context.add_init_script(UNDRAWN)
    if before:
        await context.add_init_script(before)
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


async def picture(page: Page, name: str) -> None:
    """A screenshot that somebody will look at."""
    (ARTEFACTS / "kiosk").mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / "kiosk" / f"{name}.png")
