"""A place of tiles, in real Chromium: flat and in IWER's headset, from `tour serve` to the triangles on the screen."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser

from tests.builders import write_pack
from tests.e2e.conftest import ARTEFACTS, House
from tests.e2e.test_browser import enter
from tests.tilesets import add_court

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with the well inside a court of tiles: a coarse root, four finer quarters."""
    folder = tmp_path_factory.mktemp("sites")
    add_court(write_pack(folder / "court"))
    data = tmp_path_factory.mktemp("data")
    house = House(
        "--sites", str(folder), "--data", str(data), "--model", "none", "--voices", "",
        log=ARTEFACTS / "e2e" / "tiles-server.log",
    )  # fmt: skip
    try:
        house.wait("/healthz")
        yield house
    finally:
        house.stop()


async def test_tiles_are_drawn_on_a_screen_and_the_coarse_level_goes(browser: Browser, court: House) -> None:
    visitor = await enter(browser, court.url)
    fine = await visitor.until(lambda state: state["tiles"]["visible"] >= 3 and state["tiles"]["loading"] == 0)
    await visitor.picture("tiles-screen")
    assert fine["tiles"]["failed"] == 0
    assert fine["tiles"]["covering"] == 1, "the coarse level has stepped aside"
    assert fine["tiles"]["bytes"] > 0
    assert fine["triangles"] > 4 * 300
    assert visitor.errors == []


async def test_tiles_are_drawn_for_both_eyes_in_a_headset(browser: Browser, court: House) -> None:
    visitor = await enter(browser, court.url, headset=True)
    flat = await visitor.until(lambda state: state["tiles"]["visible"] >= 3 and state["tiles"]["loading"] == 0)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    there = await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 20)
    assert there["tiles"]["visible"] >= 3
    assert there["tiles"]["failed"] == 0
    assert there["triangles"] > 1.5 * flat["triangles"], "two eyes"
    await visitor.picture("tiles-headset")
    await visitor.page.evaluate("headset.activeSession?.end?.()")
    assert visitor.errors == []
