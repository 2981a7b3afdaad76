"""Whether a sentence says, in the very place of one of the fact's words, another word that the fact does not have."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from narration.claims.mentions import Aligned, Mention

TIED = frozenset({"in", "to", "from", "inside", "outside", "above", "below"})
"""Marks that tie a word to the one before them."""
NEAR = 5
"""Characters between a measure and its noun: room for an `of`."""
MEASURES = frozenset({"mass", "volume", "length", "area"})
GERUND = re.compile(r"(?:ant|ando|endo|ing)$")
"""`en donnant`: what somebody does, not where."""

Finding = tuple[Literal["contradicted"], str]


def replaced(texts: Aligned) -> Finding | None:
    """The first word that stands after the word and the mark after which the facts have another one, or None."""
    said = {one.key for one in texts.said}
    places = {(a.key, b.mark): b for a, b in _tied(texts.known)}
    for one, two in _tied(texts.said):
        other = places.get((one.key, two.mark))
        if other and not two.known and other.key not in said and two.kind == other.kind == "word":
            return "contradicted", f"says “{two.text}” where the fact says “{other.text}”"
    return None


def miscounted(texts: Aligned) -> Finding | None:
    """The first measure of one thing that the facts have of another, or None: 300 tonnes of cement, not of iron."""
    of = {a.key: b for a, b in _measured(texts.known)}
    for one, two in _measured(texts.said):
        other = of.get(one.key)
        if one.known and other and two.key != other.key and not two.known:
            return "contradicted", f"says “{one.text}” of “{two.text}”, the fact of “{other.text}”"
    return None


def _measured(text: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Each number with a unit, and what it is a measure of."""
    return [
        (one, two)
        for one, two in pairwise(text)
        if one.sort in MEASURES and two.mark == "of" != one.mark and two.start - one.end <= NEAR
    ]


def _tied(text: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Each known mention with the one that a mark ties to it."""
    return [
        (one, two)
        for one, two in pairwise(text)
        if two.mark in TIED and one.clause == two.clause and not one.mark and not GERUND.search(two.text)
    ]
