"""Whether the numbers of a sentence are the numbers of its facts."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from narration.claims.nearness import EXACT, close, near
from narration.claims.reckoning import reckoned
from narration.text.numerals import Quantity
from narration.text.readings import BARE
from narration.text.units import DIMENSIONS

SIDES = {"over": "more than", "under": "less than", "": "exactly"}

Finding = tuple[Literal["contradicted", "not-found"], str]


def disagreement(said: Sequence[Quantity], known: Sequence[Quantity]) -> Finding | None:
    """The first number that no fact bears out, with a reason for a person, or None when all are borne out."""
    for quantity in said:
        borne = [fact for fact in known if same(quantity, fact)]
        if not borne and not reckoned(quantity, known):
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


def _finding(said: Quantity, known: Sequence[Quantity]) -> Finding:
    kinds = said.readings | ({"date"} if "century" in said.readings else frozenset())
    comparable = [fact for fact in known if fact.readings & kinds and "ordinal" not in fact.readings]
    same_value = [fact for fact in known if close(said.value, fact.value, EXACT)]
    candidates = same_value or comparable
    if not candidates:
        return "not-found", f"says {_written(said)}, no fact has such a number"
    nearest = min(candidates, key=lambda fact: abs(fact.value - said.value))
    return "contradicted", f"says {_written(said)}, the fact says {_written(nearest)}"


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
    if "date" in said.readings and fact.readings == {"century"} and (said.value % 50 == 0 or said.value % 100 == 1):
        return (fact.value - 1) * 100 <= said.value <= fact.value * 100
    if said.readings == {"century"} and "date" in fact.readings and fact.unit in {"", "year"}:
        return fact.value // 1 == fact.value and (fact.value - 1) // 100 + 1 == said.value and _eras(said, fact)
    if said.readings == {"century"} and "decade" in fact.readings:
        return fact.value // 100 + 1 == said.value
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
    if {said.bound, fact.bound} == {"over", "under"} and said.value != fact.value:
        return False
    if reading in DIMENSIONS and said.unit and fact.unit and said.unit != fact.unit:
        return near(said, fact.value * fact.factor / said.factor, other_unit=True)
    return near(said, fact.value)


def total(parts: Iterable[Sequence[Quantity]]) -> list[Quantity]:
    """All quantities of several texts."""
    return [quantity for part in parts for quantity in part]
