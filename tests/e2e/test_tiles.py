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
    fine = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.picture("tiles-screen")
    assert fine["tiles"]["failed"] == 0
    assert fine["tiles"]["covering"] == 1, "the coarse level has stepped aside"
    assert fine["tiles"]["bytes"] > 0
    assert fine["triangles"] > 2 * 25 * 12
    assert await visitor.page.evaluate("caravanserai.under(0.6, -0.1)") == "thing", "a pillar"
    assert await visitor.page.evaluate("caravanserai.under(0.6, 0.9)") is None, "the sky"
    assert visitor.errors == []


async def test_tiles_come_and_go_in_a_headset_and_are_drawn_for_both_eyes(browser: Browser, court: House) -> None:
    visitor = await enter(browser, court.url, headset=True)
    flat = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.page.locator("#enter-vr").click(timeout=60_000)
    there = await visitor.until(lambda state: state["presenting"] and state["framesXR"] > 20)
    assert there["tiles"]["visible"] >= 2
    assert there["triangles"] > 1.5 * flat["triangles"], "two eyes"
    await visitor.picture("tiles-headset")
    await visitor.page.evaluate("caravanserai.goto('bench')")
    far = await visitor.until(
        lambda state: state["position"][0] > 100 and state["tiles"]["bytes"] > there["tiles"]["bytes"]
    )
    assert far["presenting"], "what came, came while the headset was on"
    far = await visitor.until(lambda state: state["tiles"]["visible"] >= 2 and state["tiles"]["loading"] == 0)
    await visitor.picture("tiles-headset-far")
    assert far["tiles"]["failed"] == 0
    assert visitor.errors == []
