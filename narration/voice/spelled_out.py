"""Whole numbers in words, for voices that would read figures one by one."""

import re
from collections.abc import Mapping
from typing import Any

FIGURES = re.compile(r"(?P<digits>\d{1,12})(?P<joined>-(?=[^\W\d]))?")


def spelled_out(text: str, table: Mapping[str, Any]) -> str:
    """The text with its figures in words, where the language's table has them."""
    if "units" not in table:
        return text

    def said(found: re.Match[str]) -> str:
        word = in_words(int(found["digits"]), table)
        if found["joined"] and "ending" in table:
            return ordinal(word, table["ending"]) + " "
        return word + (found["joined"] or "")

    return FIGURES.sub(said, text)


def ordinal(word: str, ending: str) -> str:
    """A number word with the ending of ordinals, whose first vowel falls after another: `ikki` → `ikkinchi`."""
    return word + (ending[1:] if word[-1] in "aeiou" else ending)


def in_words(number: int, table: Mapping[str, Any]) -> str:
    """A whole number in the words of a table: `units`, `tens`, `scales` from the largest, `joint`."""
    return _below(number, table, first=True) or str(table["zero"])


def _below(number: int, table: Mapping[str, Any], *, first: bool) -> str:
    joint: str = table["joint"]
    for size, name in table["scales"]:
        if number >= size:
            times = table.get("one", {}).get(str(size)) if number // size == 1 else None
            head = times or _below(number // size, table, first=True) + joint + name
            return joint.join(filter(None, (head, _below(number % size, table, first=False))))
    return _tens(number, table, first=first)


def _tens(number: int, table: Mapping[str, Any], *, first: bool) -> str:
    tens, units = divmod(number, 10)
    last = table["units"][units]
    if units == 1 and (tens or not first):
        last = table.get("last-one", last)
    return str(table["joint"]).join(filter(None, (table["tens"][tens], last)))
