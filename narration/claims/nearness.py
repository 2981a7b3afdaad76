"""How far a number that is said may lie from the one it stands for: `nearly`, `more than`, a round number."""

import math

from narration.text.numerals import Quantity

HEDGE = 0.05
"""How far a rounder number that says `about` may lie from the fact's, as a share of it."""
ROUNDEST = 0.1
"""The same for a number of one figure: about three centuries are 280 to 320 years."""
FARTHEST = 0.4
"""How far `more than` and `less than` may lie from the number: more than a thousand are 1,400, not 1,900."""
ROUNDING = 0.015
"""How far a number may lie from the fact's in another unit."""
EXACT = 1e-9


def near(said: Quantity, value: float, *, other_unit: bool = False) -> bool:
    """Whether the number said may be told of `value` (in its own unit), by the words beside it or its roundness."""
    plain = close(said.value, value, ROUNDING if other_unit else EXACT)
    if said.bound == "over":
        return plain or said.value <= value < said.value + _reach(said.value)
    if said.bound == "under":
        return plain or 0 < said.value - value <= _reach(said.value)
    return plain or (said.hedged and _rounded(said.value, value, other_unit))


def _rounded(said: float, value: float, other_unit: bool) -> bool:
    if not other_unit and figures(said) >= figures(value):
        return False
    return abs(said - value) <= max(HEDGE * abs(value), min(_step(said) / 2, ROUNDEST * abs(value)))


def _reach(said: float) -> float:
    """How much more than a number `more than` may mean: less than the next number as round, within a tenth and more."""
    return min(max(_step(said), ROUNDEST * abs(said)), FARTHEST * abs(said))


def _step(value: float) -> float:
    """What the last figure of a number counts that is not naught: 300 → 100, 1,250 → 10, 12 → 1."""
    if value % 1 == 0.5:
        return 0.5
    if value == 0 or value % 1:
        return 0.0
    step = 1.0
    while math.fmod(value, step * 10) == 0:
        step *= 10
    return step


def figures(value: float) -> int:
    """How many figures of a number count: 48.5 → 3, 50,000 → 1."""
    return len(f"{value:.9g}".replace(".", "").strip("0")) if "e" not in f"{value:.9g}" else 9


def close(value: float, other: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than a share of the second."""
    return abs(value - other) <= tolerance * max(abs(other), 1e-12)
