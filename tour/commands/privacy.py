"""`tour privacy`: what is kept of visitors, giving it to them, and destroying it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from tour.commands.audit import json_option, opened
from tour.commands.options import data_option, print_json, settings_from
from tour.commands.records import giver
from tour.settings import Settings

if TYPE_CHECKING:
    from tour.privacy.keys import VisitorKey


@click.group()
def privacy() -> None:
    """What this house keeps of visitors who agreed to it.

    Everything is sealed with a key of each visitor's own, and that with the master key (TOUR_MASTER_KEY, or
    master.key in the data folder). VISIT is the id that the visitor's page shows under Privacy.

    \b
        tour privacy report
        tour privacy export VISIT > visit.json
        tour privacy erase VISIT
    """


@privacy.command()
@click.argument("visit")
@data_option
def export(visit: str, **given: Any) -> None:
    """Print everything that is kept of VISIT as JSON, for its visitor."""
    from tour.audit import append
    from tour.privacy.kept import export as told

    with opened(**given) as (records, secrets):
        key = _known(secrets.keys.find(visit))
        records.write(append, giver(), "visitor-exported", site=key.site, now=datetime.now(UTC))
        print_json(records.read(told, key))


@privacy.command()
@click.argument("visit")
@data_option
def erase(visit: str, **given: Any) -> None:
    """Destroy everything that is kept of VISIT, and with its key what backups hold of it."""
    from tour.privacy.erasure import erase as forget
    from tour.privacy.erasure import wipe_log

    with opened(**given) as (records, secrets):
        key = _known(secrets.keys.find(visit))
        gone = records.write(forget, secrets.keys, key.visitor, key.site, giver(), datetime.now(UTC))
        wipe_log(records.path)
    click.echo(f"The key is destroyed; {gone.deeds} records removed, {gone.consents} consents no longer say whose.")


@privacy.command()
@json_option
@data_option
def report(as_json: bool, **given: Any) -> None:
    """What is kept of visitors, in numbers, and for how long."""
    from tour.privacy.kept import report as told

    days = settings_from(**given).retention_days
    with opened(**given) as (records, secrets):
        found = records.read(told, secrets.keys, days)
    if as_json:
        print_json(found)
        return
    click.echo(f"{found['visitors']} visitors, {found['deeds']} records, the oldest of {found['oldest'] or '—'}.")
    for consent in found["consents"]:
        click.echo("  {site}: {purpose} in {language}: {standing} stand, {ended} ended".format(**consent))
    for rule in found["retention"]:
        click.echo("{kind}: {days} days, last enforced {enforced}, {removed} removed so far".format(**rule))
    click.echo(f"{found['erased']} visitors were forgotten; the records of {found['unreadable']} wait to be swept.")
    for missing in found["master_keys"]["missing"]:
        click.secho(f"master key {missing} is missing: what it sealed cannot be read", fg="red")


@privacy.command()
@data_option
def enforce(**given: Any) -> None:
    """Remove now what lasted long enough, as the server does every hour."""
    from tour.privacy.erasure import sweep, wipe_log
    from tour.privacy.retention import enforce as remove

    now, days = datetime.now(UTC), settings_from(**given).retention_days
    with opened(**given) as (records, secrets):
        swept = records.write(sweep, secrets.keys, now)
        removed = records.write(remove, secrets.keys, days, now)
        wipe_log(records.path)
    click.echo(
        ", ".join(f"{count} {kind}" for kind, count in {**removed, "without a key": swept}.items()) + " removed."
    )


@privacy.command()
@data_option
def rotate(**given: Any) -> None:
    """Put a fresh master key in use, wrap every visitor's key with it, and drop the old one.

    Stop the server first: it holds the old key. With TOUR_MASTER_KEY, name the new key first and the old one after a
    comma, and drop that yourself afterwards. Copies of the old key open nothing that is wrapped anew.
    """
    from tour.privacy.master import MasterKeys
    from tour.privacy.rotation import begin_rotation, end_rotation
    from tour.privacy.rotation import rotate as wrap

    settings = settings_from(**given)
    _check_closed(settings)
    with opened(**given) as (records, secrets):
        before, after = secrets.master, secrets.master
        if settings.master_key:
            before = MasterKeys(keys=after.keys[1:] or after.keys)
        else:
            after = begin_rotation(secrets.master_file, before)
        count = records.write(wrap, secrets.keys, before, after, secrets.checkpoint_file, giver(), datetime.now(UTC))
        if not settings.master_key:
            end_rotation(secrets.master_file)
    click.echo(f"{count} visitors' keys are wrapped with master key {after.ids[0]}.")


def _check_closed(settings: Settings) -> None:
    from tour.records import RecordsError
    from tour.records.lock import alone
    from tour.records.records import FILE

    try:
        with alone(settings.data / FILE):
            pass
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None


def _known(key: "VisitorKey | None") -> "VisitorKey":
    if key is None:
        raise click.ClickException("Nothing is kept of such a visit: no consent, forgotten already, or too long ago.")
    return key
