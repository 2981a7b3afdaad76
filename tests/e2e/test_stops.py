"""At every stop of every demonstration site the finest level draws no more than a headset can."""

import json
import math
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Browser

from scenes.sites import DEMONSTRATIONS
from tests.e2e.conftest import ARTEFACTS, House
from tests.e2e.test_browser import enter
from tour.settings import read_settings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

DRAW_CALLS, TRIANGLES = 120, 750_000
"""Of a Quest 2, for one eye."""
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def silent() -> Iterator[House]:
    """A server without a model and without voices."""
    house = House("--model", "none", "--voices", "", log=ARTEFACTS / "e2e" / "stops.log")
    try:
        house.wait("/healthz")
        yield house
    finally:
        house.stop()


def stops(house: House, site: str) -> dict[str, list[float]]:
    """Where each stop is."""
    with urllib.request.urlopen(f"{house.url}/api/sites/{site}") as answer:
        return {stop["id"]: stop["position"] for stop in json.load(answer)["stops"]}


@pytest.mark.parametrize("site", DEMONSTRATIONS)
async def test_every_stop_is_within_what_a_headset_draws(browser: Browser, silent: House, site: str) -> None:
    assert (read_settings().data / "sites" / site).is_dir(), f"{site} is not built: run `tour demo --build-only`"
    visitor = await enter(browser, f"{silent.url}/?site={site}&detail=full")
    await visitor.page.locator("#begin").click()
    await visitor.page.set_viewport_size({"width": 320, "height": 180})  # what is counted does not depend on pixels
    await visitor.until(lambda state: state["level"] >= 2, 180)
    for stop, place in stops(silent, site).items():
        await visitor.page.evaluate(f"caravanserai.goto('{stop}')")
        await visitor.until(lambda state, place=place: near(state, place))
        await visitor.page.evaluate(DRAWN)
        drawn = await visitor.state()
        assert 0 < drawn["drawCalls"] <= DRAW_CALLS, stop
        assert 0 < drawn["triangles"] <= TRIANGLES, stop
    await visitor.picture(f"stops-{site}")
    assert visitor.errors == []


def near(state: dict[str, Any], place: list[float]) -> bool:
    """Whether the head is above a place."""
    x, _, z = state["position"]
    return math.hypot(x - place[0], z - place[2]) < 0.5
