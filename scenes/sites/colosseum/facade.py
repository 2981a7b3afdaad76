"""The outer ring as it stands on the north side: three storeys of arches between half-columns, and the attic."""

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, archivolt, soffit
from scenes.sites.colosseum.bending import around
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import BAY_WIDTH, LEVELS, NORTH, OUTER_PIER, STANDING
from scenes.sites.model import Model
from scenes.sites.surface import Surface, block, extrude, join, lathe, sheet

HALF = BAY_WIDTH / 2
RADIUS = 0.5
OPENINGS = (
    Opening(half=2.1, sill=0.0, spring=4.95),
    Opening(half=2.1, sill=12.25, spring=16.75),
    Opening(half=2.1, sill=24.1, spring=28.35),
)
PEDESTAL = (0.35, 1.75, 1.75)
"""Height of what a half-column stands on, above its storey's floor."""
ENTABLATURE = (2.15, 2.2, 2.15)
"""Height of the beams above the columns."""
ATTIC_BASE, ATTIC_HEAD = 36.1, 45.4
ATTIC_DEEP = 1.9
WINDOW = ((-0.85, 38.2), (0.85, 40.3))
"""Corners of an attic window; alternate bays have one."""
NUMERALS = (("L", 50), ("XL", 40), ("X", 10), ("V", 5), ("I", 1))


def build(model: Model, detail: Detail) -> None:
    """Add the surviving outer ring."""
    for storey in range(3):
        part = f"arcade-{storey + 1}"
        model.add(part, "travertine", around(_front(storey, detail), STANDING))
        ends = [bay - 0.5 for bay in STANDING] + [STANDING[-1] + 0.5]
        model.add(part, "travertine", around(_column(storey, detail), ends))
        model.add("outer-ring", "travertine", around(_back(storey, detail), STANDING))
    for odd in (0, 1):
        bays = [bay for bay in STANDING if bay % 2 == odd]
        model.add("attic", "travertine", around(_attic(bool(odd), detail), bays))
        model.add("attic", "tufa", around(_attic_back(bool(odd), detail), bays))
    model.add("attic", "travertine", around(_pilaster(detail), [bay - 0.5 for bay in (*STANDING, STANDING[-1] + 1)]))
    model.add("corbels", "travertine", around(_corbels(detail), STANDING))
    if detail.level:
        numbers = [around(_numeral(gate_number(bay)), [bay]) for bay in STANDING if bay != NORTH]
        model.add("arcade-1", "travertine", *[number.tinted((0.3, 0.24, 0.2)) for number in numbers])


def gate_number(bay: int) -> int:
    """The number carved above a bay's ground arch: XXIII to LIIII stand, with none on the northern axis."""
    return 39 + (NORTH - 1 - bay) if bay < NORTH else 38 - (bay - NORTH - 1)


def _front(storey: int, detail: Detail) -> Surface:
    low, top = LEVELS[storey], LEVELS[storey + 1]
    opening = OPENINGS[storey]
    beam = top - ENTABLATURE[storey]
    pieces = [
        arch_face(opening, HALF, low, beam, 0.0, -1, detail),
        archivolt(opening, 0.0, 0.54, detail),
        extrude(_beams(beam, top, detail), -HALF, HALF, detail.cells(BAY_WIDTH)),
    ]
    if storey:
        head = low + PEDESTAL[storey]
        shape = [(low, -0.3), (head - 0.25, -0.3), (head - 0.2, -0.42), (head, -0.42), (head, 0.0)]
        pieces.append(
            extrude(shape if detail.level else [shape[0], (head, -0.3), shape[-1]], -HALF, HALF, 1 + detail.level)
        )
    if detail.level:
        for side in (-1, 1):
            edges = sorted((side * opening.half, side * HALF))
            pieces.append(block((edges[0], opening.spring - 0.45, -0.14), (edges[1], opening.spring, 0.02), skip="Z"))
    return join(pieces)


def _beams(low: float, top: float, detail: Detail) -> list[tuple[float, float]]:
    size = top - low
    shape = [
        (0.0, 0.0), (0.0, -0.5), (0.3, -0.5), (0.3, -0.56), (0.36, -0.56), (0.36, -0.48), (0.66, -0.48), (0.66, -0.58),
        (0.74, -0.7), (0.8, -1.0), (0.93, -1.05), (1.0, -1.18), (1.0, 0.0),
    ]  # fmt: skip
    if detail.level == 0:
        shape = [(0.0, 0.0), (0.0, -0.5), (0.68, -0.5), (0.8, -1.05), (1.0, -1.1), (1.0, 0.0)]
    return [(low + size * height, depth) for height, depth in shape]


def _column(storey: int, detail: Detail) -> Surface:
    low = LEVELS[storey] + PEDESTAL[storey]
    top = LEVELS[storey + 1] - ENTABLATURE[storey]
    r = RADIUS
    base = [(low, r * 1.35), (low + 0.22, r * 1.35), (low + 0.3, r * 1.2), (low + 0.42, r * 1.22), (low + 0.5, r)]
    shaft = [(low + 0.5 + (top - 1.5 - low) * share, r * (1 - 0.1 * share**2)) for share in (0.0, 0.35, 0.7, 1.0)]
    capital = {
        0: [
            (top - 0.72, r * 0.9),
            (top - 0.66, r),
            (top - 0.6, r * 0.92),
            (top - 0.42, r * 0.95),
            (top - 0.25, r * 1.3),
        ],
        1: [
            (top - 0.75, r * 0.9),
            (top - 0.7, r * 1.02),
            (top - 0.5, r * 1.0),
            (top - 0.42, r * 1.4),
            (top - 0.22, r * 1.4),
        ],
        2: [
            (top - 1.0, r * 0.9),
            (top - 0.95, r * 1.02),
            (top - 0.7, r * 0.98),
            (top - 0.65, r * 1.2),
            (top - 0.4, r * 1.08),
            (top - 0.2, r * 1.5),
        ],
    }[storey]
    wide = r * (1.35 if storey == 0 else 1.5)
    if detail.level == 0:
        return lathe(
            [(LEVELS[storey], r * 1.3), (low, r), (top - 0.6, r * 0.95), (top - 0.3, wide), (top, wide)],
            (0.0, 0.0),
            3,
            True,
        )
    pieces = [
        lathe(base + shaft + capital, (0.0, 0.0), detail.column, True),
        block((-wide, top - 0.22, -wide), (wide, top, 0.05), skip="Z"),
    ]
    foot = r * 1.4
    pieces.append(block((-foot, LEVELS[storey], -foot), (foot, low, 0.05), skip="Zy"))
    return join(pieces)


def _back(storey: int, detail: Detail) -> Surface:
    low, top = LEVELS[storey], LEVELS[storey + 1]
    opening = OPENINGS[storey]
    inside = soffit(opening, 0.0, OUTER_PIER[1], detail, sill=storey > 0)
    return join([inside, arch_face(opening, HALF, low, top, OUTER_PIER[1], 1, detail)]) if detail.level else inside


def _attic(window: bool, detail: Detail) -> Surface:
    low, top = LEVELS[3], LEVELS[4]
    pieces = [
        extrude(_attic_foot(low, detail), -HALF, HALF, 1 + detail.level),
        extrude(_attic_head(top, detail), -HALF, HALF, 1 + detail.level),
    ]
    if window:
        pieces += [_pierced(0.0, -1, ATTIC_BASE, ATTIC_HEAD, detail), _reveals()]
    else:
        size = (BAY_WIDTH, 0.0, 0.0), (0.0, ATTIC_HEAD - ATTIC_BASE, 0.0)
        cells = (detail.cells(BAY_WIDTH), detail.cells(ATTIC_HEAD - ATTIC_BASE))
        pieces.append(sheet((-HALF, ATTIC_BASE, 0), *size, (0, 0, -1), cells))
    return join(pieces)


def _attic_foot(low: float, detail: Detail) -> list[tuple[float, float]]:
    if detail.level == 0:
        return [(low, -0.3), (ATTIC_BASE, -0.3), (ATTIC_BASE, 0.0)]
    head = ATTIC_BASE
    return [(low, -0.05), (low, -0.3), (head - 0.3, -0.3), (head - 0.2, -0.45), (head, -0.45), (head, 0.0)]


def _attic_head(top: float, detail: Detail) -> list[tuple[float, float]]:
    low = ATTIC_HEAD
    if detail.level == 0:
        return [(low, 0.0), (low, -0.3), (low + 1.3, -0.34), (low + 2.0, -1.0), (top, -1.1), (top, 1.9)]
    return [(low, 0.0), (low, -0.3), (low + 0.5, -0.3), (low + 0.5, -0.36), (low + 1.2, -0.34), (low + 1.5, -0.6),
            (low + 1.8, -0.95), (low + 2.2, -1.0), (top, -1.1), (top, 1.9)]  # fmt: skip


def _pierced(depth: float, out: int, bottom: float, top: float, detail: Detail) -> Surface:
    """A bay of wall with the hole of a window."""
    (x0, y0), (x1, y1) = WINDOW
    tall, wide = detail.cells(top - y1), detail.cells(BAY_WIDTH)
    front = (0.0, 0.0, float(out))
    return join(
        [
            sheet(
                (-HALF, bottom, depth), (BAY_WIDTH, 0, 0), (0, y0 - bottom, 0), front, (wide, detail.cells(y0 - bottom))
            ),
            sheet((-HALF, y1, depth), (BAY_WIDTH, 0, 0), (0, top - y1, 0), front, (wide, tall)),
            sheet((-HALF, y0, depth), (x0 + HALF, 0, 0), (0, y1 - y0, 0), front, (1, 1)),
            sheet((x1, y0, depth), (HALF - x1, 0, 0), (0, y1 - y0, 0), front, (1, 1)),
        ]
    )


def _reveals() -> Surface:
    (x0, y0), (x1, y1) = WINDOW
    return join(
        [
            sheet((x0, y0, 0), (0, 0, ATTIC_DEEP), (0, y1 - y0, 0), (1, 0, 0)),
            sheet((x1, y0, 0), (0, 0, ATTIC_DEEP), (0, y1 - y0, 0), (-1, 0, 0)),
            sheet((x0, y0, 0), (x1 - x0, 0, 0), (0, 0, ATTIC_DEEP), (0, 1, 0)),
            sheet((x0, y1, 0), (x1 - x0, 0, 0), (0, 0, ATTIC_DEEP), (0, -1, 0)),
        ]
    )


def _pilaster(detail: Detail) -> Surface:
    wide = 0.55
    pieces = [block((-wide, ATTIC_BASE, -0.25), (wide, ATTIC_HEAD, 0.02), cell=max(2.0, detail.cell * 2), skip="Zy")]
    if detail.level:
        pieces.append(block((-wide - 0.12, ATTIC_HEAD - 0.9, -0.38), (wide + 0.12, ATTIC_HEAD, 0.0), skip="Zy"))
        pieces.append(block((-wide - 0.1, LEVELS[3], -0.5), (wide + 0.1, ATTIC_BASE, 0.0), skip="Zy"))
    return join(pieces)


def _corbels(detail: Detail) -> Surface:
    places = (-2.0, 0.0, 2.0)
    skip = "Z" if detail.level else "ZxXY"
    return join([block((x - 0.28, 42.4, -0.62), (x + 0.28, 43.1, 0.02), skip=skip) for x in places])


def _attic_back(window: bool, detail: Detail) -> Surface:
    """The inside of the attic: brick piers under a ledge, and a plain wall above."""
    low, top, deep = LEVELS[3], LEVELS[4], ATTIC_DEEP
    if window:
        wall = _pierced(deep, 1, low, top, detail)
    else:
        size = (BAY_WIDTH, 0.0, 0.0), (0.0, top - low, 0.0)
        wall = sheet((-HALF, low, deep), *size, (0, 0, 1), (detail.cells(BAY_WIDTH), detail.cells(top - low)))
    if detail.level == 0:
        return wall
    ledge = block((-HALF, 40.9, deep), (HALF, 41.35, deep + 0.35), skip="zxX")
    pier = block((-HALF, low, deep), (-HALF + 1.2, 40.9, deep + 0.6), skip="zy")
    return join([wall, ledge, pier])


def _numeral(number: int) -> Surface:
    text = ""
    for letter, value in NUMERALS:
        text += letter * (number // value)
        number %= value
    strokes = {
        "I": [((0.0, 0.0), (0.0, 1.0))],
        "V": [((-0.35, 1.0), (0.0, 0.0)), ((0.35, 1.0), (0.0, 0.0))],
        "X": [((-0.35, 0.0), (0.35, 1.0)), ((-0.35, 1.0), (0.35, 0.0))],
        "L": [((-0.25, 0.0), (-0.25, 1.0)), ((-0.25, 0.0), (0.3, 0.0))],
    }
    widths = [0.45 if letter == "I" else 0.95 for letter in text]
    tall = 0.5
    pen, pieces = -sum(widths) * 0.5 * tall, []
    for letter, width in zip(text, widths, strict=True):
        pen += width * 0.5 * tall
        pieces += [_stroke(pen, tall, ends) for ends in strokes[letter]]
        pen += width * 0.5 * tall
    return join(pieces)


def _stroke(pen: float, tall: float, ends: tuple[tuple[float, float], tuple[float, float]]) -> Surface:
    """One line of a carved letter: seen from outside the ring runs right to left, so letters are mirrored along it."""
    (x0, y0), (x1, y1) = ends
    start = np.array([-(pen + x0 * tall), 7.82 + y0 * tall, -0.02])
    step = np.array([-(x1 - x0) * tall, (y1 - y0) * tall, 0.0])
    side = np.cross(step / np.linalg.norm(step), (0, 0, 1)) * 0.09
    return sheet(tuple(start - side / 2), tuple(step), tuple(side), (0, 0, -1))
