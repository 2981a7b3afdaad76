"""How many facts a model translates so that the checks let them pass, by language.

    python -m tests.bench.translation --languages fr,es,de,pt,ru,th,ar --facts 10

Prints JSON: for each language what held, and every attempt with what spoke against it.
"""

import argparse
import asyncio
import json
from dataclasses import asdict, replace
from statistics import mean
from typing import Any

from narration.engine import LanguageModel
from narration.models.shelf import Shelf
from narration.translation.translator import Translator
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.bench.machine import machine
from tour.engines import Engines
from tour.settings import read_settings

FACTS = (
    "size", "begun-and-opened", "hundred-days", "arches", "fire-of-217", "hypogeum-depth", "lifts", "north-entrance",
    "caesars-silk", "plan-of-augustus",
)  # fmt: skip


async def main(languages: list[str], facts: tuple[str, ...]) -> dict[str, Any]:
    """Translate the facts into each language."""
    site = load_site(BUILT_IN / "colosseum" / "pack", models=False)
    settings = replace(read_settings(), voices="", edge_tts=False, recognizer="none")
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        if engines.model is None:
            raise SystemExit(f"no model: {engines.problems()}")
        rows = {tag: await tried(site, engines.model, tag, facts) for tag in languages}
        return {"machine": machine(), "model": settings.guide, "languages": rows}


async def tried(site: Site, model: LanguageModel, language: str, facts: tuple[str, ...]) -> dict[str, Any]:
    """One language's attempts."""
    translator = Translator(model=model, glossary=site.glossary, language="en", other=language)
    attempts = {fact: await translator.translate(site.facts[fact]) for fact in facts}
    return {
        "tried": len(attempts),
        "held": sum(each.holds for each in attempts.values()),
        "seconds_each": round(mean(each.seconds for each in attempts.values()), 1),
        "attempts": {fact: asdict(each) for fact, each in attempts.items()},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default="fr,es,de,pt,ru,th,ar")
    parser.add_argument("--facts", type=int, default=10)
    parser.add_argument("--skip", type=int, default=0, help="so many facts of the list, done in an earlier run")
    given = parser.parse_args()
    chosen = FACTS[given.skip : given.skip + given.facts]
    print(json.dumps(asyncio.run(main(given.languages.split(","), chosen)), ensure_ascii=False, indent=1))
