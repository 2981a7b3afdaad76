"""The demonstration sites built: before the door opens, or in a process beside the server."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from tour.settings import Settings

PATIENCE = 5.0
"""Seconds that a build which is broken off has to tidy up."""


def demonstrations() -> tuple[str, ...]:
    """Their ids, in the order in which they are built."""
    from scenes.sites import DEMONSTRATIONS

    return tuple(DEMONSTRATIONS)


def folder_of(settings: Settings, site: str) -> Path:
    """Where a demonstration site is built."""
    return settings.data / "sites" / site


def stands(settings: Settings, site: str) -> bool:
    """Whether a demonstration site is built from the sources that there are now."""
    from scenes.sites import fingerprint

    stamp = _stamp(settings, site)
    return folder_of(settings, site).is_dir() and stamp.is_file() and stamp.read_text() == fingerprint(site)


def opens(settings: Settings, site: str) -> bool:
    """Whether a pack of a demonstration site is there that visitors can be let into, be it of older sources."""
    from scenes.site_pack import SitePackError, load_site

    folder = folder_of(settings, site)
    if not (folder / "site.toml").is_file():
        return False
    try:
        load_site(folder)
    except SitePackError:
        return False
    return True


def build(settings: Settings, site: str, *, lines: bool = False) -> None:
    """Build a demonstration site, with a progress bar on the terminal or a line for each stage."""
    from scenes.sites import build_site, fingerprint, put_back

    wanted, folder = fingerprint(site), folder_of(settings, site)
    put_back(folder)
    if lines:
        build_site(site, folder, _lines(site))
    else:
        _with_bar(site, folder)
    _stamp(settings, site).write_text(wanted)


async def build_beside(settings: Settings, site: str) -> bool:
    """Build a demonstration site in a process of its own that leaves visitors the processor; whether it stands then."""
    command = [sys.executable, "-m", "tour", "demo", "--build-only", "--lines", "--site", site]
    command += ["--data", str(settings.data)]
    building = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
    try:
        return await building.wait() == 0
    finally:
        await _ended(building)


async def _ended(building: asyncio.subprocess.Process) -> None:
    """Break a build off so that it takes away what it began."""
    if building.returncode is not None:
        return
    with suppress(ProcessLookupError, TimeoutError):
        building.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            await building.wait()
    if building.returncode is None:
        building.kill()
        await building.wait()


def yield_to_others() -> None:
    """Let every other process go first, where the system knows that."""
    if hasattr(os, "nice"):
        os.nice(15)


def _stamp(settings: Settings, site: str) -> Path:
    return settings.data / "sites" / f"{site}.built"


def _with_bar(site: str, folder: Path) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from scenes.sites import build_site

    columns = (TextColumn(f"Building {site}"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)
        build_site(site, folder, lambda stage, done: bar.update(task, description=stage, completed=done))


def _lines(site: str) -> Callable[[str, float], None]:
    """Progress that another process's bar on the same terminal survives."""
    told: set[str] = set()

    def progress(stage: str, done: float) -> None:
        if stage not in told:
            told.add(stage)
            click.echo(f"Building {site}: {stage}, {done:.0%}", err=True)

    return progress
