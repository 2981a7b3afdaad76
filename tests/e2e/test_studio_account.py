"""People at their own account, and who looks after a site: codes, tokens, rules, all takes, the month's report."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from aiohttp import ClientSession, web
from PIL import Image
from playwright.async_api import Browser, expect

from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture, queue_of, studio
from tour.keys import RECORDS
from tour.people import totp
from tour.review.rules import rules

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as found:
        yield found


async def test_one_time_codes_by_qr_code(browser: Browser, house: House, tmp_path: Path) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator"]})
    await page.goto(f"{url}/studio#/account")
    await page.get_by_role("button", name="Set up one-time codes").click()
    drawn = page.get_by_role("img", name="QR code for your authenticator")
    await drawn.screenshot(path=tmp_path / "code.png")
    await picture(page, "account-qr")
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png"))
    address = code.text
    assert address.startswith("otpauth://totp/")
    secret = address.split("secret=")[1].split("&")[0]
    assert (await page.locator("code.secret").inner_text()).replace(" ", "") == secret
    await page.get_by_label("Code from the app").fill("000")
    await page.get_by_role("button", name="Turn codes on").click()
    await expect(page.locator("account-codes .failure")).to_contain_text("authenticator")
    await page.get_by_label("Code from the app").fill(totp.code_at(secret, totp.step_at(datetime.now(UTC))))
    await page.get_by_role("button", name="Turn codes on").click()
    await expect(page.locator(".recovery code")).to_have_count(10)
    shown = await page.locator(".recovery code").all_inner_texts()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download").click()
    text = (await (await download.value).path()).read_text(encoding="utf-8")
    assert all(code in text for code in shown)
    assert await violations(page) == []
    await picture(page, "account-recovery")
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.locator(".recovery")).to_have_count(0)
    await page.get_by_label("A code, or a recovery code").fill(shown[0])
    await page.get_by_role("button", name="Turn codes off").click()
    await expect(page.get_by_role("button", name="Set up one-time codes")).to_be_visible()


async def test_a_token_is_made_used_and_ended(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["curator", "reviewer"]}, light=True)
    await page.goto(f"{url}/studio#/account")
    await page.get_by_label("What it is for").fill("the screen at the gate")
    await page.get_by_role("button", name="Make a token").click()
    await expect(page.locator("new-token .failure")).to_contain_text("Choose one role")
    await page.get_by_role("checkbox", name="Curator").check()
    await page.get_by_role("button", name="Make a token").click()
    secret = await page.locator("new-token input.secret").input_value()
    await picture(page, "account-token")
    bearer = {"Authorization": f"Bearer {secret}"}
    async with ClientSession() as program:
        assert (await program.get(f"{url}/api/sites/well/records", headers=bearer)).status == 200
        assert (await program.get(f"{url}/api/sites/hall/records", headers=bearer)).status == 403
        assert (await program.post(f"{url}/api/sites/well/releases", headers=bearer, json={})).status == 403
        await page.get_by_role("button", name="Done").click()
        assert await violations(page) == []
        await picture(page, "account")
        await page.reload()
        row = page.locator("account-tokens li")
        await expect(row).to_contain_text("the screen at the gate")
        await row.get_by_role("button").click()
        await row.get_by_role("button", name="press again").click()
        await expect(page.locator("account-tokens")).to_contain_text("You have none")
        assert (await program.get(f"{url}/api/sites/well/records", headers=bearer)).status == 401


async def test_an_operator_sets_the_rules_of_review(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"well": ["operator"]})
    await page.goto(f"{url}/studio#/sites/well/rules")
    await page.get_by_role("checkbox", name="Two people").check()
    await page.get_by_role("slider").fill("10")
    await expect(page.locator("form")).to_contain_text("10%")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("These rules hold from now on.")).to_be_visible()
    held = await app[RECORDS].read(rules, "well")
    assert (held.two_readers, held.live_share) == (True, 0.1)
    assert await violations(page) == []
    await picture(page, "rules")


async def test_all_takes_lead_to_the_draft(browser: Browser, house: House) -> None:
    app, url = house
    await queue_of(app, 24)
    page = await page_of(browser, app, url, {"well": ["reviewer"]}, light=True)
    await page.goto(f"{url}/studio#/sites/well/takes")
    rows = page.locator(".takes > li")
    await expect(rows).to_have_count(24, timeout=20_000)
    await page.locator("select[name=language]").select_option("en")
    await expect(rows).to_have_count(10)
    await page.get_by_label("Only where the check objects").check()
    await expect(rows).not_to_have_count(10)
    for row in await rows.all():
        await expect(row).to_contain_text("check objects")
    assert await violations(page) == []
    await picture(page, "takes")
    await rows.first.get_by_role("link", name="Open").click()
    await expect(page.locator("#review-title")).to_be_visible()


async def test_the_report_of_a_month(browser: Browser, house: House) -> None:
    app, url = house
    page = await page_of(browser, app, url, {"*": ["operator"]}, light=True)
    await page.goto(f"{url}/studio#/account")
    await page.get_by_label("Your name").fill("Omar of the night watch")
    await page.locator("account-own").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await page.goto(f"{url}/studio#/report")
    await expect(page.locator(".mark.good")).to_contain_text("The record is whole")
    await expect(page.locator(".report")).to_contain_text("Omar of the night watch")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="CSV").click()
    sheet = (await (await download.value).path()).read_text(encoding="utf-8").splitlines()
    assert sheet[0] == "who,category,act,times"
    assert any("person-made" in line for line in sheet)
    assert await violations(page) == []
    await picture(page, "report")
