"""Whether a number of the facts is told of something else than the facts tell it of."""

from collections.abc import Iterator, Sequence
from typing import Literal

from narration.claims.agreement import same
from narration.claims.labels import Labelled, is_year, labelled
from narration.text.units import DIMENSIONS
from narration.text.words import alike
from scenes.facts import Fact
from scenes.language import primary

Finding = tuple[Literal["contradicted"], str]
LIKE = {"deep": frozenset({"long", "tall"}), "long": frozenset({"deep"}), "tall": frozenset({"deep"})}
"""Measures that may be told of one length: what goes down far is long."""


PARTS = {
    "early": (1.0, 35.0), "middle": (35.0, 65.0), "late": (65.0, 100.0), "first-half": (1.0, 50.0),
    "second-half": (51.0, 100.0), "whole": (1.0, 100.0),
}  # fmt: skip
"""The years of a century that its parts mean."""
SHARED = 1
"""Words that a clause shares with that of another year."""
SLACK = 5
"""Years by which a part may be missed; none is measured out."""


def misbound(sentence: str, language: str, facts: Sequence[Fact]) -> Finding | None:
    """The first number that measures, dates or counts another thing than in the facts, or None."""
    known = [(one, tag) for fact in facts for tag, text in fact.text.items() for one in labelled(text, tag)]
    told = labelled(sentence, language)
    bare = [one.number for one in told if not one.words]
    for said in told:
        own = [(one, tag) for one, tag in known if same(said.number, one.number)]
        others = [
            pair for pair in known if pair not in own and not any(same(number, pair[0].number) for number in bare)
        ]
        for reason in (
            _measures(said, own),
            _parts(said, own),
            _dates(said, own, others),
            _clause(said, language, own, others),
            _counts(said, told, language, own, others),
        ):
            if reason:
                return "contradicted", reason
    return None


Known = Sequence[tuple[Labelled, str]]


def _measures(said: Labelled, own: Known) -> str:
    """Why a height is told as a width, or empty."""
    if not said.nearest or "length" not in said.number.readings or not said.number.unit:
        return ""
    labels = [one.labels for one, _ in own if one.number.unit]
    if not labels or not all(labels):
        return ""
    if ({said.nearest} | LIKE.get(said.nearest, frozenset())) & frozenset().union(*labels):
        return ""
    return f"says how {said.nearest} of “{said.number.text}”, the fact says how {min(labels[0])}"


def _parts(said: Labelled, own: Known) -> str:
    """Why an early year is told as a late one of its century, or empty."""
    if not said.part:
        return ""
    first, last = PARTS[said.part]
    years = [span for one, _ in own if (span := _within(one))]
    if not years or any(low <= last + SLACK and high >= first - SLACK for low, high in years):
        return ""
    return f"says {said.part} of “{said.number.text}”, the fact says another part"


def _within(one: Labelled) -> tuple[float, float] | None:
    """The years of its century that a date may mean, or None where it tells none."""
    number = one.number
    if "date" in number.readings and number.unit in {"", "year"}:
        year = (number.value - 1) % 100 + 1
        year = 101 - year if number.era == "bc" else year
        return year, year
    if "decade" in number.readings:
        return number.value % 100, number.value % 100 + 9
    return PARTS[one.part or "whole"] if number.readings == {"century"} else None


def _dates(said: Labelled, own: Known, others: Known) -> str:
    """Why the year of a beginning is told as that of an end, or empty."""
    if not said.nearest or "date" not in said.number.readings or said.number.unit:
        return ""
    labels = [one.labels for one, _ in own if "date" in one.number.readings]
    if not labels or not all(labels) or said.nearest in frozenset().union(*labels):
        return ""
    if any(said.nearest in one.labels and "date" in one.number.readings for one, _ in others):
        return f"says “{said.nearest}” of {said.number.text}, the fact says “{min(labels[0])}”"
    return ""


def _clause(said: Labelled, language: str, own: Known, others: Known) -> str:
    """Why a year is told of what the facts tell of another year, by the words around it, or empty."""
    mine, theirs = (
        [one for one, tag in some if is_year(one.number) and primary(tag) == primary(language)]
        for some in (own, others)
    )
    if not is_year(said.number) or not mine or any(alike(word, one.around) for one in mine for word in said.words):
        return ""
    for one in theirs:
        if sum(alike(word, one.words) for word in said.words) >= SHARED:
            return f"says of {said.number.text} what the fact says of {one.number.text}"
    return ""


def _counts(said: Labelled, told: Sequence[Labelled], language: str, own: Known, others: Known) -> str:
    """Why the number of one thing is told of another, or empty; not where that one's own number is told of it too."""
    mine = list(_nouns(own, language))
    if not said.counted or not _plain(said) or not mine:
        return ""
    if any(alike(word, nouns) for nouns in mine for word in said.counted):
        return ""
    rest = [pair for pair in others if not any(_rightly(one, pair[0]) for one in told)]
    if any(alike(said.counted[0], nouns[:1]) for nouns in _nouns(rest, language)):
        return f"says “{said.number.text}” of what the fact has another number of"
    return ""


def _rightly(said: Labelled, fact: Labelled) -> bool:
    """Whether a number of the fact is told of what it counts there."""
    return same(said.number, fact.number) and any(alike(word, fact.counted) for word in said.counted)


def _nouns(known: Known, language: str) -> Iterator[tuple[str, ...]]:
    return (one.counted for one, tag in known if primary(tag) == primary(language) and one.counted and _plain(one))


def _plain(one: Labelled) -> bool:
    kinds = one.number.readings
    return "count" in kinds and not one.number.unit and not (kinds & {"ordinal", "vague"}) and kinds != DIMENSIONS
