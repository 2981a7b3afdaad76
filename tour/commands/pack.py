"""`tour pack`: a site as one file."""

from pathlib import Path

import click

from tour.commands.options import data_option, packing, print_json, settings_from, sites_option


@click.command()
@click.argument("site", metavar="SITE|FOLDER")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The zip to write; else SITE.zip here.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@sites_option
@data_option
def pack(site: str, out: Path | None, as_json: bool, sites: tuple[Path, ...], data: Path | None) -> None:
    """Write everything that runs a site with no network into one zip.

    SITE is a site's id, or FOLDER the folder that holds its site.toml. The same site gives the same bytes, and
    pack.json in the zip names the SHA-256 of every file, so that `tour unpack` finds what was changed on the way.

    \b
        tour pack colosseum
        tour pack ./my-site --out /media/usb/my-site.zip
    """
    from scenes.pack_zip import pack as write
    from tour.places import folder_of

    with packing("Packing") as progress:
        folder = folder_of(settings_from(sites, data=data), site)
        packed = write(folder, out or Path(f"{folder.resolve().name}.zip"), progress)
    if as_json:
        print_json(packed)
        return
    size = f"{packed.bytes / 1e6:.1f} MB"
    click.echo(f"{packed.path}: site {packed.site}, {packed.files} files, {size}, SHA-256 {packed.sha256}")
