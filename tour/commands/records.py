"""What commands about the records share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


def giver() -> str:
    """Who gives the command, as the audit names them."""
    import getpass

    try:
        return f"command:{getpass.getuser()[:60]}"
    except (OSError, KeyError):
        return "command:unknown"


@contextmanager
def copying(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr; what stands in the way of the records ends the command with its remedy."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from tour.records import RecordsError

    try:
        columns = (TextColumn(title), BarColumn(), TaskProgressColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename or 'the disk'}: {wrong.strerror or wrong}") from None
