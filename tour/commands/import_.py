"""`tour import`: a document of another format becomes a site."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from scenes.exchange.take_in import Report, Wish, take_in
from scenes.finding import Refused
from scenes.site_pack import SitePackError
from tour.commands.options import settings_from

FORMS = {"iiif": "a IIIF manifest", "svx": "a Voyager document", "webannotation": "Web Annotations"}


@click.command("import")
@click.argument("document", type=click.Path(path_type=Path, exists=True), metavar="FILE|FOLDER")
@click.option("--site", required=True, help="Id of the site that is made: a-z, 0-9 and -.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Folder of site packs to write to.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of built sites; where packs go without --into.")
@click.option("--language", "-l", default="en", show_default=True, help="BCP 47 tag of texts that do not say theirs.")
@click.option("--replace", is_flag=True, help="Put this in the place of a site of that id.")
@click.option("--json", "as_json", is_flag=True, help="The whole report for a program.")
def import_(document: Path, into: Path | None, data: Path | None, as_json: bool, **given: Any) -> None:
    """Make a site of what another program wrote: a IIIF Presentation 4 manifest, a Smithsonian Voyager .svx.json, or
    W3C Web Annotations for a site that is there.

    Nothing is fetched: models and other files must lie beside the document. A document that tour export wrote comes
    back whole, with whatever was changed in it since. Texts become facts only where the document says whose they are;
    the others wait for a source in the pack's folder imported/. The pack is written whole or not at all. Ends with 1
    when the document is refused, and says why and what to do.

    \b
        tour import ewer.svx.json --site ewer
        tour import manifest.json --site louvre --into my-sites
        tour import notes.json --site colosseum --json
    """
    settings = settings_from(data=data)
    try:
        report = take_in(document, Wish(into=into or settings.data / "sites", year=date.today().year, **given))
    except Refused as refused:
        _refuse(refused, as_json)
    except (SitePackError, OSError) as wrong:
        raise click.ClickException(f"{wrong}. Nothing was changed.") from None
    click.echo(_json(report) if as_json else _describe(report))


def _describe(report: Report) -> str:
    taken = ", ".join(f"{count} {kind}" for kind, count in report.taken.items() if count)
    source = FORMS[report.format] + (" that tour export wrote" if report.own else "")
    lines = [f"{report.site}, from {source}: {taken or 'nothing'}."]
    if report.findings:
        lines.append("Please look at:")
    for finding in report.findings:
        where = f" ({finding.pointer})" if finding.pointer else ""
        lines.append(f"  - {finding.message}{where}" + (f" — {finding.remedy}" if finding.remedy else ""))
    return "\n".join([*lines, f"It lies in {report.folder}"])


def _refuse(refused: Refused, as_json: bool) -> None:
    if as_json:
        click.echo(_json({"refused": refused.findings}))
    else:
        click.echo(str(refused), err=True)
        click.echo("Refused; nothing was changed.", err=True)
    raise SystemExit(1)


def _json(value: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
