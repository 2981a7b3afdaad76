"""Curators bring things in and take them out in a real browser: a new site, scans, sites in other forms."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, Route, expect

from tests.builders import box_glb
from tests.e2e.axe import violations
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.studio import page_of, picture, studio
from tests.tour.routes.studio.test_media import photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as found:
        yield found


async def begin(page: Page, url: str) -> None:
    """Begin to write the well."""
    await page.goto(f"{url}/studio#/")
    await page.get_by_role("button", name="Begin to write it here").click()
    await expect(page.locator("studio-notice")).to_contain_text("records are here now")


async def test_a_new_site_gets_a_scan_that_is_watched_and_compared(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"*": ["curator"]})
    await page.goto(f"{url}/studio#/new")
    await page.get_by_label("Add a language").select_option("it")
    await page.get_by_role("textbox", name="English").fill("Baths of Caracalla")
    await page.get_by_role("button", name="Make the site").click()
    await expect(page.get_by_role("textbox", name="Italiano")).to_be_focused()
    await page.get_by_role("textbox", name="Italiano").fill("Terme di Caracalla")
    await picture(page, "new-site")
    await page.get_by_role("button", name="Make the site").click()
    await expect(page.get_by_role("heading", name="Bring a scan")).to_be_visible()
    assert page.url.endswith("/sites/baths-of-caracalla/bring")
    scan = {"name": "basin.glb", "mimeType": "model/gltf-binary", "buffer": box_glb("basin")}
    await page.locator("input[type=file]").set_input_files([scan])  # type: ignore[list-item]
    await expect(page.locator(".sending")).to_contain_text("All 1 files are here")
    await page.get_by_label("What it is called").fill("Basin")
    await page.get_by_role("button", name="Take it in").click()
    await expect(page.locator(".steps [aria-current=step]")).to_be_visible()
    await picture(page, "ingest-steps")
    await expect(page.locator("studio-scan-work .mark.good")).to_be_visible(timeout=120_000)
    slider = page.locator("studio-compare input")
    await slider.focus()
    await page.keyboard.press("Home")
    await expect(slider).to_have_attribute("aria-valuetext", "As scanned 0 %")
    await page.keyboard.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuetext", "As scanned 1 %")
    widths = await page.locator("studio-compare img").evaluate_all("all => all.map(each => each.naturalWidth)")
    assert len(widths) == 2
    assert min(widths) > 100
    await picture(page, "ingested")
    await expect(page.locator(".ingested")).to_contain_text("triangles")


async def test_a_file_goes_on_where_it_stood_after_the_page_was_loaded_again(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"], "*": []})
    await begin(page, url)
    await page.goto(f"{url}/studio#/sites/well/bring")
    large = {"name": "hall.ply", "mimeType": "", "buffer": b"ply\n" + bytes(9 * 1024 * 1024)}
    offsets: list[str] = []

    async def cut(route: Route) -> None:
        offset = route.request.headers.get("upload-offset", "")
        if route.request.method == "PATCH":
            offsets.append(offset)
        await (route.abort() if route.request.method == "PATCH" and offset != "0" else route.continue_())

    await page.route("**/uploads/*", cut)
    await page.locator("input[type=file]").set_input_files([large])  # type: ignore[list-item]
    await expect(page.locator(".sending progress").first).to_have_attribute("value", str(8 * 1024 * 1024))
    page.on("dialog", lambda dialog: dialog.accept())
    await page.reload()
    await page.unroute("**/uploads/*")
    await expect(page.locator("studio-bring")).to_contain_text("choose the same file again to go on")
    await picture(page, "kept-from-before")
    sent: list[str] = []
    page.on(
        "request", lambda each: sent.append(each.headers.get("upload-offset", "")) if each.method == "PATCH" else None
    )
    await page.locator("input[type=file]").set_input_files([large])  # type: ignore[list-item]
    await expect(page.locator(".sending")).to_contain_text("All 1 files are here")
    assert sent == [str(8 * 1024 * 1024)]
    await page.get_by_role("button", name="Remove: hall.ply").click()
    await expect(page.locator("studio-bring")).not_to_contain_text("hall.ply")


async def test_what_is_no_scan_is_refused_with_what_to_do(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"]}, light=True)
    await begin(page, url)
    await page.goto(f"{url}/studio#/sites/well/bring")
    await page.get_by_role("button", name="Take it in").click()
    await expect(page.locator("studio-bring form [role=alert]")).to_contain_text("Choose files first")
    bad = {"name": "statue.glb", "mimeType": "", "buffer": b"glTF but not really"}
    await page.locator("input[type=file]").set_input_files([bad])  # type: ignore[list-item]
    await page.get_by_role("button", name="Take it in").click()
    await expect(page.locator("studio-scan-work .mark.bad")).to_be_visible(timeout=60_000)
    await expect(page.locator("studio-scan-work")).to_contain_text("What to do")
    await picture(page, "scan-refused")


async def test_a_site_goes_out_and_what_comes_back_is_seen_before_it_is_kept(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"]})
    await begin(page, url)
    await page.goto(f"{url}/studio#/sites/well/exchange")
    await expect(page.locator(".forms li.panel")).to_have_count(4)
    iiif = page.locator(".forms li.panel", has_text="IIIF Presentation")
    await iiif.get_by_label("The document only").check()
    async with page.expect_download() as coming:
        await iiif.get_by_role("button").click()
    kept = tmp_path / "manifest.json"
    await (await coming.value).save_as(kept)
    sent = json.loads(kept.read_text(encoding="utf-8"))
    await picture(page, "exchange")
    sent["label"]["en"] = ["The old well"]
    changed = {"name": "manifest.json", "mimeType": "application/json", "buffer": json.dumps(sent).encode()}
    await page.locator("input[type=file]").set_input_files([changed])  # type: ignore[list-item]
    await expect(page.locator(".brought")).to_be_focused()
    await expect(page.locator(".changes li")).to_have_count(1)
    await picture(page, "import-seen")
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.locator("studio-notice")).to_contain_text("1 records changed")
    await page.locator("input[type=file]").set_input_files(
        [{"name": "x.json", "mimeType": "", "buffer": b"{}"}]  # type: ignore[list-item]
    )
    await expect(page.locator("studio-exchange [role=alert]")).to_contain_text("export it again")
    await picture(page, "import-refused")


async def test_a_picture_is_attached_described_and_shown_to_visitors(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"]})
    await begin(page, url)
    await page.goto(f"{url}/studio#/sites/well/annotations/well")
    photographs = [{"name": f"{side}.jpg", "mimeType": "image/jpeg", "buffer": photograph(side)} for side in (300, 400)]
    await page.locator("studio-media input[type=file]").set_input_files(photographs)  # type: ignore[arg-type]
    await expect(page.locator(".medium")).to_have_count(2)
    for number in (0, 1):
        medium = page.locator(".medium").nth(number)
        for tag, words in {"en": "The bucket", "it": "Il secchio", "zh-Hans": "桶"}.items():
            for box in await medium.locator(f"textarea[lang={tag}]").all():
                await box.fill(f"{words} {number + 1}")
        await medium.get_by_label("Whose it is").fill("The museum of wells")
        await medium.get_by_label("Licence").fill("CC0-1.0")
        await medium.get_by_label("Where it is from").fill("https://museum.example/7")
    await expect(page.locator(".editor-bar .mark.good")).to_be_visible()
    await expect(page.locator(".medium").nth(1).get_by_label("Where it is from")).to_have_value(
        "https://museum.example/7"
    )
    await page.locator("studio-media").screenshot(path=ARTEFACTS / "studio" / "media-form.png")
    await page.goto(f"{url}/studio#/sites/well")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator("studio-notice")).to_contain_text("Published")
    visitor = await page_of(browser, app, url, {})
    await visitor.goto(f"{url}/?site=well")
    await visitor.locator("#begin").click()
    await visitor.evaluate("caravanserai.goto('mouth')")
    card = visitor.locator("#media")
    await expect(card.locator("img")).to_have_attribute("alt", "The bucket 1", timeout=60_000)
    await expect(card.locator("figcaption")).to_contain_text("The museum of wells, CC0-1.0")
    await card.get_by_role("button", name="Next picture").click()
    await expect(card.locator("img")).to_have_attribute("alt", "The bucket 2")
    assert await card.locator("img").evaluate("each => each.decode().then(() => each.naturalWidth)") == 400
    await picture(visitor, "media-visitor")
    await visitor.keyboard.press("Escape")
    await expect(card).to_be_hidden()
    await visitor.context.close()


async def test_a_translator_describes_a_picture_and_changes_nothing_else_of_it(browser: Browser, house: House) -> None:
    app, url = house
    ada = await page_of(browser, app, url, {"well": ["curator"]})
    await begin(ada, url)
    await ada.goto(f"{url}/studio#/sites/well/annotations/well")
    photographs = [{"name": "1.jpg", "mimeType": "image/jpeg", "buffer": photograph(300)}]
    await ada.locator("studio-media input[type=file]").set_input_files(photographs)  # type: ignore[arg-type]
    await expect(ada.locator(".medium")).to_have_count(1)
    async with ada.expect_response(lambda each: (each.request.post_data or "").count("on a rope") == 2):
        for box in await ada.locator(".medium textarea[lang=en]").all():
            await box.fill("A bucket on a rope")
    tara = await page_of(browser, app, url, {"well": ["translator"]}, light=True)
    await tara.goto(f"{url}/studio#/sites/well/annotations/well")
    medium = tara.locator(".medium")
    await expect(medium.get_by_label("Licence")).to_be_disabled()
    await expect(medium.get_by_role("button")).to_have_count(0)
    await expect(tara.get_by_text("Attach pictures or sounds")).to_have_count(0)
    alt = medium.get_by_role("group", name="What is to be seen")
    async with tara.expect_response(lambda each: each.request.method == "PUT") as saved:
        await alt.get_by_label("Italiano").fill("Un secchio appeso")
    assert (await saved.value).status == 200
    await expect(tara.locator(".editor-bar .mark.good")).to_be_visible()
    await alt.scroll_into_view_if_needed()
    await picture(tara, "media-translator")

    await tara.goto(f"{url}/studio#/sites/well/translations/it")
    row = tara.locator(".translations > li").filter(has_text="Caption")
    await expect(row.locator("img")).to_be_visible()
    async with tara.expect_response(lambda each: each.request.method == "PUT") as saved:
        await row.locator("textarea").fill("Il secchio")
        await row.locator("textarea").blur()
    assert (await saved.value).status == 200
    await expect(row.locator(".mark")).to_have_text("a person’s")
    assert await violations(tara) == []
    await row.scroll_into_view_if_needed()
    await picture(tara, "media-translations")
    await ada.reload()
    boxes = ada.locator(".medium textarea[lang=it]")
    await expect(boxes.nth(0)).to_have_value("Il secchio")
    await expect(boxes.nth(1)).to_have_value("Un secchio appeso")
