"""`tour audit`: who did what, and whether somebody has tampered with the record of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tour.commands.options import data_option, print_json, settings_from

if TYPE_CHECKING:
    from tour.audit.report import State
    from tour.privacy.house import Secrets
    from tour.records import RecordsNow

json_option = click.option("--json", "as_json", is_flag=True, help="For a program.")


@click.group()
def audit() -> None:
    """Who did what in this house: verify, read, report.

    Every sign-in, change, approval, export and erasure is an entry that carries the SHA-256 of the one before, and the
    house signs every minute how far it has come. Keep a checkpoint elsewhere to be sure of the house itself.

    \b
        tour audit verify
        tour audit list --who anna
        tour audit report --month 2026-11
        tour audit checkpoint > /media/usb/checkpoint
    """


@audit.command()
@click.option("--checkpoint", "copies", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True,
              help="A copy that was kept elsewhere; may be given more than once.")  # fmt: skip
@json_option
@data_option
def verify(copies: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Find entries that were changed, removed, put in or put in another order; end with 1 where there are any."""
    from tour.audit import checkpoints, report

    with opened(**given) as (records, secrets):
        state = records.read(report.state, secrets.checkpoint_file, secrets.signer)
        try:
            kept = [each for path in copies for each in checkpoints.read(path)]
        except checkpoints.CheckpointsUnreadable as wrong:
            raise click.ClickException(str(wrong)) from None
        found = [*state.breaches, *map(str, records.read(checkpoints.against, kept, secrets.signer))]
    if as_json:
        print_json({"state": state, "breaches": found})
    else:
        _print(state, found)
    if found:
        raise SystemExit(1)


@audit.command("list")
@click.option("--who", default="", help="An account's id, command:USER, visitor or house.")
@click.option("--what", default="", help="An act, such as signed-in.")
@click.option("--site", default="")
@click.option("--month", default="", metavar="YYYY-MM")
@click.option("--before", type=int, help="Older than the entry of this number.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1000))
@json_option
@data_option
def list_(as_json: bool, data: Path | None, **chosen: Any) -> None:
    """Print entries, the newest first."""
    from tour.audit.chain import entries

    with opened(data=data) as (records, _):
        found = [entry.told() for entry in records.read(entries, **chosen)]
    if as_json:
        print_json(found)
        return
    for entry in found:
        about = " ".join(filter(None, (entry["about"], f"at {entry['site']}" if entry["site"] else "")))
        click.echo(f"{entry['number']:>6}  {entry['at'][:19]}  {entry['who']:<20} {entry['what']:<24} {about}")


@audit.command()
@click.option("--month", metavar="YYYY-MM", help="By default the one before this.")
@json_option
@data_option
def report(month: str | None, as_json: bool, **given: Any) -> None:
    """What was done in a month, by act and by person, and whether the chain is whole: for the monthly review."""
    from tour.audit.report import report as made

    with opened(**given) as (records, secrets):
        try:
            found = records.read(made, month or _last_month(), secrets.checkpoint_file, secrets.signer)
        except ValueError as wrong:
            raise click.UsageError(str(wrong)) from None
    if as_json:
        print_json(found)
        return
    click.secho(f"{found.month}: {found.entries} entries, {found.refused} sign-ins refused", bold=True)
    for category, acts in found.acts.items():
        click.echo(f"\n{category}")
        for act, times in acts.items():
            click.echo(f"  {times:>6}  {act}")
    click.echo("\nby whom")
    for who, categories in found.people.items():
        click.echo(f"  {who}: {', '.join(f'{times} {name}' for name, times in categories.items())}")
    click.echo()
    _print(found.state, found.state.breaches)


@audit.command()
@click.option("--anew", is_flag=True, help="Begin the house's own file anew because it was lost; the audit says so.")
@data_option
def checkpoint(anew: bool, **given: Any) -> None:
    """Sign where the audit stands now and print that, to be kept where nobody of this house can change it."""
    from dataclasses import asdict

    from tour.audit import checkpoints
    from tour.audit.entry import canonical
    from tour.commands.records import giver

    now = datetime.now(UTC)
    with opened(**given) as (records, secrets):
        begun = records.write(checkpoints.begin, secrets.checkpoint_file, giver(), now, anew=anew)
        try:
            made = records.read(checkpoints.keep, secrets.checkpoint_file, secrets.signer, now, anew=begun)
        except checkpoints.CheckpointsUnreadable as wrong:
            raise click.ClickException(f"{wrong}; --anew begins the file anew, once you know why") from None
    if made is not None:
        click.echo(canonical(asdict(made)))


@contextmanager
def opened(**given: Any) -> Iterator[tuple["RecordsNow", "Secrets"]]:
    """The records and the secrets of the house; what stands in the way ends the command with its remedy."""
    from tour.privacy.house import secrets_of
    from tour.records import Records, RecordsError
    from tour.records.records import FILE
    from tour.settings import SettingsError

    settings = settings_from(**given)
    if not (settings.data / FILE).is_file():
        raise click.ClickException(f"{settings.data / FILE}: no records here yet; name the data folder with --data")
    try:
        with Records.open_now(settings.data / FILE) as records:
            yield records, secrets_of(settings)
    except (RecordsError, SettingsError) as wrong:
        raise click.ClickException(str(wrong)) from None


def _print(state: "State", found: list[str]) -> None:
    for line in found:
        click.secho(line, fg="red")
    for line in state.restored:
        click.secho(f"an older state of the records was brought back: {line}", fg="yellow")
    whole = "does not hold" if found else "is whole"
    click.echo(f"The audit {whole}: {state.entries} entries, the last {state.head[:16] or 'none'}.")
    if state.last_checkpoint:
        signed = f"signed with {state.key}" if state.key else "not signed: cryptography is not installed"
        click.echo(f"{state.checkpoints} checkpoints, the last of {state.last_checkpoint}, {signed}.")


def _last_month() -> str:
    first = datetime.now(UTC).replace(day=1)
    return f"{first.year - (first.month == 1)}-{(first.month - 2) % 12 + 1:02}"
