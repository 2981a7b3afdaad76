"""Do the pairs tell of what the injected set's halves tell of? Counts only.

    python tests/eval/reader/overlap.py [--rows rows.jsonl --scores scores-B.json]

A fact counts as told of where it shares two or more numbers of three digits or more, years mostly, with the facts of a
block. A fact with fewer such numbers cannot be found this way. With the scores of train.py, the area under the
ROC curve of either sort of rows.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from tests.eval.cases import HALVES, Half, cases
from tests.eval.reader.curve import area
from tests.eval.reader.pairs import blocks, files

SHARED = 2
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩๐๑๒๓๔๕๖๗๘๙", "0123456789" * 2)


def numbers(text: str) -> frozenset[str]:
    """The numbers of three digits or more."""
    return frozenset(re.findall(r"\d{3,}", text.translate(DIGITS)))


def told() -> list[frozenset[str]]:
    """The numbers of every block's facts."""
    return [numbers(" ".join(block.facts)) for path in files() for block in blocks(path)]


def near(fact: str, others: Iterable[frozenset[str]]) -> bool:
    """Whether a fact shares enough numbers with one of the others."""
    mine = numbers(fact)
    return any(len(mine & other) >= SHARED for other in others)


def counts(half: Half, others: list[frozenset[str]]) -> str:
    """How many facts of a half there are, have the numbers to be found by, and are told of in the pairs."""
    facts = {case.fact.text[case.language] for case in cases(half)}
    able = sum(len(numbers(fact)) >= SHARED for fact in facts)
    return f"{half}: {len(facts)} facts, {able} with {SHARED} numbers, {sum(near(fact, others) for fact in facts)} near"


def areas(half: Half, others: list[frozenset[str]], rows: Path, scores: Path) -> str:
    """The area under the ROC curve of rows whose fact the pairs tell of, and of the rest."""
    found = json.loads(scores.read_text(encoding="utf-8"))
    labels = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    mine = [(found[str(at)], row["true"]) for at, row in enumerate(labels) if row["part"] == half]
    groups: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for case, scored in zip(cases(half), mine, strict=True):
        groups[near(case.fact.text[case.language], others)].append(scored)
    return "\n".join(
        f"  {'near' if key else 'not found near'}: {len(some)} rows, area {area(some):.3f}"
        for key, some in groups.items()
    )


def main() -> None:
    """Read the command line, count, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rows", type=Path)
    reader.add_argument("--scores", type=Path, help="of the same rows")
    given = reader.parse_args()
    others = told()
    for half in HALVES:
        print(counts(half, others))
        if given.rows and given.scores:
            print(areas(half, others, given.rows, given.scores))


if __name__ == "__main__":
    main()
