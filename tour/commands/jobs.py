"""`tour jobs`: the long work of this house, and how far it is."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tour.commands.options import data_option, print_json, settings_from

if TYPE_CHECKING:
    from tour.jobs import Job, Work
    from tour.records import Records, RecordsNow

LOOK = 0.2
"""Seconds between looks at how far a job is."""


@click.group()
def jobs() -> None:
    """The long work of this house: what waits, what is being done, what came of it."""


@jobs.command(name="list")
@click.argument("site", default="")
@click.option("--open", "only_open", is_flag=True, help="Only what is still to be done.")
@click.option("--json", "as_json", is_flag=True, help="Everything about each, for a program.")
@data_option
def list_(site: str, only_open: bool, as_json: bool, data: Path | None) -> None:
    """List the jobs of SITE, or of all, newest first."""
    from tour.jobs import job

    with _records(data) as records:
        found = records.read(job.jobs, site, only_open=only_open)
    if as_json:
        print_json(found)
        return
    for each in found:
        steps = f"{each.done}/{each.total}" if each.total else "—"
        click.echo(f"{each.id}  {each.state:9}  {steps:>9}  {each.kind} {each.site}  {each.problem or each.stage}")


@jobs.command()
@click.argument("job")
@data_option
def cancel(job: str, data: Path | None) -> None:
    """Have JOB end: at once where nobody has begun it, else within its next step. What it made stays."""
    from tour.commands.records import giver
    from tour.jobs import job as records_of

    with _records(data) as records:
        try:
            found = records.write(records_of.cancel, job, giver(), datetime.now(UTC))
        except records_of.NoJob:
            raise click.ClickException(f"there is no job {job[:64]!r}; tour jobs list names them") from None
    click.echo(f"{found.id} {found.state}{' and will end' if found.wish else ''}")


@contextmanager
def _records(data: Path | None) -> Iterator["RecordsNow"]:
    from tour.records import Records, RecordsError
    from tour.records.records import FILE

    try:
        with Records.open_now(settings_from(data=data).data / FILE) as records:
            yield records
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None


async def follow(records: "Records", job: "Job", works: Mapping[str, "Work"]) -> None:
    """Do the job, or watch the process that does it, behind a progress bar; then say how it ended."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from tour.jobs import Runner
    from tour.jobs.job import get

    columns = (
        TextColumn(f"{job.kind} {job.site}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    doing = asyncio.create_task(Runner(records, works).do(job.id))
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(job.stage, total=None)
            while (job := await records.read(get, job.id)).is_open:
                bar.update(task, total=job.total or None, completed=job.done, description=job.stage)
                await asyncio.wait({doing}, timeout=LOOK) if not doing.done() else await asyncio.sleep(LOOK)
            bar.update(task, total=job.total or None, completed=job.done, description=job.state)
    finally:
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
    _tell(job)


def _tell(job: "Job") -> None:
    if job.state != "done":
        raise click.ClickException(job.problem or f"the job was {job.state}; the same command goes on where it stood")
    made = ", ".join(f"{many} {what}" for what, many in job.result.items())
    click.echo(f"{job.site}: {made}. Drafts wait for review in the studio.")
