"""How many injected errors the check stops, and how many true sentences it refuses.

    python tests/eval/injected.py [--half dev|held] [--language en --language it] [--misses] [--json] [--guide standard]
                                  [--publish]

Rules alone, or with `--guide` the rules and the reader of claims that comes with these weights, as the guide uses them.
`--misses` lists the sentences that were judged wrongly, of the dev half only: the held-out half is counted, never read.
`--publish` puts the held half's counts into what ships with the guide, for scorecards.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from narration.claims import Claim, check
from narration.claims.reading import read
from narration.engine import EngineContext, reader_of
from narration.engines.llama_cpp import LlamaCpp
from narration.evaluations import FILE, keep, of_injected
from narration.models.catalogue import the_catalogue
from narration.models.shelf import Shelf
from tests.eval.bag import balanced, separation
from tests.eval.cases import HALVES, KINDS, Case, cases, languages
from tests.eval.table import percent, table
from tour.settings import read_settings

Check = Callable[..., Claim]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case and what the check said of it."""

    case: Case
    claim: Claim

    @property
    def passed(self) -> bool:
        """Whether the sentence would be spoken."""
        return self.claim.verdict == "supported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Injected errors and how many of them were stopped, true sentences and how many of them were refused."""

    false: int
    stopped: int
    true: int
    refused: int

    def row(self) -> list[str]:
        """As a row of a table."""
        return [
            percent(self.stopped, self.false),
            f"of {self.false}",
            percent(self.refused, self.true),
            f"of {self.true}",
        ]


def judge(some: Iterable[Case], by: Check = check) -> list[Judged]:
    """Every case held against its fact."""
    return [Judged(case=one, claim=by(one.text, one.language, [one.fact], one.glossary)) for one in some]


async def judge_with(guide: str, some: Sequence[Case]) -> list[Judged]:
    """Every case judged by the rules and then by the reader of claims of a guide's weights (a catalogue entry)."""
    shelf = Shelf(read_settings().weights)
    async with AsyncExitStack() as stack:
        context = EngineContext(weights=shelf.path, options={"guide": guide, "patience": "off"})
        reader = reader_of(await stack.enter_async_context(LlamaCpp(context)))
        if reader is None:
            raise SystemExit(f"{guide} has no reader of claims here: see `tour check`.")
        out = []
        for one in judge(some):
            claim = await read(one.claim, [one.case.fact], one.case.language, reader)
            out.append(Judged(case=one.case, claim=claim))
    return out


def tally(judged: Sequence[Judged]) -> Tally:
    """Count what was stopped and what was refused."""
    false = [one for one in judged if not one.case.true]
    true = [one for one in judged if one.case.true]
    return Tally(
        false=len(false), stopped=sum(not one.passed for one in false),
        true=len(true), refused=sum(not one.passed for one in true),
    )  # fmt: skip


def tallies(judged: Sequence[Judged]) -> dict[str, Tally]:
    """By language, by kind, and in all."""
    found = {tag: tally([one for one in judged if one.case.language == tag]) for tag in languages()}
    found |= {kind: tally([one for one in judged if one.case.kind == kind]) for kind in KINDS}
    return {name: row for name, row in found.items() if row.false + row.true} | {"all": tally(judged)}


def report(judged: Sequence[Judged]) -> str:
    """The table, with what a bag of words makes of the same sentences beneath it."""
    rows = [[name, *row.row()] for name, row in tallies(judged).items()]
    some = [one.case for one in judged]
    stopped, refused = balanced(some)
    return "\n".join(
        (
            table(["", "errors stopped", "", "true refused", ""], rows),
            f"A bag of words at its best stops {stopped:.1%} and refuses {refused:.1%}; "
            f"it tells true from false in {separation(some):.1%} of pairs (50% is chance).",
        )
    )


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """The same counts for a machine."""
    return {
        name: {"false": row.false, "stopped": row.stopped, "true": row.true, "refused": row.refused}
        for name, row in tallies(judged).items()
    }


def misses(judged: Sequence[Judged]) -> list[str]:
    """The sentences that were judged wrongly, with why."""
    wrong = [one for one in judged if one.passed != one.case.true]
    return [
        f"{'refused' if one.case.true else 'PASSED '} {one.case.language:8} {one.case.kind:11} {one.case.text}"
        f"\n    fact: {one.case.fact.text[one.case.language]}\n    {one.claim.verdict}: {one.claim.reason}"
        for one in wrong
    ]


def main() -> None:
    """Read the command line, judge, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--half", choices=HALVES, default="dev")
    reader.add_argument("--language", action="append", choices=languages())
    reader.add_argument("--misses", action="store_true")
    reader.add_argument("--json", action="store_true")
    reader.add_argument("--publish", action="store_true")
    reader.add_argument("--guide", help="catalogue entry of the weights whose reader of claims has the last word")
    wanted = reader.parse_args()
    if wanted.misses and wanted.half == "held":
        reader.error("The held-out half is counted, never read: ask for --half dev to see misses.")
    if wanted.publish and wanted.half != "held":
        reader.error("Only the held-out half is published.")
    some = list(cases(wanted.half, wanted.language))
    judged = asyncio.run(judge_with(wanted.guide, some)) if wanted.guide else judge(some)
    print(json.dumps(figures(judged), indent=1) if wanted.json else report(judged))
    if wanted.misses:
        print("\n".join(misses(judged)))
    if wanted.publish:
        publish(judged, wanted.guide)


def publish(judged: Sequence[Judged], guide: str | None) -> None:
    """Put the counts into `narration/evaluations.json`, which ships with the guide."""
    found = of_injected(
        figures(judged), sorted({one.case.language for one in judged}), at=f"{datetime.now(UTC):%Y-%m-%d}",
        with_reader=bool(guide), model=the_catalogue().one(guide).id if guide else "",
    )  # fmt: skip
    keep(ROOT / "narration" / FILE, [found])


if __name__ == "__main__":
    main()
