"""Somebody who wears a headset: IWER's Quest 2 or 3, with controllers or bare hands, in real Chromium."""

import json
from typing import Any, Literal

from playwright.async_api import Browser

from tests.e2e.conftest import ROOT, House
from tests.e2e.test_browser import IWER, Watcher

Side = Literal["left", "right"]
DOES = ROOT / "tests" / "e2e" / "wearer.js"
QUEST_2 = "metaQuest2"
QUEST_3 = "metaQuest3"


class Wearer(Watcher):
    """A page in a headset, and what its visitor does."""

    async def does(self, what: str) -> Any:
        """Do something with head or hands: a call of `wearer.js`."""
        return await self.page.evaluate(f"wearer.{what}")

    async def frames(self, count: int = 3) -> dict[str, Any]:
        """Wait until so many more frames were drawn."""
        begun = (await self.state())["framesXR"]
        return await self.until(lambda state: state["framesXR"] >= begun + count)

    async def headset(self) -> dict[str, Any]:
        headset: dict[str, Any] = (await self.state())["headset"]
        return headset

    async def tap(self, side: Side, button: str = "trigger") -> None:
        """Press a button, or pinch, and let go."""
        await self.does(f"tap('{side}', '{button}')")

    async def now(self) -> float:
        """Milliseconds of the page's own clock."""
        return float(await self.page.evaluate("performance.now()"))

    async def clock(self, seconds: float) -> None:
        """Wait until so much of the page's time has passed, and frames were drawn meanwhile."""
        begun = await self.now()
        while await self.now() < begun + 1000 * seconds:
            await self.frames(1)

    async def choose(self, side: Side, item: str) -> None:
        """Point at something in the menu and press."""
        await self.does(f"choose('{side}', {await self.place(item)})")

    async def poke(self, side: Side, item: str) -> None:
        """Put a finger through something in the menu, and take it back."""
        await self.does(f"poke('{side}', {await self.place(item)})")

    async def place(self, item: str) -> list[float]:
        """Where something in the menu is."""
        state = await self.until(lambda state: any(each["id"] == item for each in state["headset"]["choices"]))
        at: list[float] = next(each["at"] for each in state["headset"]["choices"] if each["id"] == item)
        return at


def at(house: House, site: str = "colosseum") -> str:
    return f"{house.url}/?site={site}&detail=light"


def on_page(state: dict[str, Any], page: str | None) -> bool:
    return bool(state["headset"]["menu"] == page)


def label(state: dict[str, Any], item: str) -> str:
    """What stands on something in the menu; empty where it is not there."""
    return next((str(each["label"]) for each in state["headset"]["choices"] if each["id"] == item), "")


async def wear(
    browser: Browser,
    url: str,
    *,
    device: str = QUEST_3,
    hands: bool = False,
    alone: Side | None = None,
    language: str = "en-US",
    size: tuple[int, int] = (640, 360),
    comfort: dict[str, Any] | None = None,
    before: str = "",
) -> Wearer:
    """Open the page, put the headset on, and begin.

    `alone` is the only hand, `comfort` what was chosen last time, `before` a script that the page runs first.
    """
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=language)
    await context.add_init_script(script=f"window.HEADSET = '{device}';")
    if before:
        await context.add_init_script(script=before)
    if comfort is not None:
        kept = json.dumps(json.dumps({"comfort": comfort}))
        await context.add_init_script(script=f"localStorage['caravanserai.preferences'] ??= {kept};")
    await context.add_init_script(path=IWER)
    await context.add_init_script(path=DOES)
    page = await context.new_page()
    wearer = Wearer(page)
    await page.goto(url)
    if hands:
        await page.evaluate("headset.primaryInputMode = 'hand'")
    if alone is not None:
        other = "left" if alone == "right" else "right"
        await page.evaluate(f"headset.controllers.{other}.connected = headset.hands.{other}.connected = false")
    await page.locator("#begin:not([disabled])").wait_for(timeout=120_000)
    await wearer.until(lambda state: state["level"] >= 0 and state["headset"] is not None)
    await page.locator("#enter-vr").click(timeout=60_000)
    await wearer.until(lambda state: state["presenting"] and state["framesXR"] > 8 and state["connected"])
    await wearer.until(lambda state: len(state["headset"]["hands"]) == (2 if alone is None else 1))
    return wearer
