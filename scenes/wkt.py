"""Regions of a scene as well-known text (OGC 06-103r4, ISO 19125), the value of an IIIF `WktSelector`.

Only what lies in space is read: every point has x, y and z in metres. `Z` may be left out, as IIIF's own examples do.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scenes.pose import REACH, Vector

MAX_CHARACTERS = 262_144
MAX_POINTS = 10_000

KINDS = ("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON")

HEAD = re.compile(r"\s*([A-Za-z]{1,20})\s*([Zz]?)\s*\(", re.ASCII)
TOKEN = re.compile(r"\s*([(),]|[^\s(),]+)")
SIGNS = {"(": 1, ")": -1, ",": 0}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


class WktError(ValueError):
    """Text that is no region of a scene, with what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A geometry: its kind and its lines of points, metres in scene space."""

    kind: str
    lines: tuple[tuple[Vector, ...], ...]
    """The points of a point or line, the rings of a polygon (the first is its outline), those of all parts."""

    @property
    def middle(self) -> Vector:
        """The middle of the box around it."""
        low, high = self.bounds
        return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2)

    @property
    def radius(self) -> float:
        """Half the diagonal of the box around it, metres."""
        return math.dist(*self.bounds) / 2

    @property
    def bounds(self) -> tuple[Vector, Vector]:
        """Lowest and highest corner of the box around it."""
        xs, ys, zs = zip(*(point for line in self.lines for point in line), strict=True)
        return (min(xs), min(ys), min(zs)), (max(xs), max(ys), max(zs))


def read_region(text: str) -> Region:
    """The region that WKT describes, such as `POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0))`.

    Raises `WktError` for another geometry, points without z, an open or too short ring, numbers that are not finite
    or out of reach, more than 10,000 points or 256 KiB.
    """
    if len(text) > MAX_CHARACTERS:
        raise WktError(f"{len(text)} characters, at most {MAX_CHARACTERS}")
    head = HEAD.match(text)
    kind = head.group(1).upper() if head else ""
    if not head or kind not in KINDS:
        raise WktError(f"one of {', '.join(KINDS)} with points in parentheses is needed, not {text[:40]!r}")
    tokens = _tokens(text, head.end() - 1)
    lines = tuple(_lines(tokens))
    _check(kind, lines)
    return Region(kind=kind, lines=lines)


def scaled(text: str, factor: float) -> str:
    """The WKT of a region in other units: every number times `factor`, the text itself where that is 1."""
    if factor == 1:
        return text
    return re.sub(r"[-+.\d][^\s(),]*", lambda found: repr(float(found.group()) * factor), text)


def _tokens(text: str, start: int) -> list[str]:
    found = [match.group(1) for match in TOKEN.finditer(text, start)]
    if found.count("(") != found.count(")") or not found or found[-1] != ")":
        raise WktError("parentheses that do not match")
    return found


def _lines(tokens: list[str]) -> Iterator[tuple[Vector, ...]]:
    """Each innermost pair of parentheses; how they nest beyond that is the kind's own affair."""
    depth, points, numbers, seen = 0, list[Vector](), list[float](), 0
    for word in tokens:
        if word not in SIGNS:
            numbers.append(_number(word))
            continue
        depth += SIGNS[word]
        if not 0 <= depth <= 4:
            raise WktError("parentheses that do not match")
        if numbers:
            points.append(_point(numbers))
            numbers, seen = [], seen + 1
        if seen > MAX_POINTS:
            raise WktError(f"more than {MAX_POINTS} points")
        if SIGNS[word] < 0 and points:
            yield tuple(points)
            points = []


def _number(word: str) -> float:
    if not NUMBER.fullmatch(word):
        raise WktError(f"{word[:40]!r} is no number")
    value = float(word)
    if not abs(value) <= REACH:
        raise WktError(f"{word[:40]} is out of reach: metres, at most {REACH:.0f} from the origin")
    return value


def _point(numbers: list[float]) -> Vector:
    if len(numbers) != 3:
        raise WktError(f"a point needs x, y and z, not {len(numbers)} numbers")
    return (numbers[0], numbers[1], numbers[2])


def _check(kind: str, lines: tuple[tuple[Vector, ...], ...]) -> None:
    if not lines:
        raise WktError("no points")
    least = {"LINESTRING": 2, "MULTILINESTRING": 2, "POLYGON": 4, "MULTIPOLYGON": 4}.get(kind, 1)
    for line in lines:
        if len(line) < least:
            raise WktError(f"{len(line)} points, at least {least} are needed")
        if least == 4 and line[0] != line[-1]:
            raise WktError("a ring whose last point is not its first")
    if kind in ("POINT", "LINESTRING") and len(lines) > 1:
        raise WktError(f"one {kind} with {len(lines)} lists of points")
