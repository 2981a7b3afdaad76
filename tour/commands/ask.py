"""`tour ask`: what the guide answers, and why it may."""

from typing import Any

import click

from narration.guide import Guide, Spoken
from narration.memory import Memory
from tour.commands.narrate import encounter_at
from tour.commands.options import guide_options, run, settings_from, sites_option
from tour.commands.said import language_of, say, with_guide
from tour.places import words_of


@click.command()
@click.argument("site")
@click.argument("question")
@click.option("--language", "-l", default="en", show_default=True, help="BCP 47 tag, like it or zh-Hans.")
@click.option("--at", "stop", default=None, metavar="STOP", help="Where the visitor stands when asking.")
@click.option("--json", "as_json", is_flag=True, help="Sentences, facts, sources, verdicts and timings for a program.")
@sites_option
@guide_options
def ask(site: str, question: str, language: str, stop: str | None, as_json: bool, sites: Any, **given: Any) -> None:
    """Ask the guide of SITE a QUESTION, as a visitor would.

    A question that the facts do not answer is declined, and so is one that asks the guide to leave its facts.

    \b
        tour ask colosseum "How many people fitted in?"
        tour ask colosseum "这是什么时候建的？" --language zh-Hans --json
    """
    settings = settings_from(sites, **given)
    run(_ask(settings, site, question, language, stop, as_json))


async def _ask(settings: Any, site_id: str, question: str, language: str, stop: str | None, as_json: bool) -> None:
    site = words_of(settings, site_id)
    tag = language_of(site, language)
    memory = Memory(here=encounter_at(site, stop).facts if stop else ())

    def words(guide: Guide) -> Spoken:
        return guide.answer(question, memory, tag)

    async with with_guide(settings, site) as guide:
        await guide.learn(tag)
        await say(guide, words, {"site": site.id, "question": question, "language": tag}, as_json=as_json)
