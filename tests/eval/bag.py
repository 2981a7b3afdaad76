"""What a bag of words can tell of the injected-error set: next to nothing, or the set would be too easy."""

import re
from collections.abc import Iterable, Sequence

from tests.eval.cases import Case

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3400-\u9fff]")


def bag(text: str) -> set[str]:
    """The words of a text, lower case; in scripts without spaces every two characters that stand together."""
    words: set[str] = set()
    for run in re.findall(r"\w+", text.lower()):
        words.update({run[at : at + 2] for at in range(max(1, len(run) - 1))} if _UNSPACED.search(run) else {run})
    return words


def share(case: Case) -> float:
    """Which part of the sentence's words the fact has too, 0 to 1."""
    said = bag(case.text)
    return len(said & bag(case.fact.text[case.language])) / max(1, len(said))


def separation(cases: Sequence[Case]) -> float:
    """How often a true sentence has the larger share than a false one (area under the ROC curve); 0.5 is chance."""
    true = [share(case) for case in cases if case.true]
    false = [share(case) for case in cases if not case.true]
    wins = sum((one > other) + (one == other) / 2 for one in true for other in false)
    return wins / (len(true) * len(false))


def balanced(cases: Sequence[Case]) -> tuple[float, float]:
    """(errors stopped, true sentences refused) at the threshold that tells the two best apart, each 0 to 1."""
    scored = [(share(case), case.true) for case in cases]
    outcomes = [_at(scored, limit) for limit in {score for score, _ in scored}]
    return max(outcomes, key=lambda outcome: outcome[0] - outcome[1])


def _at(scored: Iterable[tuple[float, bool]], limit: float) -> tuple[float, float]:
    refused = [(score < limit, true) for score, true in scored]
    return _part(down for down, true in refused if not true), _part(down for down, true in refused if true)


def _part(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / max(1, len(found))
