"""What visitors did at a site, counted: for groups of five and more."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import msgspec

from tour.analytics.deeds import Deed, Done
from tour.analytics.groups import FEWEST, shared_out, told
from tour.analytics.slices import REACTIONS, Slice, dwell, slices

SQUARE = 1.0
"""Metres along the side of a square of the plan."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Visitors of one language or country."""

    name: str
    visitors: int


class StopFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What visitors did at one stop; None where fewer than five did it."""

    stop: str
    visitors: int | None
    arrivals: int | None
    dwell: float | None
    """Median seconds of a visitor."""
    reactions: dict[str, int | None]
    questions: int | None
    unanswered: int | None
    languages: tuple[Group, ...]
    countries: tuple[Group, ...]


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How many visitors went from one stop to another."""

    before: str
    stop: str
    visitors: int


class Square(msgspec.Struct, frozen=True, kw_only=True):
    """Time that five visitors or more spent on one square of the plan."""

    x: float
    z: float
    """Its middle, metres in scene space."""
    seconds: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """One site in one month, or in all that is kept."""

    site: str
    month: str
    fewest: int = FEWEST
    visitors: int | None
    languages: tuple[Slice, ...]
    countries: tuple[Slice, ...]
    stops: tuple[StopFigures, ...]
    ways: tuple[Way, ...]
    plan: tuple[Square, ...]


def figures(done: Iterable[Done], site: str, month: str = "") -> Figures:
    """Count deeds; nothing in the result is of fewer than five visitors."""
    known = list(done)
    by_stop: dict[str, list[Done]] = defaultdict(list)
    for each in known:
        if each.deed.stop:
            by_stop[each.deed.stop].append(each)
    visitors = {each.visitor for each in known}
    languages, countries = _first(known, lambda deed: deed.language), _first(known, lambda deed: deed.country)
    return Figures(
        site=site,
        month=month,
        visitors=told(len(visitors), len(visitors)),
        languages=slices(known, languages),
        countries=slices(known, countries),
        stops=tuple(_stop(stop, each, languages, countries) for stop, each in sorted(by_stop.items())),
        ways=_ways(known),
        plan=_plan(known),
    )


def _stop(stop: str, done: list[Done], languages: dict[str, str], countries: dict[str, str]) -> StopFigures:
    visitors = {each.visitor for each in done}
    return StopFigures(
        stop=stop,
        visitors=told(len(visitors), len(visitors)),
        arrivals=_count(done, lambda deed: deed.kind == "arrived"),
        dwell=dwell(done),
        reactions={kind: _count(done, lambda deed, kind=kind: deed.kind == kind) for kind in REACTIONS},  # type: ignore[misc]
        questions=_count(done, lambda deed: deed.kind == "asked"),
        unanswered=_unanswered(done),
        languages=_groups(visitors, languages),
        countries=_groups(visitors, countries),
    )


def _count(done: Iterable[Done], wanted: Callable[[Deed], bool]) -> int | None:
    those = [each.visitor for each in done if wanted(each.deed)]
    return told(len(those), len(set(those)))


def _unanswered(done: Iterable[Done]) -> int | None:
    """Told only where as many were answered: else the few would be what is left of all questions."""
    asked = [each for each in done if each.deed.kind == "asked"]
    parts = [_count(asked, lambda deed, answered=answered: deed.answered == answered) for answered in (True, False)]  # type: ignore[misc]
    return None if None in parts else parts[1]


def _first(done: Iterable[Done], said: Callable[[Deed], str]) -> dict[str, str]:
    """What each visitor said first: a visitor is in one group, or the groups would tell of single people."""
    found: dict[str, str] = {}
    for each in done:
        if value := said(each.deed):
            found.setdefault(each.visitor, value)
    return found


def _groups(visitors: Iterable[str], said: dict[str, str]) -> tuple[Group, ...]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for visitor in visitors:
        by_name[said.get(visitor, "")].append(visitor)
    return tuple(Group(name=name, visitors=len(members)) for name, members in shared_out(by_name).items())


def _ways(done: Iterable[Done]) -> tuple[Way, ...]:
    walked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in done:
        if each.deed.kind == "arrived" and each.deed.before:
            walked[each.deed.before, each.deed.stop].add(each.visitor)
    return tuple(
        Way(before=before, stop=stop, visitors=len(visitors))
        for (before, stop), visitors in sorted(walked.items())
        if len(visitors) >= FEWEST
    )


def _plan(done: Iterable[Done]) -> tuple[Square, ...]:
    seconds: Counter[tuple[int, int]] = Counter()
    visitors: dict[tuple[int, int], set[str]] = defaultdict(set)
    for each in done:
        for column, row, spent in each.deed.places:
            seconds[column, row] += spent  # type: ignore[assignment]
            visitors[column, row].add(each.visitor)
    return tuple(
        Square(x=(column + 0.5) * SQUARE, z=(row + 0.5) * SQUARE, seconds=round(seconds[column, row], 1))
        for column, row in sorted(seconds)
        if len(visitors[column, row]) >= FEWEST
    )
