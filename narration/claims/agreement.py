"""Whether the numbers of a sentence are the numbers of its facts."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from narration.text.numerals import Quantity
from narration.text.readings import BARE
from narration.text.units import DIMENSIONS

HEDGE = 0.05
"""How far a rounder number that says `about` may lie from the fact's, as a share of it."""
ROUNDING = 0.015
"""How far a number may lie from the fact's in another unit."""

SIDES = {"over": "more than", "under": "less than", "": "exactly"}

Finding = tuple[Literal["contradicted", "not-found"], str]


def disagreement(said: Sequence[Quantity], known: Sequence[Quantity]) -> Finding | None:
    """The first number that no fact bears out, with a reason for a person, or None when all are borne out."""
    for quantity in said:
        borne = [fact for fact in known if same(quantity, fact)]
        if not borne and not derived(quantity, known):
            return _finding(quantity, known)
        if borne and all(_beyond(quantity, fact) for fact in borne):
            return "contradicted", f"says {SIDES[quantity.bound]} {_written(quantity)}, the fact does not"
    return None


def _beyond(said: Quantity, fact: Quantity) -> bool:
    """Whether one text says more than a number where the other says less than it or, exactly, it."""
    if said.value != fact.value or said.unit != fact.unit:
        return False
    return {said.bound, fact.bound} == {"over", "under"} or (
        said.bound == "under" and not fact.bound and not fact.hedged
    )


def derived(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a span of years lies between two of the facts' dates: 1900 and 1907 are seven years apart."""
    if "time" not in said.readings or said.unit not in {"", "year", "century"} or not known:
        return False
    years = [-fact.value if fact.era == "bc" else fact.value for fact in known if "date" in fact.readings]
    span = said.value * (100 if said.unit == "century" else 1)
    room = max(1.0 if said.hedged or said.bound else 0.0, _room(span))
    return any(abs(abs(first - second) - span) <= room for first in years for second in years if first != second)


def _finding(said: Quantity, known: Sequence[Quantity]) -> Finding:
    kinds = said.readings | ({"date"} if "century" in said.readings else frozenset())
    comparable = [fact for fact in known if fact.readings & kinds and "ordinal" not in fact.readings]
    same_value = [fact for fact in known if _close(said.value, fact.value, 1e-9)]
    candidates = same_value or comparable
    if not candidates:
        return "not-found", f"says {_written(said)}, no fact has such a number"
    nearest = min(candidates, key=lambda fact: abs(fact.value - said.value))
    return "contradicted", f"says {_written(said)}, the fact says {_written(nearest)}"


def _room(span: float) -> float:
    """How many years a round number of them may be off: 2 of a hundred for tens, 7 of a hundred for centuries."""
    return 0.07 * span if span % 100 == 0 else 0.02 * span if span % 10 == 0 else 0.0


def _written(quantity: Quantity) -> str:
    shown = quantity.era == "bc" and not re.search(r"[aAbB]\.?\s?C|Cristo|Chr", quantity.text)
    return f"“{quantity.text}”" + (" before our era" if shown else "")


def same(said: Quantity, fact: Quantity) -> bool:
    """Whether the number said may be the fact's: the same, rounded where it says so, or in another unit."""
    if "vague" in said.readings:
        return _vague(said, fact)
    if "decade" in said.readings:
        return bool({"date", "decade"} & fact.readings) and said.value <= fact.value < said.value + 10
    if "buddhist-century" in said.readings and "date" in fact.readings:
        return (fact.value + 543 - 1) // 100 + 1 == said.value
    if "date" in said.readings and fact.readings == {"century"} and said.value % 50 == 0:
        return (fact.value - 1) * 100 <= said.value <= fact.value * 100
    if said.readings == {"century"} and "date" in fact.readings and not fact.unit:
        return fact.value // 1 == fact.value and (fact.value - 1) // 100 + 1 == said.value and _eras(said, fact)
    common = said.readings & fact.readings
    return bool(common) and _eras(said, fact) and any(_equal(said, fact, reading) for reading in common)


def _vague(said: Quantity, fact: Quantity) -> bool:
    if "vague" in fact.readings:
        return said.value == fact.value or fact.value <= said.value < fact.high
    counts = bool(fact.readings & (DIMENSIONS | {"count"}))
    return counts and said.value <= max(fact.value, fact.high) < said.high


def _eras(said: Quantity, fact: Quantity) -> bool:
    """Whether both lie on the same side of the year 1; a date without an era is of ours."""
    if not ({"date", "century"} & said.readings and {"date", "century"} & fact.readings):
        return True
    if said.readings == BARE:
        return True
    return (said.era == "bc") == (fact.era == "bc")


def _equal(said: Quantity, fact: Quantity, reading: str) -> bool:
    if reading in DIMENSIONS and said.unit and fact.unit and said.unit != fact.unit:
        return _converted(said, fact)
    rounded = said.hedged and _figures(said.value) < _figures(fact.value)
    return _close(said.value, fact.value, HEDGE if rounded else 1e-9)


def _figures(value: float) -> int:
    """How many figures of a number count: 48.5 → 3, 50,000 → 1."""
    return len(f"{value:.9g}".replace(".", "").strip("0")) if "e" not in f"{value:.9g}" else 9


def _converted(said: Quantity, fact: Quantity) -> bool:
    known = fact.value * fact.factor / said.factor
    return _close(said.value, known, HEDGE if said.hedged else ROUNDING)


def _close(value: float, other: float, tolerance: float) -> bool:
    return abs(value - other) <= tolerance * max(abs(other), 1e-12)


def total(parts: Iterable[Sequence[Quantity]]) -> list[Quantity]:
    """All quantities of several texts."""
    return [quantity for part in parts for quantity in part]
