"""`tour prepare`: speak a site's approved takes ahead."""

from typing import Any

import click

from tour.commands.options import guide_options, run, settings_from, sites_option
from tour.settings import Settings


@click.command()
@click.argument("site")
@click.option("--language", "-l", "languages", multiple=True, help="Only this language; may be given more than once.")
@click.option("--stop", "stops", multiple=True, help="Only this stop; may be given more than once.")
@click.option("--voices", help="Voice engines by preference, separated by commas.")
@sites_option
@guide_options
def prepare(site: str, languages: tuple[str, ...], stops: tuple[str, ...], sites: Any, **given: Any) -> None:
    """Render the speech of every approved take of SITE, so that arriving at a stop is answered at once.

    A minute of speech takes about half a minute on two cores. What is rendered already is left alone, so the
    command can be interrupted and begun again.
    """
    run(_prepare(settings_from(sites, **given), site, languages, stops))


async def _prepare(settings: Settings, site_id: str, languages: tuple[str, ...], stops: tuple[str, ...]) -> None:
    from dataclasses import replace

    from rich.console import Console
    from rich.progress import Progress

    from narration.models.shelf import Shelf
    from narration.voice.speech import Speech
    from narration.voice.speech_cache import SpeechCache
    from tour.engines import Engines
    from tour.places import words_of
    from tour.rendering import render, takes_of

    site = words_of(settings, site_id)
    engines = Engines(settings=replace(settings, model="none"), shelf=Shelf(settings.weights))
    speech = Speech(engines.voices, cache=SpeechCache(settings.data / "speech"))
    async with engines.running():
        await engines.settled()
        if not engines.voices.engines:
            raise click.ClickException(f"no voice can speak here: {engines.problems()}; tour models pull kokoro")
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(f"Speaking {site.id}", total=None)
            async for step in render(speech, engines.voices, takes_of(site, languages, stops)):
                label = f"{step.take.stop} ({step.take.language})"
                bar.update(task, total=step.total, completed=step.done, description=label)
