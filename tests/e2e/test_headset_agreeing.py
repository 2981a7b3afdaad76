"""What a visitor may know and decide with the headset on: sources, consent, what is kept, being forgotten."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.conftest import House
from tests.e2e.wearer import QUEST_2, Wearer, at, label, on_page, wear

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


async def test_somebody_asks_how_the_guide_knows_and_reads_on_while_it_speaks(
    listening: Browser, places: House
) -> None:
    visitor = await wear(listening, at(places))
    await visitor.until(lambda state: any("189 metres" in said for said in state["captions"]))
    await visitor.tap("left", "y-button")
    await visitor.until(lambda state: on_page(state, "home"))
    await visitor.picture("headset-home")
    await visitor.choose("right", "reasons")
    first = await visitor.until(lambda state: re.search(r"\b(1[89]|20)\d\d\)", state["headset"]["read"]) is not None)
    read = first["headset"]["read"]
    heard = " ".join(read.split())
    assert any(heard.startswith(said.strip()) for said in first["captions"]), "what was said"
    await visitor.picture("headset-sources")
    after = await visitor.until(lambda state: len(state["captions"]) > len(first["captions"]))
    assert after["headset"]["read"] == read, "the guide goes on, the page stays"
    await visitor.choose("right", "back")
    await visitor.until(lambda state: on_page(state, "home"))
    assert visitor.errors == []


async def test_somebody_agrees_takes_back_and_is_forgotten_in_the_headset(listening: Browser, places: House) -> None:
    visitor = await wear(listening, at(places), device=QUEST_2, alone="right")
    await visitor.until(lambda state: len(state["captions"]) > 0)
    await visitor.does("press('right', 'b-button', 1)")
    await visitor.until(lambda state: on_page(state, "home"))
    await visitor.does("press('right', 'b-button', 0)")
    await visitor.choose("right", "privacy")
    await visitor.until(lambda state: agreed(state) == [])

    await visitor.choose("right", "voice")
    unable = await visitor.until(lambda state: "together with" in state["headset"]["read"])
    assert label(unable, "agree") == "", "only beside typed ones"
    await visitor.choose("right", "back")
    await visitor.choose("right", "analytics")
    await visitor.until(lambda state: "days at most" in state["headset"]["read"] and label(state, "agree") != "")
    await visitor.picture("headset-consent")
    await visitor.choose("right", "agree")
    await visitor.until(lambda state: label(state, "withdraw") != "")
    assert await kept(visitor, ["analytics"])
    assert await visitor.page.locator("#agree-analytics").is_checked(), "the page knows it too"

    await visitor.choose("right", "back")
    await visitor.choose("right", "voice")
    await visitor.choose("right", "agree")
    assert await kept(visitor, ["analytics", "voice"])
    await visitor.choose("right", "back")
    await visitor.until(lambda state: agreed(state) == ["analytics", "voice"])
    await visitor.picture("headset-privacy")
    await visitor.choose("right", "kept")
    await visitor.until(
        lambda state: "You agreed to: Let the site learn" in state["headset"]["read"].replace("\n", " ")
    )
    await visitor.picture("headset-kept")
    await visitor.choose("right", "back")
    await visitor.choose("right", "analytics")
    await visitor.choose("right", "withdraw")
    assert await kept(visitor, []), "and what needs it with it"

    await visitor.choose("right", "back")
    await visitor.choose("right", "personalise")
    await visitor.choose("right", "agree")
    await visitor.choose("right", "back")
    await visitor.until(lambda state: agreed(state) == ["personalise"])
    await visitor.choose("right", "forget")
    await visitor.until(lambda state: agreed(state) == [])
    await visitor.page.locator("#forget:not([disabled])").wait_for(state="attached")
    said = await visitor.page.locator("#kept-said").text_content()
    assert said == "Done. Nothing is kept of you any more."
    await visitor.picture("headset-forgotten")
    assert (await visitor.state())["presenting"]
    assert visitor.errors == []


def agreed(state: dict[str, Any]) -> list[str] | None:
    """The purposes that the menu shows agreed to; None on another page."""
    chosen = [each["id"] for each in state["headset"]["choices"] if each["chosen"]]
    return chosen if on_page(state, "privacy") else None


async def kept(visitor: Wearer, purposes: list[str], tries: int = 40) -> bool:
    """Whether the house comes to hold just these agreed to."""
    for _ in range(tries):
        standing = await visitor.page.evaluate(
            """async () => {
                const [claim] = JSON.parse(sessionStorage['caravanserai.visits']);
                const headers = { 'Content-Type': 'application/json' };
                const post = { method: 'POST', headers, body: JSON.stringify(claim) };
                const { consents } = await (await fetch('/api/privacy/mine/export', post)).json();
                return (consents ?? []).filter(({ ended }) => ended === null).map(({ purpose }) => purpose).sort();
            }"""
        )
        if standing == purposes:
            return True
        await visitor.frames()
    return False
