"""`tour demo`: from nothing to a guide at the Colosseum."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tour.commands.options import guide_options, settings_from, sites_option
from tour.commands.serve import server_options, start
from tour.settings import Settings

if TYPE_CHECKING:
    from aiohttp import web

    from tour.house import House


OPERATOR = "operator"
"""Login of the first operator."""


@click.command()
@click.option("--build-only", is_flag=True, help="Build the sites and stop.")
@click.option("--no-pull", is_flag=True, help="Do not fetch models that are missing.")
@server_options
@sites_option
@guide_options
def demo(build_only: bool, no_pull: bool, sites: tuple[Path, ...], **given: Any) -> None:
    """Build the demonstration sites, serve them, and fetch what the guide needs meanwhile.

    The page is usable at once with the curators' own words; the language model (1.1 GB) and the voice (120 MB) arrive
    with a progress bar and are taken up while visitors walk. Nothing is fetched twice.
    """
    settings = settings_from(sites, **given)
    for site in _demonstrations():
        build(settings, site)
    if not build_only:
        invite_operator(settings)
        start(settings, extra=None if no_pull else _fetching(settings))


def invite_operator(settings: Settings) -> None:
    """Print the first operator's one-time link, as long as nobody has come in yet.

    Records that cannot be opened are said by the server itself.
    """
    from tour.commands.records import giver
    from tour.people.first import first_link, studio_link
    from tour.records import Records, RecordsError
    from tour.records.records import FILE

    with suppress(RecordsError), Records.open_now(settings.data / FILE) as records:
        secret = records.write(first_link, OPERATOR, datetime.now(UTC), by=giver())
        if secret is not None:
            click.echo(f"The studio, for you, once: {studio_link(settings, 'sign-in', secret)}", err=True)


def _demonstrations() -> list[str]:
    from scenes.sites import DEMONSTRATIONS

    return list(DEMONSTRATIONS)


def build(settings: Settings, site: str) -> Path:
    """Build one demonstration site unless it stands already; returns its folder."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from scenes.sites import build_site, fingerprint

    folder = settings.data / "sites" / site
    stamp = settings.data / "sites" / f"{site}.built"
    wanted = fingerprint(site)
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return folder
    columns = (TextColumn(f"Building {site}"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)
        build_site(site, folder, lambda stage, done: bar.update(task, description=stage, completed=done))
    stamp.write_text(wanted)
    return folder


def _fetching(settings: Settings) -> Any:
    async def fetching(app: "web.Application") -> AsyncIterator[None]:
        from tour.keys import HOUSE

        work = asyncio.create_task(_fetch_and_render(settings, app[HOUSE]))
        yield
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work

    return fetching


async def _fetch_and_render(settings: Settings, house: "House") -> None:
    missing = [name for name in needed(settings) if house.engines.shelf.path(name) is None]
    if missing:
        await _pull(settings, missing)
    await _render(house)


def needed(settings: Settings) -> list[str]:
    """The weights that these settings ask for, those first that take least time to come."""
    voice = ["kokoro"] if "kokoro" in settings.voices else []
    ears = ["whisper"] if settings.recognizer == "whisper" else []
    return voice + ears + ([settings.guide] if settings.model == "llama_cpp" else [])


async def _pull(settings: Settings, names: list[str]) -> None:
    """`tour models pull` beside us, with its progress bar on our terminal; the server takes up what arrives."""
    command = [sys.executable, "-m", "tour", "models", "pull", "--wait", "--weights", str(settings.weights), *names]
    pulling = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
    try:
        await pulling.wait()
    finally:
        if pulling.returncode is None:
            pulling.terminate()
            await pulling.wait()


async def _render(house: "House") -> None:
    """Speak the approved takes ahead, one sentence at a time, only while nobody is visiting."""
    from tour.rendering import render, takes_of

    await house.engines.best_voice()
    for site in house.sites.values():
        async for _ in render(house.speech, house.engines.voices, takes_of(site)):
            while house.visits.count:
                await asyncio.sleep(1.0)
