"""`tour translate`: a site's facts in one more language, by the guide's model, checked before anyone hears them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from tour.commands.options import guide_options, print_json, run, settings_from, sites_option
from tour.settings import Settings

if TYPE_CHECKING:
    from narration.engine import LanguageModel
    from narration.translation.translator import Attempt
    from scenes.scene import Site


@click.command()
@click.argument("site")
@click.option("--language", "-l", required=True, help="BCP 47 tag of the language to translate into.")
@click.option(
    "--facts", default="", help="Ids of the facts to translate, separated by commas; all where none is named."
)
@click.option("--limit", type=int, default=0, help="At most so many facts now; go on later with the same command.")
@click.option("--again", is_flag=True, help="Try those once more that something spoke against.")
@click.option("--dry-run", is_flag=True, help="Translate and judge, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Every attempt with what speaks against it, for a program.")
@sites_option
@guide_options
def translate(
    site: str, language: str, facts: str, limit: int, again: bool, dry_run: bool, as_json: bool, sites: Any,
    **given: Any,
) -> None:  # fmt: skip
    """Translate the facts of SITE into one more language, with the names of the site's glossary.

    Each translation is held against the original (numbers, units, dates, names, denials, language) and translated back
    and compared. What holds is told to visitors as machine-made; what does not is kept as a draft with the reasons, in
    translations/LANGUAGE.toml, for a person to mend. A person's words are never touched. The command can be
    interrupted and begun again.

    \b
        tour translate colosseum --language fr --limit 10
    """
    wanted = tuple(filter(None, (each.strip() for each in facts.split(","))))
    report = run(_translate(settings_from(sites, **given), site, language, wanted, limit, again, not dry_run))
    if as_json:
        print_json(report)
    else:
        _print(report)


async def _translate(
    settings: Settings, site_id: str, language: str, wanted: tuple[str, ...], limit: int, again: bool, write: bool
) -> dict[str, Any]:
    from narration.engine import named_weights
    from narration.models.shelf import Shelf
    from tour.engines import Engines
    from tour.places import words_of

    site = words_of(settings, site_id)
    quiet = replace(settings, voices="", edge_tts=False, recognizer="none", embedder="none")
    engines = Engines(settings=quiet, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        if engines.model is None:
            raise click.ClickException(f"no model can translate here: {engines.problems()}; tour models pull standard")
        name = named_weights(engines.model)
        return await _fill(site, language, engines.model, name, _chosen(site, wanted), limit, again, write)


def _chosen(site: "Site", wanted: tuple[str, ...]) -> tuple[str, ...]:
    strange = [fact for fact in wanted if fact not in site.facts]
    if strange:
        raise click.ClickException(f"no fact {strange[0]!r} at {site.id}; `tour check` lists its sites")
    return wanted or tuple(site.facts)


async def _fill(
    site: "Site", language: str, model: "LanguageModel", name: str, wanted: tuple[str, ...], limit: int, again: bool,
    write: bool,
) -> dict[str, Any]:  # fmt: skip
    from contextlib import aclosing

    from narration.translation.book import NotTranslated, filled, opened
    from scenes.translations import read_translations, write_translation

    kept = read_translations(site.folder).get(language)
    try:
        book = opened(site, language, kept, name, datetime.now(UTC).date())
    except NotTranslated as wrong:
        raise click.ClickException(str(wrong)) from None
    attempts: list[dict[str, Any]] = []
    async with aclosing(filled(book, site, model, wanted, name=name, anew=again)) as steps:
        async for fact, attempt, changed in steps:
            attempts.append(_record(fact, attempt))
            click.echo(f"{len(attempts):3} {fact}: {'holds' if attempt.holds else attempt.objections[0]}", err=True)
            if write:
                write_translation(site.folder, changed)
            if limit and len(attempts) >= limit:
                break
    return {
        "site": site.id, "language": language, "model": name, "tried": len(attempts),
        "held": sum(each["holds"] for each in attempts), "attempts": attempts,
    }  # fmt: skip


def _record(fact: str, attempt: "Attempt") -> dict[str, Any]:
    return {
        "fact": fact, "holds": attempt.holds, "text": attempt.text, "back": attempt.back,
        "objections": attempt.objections, "doubts": attempt.doubts, "overlap": round(attempt.overlap, 2),
        "read": attempt.read,
        "tries": attempt.tries, "seconds": round(attempt.seconds, 1),
    }  # fmt: skip


def _print(report: dict[str, Any]) -> None:
    for each in report["attempts"]:
        click.secho(f"{each['fact']}: {each['text']}", fg=None if each["holds"] else "yellow")
        for reason in each["objections"]:
            click.secho(f"    {reason}", dim=True)
    click.secho(f"{report['held']} of {report['tried']} hold and may be told in {report['language']}.", bold=True)
