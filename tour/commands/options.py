"""Options that several commands share, each a setting said on the command line."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from scenes.site_pack import SitePackError
from tour.places import NoSuchPlace
from tour.settings import Settings, SettingsError, read_settings

P = ParamSpec("P")
R = TypeVar("R")

GUIDES = click.Choice(["standard", "small"])


def sites_option(command: Callable[P, R]) -> Callable[P, R]:
    """`--sites DIR`, as often as wanted."""
    return click.option(
        "--sites", multiple=True, type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR",
        help="A folder of site packs, beside the demonstration sites. May be given more than once.",
    )(command)  # fmt: skip


def data_option(command: Callable[P, R]) -> Callable[P, R]:
    """`--data`, for commands that need no guide."""
    return click.option("--data", type=click.Path(path_type=Path), help="Folder of built sites.")(command)


def guide_options(command: Callable[P, R]) -> Callable[P, R]:
    """`--model`, `--guide`, `--data`, `--weights`."""
    for option in (
        click.option("--weights", type=click.Path(path_type=Path), help="Folder of downloaded models."),
        click.option("--data", type=click.Path(path_type=Path), help="Folder of built sites and rendered speech."),
        click.option("--guide", type=GUIDES, help="standard, or small: 98 MB, English only, invents; for testing."),
        click.option("--model", help="Language model engine: llama_cpp, openai_http, scripted or none."),
    ):
        command = option(command)
    return command


def lan_options(command: Callable[P, R]) -> Callable[P, R]:
    """`--lan`, `--lan-name`, `--lan-port`, `--lan-doorstep`, `--lan-addresses`, `--lan-studio`."""
    port = click.IntRange(0, 65535)
    for option in (
        click.option("--lan-studio/--no-lan-studio", default=None, help="Open studio and accounts to it too."),
        click.option("--lan-addresses", help="Addresses of this machine to use there, separated by commas."),
        click.option("--lan-doorstep", type=port, help="Port there of the plain page that devices see first."),
        click.option("--lan-port", type=port, help="HTTPS port there; 0 takes any free one."),
        click.option("--lan-name", help="Name of this house there: NAME.local."),
        click.option("--lan/--no-lan", default=None, help="Serve visitors of this local network too, over https."),
    ):
        command = option(command)
    return command


def settings_from(sites: tuple[Path, ...] = (), **given: Any) -> Settings:
    """Settings of the environment with the command line's on top; a bad one ends the command with its reason."""
    try:
        base = read_settings()
        joined = ":".join([*filter(None, [base.sites]), *(str(each) for each in sites)])
        return read_settings(**given, sites=joined or None)
    except SettingsError as wrong:
        raise click.UsageError(str(wrong)) from None


@contextmanager
def packing(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar of bytes on stderr; what stands in the way of reading or writing a pack ends the command."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from scenes.finding import Refused

    try:
        columns = (TextColumn(title), BarColumn(), DownloadColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    except (NoSuchPlace, SitePackError, Refused) as wrong:
        raise click.ClickException(str(wrong)) from None
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename or 'the disk'}: {wrong.strerror or wrong}") from None


def print_json(value: Any) -> None:
    """A value on stdout for a program."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2).decode())


def run(work: Coroutine[Any, Any, R]) -> R:
    """Run a command's work and say kindly what stands in its way."""
    try:
        return asyncio.run(work)
    except (NoSuchPlace, SitePackError) as wrong:
        raise click.ClickException(str(wrong)) from None
