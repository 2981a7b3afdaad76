"""`tour unpack`: a site out of the file that `tour pack` wrote."""

from pathlib import Path

import click

from tour.commands.options import data_option, packing, print_json, settings_from

SAID = {
    "new": "unpacked into",
    "same": "is already there, byte for byte, in",
    "replaced": "put in the place of what was in",
}


@click.command()
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Folder of site packs; else where built sites are, which `tour serve` serves.")  # fmt: skip
@click.option("--replace", is_flag=True, help="Put it in the place of a site of that id that differs.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@data_option
def unpack(file: Path, into: Path | None, replace: bool, as_json: bool, data: Path | None) -> None:
    """Check a site pack byte by byte, load it, and only then put it among the sites: whole, or not at all.

    A site of the same id that differs is left as it is unless --replace is given; `tour diff` shows what differs.

    \b
        tour unpack colosseum.zip
        tour unpack /media/usb/my-site.zip --into ./my-sites --replace
    """
    from scenes.pack_zip import unpack as take_out

    with packing("Unpacking") as progress:
        found = take_out(file, into or settings_from(data=data).data / "sites", replace=replace, progress=progress)
    if as_json:
        print_json(found)
        return
    click.echo(
        f"site {found.site}, {found.files} files, {found.bytes / 1e6:.1f} MB, {SAID[found.state]} {found.folder}"
    )
