"""`tour narrate`: what the guide says at a stop, to whom, and why it may."""

from contextlib import aclosing
from dataclasses import asdict
from typing import Any, get_args

import click

from narration.audience import AgeGroup, Audience, Detail
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
@click.option("--age-group", type=click.Choice([each for each in get_args(AgeGroup) if each]), help="Who listens.")
@click.option("--interests", metavar="THEMES", help="What they like to hear about, like engineering,nature.")
@click.option("--home-country", metavar="CODE", help="Where they are from (ISO 3166-1), like CN: a bridge is offered.")
@click.option("--detail", type=click.Choice([each for each in get_args(Detail) if each]), help="How much they want.")
@click.option("--pace", default=1.0, show_default=True, help="How long they stay beside what is planned: 0.5 hurries.")
@click.option("--story", is_flag=True, help="Then tell the story that is offered with the bridge.")
@click.option("--json", "as_json", is_flag=True, help="Sentences, facts, sources, verdicts and timings for a program.")
@sites_option
@guide_options
def narrate(
    site: str,
    stop: str,
    language: str,
    live: bool,
    age_group: AgeGroup | None,
    interests: str | None,
    home_country: str | None,
    detail: Detail | None,
    pace: float,
    story: bool,
    as_json: bool,
    sites: Any,
    **given: Any,
) -> None:
    """Print what the guide says at STOP of SITE.

    Under each sentence stand the facts it rests on with their sources, whether it is approved, live or the curator's
    own words (verbatim), and what the check said of the words the model proposed.

    \b
        tour narrate colosseum arena --language it
        tour narrate colosseum arena --language zh-Hans --live --json
        tour narrate colosseum arena --age-group child --home-country IN --story
    """
    settings = settings_from(sites, **given)
    listener = Audience(
        age_group=age_group or "",
        interests=tuple(filter(None, (interests or "").replace(" ", "").split(","))),
        home_country=(home_country or "").upper(),
        detail=detail or "",
        pace=pace,
    )
    run(_narrate(settings, site, stop, language, listener, live=live, story=story, as_json=as_json))


async def _narrate(
    settings: Any, site_id: str, stop: str, language: str, listener: Audience, *, live: bool, story: bool, as_json: bool
) -> None:
    site = words_of(settings, site_id)
    tag = language_of(site, language)
    encounter = encounter_at(site, stop)

    async def words(guide: Guide) -> Spoken:
        memory = Memory()
        async with aclosing(guide.narrate(encounter, memory, tag, listener, live=live)) as told:
            async for item in told:
                yield item
        if story:
            async with aclosing(guide.story(memory, tag, listener)) as told:
                async for item in told:
                    yield item

    async with with_guide(settings, site) as guide:
        about = {"site": site.id, "stop": stop, "language": tag, "audience": asdict(listener)}
        await say(guide, words, about, as_json=as_json, audience=listener)


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
