"""How text stands out from what is drawn behind it, whatever the scene shows: measured from pixels."""

import io
import re
from typing import Any

from PIL import Image
from playwright.async_api import Page

ENOUGH = 4.5
GROUNDS = ("#fff", "#000")
"""The scenes in which text is hardest to read."""

SCENE = """ground => {
  const style = window.measuring = new CSSStyleSheet();
  style.replaceSync(`#view { visibility: hidden } html, body { background: ${ground} !important }
    * { text-shadow: none !important; transition: none !important; pointer-events: auto !important }`);
  document.adoptedStyleSheets.push(style);
}"""
TEXTS = """selector => [...document.querySelectorAll(selector)].flatMap((part) => {
  const found = [], walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, { parentElement } = text, range = document.createRange();
    if (!text.textContent.trim() || parentElement.closest(".hidden") || !parentElement.checkVisibility()) continue;
    let opacity = 1;
    for (let at = parentElement; at !== null; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    range.selectNodeContents(text);
    const shown = (box) => {
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      for (let at = parentElement; at !== null; at = at.parentElement) {
        if (getComputedStyle(at).overflowY === "visible") continue;
        const its = at.getBoundingClientRect();
        [left, top] = [Math.max(left, its.left), Math.max(top, its.top)];
        [right, bottom] = [Math.min(right, its.right), Math.min(bottom, its.bottom)];
      }
      return [left, top, right, bottom];
    };
    for (const box of [...range.getClientRects()].map(shown)) {
      const [left, top, right, bottom] = box;
      if (right - left < 8 || bottom - top < 8) continue;
      const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (seen === null || !(seen.contains(parentElement) || parentElement.contains(seen))) continue;
      const colour = getComputedStyle(parentElement).color;
      found.push({ text: text.textContent.trim().slice(0, 30), colour, opacity, box });
    }
  }
  return found;
})"""
CLEAR = "window.measuring.insertRule('* { color: transparent !important }')"
AGAIN = "document.adoptedStyleSheets.pop()"


def luminance(colour: tuple[float, ...]) -> float:
    """As WCAG has it, 0 to 1; of red, green and blue of 0 to 255."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10.3 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def worst(text: dict[str, Any], picture: Image.Image) -> float:
    """The contrast of a text, where its ground helps it least; of a pixel's edge here and there nothing is made."""
    numbers = [float(part) for part in re.findall(r"[\d.]+", text["colour"])]
    opacity = text["opacity"] * (numbers[3] if len(numbers) > 3 else 1)
    left, top, right, bottom = text["box"]
    behind = picture.crop((int(left) + 2, int(top) + 3, int(right) - 1, int(bottom) - 2))
    ratios = sorted(
        ratio(
            tuple(opacity * mine + (1 - opacity) * its for mine, its in zip(numbers[:3], colour, strict=True)), colour
        )
        for _, colour in behind.getcolors(behind.width * behind.height)  # type: ignore[union-attr]
        if isinstance(colour, tuple)
    )
    return ratios[len(ratios) // 20]


async def seen(page: Page, selector: str, ground: str) -> tuple[list[dict[str, Any]], Image.Image]:
    """The texts, and a picture of what lies behind them; once more if they moved meanwhile."""
    while True:
        await page.evaluate(SCENE, ground)
        texts = await page.evaluate(TEXTS, selector)
        await page.evaluate(CLEAR)
        shot = await page.screenshot(scale="css", timeout=120_000)
        after = await page.evaluate(TEXTS, selector)
        await page.evaluate(AGAIN)
        if [each["box"] for each in texts] == [each["box"] for each in after]:
            return texts, Image.open(io.BytesIO(shot)).convert("RGB")


async def faint(page: Page, selector: str) -> list[str]:
    """One line for every text there that stands out too little from a white scene, or from a black one."""
    found = []
    for ground in GROUNDS:
        texts, picture = await seen(page, selector, ground)
        assert texts, f"there is no text in {selector}"
        found += [
            f"{text['text']!r} at {text['box']} over {ground}: {contrast:.1f}"
            for text in texts
            if (contrast := worst(text, picture)) < ENOUGH
        ]
    return found
