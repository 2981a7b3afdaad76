"""A device that comes to the doorstep: it reads what to do, trusts, and enters a secure context.

Trust is given by the fingerprint of the certificate's key, which no device store is needed for; whether the chain and
its bounds hold is tested over TLS sockets in tests/tour/lan.
"""

import base64
import hashlib
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.async_api import Page, async_playwright, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import ARTEFACTS, FLAGS
from tour.lan.network import Network
from tour.settings import Settings, read_settings

pytestmark = pytest.mark.browser


@asynccontextmanager
async def house(data: Path) -> AsyncIterator[Network]:
    async def tours(_: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>The tours</title>", content_type="text/html")

    async def sites(_: web.Request) -> web.Response:
        return web.json_response([], headers={"Access-Control-Allow-Origin": "*"})

    app = web.Application()
    app.add_routes([web.get("/", tours), web.get("/api/sites", sites)])
    runner = web.AppRunner(app)
    await runner.setup()
    network = Network(_settings(data))
    async with network.open(runner):
        yield network
    await runner.cleanup()


def _settings(data: Path) -> Settings:
    return read_settings(
        {}, data=data, lan=True, lan_name="test-doorstep", lan_addresses="127.0.0.1", lan_port=0, lan_doorstep=0
    )


@asynccontextmanager
async def device(network: Network, *, trusts: bool) -> AsyncIterator[Page]:
    """A phone that finds the house by its name, and trusts it or not."""
    key = network.papers.certificate.certificate.public_key()
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    trust = [f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}"] if trusts else []
    names = f"--host-resolver-rules=MAP {network.papers.host} 127.0.0.1"
    async with async_playwright() as playwright:
        path = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, names, *trust])
        context = await browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740}, locale="it-IT")
        yield await context.new_page()
        await browser.close()


async def test_a_device_is_led_through_trusting(tmp_path: Path) -> None:
    async with house(tmp_path) as network, device(network, trusts=False) as page:
        await page.goto(network.doorsteps[0])
        await expect(page.get_by_role("status")).to_contain_text("non si fida ancora")
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.screenshot(path=_picture("doorstep"), full_page=True)


async def test_a_device_that_trusts_enters_a_secure_context(tmp_path: Path) -> None:
    async with house(tmp_path) as network, device(network, trusts=True) as page:
        await page.goto(network.doorsteps[0])
        await expect(page.get_by_role("status")).to_contain_text("si fida della casa. Si può cominciare")
        await page.get_by_role("link", name="Apri le visite").click()
        await expect(page).to_have_title("The tours")
        assert page.url == network.urls[0]
        assert await page.evaluate("isSecureContext && 'xr' in navigator && 'AudioDecoder' in window")


def _picture(name: str) -> Path:
    (ARTEFACTS / "e2e").mkdir(parents=True, exist_ok=True)
    return ARTEFACTS / "e2e" / f"{name}.png"
