"""`tour export`: a site as a document of another format."""

from pathlib import Path
from typing import Any

import click

from tour.commands.options import settings_from, sites_option

FORMS = ("iiif", "svx", "webannotation")


@click.command()
@click.argument("site")
@click.option("--format", "form", type=click.Choice(FORMS), required=True, help="What the other program reads.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write, or file with --document-only.")
@click.option("--base", default="", metavar="URL", help="Where the folder will be published; IIIF needs addresses.")
@click.option("--document-only", is_flag=True, help="The document without the files it names.")
@click.option("--plain", is_flag=True, help="Without what only we can read: sources, drafts, who reviewed them.")
@click.option("--replace", is_flag=True, help="Put this in the place of what is there.")
@click.option("--json", "as_json", is_flag=True, help="The report for a program.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of built sites.")
@sites_option
def export(site: str, sites: Any, data: Path | None, as_json: bool, **given: Any) -> None:
    """Write SITE for other programs: as a IIIF Presentation 4 manifest, a Smithsonian Voyager document with articles,
    or W3C Web Annotations, with the files it names beside it.

    What the format cannot show is listed. It is kept in the document all the same, so that tour import brings back
    everything, together with what was changed in the other program. With --plain it is not: for publishing.

    \b
        tour export colosseum --format svx --out colosseum-voyager
        tour export colosseum --format iiif --base https://museum.example/colosseum
        tour export colosseum --format webannotation --document-only --out notes.json
    """
    try:
        sent = _export(settings_from(sites, data=data), site, **given)
    except OSError as wrong:
        raise click.ClickException(str(wrong)) from None
    if as_json:
        import msgspec

        told = {"document": str(sent.document), "files": sent.files, "losses": sent.losses}
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        return
    click.echo(f"{sent.document}" + (f" and {sent.files} files" if sent.files else ""))
    if sent.losses:
        gone = given["plain"] or given["form"] == "webannotation"
        click.echo("Not in it:" if gone else "Not shown there, but kept for the way back:")
    for loss in sent.losses:
        click.echo(f"  - {loss}")


def _export(
    settings: Any, site: str, form: str, out: Path | None, base: str, document_only: bool, plain: bool, replace: bool
) -> Any:
    from scenes.exchange.send_out import NAMES, send_out
    from scenes.site_pack import SitePackError
    from tour.places import NoSuchPlace, words_of

    if base and not base.startswith(("http://", "https://")):
        raise click.UsageError("--base: an address that begins with https:// is needed")
    target = out or Path(f"{site}-{NAMES[form]}" if document_only else f"{site}-{form}")
    if target.exists() and not replace:
        raise click.ClickException(f"{target} is there already; --replace puts this in its place")
    if target.is_dir() if document_only else target.is_file():
        raise click.ClickException(f"{target} is a {'folder' if document_only else 'file'}; name another with --out")
    try:
        return send_out(words_of(settings, site), form, target, base, document_only, own=not plain)
    except (NoSuchPlace, SitePackError) as wrong:
        raise click.ClickException(str(wrong)) from None
