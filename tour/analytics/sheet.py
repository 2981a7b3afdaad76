"""The figures of a site as CSV (RFC 4180): one row a figure, so that any spreadsheet can turn them."""

import csv
import io
from collections.abc import Iterable, Iterator

from tour.analytics.figures import Figures, Group, StopFigures
from tour.analytics.slices import Slice
from tour.analytics.wondering import Wondered

HEAD = ("site", "month", "stop", "figure", "group", "value")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute at the beginning of a cell."""

Row = tuple[str, str, str, float | int | None]
FEW, NOT_SAID = "fewer than five", "not said"


def sheet(figures: Figures) -> str:
    """All figures; where visitors were too few the value is words that say so."""
    rows = ((figures.site, figures.month or "all", *row) for row in _rows(figures))
    return _written(HEAD, rows)


def questions_sheet(wondered: Iterable[Wondered]) -> str:
    """The questions without an answer."""
    rows = ((each.language, each.stop, each.visitors, each.text) for each in wondered)
    return _written(("language", "stop", "visitors", "question"), rows)


def _rows(figures: Figures) -> Iterator[Row]:
    yield "", "visitors", "", figures.visitors
    for figure, slices in (("language", figures.languages), ("country", figures.countries)):
        for each in slices:
            yield from _slice(figure, each)
    for stop in figures.stops:
        yield from _stop(stop)
    for way in figures.ways:
        yield way.stop, "came from", way.before, way.visitors
    for square in figures.plan:
        yield "", "seconds on the plan", f"{square.x:g} {square.z:g}", square.seconds


def _slice(figure: str, slice_: Slice) -> Iterator[Row]:
    name = slice_.name or NOT_SAID
    yield "", figure, name, slice_.visitors
    yield "", f"{figure}: median seconds", name, slice_.dwell
    for reaction, count in slice_.people.items():
        yield "", f"{figure}: {reaction}", name, count
    yield "", f"{figure}: asked", name, slice_.asked
    yield "", f"{figure}: unanswered", name, slice_.unanswered


def _stop(stop: StopFigures) -> Iterator[Row]:
    yield stop.stop, "visitors", "", stop.visitors
    yield stop.stop, "arrivals", "", stop.arrivals
    yield stop.stop, "median seconds", "", stop.dwell
    for reaction, count in stop.reactions.items():
        yield stop.stop, reaction, "", count
    yield stop.stop, "questions", "", stop.questions
    yield stop.stop, "unanswered", "", stop.unanswered
    yield from _groups(stop.stop, stop.languages, stop.countries)


def _groups(stop: str, languages: Iterable[Group], countries: Iterable[Group]) -> Iterator[Row]:
    for figure, groups in (("language", languages), ("country", countries)):
        for group in groups:
            yield stop, figure, group.name or NOT_SAID, group.visitors


def _written(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return FEW
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
