"""`tour ingest`: a scan becomes a place."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import click

from scenes.device import DEVICES
from scenes.finding import Finding, Refused
from scenes.ingest.report import Report, describe, said
from scenes.ingest.request import Request
from tour.commands.options import settings_from

CANCELLED = 130
"""Exit status, as a shell has it for a program ended by Ctrl-C."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE…")
@click.option("--site", required=True, help="Id of the site that is made or added to: a-z, 0-9 and -.")
@click.option("--name", default="", help="What it is called, in --language.")
@click.option("--device", type=click.Choice(list(DEVICES)), default="desktop", show_default=True,
              help="The finest level is cut to what this device can draw.")  # fmt: skip
@click.option(
    "--units",
    type=click.Choice(["m", "dm", "cm", "mm", "km", "in", "ft"]),
    help="Unit of the file's lengths; else as the format says, or guessed from its size, which the report says.",
)
@click.option("--up", type=click.Choice(["y", "z"]), help="Which axis is up; else as the format says.")
@click.option("--fill-holes", is_flag=True, help="Close holes; otherwise they are only reported.")
@click.option("--no-draco", is_flag=True, help="Make no second copy for slow links.")
@click.option("--language", "-l", default="en", show_default=True, help="BCP 47 tag of --name, for a new site.")
@click.option("--licence", default="", help="SPDX identifier or URL, for a new site.")
@click.option("--holder", default="", help="Whose it is, for a new site.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Folder of site packs to write to.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of built sites; where packs go without --into.")
@click.option("--json", "as_json", is_flag=True, help="The whole report for a program.")
def ingest(
    files: tuple[Path, ...], into: Path | None, data: Path | None, no_draco: bool, as_json: bool, **given: Any
) -> None:
    """Take scans in: check, repair, simplify, compress, and write a place that a headset can walk in.

    FILE is a GLB, a glTF with its files beside it, OBJ with MTL, PLY, STL, a point cloud (E57, LAS, LAZ, COPC, PLY) or
    a zip of these. Ctrl-C breaks it off; the same command goes on where it stood. The same files with the same
    settings give the same bytes. Ends with 1 when a file is refused, and says why and what to do; with
    130 when it was broken off.

    \b
        tour ingest venus.glb --site louvre --name "Venus de Milo" --licence CC0-1.0 --holder SMK
        tour ingest church.e57 --site church --device quest3 --json
    """
    settings = settings_from(data=data)
    request = Request(draco=not no_draco, **given)
    where = {"packs": into or settings.data / "sites", "scratch": settings.data / "ingest"}
    try:
        report = _ingest(files, request, where)
    except Refused as refused:
        _refuse(refused, as_json)
    except OSError as wrong:
        _refuse(Refused(_disk(wrong)), as_json)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        click.echo(describe(report))
        told = {"--sites": into, "--data": data}
        where_to = "".join(f" {option} {folder}" for option, folder in told.items() if folder)
        click.echo(f"\nWalk in it: tour serve{where_to}")


def _ingest(files: tuple[Path, ...], request: Request, where: dict[str, Path]) -> Report:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from scenes.ingest.pipeline import ingest as take_in
    from scenes.worker import WorkerFailed

    columns = (TextColumn("Taking in"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with _breakable() as cancelled, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=1.0)

        def told(stage: str, done: float) -> None:
            bar.update(task, description=stage, completed=done)

        try:
            return take_in(files, request, progress=told, cancelled=cancelled, **where)
        except WorkerFailed as failed:
            if failed.reason != "cancelled":
                raise
    click.echo("Broken off; nothing was changed. The same command goes on where it stood.", err=True)
    raise SystemExit(CANCELLED)


@contextmanager
def _breakable() -> Iterator[Event]:
    """An event that is set by Ctrl-C and by a polite request to end."""
    wish = Event()
    before = {each: signal.signal(each, lambda *_: wish.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wish
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _disk(wrong: OSError) -> Finding:
    message = f"{wrong.filename or 'the disk'}: {wrong.strerror or wrong}"
    remedy = "make room, or name folders that can be written to with --into and --data"
    return Finding(code="DISK", message=message, remedy=remedy)


def _refuse(refused: Refused, as_json: bool) -> None:
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode({"refused": refused.findings}), indent=2).decode())
    else:
        for finding in refused.findings:
            click.echo(said(finding), err=True)
        click.echo("Refused; nothing was changed.", err=True)
    raise SystemExit(1)
