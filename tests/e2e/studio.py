"""The studio as somebody finds it in a browser: a real server on a port, a signed-in browser, drafts that wait."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from narration.draft import DraftSentence, screened
from scenes.scene import Site
from tests.e2e.conftest import ARTEFACTS
from tests.people import house_settings, signed_in, two_sites
from tour.keys import DESK, RECORDS
from tour.review import drafts
from tour.review.drafts import Draft

MODEL = "a-model-of-tests"


@asynccontextmanager
async def studio(folder: Path, **more: Any) -> AsyncIterator[tuple[web.Application, str]]:
    """A house with the sites `well` and `hall` on a port of its own; `more` are settings."""
    settings = replace(house_settings(folder), model="scripted", voices="scripted", prefetch=False, **more)
    app = two_sites(folder, settings)
    async with TestServer(app) as server:
        yield app, str(server.make_url("")).rstrip("/")


async def page_of(
    browser: Browser, app: web.Application, url: str, roles: Mapping[str, Iterable[str]], *, wide: bool = True,
    light: bool = False,
) -> Page:  # fmt: skip
    """A browser in which a new person with these roles is signed in."""
    headers = await signed_in(app[RECORDS], roles)
    name, _, secret = headers["Cookie"].partition("=")
    size = {"width": 1280, "height": 800} if wide else {"width": 390, "height": 844}
    context = await browser.new_context(
        viewport=size, color_scheme="light" if light else "dark", locale="en-GB", reduced_motion="reduce"
    )
    await context.add_cookies([{"name": name, "value": secret, "url": url}])
    return await context.new_page()


async def picture(page: Page, name: str) -> None:
    """A screenshot that somebody will look at."""
    (ARTEFACTS / "studio").mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / "studio" / f"{name}.png")


def fill(
    connection: Connection, site: Site, slots: Sequence[tuple[str, str, str]],
    words: Sequence[Sequence[DraftSentence]],
) -> list[Draft]:  # fmt: skip
    """Put drafts for these stops, languages and audiences into the queue, oldest first, words taken in turn."""
    begun = datetime.now(UTC) - timedelta(hours=1)
    return [
        drafts.make(
            connection, site, stop, language, audience,  # type: ignore[arg-type]
            screened(words[number % len(words)], site, language), who="test", author=MODEL,
            now=begun + timedelta(seconds=number),
        )
        for number, (stop, language, audience) in enumerate(slots)
    ]  # fmt: skip


async def queue_of(app: web.Application, many: int) -> list[Draft]:
    """So many drafts of the well that wait, every third of which says something that the facts do not."""
    audiences = ("", "child", "family", "adult", "expert")
    tags, stops = ("en", "fr", "de", "es", "it", "pt"), ("mouth", "bench")
    slots = [(stop, tag, who) for tag in tags for stop in stops for who in audiences]

    def make(connection: Connection) -> list[Draft]:
        site = app[DESK].site(connection, "well")
        return fill(connection, site, slots[:many], [RIGHT, RIGHT, WRONG])

    return list(await app[RECORDS].write(make))


def said(text: str, *facts: str) -> DraftSentence:
    """A sentence as a model drafted it."""
    return DraftSentence(text=text, facts=facts, origin="live", ai=True, model=MODEL)


RIGHT = (
    said("Marcus Rossi dug the well in 1502.", "year"),
    said("It is 12 metres deep.", "depth"),
    said("Scholars disagree whether the bench is older than the well.", "bench"),
)
WRONG = (
    said("Marcus Rossi dug the well in 1702, and it is very old.", "year"),
    said("It is 15 metres deep.", "depth"),
)
