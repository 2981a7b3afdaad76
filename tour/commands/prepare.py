"""`tour prepare`: make ahead what a site tells, for review, and speak what is approved."""

from typing import Any

import click

from tour.commands.options import guide_options, run, settings_from, sites_option
from tour.settings import Settings


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))


@click.command()
@click.argument("site")
@click.option("--language", "--languages", "-l", "languages", multiple=True, metavar="TAGS",
              help="Only these, separated by commas; one that nobody wrote is translated.")  # fmt: skip
@click.option("--audience", "--audiences", "-a", "audiences", multiple=True, metavar="NAMES", default=["everyone"],
              show_default=True, help="Of everyone, child, family, adult, expert; or all.")  # fmt: skip
@click.option("--stop", "stops", multiple=True, help="Only this stop; may be given more than once.")
@click.option("--voices", help="Voice engines by preference, separated by commas; none makes no sound.")
@click.option("--again", is_flag=True, help="Make new drafts where some wait or were decided upon.")
@click.option("--audio-only", is_flag=True, help="Make no drafts: only speak ahead the approved takes of the pack.")
@sites_option
@guide_options
def prepare(
    site: str,
    languages: tuple[str, ...],
    audiences: tuple[str, ...],
    stops: tuple[str, ...],
    again: bool,
    audio_only: bool,
    sites: Any,
    **given: Any,
) -> None:
    """Make drafts of what SITE tells at every stop, have them checked, and speak them and every approved take ahead.

    Drafts wait in the studio until somebody has read them; visitors hear them as approved only then. What lies there
    already is left alone. The work is a job: broken off by Ctrl-C or anything worse, the same command goes on where it
    stood, and so does the server. A minute of speech takes about half a minute on two cores.

    \b
        tour prepare colosseum --languages en,it --audiences everyone,child
        tour prepare colosseum --audio-only
    """
    settings = settings_from(sites, **given)
    if audio_only:
        run(_speak(settings, site, _names(languages), stops))
    else:
        run(_prepare(settings, site, _names(languages), _audiences(_names(audiences)), stops, again))


def _audiences(names: tuple[str, ...]) -> tuple[str, ...]:
    from tour.preparing.request import EVERY

    known = {"everyone": "", "child": "child", "family": "family", "adult": "adult", "expert": "expert"}
    if "all" in names:
        return EVERY
    strange = next((name for name in names if name not in known), None)
    if strange is not None:
        raise click.UsageError(f"--audiences: {strange!r} is none; known: {', '.join(known)}, all")
    return tuple(known[name] for name in names)


async def _prepare(
    settings: Settings, site: str, languages: tuple[str, ...], audiences: tuple[str, ...], stops: tuple[str, ...],
    again: bool,
) -> None:  # fmt: skip
    from dataclasses import replace
    from datetime import UTC, datetime

    from narration.models.shelf import Shelf
    from narration.voice.speech import Speech
    from narration.voice.speech_cache import SpeechCache
    from tour.commands.jobs import follow
    from tour.commands.records import giver
    from tour.engines import Engines, voice_names
    from tour.jobs.job import TooManyJobs, ask
    from tour.preparing import KIND, Preparation
    from tour.preparing.means import means_of
    from tour.records import Records, RecordsError
    from tour.records.records import FILE

    settings = replace(settings, recognizer="none", embedder="none")
    sound = bool(voice_names(settings))
    request = {"languages": languages, "audiences": audiences, "stops": stops, "sound": sound, "again": again}
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    speech = Speech(engines.voices, cache=SpeechCache(settings.data / "speech"))
    try:
        async with Records.open(settings.data / FILE) as records, engines.running():
            work = Preparation(means=means_of(settings, records, engines, speech)).work
            job = await records.write(ask, KIND, site, request, giver(), datetime.now(UTC))
            await follow(records, job, {KIND: work})
    except RecordsError as wrong:
        raise click.ClickException(str(wrong)) from None
    except TooManyJobs:
        raise click.ClickException(f"too many jobs of {site} wait already: tour jobs") from None


async def _speak(settings: Settings, site_id: str, languages: tuple[str, ...], stops: tuple[str, ...]) -> None:
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
