"""`tour restore`: a backup in the place of the records."""

from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import click

from tour.commands.options import data_option, settings_from


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--partly", is_flag=True, help="Go without models and pictures that are missing or damaged.")
@data_option
def restore(file: Path, yes: bool, partly: bool, data: Path | None) -> None:
    """Put the backup FILE in the place of the records. Stop the server first.

    The backup is checked page by page before anything is touched, and every model and picture that it names is held
    against its SHA-256: those of the house, else those in the folder assets beside FILE, which are taken in. What was
    there stays beside the records under the name records.before-DATE.sqlite; remove it when you no longer need it.
    Visitors who were forgotten since stay forgotten.

    \b
        tour restore /media/usb/records.sqlite
    """
    from tour.audit import checkpoints
    from tour.commands.records import copying, giver
    from tour.records.assets import FOLDER, bring_back
    from tour.records.backup import restore as put_back
    from tour.records.records import FILE

    path = settings_from(data=data).data / FILE
    if path.is_file() and not yes:
        click.confirm(f"Everything in {path} since that backup will be put aside. Go on?", abort=True)

    def note(connection: Connection, now: datetime) -> None:
        checkpoints.restored(connection, path.with_name(checkpoints.FILE), giver(), now, {"backup": file.name[:100]})

    files = []
    with copying("Restoring") as progress:

        def before(records: Path) -> None:
            files.append(bring_back(records, file.parent / FOLDER, path.parent, progress, partly=partly))

        done = put_back(file, path, datetime.now(UTC), note, progress, before)
    click.echo(f"{done.records} is as it was in {file}.")
    for kept in files:
        click.echo(f"Of {kept.files} models and pictures {kept.fresh} were brought back ({kept.size / 1e6:.1f} MB).")
        for digest in kept.lost:
            click.echo(f"{digest}: missing or damaged; upload it again", err=True)
    if done.aside is not None:
        click.echo(f"What was there before is in {done.aside}")
