"""Numbers that follow from the facts' numbers: the years between two dates, an age, a sum, a difference, a share."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from narration.claims.nearness import close, near
from narration.text.numerals import Quantity
from narration.text.units import DIMENSIONS

YEAR = 365.25
OLD = 100
"""Years from which on a span may be one up to our day."""
ROUND_AGE = 50
"""What an age is rounded to at least; ages change while facts stay."""
LEAST = 4
"""The smallest number that may be a sum, a difference or a product of counts."""

Span = tuple[float, float]
"""The first and the last year that a date may mean, those before our era negative."""


def reckoned(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a number can be worked out from those of the facts."""
    if "share" in said.readings:
        return as_share(said, known)
    return bool(known) and (
        _between_dates(said, known) or _age(said, known) or _dated_by_span(said, known) or _combined(said, known)
    )


def _between_dates(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a span of years lies between two of the facts' dates: 1900 and 1907 are seven years apart."""
    years = _years_said(said)
    spans = list(_spans(known))
    if years is None:
        return False
    for (first, last), (second, end) in combinations(spans, 2):
        if first > second:
            first, last, second, end = second, end, first, last
        if second - first > 0 and _lies(said, years, (max(0.0, second - last), end - first)):
            return True
    return False


def _lies(said: Quantity, years: float, room: Span) -> bool:
    """Whether a span of years said may be one between the two ends of `room`."""
    low, high = room
    if low != high:
        return low <= years <= high or any(_near_years(said, years, end) for end in room)
    return _near_years(said, years, low)


def _near_years(said: Quantity, years: float, value: float) -> bool:
    room = max(1.0 if said.hedged else 0.0, _room(years)) if not said.bound else 0.0
    return near(said, value * said.value / years, other_unit=said.hedged) or abs(value - years) <= room


def _room(span: float) -> float:
    """How many years a round number of them may be off: 2 of a hundred for tens, 7 of a hundred for centuries."""
    return 0.07 * span if span % 100 == 0 else 0.02 * span if span % 10 == 0 else 0.0


def _years_said(said: Quantity) -> float | None:
    """The years of a span said, or None where it is none."""
    if "time" not in said.readings or said.value == 0:
        return None
    if not said.unit:
        return said.value
    return said.value * said.factor / YEAR if said.factor >= YEAR else None


def _spans(known: Sequence[Quantity]) -> Iterator[Span]:
    """The dates, decades and centuries of the facts."""
    for fact in known:
        if "date" in fact.readings and not (fact.unit and fact.unit != "year"):
            year = -fact.value if fact.era == "bc" else fact.value
            yield year, year
        elif "decade" in fact.readings:
            yield fact.value, fact.value + 9
        elif "century" in fact.readings:
            first, last = (fact.value - 1) * 100 + 1, fact.value * 100
            yield (-last, -first) if fact.era == "bc" else (first, last)


def _age(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether something of a date of the facts is as old today as is said, in round numbers."""
    years = _years_said(said)
    if years is None or years < OLD or years % ROUND_AGE:
        return False
    today = float(date.today().year)
    return any(abs(first) >= OLD and _lies(said, years, (today - last, today - first)) for first, last in _spans(known))


def _dated_by_span(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a year said is a date of the facts and a span of theirs: two years after 270 is 272."""
    if "date" not in said.readings or said.unit:
        return False
    year = -said.value if said.era == "bc" else said.value
    steps = [fact.value * fact.factor / YEAR for fact in known if fact.unit in {"year", "decade", "century"}]
    dates = [first for fact, (first, last) in _dated(known) if first == last and not fact.unit]
    return any(abs(abs(year - first) - step) < 0.01 for first in dates for step in steps if step < OLD)


def _dated(known: Sequence[Quantity]) -> Iterator[tuple[Quantity, Span]]:
    for fact in known:
        yield from ((fact, span) for span in _spans([fact]))


def _combined(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a number is the sum or the difference of two of one kind, or the product of two counts."""
    kinds = said.readings & (DIMENSIONS | {"count"})
    if not kinds or said.readings & {"ordinal", "vague"} or said.bound == "under":
        return False
    for first, second in combinations(known, 2):
        if _alike(said, first) and _alike(said, second) and _worked_out(said, first, second):
            return True
    return False


def _alike(said: Quantity, fact: Quantity) -> bool:
    """Whether the fact's number counts or measures what the one said does; dates and ordinals do neither."""
    if fact.readings & {"ordinal", "vague", "century", "month", "share"} or fact.era:
        return False
    if said.unit or fact.unit:
        return bool(said.unit and fact.unit) and bool(said.readings & fact.readings & DIMENSIONS)
    return "count" in fact.readings and not ("date" in fact.readings and fact.value >= OLD)


def _worked_out(said: Quantity, first: Quantity, second: Quantity) -> bool:
    one, two = (fact.value * (fact.factor if said.unit else 1.0) for fact in (first, second))
    results = [one + two, abs(one - two)]
    if not said.unit:
        results.append(one * two)
    return any(
        (said.unit or value >= LEAST) and value > 0 and near(said, value / (said.factor if said.unit else 1.0))
        for value in results
    )


def as_share(said: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a share is that of one count or measure of the facts in another: 650 of 1,000 are more than half."""
    counts = [fact for fact in known if fact.readings & (DIMENSIONS | {"count"}) and fact.value > 0]
    for first, second in combinations(counts, 2):
        if first.unit == second.unit:
            small, large = sorted((first.value, second.value))
            if any(close(said.value, part, 0.1) for part in (small / large, 1 - small / large)):
                return True
    return False
