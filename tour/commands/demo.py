"""`tour demo`: from nothing to a guide at the demonstration sites."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tour.commands.building import build, build_beside, demonstrations, folder_of, opens, stands, yield_to_others
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
@click.option("--site", "only", multiple=True, metavar="ID", help="This demonstration site only; may be repeated.")
@click.option("--lines", is_flag=True, help="Tell progress in lines, and let other processes go first.")
@click.option("--no-pull", is_flag=True, help="Do not fetch models that are missing.")
@server_options
@sites_option
@guide_options
def demo(
    build_only: bool, only: tuple[str, ...], lines: bool, no_pull: bool, sites: tuple[Path, ...], **given: Any
) -> None:
    """Build the demonstration sites, serve them, and fetch what the guide needs meanwhile.

    The door opens as soon as one site stands; the others are built beside it and join the list of places. The page is
    usable at once with the curators' own words; the language model (1.1 GB) and the voice (120 MB) arrive with a
    progress bar and are taken up while visitors walk. Nothing is built or fetched twice.
    """
    settings = settings_from(sites, **given)
    first, later = plan(settings, _chosen(only), all_first=build_only)
    if lines:
        yield_to_others()
    for site in first:
        build(settings, site, lines=lines)
    if not build_only:
        invite_operator(settings)
        start(settings, extra=_meanwhile(settings, later, pull=not no_pull))


def plan(settings: Settings, sites: Sequence[str], *, all_first: bool = False) -> tuple[list[str], list[str]]:
    """Which sites are built before the door opens, and which when it is open.

    One that visitors can be let into is enough to open it; those of older sources are built anew beside it.
    """
    waiting = [site for site in sites if not stands(settings, site)]
    before = len(waiting) if all_first else int(not any(opens(settings, site) for site in sites))
    return waiting[:before], waiting[before:]


def _chosen(only: tuple[str, ...]) -> tuple[str, ...]:
    known = demonstrations()
    for site in only:
        if site not in known:
            raise click.UsageError(f"site {site!r}: the demonstration sites are {', '.join(known)}")
    return only or known


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


def _meanwhile(settings: Settings, later: Sequence[str], *, pull: bool) -> Any:
    async def meanwhile(app: "web.Application") -> AsyncIterator[None]:
        work = asyncio.create_task(_join(app, settings, later, pull=pull))
        yield
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work

    return meanwhile


async def _join(app: "web.Application", settings: Settings, later: Sequence[str], *, pull: bool) -> None:
    """Build the sites that are missing and fetch the models that are, then have the approved takes spoken."""
    from tour.keys import HOUSE

    async with asyncio.TaskGroup() as group:
        group.create_task(_build_all(app, settings, later))
        if pull:
            group.create_task(_pull_missing(settings, app[HOUSE]))
    if pull:
        await _render(app[HOUSE])


async def _build_all(app: "web.Application", settings: Settings, sites: Sequence[str]) -> None:
    """One site after another, each taken up as soon as it stands."""
    from scenes.site_pack import SitePackError
    from tour.arrival import arrive

    for site in sites:
        try:
            built = await build_beside(settings, site) and await arrive(app, folder_of(settings, site))
        except (SitePackError, OSError) as wrong:
            click.echo(f"not served: {wrong}", err=True)
        else:
            click.echo(f"{site} is open." if built else f"{site} is not served as built.", err=True)


async def _pull_missing(settings: Settings, house: "House") -> None:
    missing = [name for name in needed(settings) if house.engines.shelf.path(name) is None]
    if missing:
        await _pull(settings, missing)


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
    for site in tuple(house.sites.values()):
        async for _ in render(house.speech, house.engines.voices, takes_of(site)):
            while house.visits.count:
                await asyncio.sleep(1.0)
