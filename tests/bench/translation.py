"""How many facts a model translates so that the checks let them pass, by language.

    python -m tests.bench.translation RESULT.json --languages fr,es,de,pt,ru,th,ar --facts 10

Writes JSON after each attempt: for each language what held, and every attempt with what spoke against it. A run that
was cut short is gone on with by the same command.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from narration.models.shelf import Shelf
from narration.translation.translator import Translator
from scenes.site_pack import BUILT_IN, load_site
from tests.bench.machine import machine
from tour.engines import Engines
from tour.settings import read_settings

FACTS = (
    "size", "begun-and-opened", "hundred-days", "arches", "north-entrance", "hypogeum-depth", "lifts", "fire-of-217",
    "caesars-silk", "plan-of-augustus",
)  # fmt: skip


Attempts = dict[str, dict[str, Any]]


async def main(attempts: Attempts, languages: list[str], facts: tuple[str, ...], keep: Callable[[str], object]) -> None:
    """Translate the facts into each language, fact by fact; what was attempted before is left."""
    site = load_site(BUILT_IN / "colosseum" / "pack", models=False)
    settings = replace(read_settings(), voices="", edge_tts=False, recognizer="none")
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        if engines.model is None:
            raise SystemExit(f"no model: {engines.problems()}")
        for fact in facts:
            for tag in (tag for tag in languages if fact not in attempts.get(tag, {})):
                translator = Translator(model=engines.model, glossary=site.glossary, language="en", other=tag)
                attempt = await translator.translate(site.facts[fact])
                attempts.setdefault(tag, {})[fact] = asdict(attempt) | {"holds": attempt.holds}
                print(tag, fact, attempt.holds, f"{attempt.seconds:.0f} s", file=sys.stderr, flush=True)
                keep(json.dumps(summed(settings.guide, attempts), ensure_ascii=False, indent=1) + "\n")


def summed(model: str, attempts: Attempts) -> dict[str, Any]:
    """The report."""
    held = {tag: sum(each["holds"] for each in rows.values()) for tag, rows in attempts.items()}
    tried = {tag: len(rows) for tag, rows in attempts.items()}
    return {"machine": machine(), "model": model, "held": held, "tried": tried, "attempts": attempts}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--languages", default="fr,es,de,pt,ru,th,ar")
    parser.add_argument("--facts", type=int, default=len(FACTS))
    given = parser.parse_args()
    before = json.loads(given.file.read_text())["attempts"] if given.file.exists() else {}
    asyncio.run(main(before, given.languages.split(","), FACTS[: given.facts], given.file.write_text))
