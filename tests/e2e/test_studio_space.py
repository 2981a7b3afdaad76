"""A curator who arranges a place in three dimensions: with the mouse in the picture, by numbers, and by keyboard."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.studio import page_of, picture, studio

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CURATOR = {"well": ["curator"]}
IS_THERE = "document.querySelector('space-view')?.isThere ?? false"
SPOT = "point => document.querySelector('space-view').spotOf(point)"
ARROW = """() => {
  const { camera, pieces } = document.querySelector('space-view').room.stage;
  const at = pieces.get('well').root.position;
  const far = camera.position.distanceTo(at) * 1.9 * Math.tan(Math.PI * camera.fov / 360) * 0.9 / 4;
  return [[at.x + 0.45 * far, at.y, at.z], [at.x + 0.45 * far + 1, at.y, at.z]];
}"""
"""Where the tip of the arrow is that moves a model to the right, and where it is one metre on."""


class Scene:
    """The studio's scene of the well on a page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    async def open(self) -> None:
        me = await (await self.page.request.get(f"{self.url}/api/me")).json()
        headers = {"X-CSRF-Token": me["csrf"]}
        begun = await self.page.request.post(f"{self.url}/api/sites/well/records", headers=headers, data={})
        assert begun.status == 201
        await self.page.goto(f"{self.url}/studio#/sites/well/space")
        await expect(self.page.get_by_role("button", name="As a visitor")).to_be_visible()
        while not await self.page.evaluate(IS_THERE):
            await self.page.wait_for_timeout(50)

    async def mode(self, name: str) -> None:
        await (
            self.page.get_by_role("navigation", name="The place in 3D")
            .get_by_role("link", name=name, exact=True)
            .click()
        )

    def number(self, name: str) -> Locator:
        return self.page.get_by_role("spinbutton", name=re.compile(f"^{name} "))

    async def tool(self, name: str) -> None:
        await self.page.get_by_role("group", name="Tools").get_by_role("button", name=name, exact=True).click()

    async def spot(self, *point: float) -> tuple[float, float]:
        found = await self.page.evaluate(SPOT, list(point))
        return found["x"], found["y"]

    async def click(self, *point: float) -> None:
        await self.page.mouse.click(*await self.spot(*point))

    async def drag(self, here: list[float], there: list[float]) -> None:
        start, end = await self.spot(*here), await self.spot(*there)
        await self.page.mouse.move(*start)
        await self.page.mouse.down()
        await self.page.mouse.move(*end, steps=6)
        await self.page.mouse.up()

    async def kept(self) -> None:
        await expect(self.page.locator(".space-bar .mark")).to_have_text("Saved")

    async def call_it(self, name: str) -> None:
        """Give what was just pointed at its name in every language of the site."""
        form = self.page.locator("space-fresh")
        for language in ("English", "Italiano", "简体中文"):
            await form.get_by_role("textbox", name=language).fill(name)
        await form.get_by_role("button", name="Keep it").click()
        await expect(self.page.locator("studio-record").get_by_role("heading", name=name)).to_be_visible()
        await self.page.get_by_role("button", name="All annotations and stops").click()

    async def record(self, kind: str, id_: str) -> dict[str, Any]:
        answer = await self.page.request.get(f"{self.url}/api/sites/well/records/{kind}/{id_}")
        body: dict[str, Any] = (await answer.json())["body"]
        return body


async def arrange(scene: Scene) -> None:
    """Move the model by its handle and by number, the entrance by its figure, the sun by its slider."""
    page = scene.page
    await page.get_by_role("button", name="Show all").click()
    await scene.click(0, 1, 1)
    await expect(page.get_by_role("heading", name="well")).to_be_visible()
    await page.get_by_role("button", name="Look at it").click()
    here, there = await page.evaluate(ARROW)
    await scene.drag(here, there)
    await expect(scene.number("Right")).not_to_have_value("0")
    await picture(page, "space-model")
    await scene.kept()
    assert (await scene.record("model", "well"))["position"] == pytest.approx([1, 0, 0], abs=0.2)
    assert (await scene.record("annotation", "well"))["position"] == pytest.approx([1, 1, 0], abs=0.2), "goes along"
    await scene.number("Right").fill("2")
    await scene.number("Left").fill("90")
    await scene.number("Left").press("Tab")
    await page.get_by_role("button", name="Undo").click()
    await expect(scene.number("Left")).to_have_value("0")

    await scene.mode("Entrance")
    await page.get_by_role("button", name="Show all").click()
    await scene.drag([0, 0.8, 12], [3, 0, 10])
    await picture(page, "space-entrance")
    await expect(scene.number("Right")).not_to_have_value("0")
    await scene.mode("Light")
    await page.get_by_label("Above the horizon").fill("20")
    await page.get_by_role("button", name="Evening").click()
    await picture(page, "space-light")
    await scene.kept()


async def annotate(scene: Scene) -> None:
    """A point by keyboard, an outline and a part by mouse, and a stop for the outline."""
    page = scene.page
    await scene.mode("Models")
    await page.get_by_role("button", name="Look at it").click()
    await scene.mode("Annotate")
    await scene.tool("Point")
    await page.keyboard.press("Enter")
    await scene.call_it("Middle")

    await scene.tool("Outline")
    for x, y in ((1.5, 0.5), (2.5, 0.5), (2.7, 1.0), (2.5, 1.5)):
        await scene.click(x, y, 1)
    await expect(page.get_by_text("4 corners.")).to_be_visible()
    await page.keyboard.press("Backspace")
    await scene.click(1.5, 1.5, 1)
    await picture(page, "space-outline")
    await scene.click(1.5, 0.5, 1)
    await scene.call_it("Panel")

    await scene.tool("Part")
    await page.mouse.move(*await scene.spot(2, 1, 1))
    await expect(page.locator("#space-hint")).to_have_text("Part “box”")
    await scene.click(2, 1, 1)
    await scene.call_it("Box")

    await page.get_by_role("button", name="Panel Outline").click()
    await page.get_by_role("button", name="Make a stop for it").click()
    await expect(page.get_by_text("The stop is made.")).to_be_visible()
    await picture(page, "space-stop")
    await page.get_by_role("button", name="Stand here as a visitor").click()
    await expect(page.get_by_text("You stand here as a visitor.")).to_be_visible()


async def test_a_place_is_composed_lit_and_annotated_and_reaches_its_visitors(browser: Browser, tmp_path: Path) -> None:
    async with studio(tmp_path) as (app, url):
        page = await page_of(browser, app, url, CURATOR)
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
        scene = Scene(page, url)
        await scene.open()
        await arrange(scene)
        await annotate(scene)
        await scene.kept()
        outline = await scene.record("annotation", "panel")
        assert re.fullmatch(r"POLYGON Z \(\((?:[-\d. ]+, ){4}[-\d. ]+\)\)", outline["region"])
        assert outline["position"] == pytest.approx([2.1, 1, 1], abs=0.1)
        assert (await scene.record("annotation", "box"))["part"] == "box"
        stop = await scene.record("stop", "panel")
        assert (stop["annotation"], stop["position"][1]) == ("panel", 0)
        assert stop["position"][2] > 1

        await page.goto(f"{url}/studio#/sites/well")
        await page.get_by_role("button", name="Publish").click()
        await expect(page.get_by_text("Visitors have everything as it is written.")).to_be_visible()
        visited = await (await page.request.get(f"{url}/api/sites/well")).json()
        notes = {each["id"]: each for each in visited["annotations"]}
        assert {"middle", "panel", "box"} <= notes.keys()
        assert notes["panel"]["region"] == outline["region"]
        assert visited["scene"]["models"][0]["position"] == pytest.approx([2, 0, 0])
        assert visited["scene"]["entrance"]["position"] == pytest.approx([3, 0, 10], abs=0.5)
        assert visited["scene"]["sun"][1] == pytest.approx(0.342, abs=0.01)
        assert visited["scene"]["background"] == "#d9a58a"
        assert broken == []
