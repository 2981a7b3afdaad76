"""`tour narrate`: what the guide says at a stop, and why it may."""

from typing import Any

import click

from narration.encounter import Encounter
from narration.guide import Guide, Spoken
from narration.memory import Memory
from scenes.scene import Site
from tour.commands.options import guide_options, run, settings_from, sites_option
from tour.commands.said import language_of, say, with_guide
from tour.places import NoSuchPlace, words_of


@click.command()
@click.argument("site")
@click.argument("stop")
@click.option("--language", "-l", default="en", show_default=True, help="BCP 47 tag, like it or zh-Hans.")
@click.option("--live", is_flag=True, help="In the model's own words, even where an approved take exists.")
@click.option("--json", "as_json", is_flag=True, help="Sentences, facts, sources, verdicts and timings for a program.")
@sites_option
@guide_options
def narrate(site: str, stop: str, language: str, live: bool, as_json: bool, sites: Any, **given: Any) -> None:
    """Print what the guide says at STOP of SITE.

    Under each sentence stand the facts it rests on with their sources, whether it is approved, live or the curator's
    own words (verbatim), and what the check said of the words the model proposed.

    \b
        tour narrate colosseum arena --language it
        tour narrate colosseum arena --language zh-Hans --live --json
    """
    settings = settings_from(sites, **given)
    run(_narrate(settings, site, stop, language, live, as_json))


async def _narrate(settings: Any, site_id: str, stop: str, language: str, live: bool, as_json: bool) -> None:
    site = words_of(settings, site_id)
    tag = language_of(site, language)
    encounter = encounter_at(site, stop)

    def words(guide: Guide) -> Spoken:
        return guide.narrate(encounter, Memory(), tag, live=live)

    async with with_guide(settings, site) as guide:
        await say(guide, words, {"site": site.id, "stop": stop, "language": tag}, as_json=as_json)


def encounter_at(site: Site, stop_id: str) -> Encounter:
    """What a visitor meets who arrives at a stop.

    Raises `NoSuchPlace` naming the stops there are.
    """
    stops = {stop.id: stop for stop in site.scene.stops}
    if stop_id not in stops:
        raise NoSuchPlace(f"stop {stop_id!r} is not at {site.id}; known: {', '.join(stops)}")
    stop = stops[stop_id]
    note = next(note for note in site.scene.annotations if note.id == stop.annotation)
    return Encounter(annotation=note.id, stop=stop.id, facts=tuple(dict.fromkeys(stop.facts + note.facts)))
