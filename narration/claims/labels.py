"""What each number of a text is the number of: a height or a width, a beginning or an end, columns or lions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.text.numerals import Quantity, quantities
from narration.text.wordlists import words
from narration.text.words import content
from scenes.language import primary

UNSPACED = frozenset({"zh", "ja", "th", "ko"})
PART_AFTER = frozenset({"zh", "ja", "ko", "hi", "tr"})
"""Languages in which the part of a century stands after it."""
NOUN_FIRST = frozenset({"th"})
"""Languages in which what is counted stands before its number."""
AFTER = 3
"""Content words after a number among which is what it counts."""
CLASSIFIERS = re.compile(r"^[\s多余]*[座个個名位件条條次只隻尊口根层層匹块塊幅种種本つ人]?")
ENDS = re.compile(r"(?<!\d)[,.:](?!\d)|[,.](?=\s|$)|[;!?()—，；：。！？、（）؛،]")
LEAST_YEAR = 100
"""From which on bare figures are taken for a year."""
NEAR = 12
"""Characters between a century and the word for its part at most."""
Span = tuple[int, int]
Kind = Literal["measures", "events", "parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A number with what it measures or dates, and the words beside it that may be what it counts."""

    number: Quantity
    nearest: str
    """The label that stands nearest in its clause, empty where none does."""
    labels: frozenset[str]
    """All labels of its clause."""
    part: str
    """Which part of a century, empty where the number is none or the whole of it is meant."""
    counted: tuple[str, ...]
    words: frozenset[str]
    """The content words of its clause."""
    around: frozenset[str]
    """Those of the clauses after it as well, up to the next one that has a year."""


@lru_cache(maxsize=1024)
def labelled(text: str, language: str) -> tuple[Labelled, ...]:
    """The numbers of a text (language: BCP 47) with what each is the number of."""
    found = quantities(text, language)
    clauses = list(_clauses(text, found, primary(language)))
    return tuple(one for at in range(len(clauses)) for one in _of(text, clauses, at, found, language))


def is_year(number: Quantity) -> bool:
    """Whether a number is a year in figures."""
    plain = "date" in number.readings and not number.unit and number.text[:1].isdigit()
    return plain and (number.value >= LEAST_YEAR or bool(number.era))


def counted(number: Quantity, text: str, language: str) -> tuple[str, ...]:
    """The content words beside a number that may be what it counts."""
    if primary(language) in NOUN_FIRST:
        return content(text[max(0, number.start - 20) : number.start], language)[-AFTER:]
    clause = ENDS.split(text[number.end :], maxsplit=1)[0]
    return content(CLASSIFIERS.sub("", clause), language)[:AFTER]


def _of(text: str, clauses: Sequence[Span], at: int, found: Sequence[Quantity], language: str) -> Iterator[Labelled]:
    start, end = clauses[at]
    mine = _inside(found, clauses[at])
    last = at
    years = [number for number in found if is_year(number)]
    while last + 1 < len(clauses) and not _inside(years, clauses[last + 1]):
        last += 1
    told = frozenset(content(_without(text, start, end, mine), language))
    around = frozenset(content(_without(text, start, clauses[last][1], mine), language))
    for number in mine:
        kind: Kind = "events" if {"date", "century"} & number.readings and not number.unit else "measures"
        spots = list(_spots(text, start, end, kind, primary(language)))
        nearest = _nearest(number, mine, spots)
        shared = len([one for one in mine if bool(one.unit) == bool(number.unit)]) > 1
        yield Labelled(
            number=number, nearest=nearest,
            labels=frozenset({nearest} - {""}) if shared else frozenset(label for label, _, _ in spots),
            part=_part(number, mine, text, clauses[at], primary(language)),
            counted=counted(number, text[:end], language), words=told, around=around,
        )  # fmt: skip


def _inside(found: Sequence[Quantity], clause: Span) -> list[Quantity]:
    return [number for number in found if clause[0] <= number.start < clause[1]]


def _without(text: str, start: int, end: int, numbers: Sequence[Quantity]) -> str:
    for number in reversed(numbers):
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    return text[start:end]


def _part(number: Quantity, mine: Sequence[Quantity], text: str, clause: Span, tongue: str) -> str:
    """The part of a century that the words next to it tell."""
    if "century" not in number.readings:
        return ""
    spots = _spots(text, *clause, "parts", tongue)
    near = [spot for spot in spots if _gap(number, spot) <= NEAR and (tongue in PART_AFTER or spot[2] <= number.start)]
    return _nearest(number, mine, near)


def _nearest(number: Quantity, all_numbers: Sequence[Quantity], spots: Sequence[tuple[str, int, int]]) -> str:
    """The label nearest to a number, if no other number is nearer to that label."""
    for label, start, end in sorted(spots, key=lambda spot: _gap(number, spot)):
        if all(_gap(number, (label, start, end)) <= _gap(other, (label, start, end)) for other in all_numbers):
            return label
    return ""


def _gap(number: Quantity, spot: tuple[str, int, int]) -> int:
    _, start, end = spot
    return number.start - end if end <= number.start else start - number.end


def _clauses(text: str, found: Sequence[Quantity], tongue: str) -> Iterator[tuple[int, int]]:
    """The stretches between stops, commas and words for `and`; what lies inside a number does not part."""
    joints = "|".join(re.escape(joint) for joint in words("counting")["lists"].get(tongue, ()))
    start = 0
    for cut in re.finditer(rf"{ENDS.pattern}|{joints}" if joints else ENDS.pattern, text):
        if not any(number.start < cut.end() and cut.start() < number.end for number in found):
            yield start, cut.start()
            start = cut.end()
    yield start, len(text)


def _spots(text: str, start: int, end: int, kind: Kind, tongue: str) -> Iterator[tuple[str, int, int]]:
    for label, pattern in _patterns(kind, tongue):
        for found in pattern.finditer(text, start, end):
            yield label, found.start(), found.end()


@lru_cache(maxsize=64)
def _patterns(kind: Kind, tongue: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    edge = "" if tongue in UNSPACED else r"(?<!\w)"
    return tuple(
        (label, re.compile(rf"{edge}(?:{'|'.join(rows[tongue])})", re.IGNORECASE))
        for label, rows in words("labels")[kind].items()
        if rows.get(tongue)
    )
