"""A curator of an institution comes into the studio through its OpenID provider, in a real browser."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.axe import violations
from tests.e2e.studio import page_of, picture, studio
from tests.openid_provider import CLIENT, SECRET, Provider
from tour.keys import RECORDS
from tour.people import invitations
from tour.people.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

House = tuple[web.Application, str]
NAME = "Museum of Wells"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """The institution's provider, which is another site than the house to a browser."""
    there = Provider(host="localhost")
    async with there.server:
        yield there


@pytest.fixture
async def house(tmp_path: Path, provider: Provider) -> AsyncIterator[House]:
    known = {
        "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "oidc_secret": SECRET, "oidc_name": NAME,
    }  # fmt: skip
    async with studio(tmp_path, **known) as found:
        yield found


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser in which nobody is signed in anywhere."""
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce"
    )
    yield context
    await context.close()


async def invited(app: web.Application, url: str) -> str:
    """The address of an invitation to curate the well."""
    roles, now = frozenset({Role.CURATOR}), datetime.now(UTC)
    _, secret = await app[RECORDS].write(invitations.invite, "well", roles, now, by="command:test")
    return f"{url}/studio#invitation={secret}"


async def pass_through(page: Page, subject: str, name: str) -> None:
    """Say at the institution's own page who one is."""
    await page.get_by_label("Staff number").fill(subject)
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Let me in").click()


async def test_an_invited_curator_of_the_institution_comes_in_and_comes_back(
    context: BrowserContext, house: House, provider: Provider
) -> None:
    app, url = house
    page = await context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
    await page.goto(await invited(app, url))
    await expect(page.get_by_text("As Curator: well.")).to_be_visible()
    accept = page.get_by_role("button", name=f"Accept with {NAME}")
    await expect(accept).to_be_visible()
    assert await violations(page) == []
    await picture(page, "institution-invited")
    await accept.click()
    await expect(page.get_by_role("heading", name="The museum's own sign-in")).to_be_visible()
    assert page.url.startswith(provider.issuer)
    await pass_through(page, "berta-7", "Berta Bianchi")

    await expect(page.get_by_role("heading", name="Berta Bianchi")).to_be_visible(timeout=30_000)
    assert page.url.startswith(f"{url}/studio")
    await page.get_by_role("button", name="Begin to write it here").click()
    await page.locator("ul.cards a").first.click()
    await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    await picture(page, "institution-in")
    await page.goto(f"{url}/studio#/account")
    await expect(page.locator("account-institution .mark.good")).to_contain_text(provider.issuer)
    await expect(page.locator("account-password")).to_contain_text("you sign in at your institution")
    await expect(page.locator("account-sessions")).to_contain_text("by your institution")
    assert await violations(page) == []
    await picture(page, "institution-account")

    await page.get_by_role("button", name="Sign out", exact=True).click()
    door = page.get_by_role("button", name=f"Sign in with {NAME}")
    await expect(door).to_be_visible()
    await picture(page, "institution-door")
    await door.click()
    await pass_through(page, "berta-7", "Berta Bianchi")
    await expect(page.get_by_role("heading", name="Berta Bianchi")).to_be_visible(timeout=30_000)
    await expect(page.locator("ul.cards a")).to_contain_text("Curator")
    assert provider.redeemed == ["berta-7", "berta-7"]
    assert broken == []


async def test_who_is_not_invited_is_told_at_the_door(context: BrowserContext, house: House) -> None:
    _, url = house
    page = await context.new_page()
    await page.goto(f"{url}/studio")
    await page.get_by_role("button", name=f"Sign in with {NAME}").click()
    await pass_through(page, "stranger", "Nobody")
    await expect(page.get_by_role("alert")).to_contain_text("did not lead here", timeout=30_000)
    assert page.url.endswith("/studio#/")
    await page.goto(f"{url}/api/sign-in/institution/return?code=x&state=x")
    await expect(page.get_by_role("alert")).to_contain_text("begun elsewhere, or too long ago", timeout=30_000)
    await picture(page, "institution-refused")


async def test_an_account_joins_an_identity_that_no_other_account_has(
    browser: Browser, context: BrowserContext, house: House
) -> None:
    app, url = house
    berta = await context.new_page()
    await berta.goto(await invited(app, url))
    await berta.get_by_role("button", name=f"Accept with {NAME}").click()
    await pass_through(berta, "berta-7", "Berta Bianchi")
    await expect(berta.get_by_role("heading", name="Berta Bianchi")).to_be_visible(timeout=30_000)

    anna = await page_of(browser, app, url, {"well": ["curator"]}, light=True)
    for subject in ("berta-7", "anna-1"):
        await anna.goto(f"{url}/studio#/account")
        await anna.get_by_role("button", name=f"Join your account at {NAME}").click()
        await pass_through(anna, subject, "Anna")
        await expect(anna.locator("ul.cards, studio-served")).not_to_have_count(0, timeout=30_000)
        if subject == "berta-7":
            await expect(anna.locator("studio-notice")).to_contain_text(
                "belongs to another account here already", timeout=30_000
            )
            await picture(anna, "institution-taken")
    await anna.goto(f"{url}/studio#/account")
    await expect(anna.locator("account-institution .mark.good")).to_be_visible()
