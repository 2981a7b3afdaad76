"""How well scores tell true sentences from false ones."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import log

Scored = tuple[float, bool]
"""The logit of yes less that of no, and whether the sentence is true."""

THRESHOLDS = (0.08, 0.2, 0.5, 0.8, 0.88)


def area(scored: Iterable[Scored]) -> float:
    """How often a true sentence scores above a false one (area under the ROC curve); NaN for one sort alone."""
    wins, below, true, false = 0.0, 0, 0, 0
    for _, group in groupby(sorted(scored), key=lambda one: one[0]):
        some = [right for _, right in group]
        here = sum(some)
        wins += here * (below + (len(some) - here) / 2)
        true, false = true + here, false + len(some) - here
        below = false
    return wins / (true * false) if true and false else float("nan")


def outcome(scored: Sequence[Scored], threshold: float) -> tuple[float, float]:
    """The shares of errors stopped and true sentences refused where one passes from a probability on."""
    cut = log(threshold / (1 - threshold))
    stopped = [score < cut for score, true in scored if not true]
    refused = [score < cut for score, true in scored if true]
    return sum(stopped) / max(1, len(stopped)), sum(refused) / max(1, len(refused))


def line(name: str, scored: Sequence[Scored]) -> str:
    """The figures of some sentences: how many, the area, and percent stopped/refused at each threshold."""
    cells = (
        f"{cut:.2f}: {100 * stopped:.0f}/{100 * refused:.0f}"
        for cut in THRESHOLDS
        for stopped, refused in [outcome(scored, cut)]
    )
    return f"{name:18} n {len(scored):5}  area {area(scored):.3f}  stopped/refused at " + "  ".join(cells)
