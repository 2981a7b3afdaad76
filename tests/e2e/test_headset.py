"""People in headsets, named by what they want: IWER's Quest 2 and 3, controllers and hands, a real server, a voice."""

from typing import Any

import pytest
from playwright.async_api import Browser

from scenes.device import DEVICES, MIB
from tests.e2e.conftest import House
from tests.e2e.wearer import QUEST_2, QUEST_3, Wearer, at, label, on_page, wear
from tour.settings import read_settings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

EYES = 2
GEOMETRY = 64 * MIB
"""Bytes of vertices and indices on the graphics chip, at most."""
SITES = sorted(folder.name for folder in (read_settings().data / "sites").glob("*") if (folder / "site.toml").is_file())


async def test_somebody_with_two_controllers_finds_their_way_and_their_comfort(
    listening: Browser, places: House
) -> None:
    visitor = await wear(listening, at(places), device=QUEST_3)
    begun = await visitor.until(lambda state: state["utterance"] is not None)
    await visitor.does("direct('right', [0, -0.2, -1])")
    await visitor.does("press('right', 'trigger', 1)")
    await visitor.until(lambda state: state["headset"]["aiming"])
    await visitor.does("press('right', 'trigger', 0)")
    gone = await visitor.until(lambda state: apart(state, begun) > 2)
    assert gone["headset"]["walked"] == 0, "by a leap"

    yaw = gone["headset"]["rig"]["yaw"]
    await visitor.does("stick('right', 1, 0)")
    await visitor.until(lambda state: state["headset"]["rig"]["yaw"] != yaw)
    turned = await visitor.frames(3)
    assert turned["headset"]["rig"]["yaw"] == pytest.approx(yaw - 0.5236, abs=0.01), "30 degrees to the right, once"
    await visitor.does("stick('right', 0, 0)")
    assert apart(turned, gone) < 0.05, "about the head"

    await visitor.tap("left", "y-button")
    await visitor.until(lambda state: on_page(state, "home"))
    await visitor.picture("headset-menu")
    await visitor.choose("right", "comfort")
    await visitor.choose("right", "walk")
    await visitor.choose("right", "hand")
    await visitor.until(lambda state: state["headset"]["comfort"]["hand"] == "left")
    await visitor.choose("right", "back")
    await visitor.choose("right", "close")
    before = await visitor.until(lambda state: on_page(state, None))
    await visitor.does("stick('right', 0, -1)")
    walking = await visitor.until(lambda state: state["headset"]["walked"] > 0.5 and state["headset"]["vignette"] > 0.5)
    await visitor.picture("headset-walking")
    assert apart(walking, before) > 0.4
    await visitor.does("stick('right', 0, 0)")
    await visitor.until(lambda state: state["headset"]["vignette"] < 0.05)
    stored = await visitor.page.evaluate("JSON.parse(localStorage['caravanserai.preferences']).comfort")
    assert (stored["walk"], stored["hand"]) == ("smooth", "left"), "kept for the next time"
    fits(await drawn_at(visitor, "arena", looks=3))
    assert 120 in await visitor.does("felt"), "the controllers told of the arrival"
    assert visitor.errors == []


async def test_a_seated_visitor_with_one_hand_goes_to_the_next_stop_and_asks_what_that_is(
    listening: Browser, places: House
) -> None:
    visitor = await wear(listening, at(places), device=QUEST_2, hands=True, alone="right")
    await visitor.does("height(1.15)")
    await visitor.does("palm('right', true)")
    await visitor.until(lambda state: on_page(state, "home"))
    await visitor.does("palm('right', false)")
    await visitor.frames()
    await visitor.picture("headset-one-hand")
    await visitor.choose("right", "comfort")
    await visitor.choose("right", "seated")
    raised = await visitor.until(lambda state: abs(eyes(state) - 1.65) < 0.1)
    await visitor.choose("right", "back")
    following = raised["headset"]["guide"]["next"]
    await visitor.choose("right", "next")
    there = await visitor.until(lambda state: state["stop"] == following and apart(state, raised) > 5)
    assert on_page(there, None)
    assert abs(eyes(there) - 1.65) < 0.1, "still as high as somebody who stands"

    await visitor.until(lambda state: state["utterance"] is not None)
    await visitor.does("direct('right', [0, 0.25, -1])")
    said = (await visitor.frames(2))["utterance"]
    await visitor.does("touch('right')")
    await visitor.until(lambda state: state["utterance"] not in (None, said))
    await visitor.picture("headset-what-is-that")

    await visitor.does("pose('right', 'middle')")
    await visitor.until(lambda state: "listening" in state["headset"]["caption"])
    await visitor.picture("headset-asking")
    await visitor.does("pose('right', 'default')")
    await visitor.until(lambda state: "listening" not in state["headset"]["caption"])
    assert visitor.errors == []


async def test_somebody_from_cairo_pokes_the_menu_over_their_wrist_and_reads_arabic(
    listening: Browser, places: House
) -> None:
    visitor = await wear(listening, at(places), device=QUEST_2, hands=True)
    await visitor.does("palm('left', true)")
    await visitor.until(lambda state: on_page(state, "home"))
    await visitor.poke("right", "language")
    await visitor.until(lambda state: on_page(state, "language"))
    await visitor.poke("right", "language:ar")
    await visitor.until(lambda state: on_page(state, "home") and arabic(label(state, "language")))
    await visitor.picture("headset-arabic-menu")
    first, second = await visitor.place("next"), await visitor.place("stops")
    across = [await visitor.does(f"local({place})[0]") for place in (first, second)]
    assert across[0] > across[1], "it begins on the right"
    await visitor.poke("right", "close")
    await visitor.until(lambda state: on_page(state, None))
    assert visitor.errors == []


async def test_somebody_takes_the_headset_off_in_mid_sentence_and_finds_the_guide_where_it_was(
    listening: Browser, places: House
) -> None:
    visitor = await wear(listening, at(places))
    speaking = await visitor.until(lambda state: state["rms"] > 0.005 and len(state["captions"]) > 1)
    await visitor.page.evaluate("headset.updateVisibilityState('hidden')")
    await visitor.until(lambda state: state["headset"]["held"] == "away")
    held = await visitor.state()
    await visitor.page.wait_for_timeout(4000)
    still = await visitor.state()
    assert still["rms"] == 0
    assert (still["captions"], still["utterance"]) == (held["captions"], held["utterance"])
    await visitor.page.evaluate("headset.updateVisibilityState('visible')")
    on = await visitor.until(lambda state: state["rms"] > 0.005 and len(state["captions"]) > len(held["captions"]))
    assert on["utterance"] == speaking["utterance"], "the same words go on"
    assert on["underruns"] == 0

    await visitor.does("lose(true)")
    await visitor.until(lambda state: state["headset"]["held"] == "away")
    await visitor.does("lose(false)")
    found = await visitor.until(lambda state: state["headset"]["held"] is None)
    await visitor.page.evaluate("headset.position.x += 0.4")
    stepped = await visitor.until(lambda state: apart(state, found) > 0.3)
    await visitor.page.evaluate("headset.recenter()")
    assert apart(await visitor.frames(8), stepped) < 0.05, "where they stood, whatever the headset calls its middle"

    await visitor.tap("right", "b-button")
    waiting = await visitor.until(lambda state: state["headset"]["guide"]["state"] == "waiting")
    await visitor.picture("headset-guide-waits")
    assert 4 < distance(waiting["headset"]["guide"]["feet"], waiting["position"]) < 9, "ahead, and in sight"

    await visitor.page.evaluate("headset.activeSession.end()")
    await visitor.until(lambda state: not state["presenting"] and state["headset"]["held"] == "ended")
    await visitor.picture("headset-ended")
    await visitor.page.mouse.click(320, 60)
    await visitor.until(lambda state: state["headset"]["held"] is None)
    assert visitor.errors == []


def eyes(state: dict[str, Any]) -> float:
    """How high above the ground they are."""
    return float(state["position"][1] - state["headset"]["guide"]["feet"][1])


def arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def apart(now: dict[str, Any], before: dict[str, Any]) -> float:
    return distance(now["position"], before["position"])


def distance(a: list[float], b: list[float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[2] - b[2]) ** 2) ** 0.5)


async def stops_of(visitor: Wearer, site: str) -> list[str]:
    stops: list[dict[str, str]] = await visitor.page.evaluate(
        f"fetch('/api/sites/{site}').then((answer) => answer.json()).then(({{ stops }}) => stops)"
    )
    return [stop["id"] for stop in stops]


async def drawn_at(visitor: Wearer, stop: str, looks: int = 6) -> dict[str, Any]:
    """Stand at a stop and look round: what one eye is drawn at most."""
    await visitor.page.evaluate(f"caravanserai.goto('{stop}')")
    await visitor.clock(0.6)
    seen = []
    for look in range(looks):
        await visitor.does(f"look({look * 6.2832 / looks})")
        seen.append(await visitor.frames(2))
    return {
        "stop": stop,
        "calls": max(state["drawCalls"] for state in seen) / EYES,
        "triangles": max(state["triangles"] for state in seen) / EYES,
        **seen[-1]["headset"]["weight"],
    }


def fits(found: dict[str, Any]) -> None:
    """Hold what is drawn against what a Quest 2 carries."""
    budget = DEVICES["quest2"]
    assert found["calls"] <= budget.draw_calls, found
    assert found["triangles"] <= budget.triangles, found
    assert found["largest"] <= budget.texture, found
    assert found["textures"] <= budget.texture_memory, found
    assert found["geometry"] <= GEOMETRY, found


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("site", SITES)
async def test_every_stop_of_every_site_fits_a_headset(browser: Browser, places: House, site: str) -> None:
    visitor = await wear(browser, f"{places.url}/?site={site}", device=QUEST_2)
    found = []
    for stop in await stops_of(visitor, site):
        found.append(await drawn_at(visitor, stop, looks=4))
        print(site, found[-1], flush=True)
    for each in found:
        fits(each)
    assert visitor.errors == []


@pytest.mark.soak
@pytest.mark.timeout(1200)
async def test_nobody_loses_a_syllable_in_three_minutes_of_walking(listening: Browser, places: House) -> None:
    visitor = await wear(listening, at(places), device=QUEST_2, comfort={"walk": "smooth"})
    stops = await stops_of(visitor, "colosseum")
    spoken, at_stop = 0.0, 0
    while spoken < 180:
        await visitor.does(f"stick('left', 0, {-0.9 if int(spoken) % 2 else 0.9})")
        begun = await visitor.now()
        await visitor.clock(1.0)
        state = await visitor.state()
        assert state["presenting"]
        if state["utterance"] is None:
            at_stop += 1
            await visitor.page.evaluate(f"caravanserai.goto('{stops[at_stop % len(stops)]}')")
        elif state["rms"] > 0.001:
            spoken += (await visitor.now() - begun) / 1000
    headset = state["headset"]
    print({"spoken": spoken, "underruns": state["underruns"], "walked": headset["walked"], "frames": state["framesXR"]})
    assert headset["walked"] > 20
    assert state["underruns"] == 0
    assert visitor.errors == []
