"""`tour diff`: what differs between two states of a site, in words."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tour.commands.options import data_option, packing, print_json, settings_from, sites_option
from tour.settings import Settings

if TYPE_CHECKING:
    from scenes.scene import Site


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("--exit-code", is_flag=True, help="End with 1 where they differ.")
@sites_option
@data_option
def diff(before: str, after: str, as_json: bool, exit_code: bool, sites: tuple[Path, ...], data: Path | None) -> None:
    """Say what makes B of A: facts and the languages concerned, takes, stops that moved, models that grew lighter.

    A and B are each the folder of a site, a zip that `tour pack` wrote, or the id of a site here.

    \b
        tour diff colosseum colosseum-from-the-reviewer.zip
        tour diff ./before ./after --json
    """
    from scenes.pack_diff import compare

    settings = settings_from(sites, data=data)
    with ExitStack() as stack, packing("Reading") as progress:
        first, second = (_open(name, settings, stack, progress) for name in (before, after))
        changes = compare(first, second)
    if as_json:
        print_json(changes)
    else:
        click.echo("\n".join(str(change) for change in changes) or "Both tell and show the same.")
    if exit_code and changes:
        raise SystemExit(1)


def _open(name: str, settings: Settings, stack: ExitStack, progress: Callable[[int, int], None]) -> "Site":
    from scenes.pack_zip import unpacked_aside
    from scenes.site_pack import load_site
    from tour.places import folder_of

    if Path(name).is_file():
        return load_site(stack.enter_context(unpacked_aside(Path(name), progress)))
    return load_site(folder_of(settings, name))
