"""`make eval`: questions and narrations put to the guide, a table by language, and a record of the run.

    python tests/eval/run.py [--model llama_cpp|scripted|none] [--site colosseum] [--language en]…
                             [--sample N] [--minutes N] [--takes] [--lapses] [--record FILE] [--publish]

`--sample N` takes N questions of each kind and N stops a language, evenly spread; after `--minutes N` nothing more is
asked, and what was heard until then is counted. Without `--takes` approved takes are
left aside, so that the model's own words are judged; with it the guide is heard as a visitor hears it. `--lapses`
prints what a person should read. The record goes to `tests/eval/history/`, its counts to the house's data folder, from
where scorecards have them. `--publish` puts them into `narration/evaluations.json` instead, which ships with the guide;
`--record FILE` takes an earlier record in place of a run.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import inf, isfinite
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[2]))

from narration import evaluations
from narration.engine import named_weights
from narration.guide import Guide
from narration.models.catalogue import the_catalogue
from narration.voice.turn import TURN, Turn, Urgency
from tests.bench.machine import machine
from tests.eval import asking, injected, scoring, telling
from tests.eval.cases import cases
from tour.commands.said import with_guide
from tour.places import words_of
from tour.settings import read_settings

HISTORY = Path(__file__).parent / "history"
SHIPPED = Path(__file__).parents[2] / "narration" / evaluations.FILE
Item = TypeVar("Item")


def spread(items: Sequence[Item], wanted: int) -> list[Item]:
    """`wanted` of them, evenly spread and always the same; all where none or more are wanted."""
    if not 0 < wanted < len(items):
        return list(items)
    return [items[at * len(items) // wanted] for at in range(wanted)]


async def told(guide: Guide, languages: Sequence[str], sample: int, until: float, *, live: bool) -> list[telling.Told]:
    """Every stop, or a sample of them, to each visitor in each language."""
    found = []
    for language in languages:
        everything = list(telling.tellings(guide.site, language))
        stops = spread(list(dict.fromkeys(encounter.stop for encounter, _ in everything)), sample)
        for encounter, visitor in everything:
            if encounter.stop in stops and monotonic() < until:
                found.append(await telling.tell(guide, encounter, visitor, language, live=live))
                progress("stops", len(found))
    return found


async def answered(guide: Guide, languages: Sequence[str], sample: int, until: float) -> list[asking.Answered]:
    """Every question, or a sample of each kind, in each language that has some."""
    found = []
    guide.answering.meaning.patience = inf  # nobody waits
    for language in languages:
        await guide.learn(language)
        everything = list(asking.questions(guide.site.id, language))
        for kind in asking.KINDS:
            for one in spread([each for each in everything if each.kind == kind], sample):
                if monotonic() < until:
                    found.append(await asking.ask(guide, one))
                    progress("questions", len(found))
    return found


def progress(what: str, count: int) -> None:
    """Say on standard error how far it is, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{count} {what}", end="", file=sys.stderr)


async def evaluate(wanted: argparse.Namespace) -> dict[str, Any]:
    """Run it all; the record of the run, the table's figures and what a person should read in it."""
    TURN.set(Turn(caller="eval", urgency=Urgency.AHEAD))  # nobody waits: the model is not cut short for being slow
    settings = read_settings(**({"model": wanted.model} if wanted.model else {}))
    site = words_of(settings, wanted.site)
    asked_in = [tag for tag in asking.languages(site.id) if tag in site.spoken]
    languages = wanted.language or site.languages
    async with with_guide(replace(settings, voices=""), site) as guide:
        model, until = guide.model(), monotonic() + 60 * wanted.minutes
        chosen = [tag for tag in asked_in if _chosen(tag, wanted.language)]
        answers = await answered(guide, chosen, wanted.sample, until)
        stops = await told(guide, languages, wanted.sample, until, live=not wanted.takes)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "site": site.id,
        "model": model.name if model else "none",
        "guide": settings.guide if model and model.name == "llama_cpp" else "",
        "weights": named_weights(model) if model else "",
        "sample": wanted.sample,
        "minutes": wanted.minutes if isfinite(wanted.minutes) else None,
        "takes": wanted.takes,
        "machine": machine(),
        "figures": scoring.figures(stops, answers, site),
        "injected_errors": injected.figures(injected.judge(cases("held"))),
        "lapses": scoring.plain(scoring.lapses(stops, answers, site)),
    }


def _chosen(tag: str, languages: Sequence[str] | None) -> bool:
    return not languages or tag in languages


def _commit() -> str:
    return _said(["git", "rev-parse", "--short", "HEAD"])


def _said(command: Sequence[str], run: Callable[..., Any] = subprocess.run) -> str:
    try:
        return str(run(command, capture_output=True, text=True, check=True).stdout).strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def keep(record: dict[str, Any], folder: Path = HISTORY) -> Path:
    """Write the record beside the earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{record['at'][:19].replace(':', '')}-{record['model']}.json"
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def counted(record: dict[str, Any]) -> list[evaluations.Evaluation]:
    """The counts of a record, as scorecards have them."""
    guide, tags = record["guide"], {one.language for one in cases("held")}
    weights = record.get("weights") or (the_catalogue().one(guide).id if guide else record["model"])
    about = {"at": record["at"][:10], "commit": record["commit"]}
    return [
        evaluations.of_injected(record["injected_errors"], sorted(tags), **about),
        *evaluations.of_run(
            record["figures"], record["lapses"], site=record["site"], model=weights, sample=record["sample"], **about
        ),
    ]


def show(record: dict[str, Any], *, all_lapses: bool) -> None:
    """The tables, and what should be read."""
    print(f"{record['site']}, model {record['model']} {record['guide']}".rstrip())
    print(scoring.report(record["figures"]))
    every = record["injected_errors"]["all"]
    print(
        f"Injected errors, held out: {every['stopped']} of {every['false']} stopped, "
        f"{every['refused']} of {every['true']} true sentences refused."
    )
    print(f"{len(record['lapses'])} lapses to read" + (":" if all_lapses else "; --lapses shows them."))
    for one in record["lapses"] if all_lapses else ():
        print(f"  {one['language']} {one['where']}\n    {one['wrong']}: {one['said']}")


def main() -> None:
    """Read the command line, evaluate, print, keep."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--model", help="language model engine; the configured one if left out")
    reader.add_argument("--site", default="colosseum")
    reader.add_argument("--language", action="append", help="BCP 47; may be given more than once")
    reader.add_argument("--sample", type=int, default=0, metavar="N")
    reader.add_argument("--minutes", type=float, default=inf, metavar="N")
    reader.add_argument("--takes", action="store_true")
    reader.add_argument("--lapses", action="store_true")
    reader.add_argument("--no-history", action="store_true")
    reader.add_argument("--record", type=Path, metavar="FILE", help="an earlier record, in place of a run")
    reader.add_argument("--publish", action="store_true", help="write the counts into what ships with the guide")
    wanted = reader.parse_args()
    record = json.loads(wanted.record.read_text("utf-8")) if wanted.record else asyncio.run(evaluate(wanted))
    show(record, all_lapses=wanted.lapses)
    if wanted.publish:
        evaluations.keep(SHIPPED, counted(record))
    if not (wanted.no_history or wanted.record):
        print(keep(record))
        evaluations.keep(read_settings().data / evaluations.FILE, counted(record))


if __name__ == "__main__":
    main()
