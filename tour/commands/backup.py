"""`tour backup`: the records as one file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from tour.commands.options import data_option, settings_from


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@data_option
def backup(file: Path | None, data: Path | None) -> None:
    """Copy the records, as they are at this moment, into FILE, while the server goes on.

    Without FILE it is records-DATE.sqlite here. The records are everything the studio keeps: sites in all their
    versions, people, reviews, the audit. Models and pictures lie as plain files in the folders assets and named of the
    data folder, whose names are their SHA-256: copy those folders as they are. The keys of visitors' personal data are
    left out on purpose, so that what is forgotten stays forgotten.

    \b
        tour backup
        tour backup /media/usb/records.sqlite
    """
    from tour.audit import append
    from tour.commands.records import copying, giver
    from tour.records import Records
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
