"""Halves that are told after a number, and what a half multiplies: a mile and a half, half a million."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from narration.text.units import unit_after

if TYPE_CHECKING:
    from narration.text.numerals import Quantity

HALF = re.compile(
    r"[\s\u200c]*(?:and a half\b|e mezz[oa]\b|y medi[oa]\b|et demie?\b|e mei[oa]\b|und (?:ein|eine) halbe?\b|"
    r"с половиной\b|buçuk|setengah\b|و\s?نصف\b|و[\s\u200c]?نیم\b|半|반|ครึ่ง)",
    re.IGNORECASE,
)
OF = re.compile(r"\s*(?:an?|of a|di|de|d')?\s*")
GROUP = re.compile(r"个?")
SCALES = frozenset({100.0, 1000.0, 1_000_000.0, 1_000_000_000.0})


def with_halves(found: Sequence["Quantity"], text: str) -> list["Quantity"]:
    """The quantities with the halves told after them added, and with half of a million in one."""
    out: list[Quantity] = []
    for number in found:
        last = out[-1] if out else None
        if last is not None and number.start < last.end:
            continue
        if last is not None and (whole := _multiplied(last, number, text)):
            out[-1] = whole
        else:
            out.append(_and_a_half(number, text))
    return out


def _and_a_half(number: "Quantity", text: str) -> "Quantity":
    half = HALF.match(text, number.end)
    if half is None or number.value != round(number.value) or not number.readings - {"date", "ordinal", "century"}:
        return number
    end, longer = half.end(), replace(number, value=number.value + 0.5, end=half.end())
    if number.unit or not (unit := unit_after(text[end:])):
        return replace(longer, text=text[number.start : end])
    end += unit[1]
    return replace(
        longer, end=end, text=text[number.start : end], unit=unit[0].symbol, factor=unit[0].factor,
        readings=frozenset({unit[0].dimension}),
    )  # fmt: skip


def _multiplied(last: "Quantity", number: "Quantity", text: str) -> "Quantity | None":
    """Half a million, or two and a half thousand, as one number; None where they are two."""
    share = "share" in last.readings and last.value == 0.5
    broken = last.value % 1 == 0.5 and not last.unit and not text[last.start : last.start + 1].isdigit()
    if not (share or broken) or number.value not in SCALES or not OF.fullmatch(text[last.end : number.start]):
        return None
    readings = number.readings if "vague" not in number.readings else frozenset({"count"})
    return replace(
        number, start=last.start, text=text[last.start : number.end], value=last.value * number.value, high=0.0,
        readings=readings, hedged=last.hedged or number.hedged, bound=last.bound or number.bound,
    )  # fmt: skip
