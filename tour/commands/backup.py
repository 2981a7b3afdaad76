"""`tour backup`: the records as one file, and beside it the files that they name."""

from datetime import UTC, datetime
from pathlib import Path

import click

from tour.commands.options import data_option, settings_from


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--records-only", is_flag=True, help="Leave the models and pictures out.")
@data_option
def backup(file: Path | None, records_only: bool, data: Path | None) -> None:
    """Copy the records, as they are at this moment, into FILE, and the files that they name beside it.

    Without FILE it is records-DATE.sqlite here. The server goes on meanwhile. The records are everything the studio
    keeps: sites in all their versions, people, reviews, the audit. The models and pictures that they name go into the
    folder assets beside FILE, each under its SHA-256; further backups in the same folder add only what is new, and on
    the house's own disk nothing is stored twice. To move a backup elsewhere, take FILE and assets. The keys of
    visitors' personal data are left out on purpose, so that what is forgotten stays forgotten.

    \b
        tour backup
        tour backup /media/usb/records.sqlite
    """
    from tour.audit import append
    from tour.commands.records import copying, giver
    from tour.records import Records
    from tour.records.assets import keep
    from tour.records.backup import back_up
    from tour.records.records import FILE

    path = settings_from(data=data).data / FILE
    now = datetime.now(UTC)
    target = file or Path(f"records-{now:%Y%m%dT%H%M%SZ}.sqlite")
    with copying("Backing up") as progress:
        if path.is_file():
            with Records.open_now(path) as records:
                records.write(append, giver(), "backed-up", target.name[:100], now=now)
        size = back_up(path, target, progress)
    click.echo(f"{target}: {size / 1e6:.1f} MB")
    if records_only:
        return
    with copying("Keeping models and pictures") as progress:
        kept = keep(target, path.parent, progress)
    if kept.files:
        click.echo(
            f"{target.parent / 'assets'}: {kept.files} files, {kept.fresh} of them new ({kept.size / 1e6:.1f} MB)"
        )
    for digest in kept.lost:
        click.echo(f"{digest}: named by the records, but not in the house; upload it again", err=True)
