"""Somebody who reads a script that this machine has no letters for, or that marks no end of a sentence."""

from collections import defaultdict
from typing import Any

import pytest
from playwright.async_api import Browser, WebSocket, expect

from tests.e2e.conftest import House
from tests.e2e.test_browser import Watcher
from tests.e2e.wearer import at, wear
from tour.codec import from_server
from tour.messages import Caption

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

BOXES = r"""
const fillText = CanvasRenderingContext2D.prototype.fillText;
const drawn = (font, letter) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 48, height: 48 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = font.replace(/[\d.]+px/, "24px");
  fillText.call(pen, letter, 4, 34);
  return canvas.toDataURL();
};
window.written = {};
CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
  fillText.call(this, text, ...where);
  if (this.canvas.width < 1000) return;
  const nobodys = drawn(this.font, "\u{10FFFE}");
  const letters = [...new Set(text.match(/\p{L}/gu))];
  window.written[text] = letters.filter((letter) => drawn(this.font, letter) === nobodys).join("");
};
"""
"""Notes of each line on a large canvas which of its letters are boxes, as it was drawn last."""


class Wire:
    """The sentences that a page was sent, as the house cut them."""

    def __init__(self) -> None:
        self._clauses: dict[tuple[str, int | None], list[str]] = defaultdict(list)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._take)

    def _take(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and isinstance(message := from_server.decode(frame), Caption):
            self._clauses[message.utterance, message.sentence].append(message.text)

    @property
    def sentences(self) -> list[str]:
        return ["".join(clauses).strip() for clauses in self._clauses.values()]


async def test_somebody_reads_thai_sentence_by_sentence_and_takes_one_home(browser: Browser, places: House) -> None:
    context = await browser.new_context(viewport={"width": 640, "height": 720}, locale="th-TH")
    await context.add_init_script(script=BOXES)
    page = await context.new_page()
    visitor, wire = Watcher(page), Wire()
    page.on("websocket", wire.listen)
    await page.goto(at(places, "grand-palace"))
    await page.locator("#begin:not([disabled])").click(timeout=60_000)
    read = page.locator("#history li p")
    await expect(read.nth(3)).to_be_attached(timeout=120_000)
    *over, _ = await read.all_text_contents()
    assert over == wire.sentences[: len(over)]
    assert sum(sentence.endswith(".") for sentence in over) == 0, "nothing in the words tells where one ends"

    await page.locator("#show-postcard").click()
    await expect(page.locator("#postcard img")).to_be_visible(timeout=60_000)
    told = await page.locator("#postcard img").get_attribute("alt") or ""
    assert any(sentence in told for sentence in wire.sentences), "a whole sentence"
    assert await boxes(visitor, "กขคงจชซดตถทธนบปผพฟมยรลวศสหอ") == {}
    await visitor.picture("scripts-thai-card")
    assert visitor.errors == []


async def test_somebody_reads_tamil_in_a_headset(browser: Browser, places: House) -> None:
    visitor = await wear(browser, at(places), language="ta-IN", before=BOXES)
    await visitor.until(lambda state: len(state["captions"]) > 1)
    await visitor.tap("left", "y-button")
    await visitor.until(lambda state: state["headset"]["menu"] == "home")
    await visitor.frames(10)
    await visitor.picture("scripts-tamil-headset")
    assert await boxes(visitor, "கஙசஞடணதநபமயரலவழளறன") == {}
    assert visitor.errors == []


async def boxes(visitor: Watcher, script: str) -> dict[str, str]:
    """Lines in a script that were drawn with boxes, and those letters; fails where nothing was drawn in it."""
    written: dict[str, Any] = await visitor.page.evaluate("written")
    lines = {line: missing for line, missing in written.items() if set(line) & set(script)}
    assert lines
    return {line: missing for line, missing in lines.items() if missing}
