"""Units of measure as they stand after a number, in the languages of the word list."""

import re
from dataclasses import dataclass
from functools import lru_cache

from narration.text.wordlists import words

DIMENSIONS = frozenset({"length", "area", "volume", "mass", "time", "temperature", "money"})
JOINED = re.compile(r"[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af¥]")
"""Scripts in which a unit stands close to what follows."""
TURKISH = r"(?:[dt][ae]n|[dt][ıiuü]r|[dt][ae]|y[aeıiuü]|[ıiuü]|l[ıiuü]k)?"
"""Case endings that a unit of measure takes in Turkish."""
LONG = 3
"""Letters from which on a unit's name may take an ending: `fitten` is of feet, `mi` and `t` stay themselves."""
BEFORE = {"€": "€", "$": "$", "¥": "¥"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its dimension, and the factor into the dimension's first unit."""

    symbol: str
    dimension: str
    factor: float


@lru_cache(maxsize=1)
def _named() -> dict[str, Unit]:
    return {
        name: Unit(symbol, dimension, unit["factor"])
        for dimension, units in words("units").items()
        for symbol, unit in units.items()
        for name in unit["names"]
    }


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_named(), key=len, reverse=True)
    joined = [re.escape(name) for name in names if JOINED.match(name)]
    spaced = "|".join(re.escape(name) for name in names if not JOINED.match(name))
    turkish = "|".join(name for name in names if len(name) >= LONG and name.isascii())
    return re.compile(
        rf"(?:[\s\-]*|\s(?:d'|d[ei]\s|of\s))(?:({spaced})|({turkish}){TURKISH})(?![\w²³'])|\s*(?:个)?({'|'.join(joined)})",
        re.IGNORECASE,
    )


def unit_after(text: str) -> tuple[Unit, int] | None:
    """The unit that the text begins with and where it ends, or None."""
    found = _pattern().match(text)
    if found is None:
        return None
    name = next(group for group in found.groups() if group).lower()
    unit = _named().get(name)
    return None if unit is None else (unit, found.end())


def unit_before(text: str) -> Unit | None:
    """The currency sign that the text ends with, or None."""
    last = text.rstrip()[-1:]
    return _named().get(BEFORE.get(last, ""))
