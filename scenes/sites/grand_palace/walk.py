"""Where one may stand: floors only, clear of walls, pillars, statues, trees and lawns."""

from collections.abc import Iterable, Sequence

import numpy as np

from scenes.sites.grand_palace.cloister import RUNS, Run, gates_of
from scenes.sites.grand_palace.detail import Model
from scenes.sites.grand_palace.gardens import LAWNS, STREET, trees
from scenes.sites.grand_palace.layout import (
    ALTAR,
    AMARIN,
    ANGKOR,
    APHORN,
    AXIS,
    BELL_TOWER,
    BIDON,
    BOROM,
    CHAKRI,
    CHEDI,
    DUSIT,
    DUSIT_WALL,
    EAST_WALL,
    GALLERY_DEEP,
    GALLERY_FLOOR,
    GATE_HALF,
    GATES,
    GOLD_CHEDIS,
    HERMIT,
    HO_PHRA_NAK,
    INNER_WALL,
    KHANTHARARAT,
    LOW_WALL,
    MONDOP,
    MONTHIAN_THAM,
    NORTH_WALL,
    PRANG_HALF,
    PRANG_X,
    PRANG_Z,
    SOUTH_WALL,
    STAIR_HALF,
    STAIR_LONG,
    STAIRS,
    TERRACE,
    TERRACE_FLOOR,
    UBOSOT_FLOOR,
    UBOSOT_HALF,
    UBOSOT_ROOM,
    WEST_WALL,
    WIHAN_YOT,
)
from scenes.sites.grand_palace.ubosot import DOORS, WALL
from scenes.sites.surface import Surface, join, sheet

Box = tuple[float, float, float, float]
"""West, east, north and south of a rectangle on the ground."""
UP = (0.0, 1.0, 0.0)
CLEAR = 0.35
"""Metres that feet keep from walls."""


def build(model: Model) -> None:
    """Add the walkable floors as one part named `walk`."""
    ground = _floor(
        [(WEST_WALL + 1.5, EAST_WALL - 1.5, NORTH_WALL + 1.5, SOUTH_WALL - 1.5)], _on_the_ground(), 0.0, 0.5
    )
    model.add("walk", "walk", join([*ground, *_galleries(), *_terrace(), *_ubosot()]))


def _floor(areas: Iterable[Box], holes: Iterable[Box], y: float, step: float) -> list[Surface]:
    """Rectangles that cover the areas without the holes, on a grid of `step` metres."""
    boxes = np.asarray(list(areas), dtype=float)
    west, north = boxes[:, 0].min(), boxes[:, 2].min()
    count = (round((boxes[:, 1].max() - west) / step), round((boxes[:, 3].max() - north) / step))
    x, z = west + step * (np.arange(count[0]) + 0.5), north + step * (np.arange(count[1]) + 0.5)
    free = np.zeros((count[1], count[0]), dtype=bool)
    for box in boxes:
        free |= _covers((box[0], box[1], box[2], box[3]), x, z, 0.0)
    for hole in holes:
        free &= ~_covers(hole, x, z, CLEAR)
    return [
        sheet((west + a * step, y, north + c * step), ((b - a) * step, 0, 0), (0, 0, (d - c) * step), UP)
        for a, b, c, d in _merged(free)
    ]


def _covers(
    box: Box,
    x: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    z: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    grow: float,
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    across = (x > box[0] - grow) & (x < box[1] + grow)
    along = (z > box[2] - grow) & (z < box[3] + grow)
    return along[:, None] & across[None, :]


def _merged(free: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]") -> list[tuple[int, int, int, int]]:
    """Runs of free cells a row, drawn down as long as the rows below have the same one."""
    found: list[tuple[int, int, int, int]] = []
    held: dict[tuple[int, int], int] = {}
    for number in range(len(free) + 1):
        runs: set[tuple[int, int]] = set()
        if number < len(free):
            edges = np.flatnonzero(np.diff(np.concatenate([[0], free[number].astype(np.int8), [0]])))
            runs = {(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)}
        found.extend((*run, held.pop(run), number) for run in [run for run in held if run not in runs])
        held |= {run: number for run in runs if run not in held}
    return sorted(found)


def _around(x: float, z: float, half: float, deep: float | None = None) -> Box:
    reach = half if deep is None else deep
    return x - half, x + half, z - reach, z + reach


def _on_the_ground() -> list[Box]:
    """What stands on the ground."""
    gate = 4.9
    wall = 0.9
    halls = [
        _around(place[0], place[1], place[2] + 1.3, place[3] + 1.3) for place in (WIHAN_YOT, HO_PHRA_NAK, MONTHIAN_THAM)
    ]
    return [
        *halls,
        *_gallery_boxes(),
        (TERRACE[0] - 0.3, TERRACE[1] + 0.3, TERRACE[2] - 0.3, TERRACE[3] + 0.3),
        *(_stair_box(stair) for stair in STAIRS),
        _around(0.0, 0.0, UBOSOT_HALF[0] + 2.3, UBOSOT_HALF[1] + 1.5),
        (UBOSOT_HALF[0] + 2.0, UBOSOT_HALF[0] + 4.0, -11.4, 11.4),
        *_low_wall(),
        _around(*BELL_TOWER, 3.1),
        _around(*KHANTHARARAT, 3.5, 2.7),
        (HERMIT[0] - 2.5, HERMIT[0] + 1.2, -1.4, 1.4),
        *(_around(PRANG_X, z, PRANG_HALF) for z in PRANG_Z),
        *_yakshas(),
        *LAWNS,
        *(_around(x, z, 0.5) for x, z, _ in trees()),
        *(_around(x, z, 0.5) for x, z, _ in STREET),
        (WEST_WALL, -158.0, NORTH_WALL, 60.0),
        (WEST_WALL, AXIS - gate, INNER_WALL - wall, INNER_WALL + wall),
        (AXIS + gate, -65.0, INNER_WALL - wall, INNER_WALL + wall),
        (AXIS - 5.2, AXIS - 2.4, INNER_WALL - 3.5, INNER_WALL + 3.5),
        (AXIS + 2.4, AXIS + 5.2, INNER_WALL - 3.5, INNER_WALL + 3.5),
        _around(AXIS, NORTH_WALL, 5.2, 3.5),
        (DUSIT_WALL[0] - wall, DUSIT_WALL[0] + wall, DUSIT_WALL[1], 160.0),
        _around(APHORN[0], APHORN[1], 6.0),
        _around(CHAKRI[0], CHAKRI[1], CHAKRI[2], CHAKRI[3]),
        (CHAKRI[0] - 13.0, CHAKRI[0] + 13.0, CHAKRI[1] - 20.2, CHAKRI[1]),
        _around(DUSIT[0], DUSIT[1], DUSIT[2] + 3.0),
        (DUSIT[0] - 3.0, DUSIT[0] + 3.0, DUSIT[1] - 23.0, DUSIT[1]),
        _around(AMARIN[0], AMARIN[1], AMARIN[2] + 1.6, AMARIN[3] + 3.8),
        _around(BOROM[0], BOROM[1], BOROM[2] + 0.8, BOROM[3] + 0.8),
        (WEST_WALL, EAST_WALL, 152.0, SOUTH_WALL),
    ]


def _stair_box(stair: tuple[float, float, float, float]) -> Box:
    x, z, dx, dz = stair
    reach, half = STAIR_LONG, STAIR_HALF + 0.5
    if dx:
        return (*sorted((x, x + dx * reach)), z - half, z + half)  # type: ignore[return-value]
    return (x - half, x + half, *sorted((z, z + dz * reach)))  # type: ignore[return-value]


def _low_wall() -> list[Box]:
    west, east, half = LOW_WALL
    thick = 0.35
    sides = [(low, high, z - thick, z + thick) for z in (-half, half) for low, high in ((west, -2.0), (2.0, east))]
    ends = [(x - thick, x + thick, low, high) for x in (west, east) for low, high in ((-half, -2.6), (2.6, half))]
    return [*sides, *ends]


def _yakshas() -> list[Box]:
    found = []
    for x, z, axis in GATES.values():
        inside = -np.sign(x if axis == "x" else z)
        for side in (-4.9, 4.9):
            spot = (x + inside * 8.6, z + side) if axis == "x" else (x + side, z + inside * 8.6)
            found.append(_around(float(spot[0]), float(spot[1]), 1.4))
    return found


def _placed(run: Run, along: tuple[float, float], inwards: tuple[float, float]) -> Box:
    """A rectangle of a run's own frame on the ground."""
    c, s = round(float(np.cos(run.turn))), round(float(np.sin(run.turn)))
    corners = [(run.start[0] + a * c + d * s, run.start[1] - a * s + d * c) for a in along for d in inwards]
    x, z = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(x), max(x), min(z), max(z)


def _gallery_boxes() -> list[Box]:
    """The cloister's footprint, its steps included; the gates' outer steps too."""
    boxes = [_placed(run, (0.0, run.length), (0.0, GALLERY_DEEP)) for run in RUNS]
    boxes += [_placed(run, run.open, (0.0, GALLERY_DEEP + 0.1)) for run in RUNS]
    return boxes + [_placed(run, (at - GATE_HALF, at + GATE_HALF), (-0.5, 0.0)) for run in RUNS for at in gates_of(run)]


def _galleries() -> list[Surface]:
    areas = [_placed(run, (0.0, run.length), (0.0, GALLERY_DEEP)) for run in RUNS]
    holes, made = [], []
    for run in RUNS:
        gates = gates_of(run)
        edges = [
            run.wall[0],
            *(edge for at in gates for edge in (at - GATE_HALF + 0.1, at + GATE_HALF - 0.1)),
            run.wall[1],
        ]
        holes += [_placed(run, (a, b), (0.0, 0.6)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        holes += [
            _placed(run, (at - 0.32, at + 0.32), (GALLERY_DEEP - 1.1, GALLERY_DEEP - 0.45)) for at in pillars(run)
        ]
        made += _flat(
            _placed(run, (run.open[0] + 0.2, run.open[1] - 0.2), (GALLERY_DEEP, GALLERY_DEEP + 0.5)), GALLERY_FLOOR / 2
        )
        for at in gates:
            way = (at - GATE_HALF + 0.5, at + GATE_HALF - 0.5)
            made += _flat(_placed(run, way, (-0.4, 0.1)), GALLERY_FLOOR) + _flat(
                _placed(run, way, (-0.9, -0.4)), GALLERY_FLOOR / 2
            )
    return [*_floor(areas, holes, GALLERY_FLOOR, 0.25), *made]


def pillars(run: Run) -> list[float]:
    """How far along a run its pillars are."""
    low, high = run.open
    spots = np.linspace(low, high, max(2, round((high - low) / 4.2)) + 1).tolist()
    return [at for at in spots if not any(abs(at - gate) < GATE_HALF - 0.2 for gate in gates_of(run))]


def _flat(box: Box, y: float) -> list[Surface]:
    return [sheet((box[0], y, box[2]), (box[1] - box[0], 0, 0), (0, 0, box[3] - box[2]), UP)]


def _terrace() -> list[Surface]:
    west, east, north, south = TERRACE
    holes: list[Box] = [
        _around(CHEDI[0], CHEDI[1], CHEDI[2]),
        _around(CHEDI[0], CHEDI[1], CHEDI[2] + 2.3, 1.1),
        _around(CHEDI[0], CHEDI[1], 1.1, CHEDI[2] + 2.3),
        _around(MONDOP[0], MONDOP[1], MONDOP[2] + 2.3),
        _around(MONDOP[0], MONDOP[1], MONDOP[2] + 4.4, 1.7),
        _around(MONDOP[0], MONDOP[1], 1.7, MONDOP[2] + 4.4),
        _around(BIDON[0], BIDON[1], BIDON[2] + 0.7, 6.4),
        _around(BIDON[0], BIDON[1], 6.4, BIDON[2] + 0.7),
        _around(BIDON[0], BIDON[1], BIDON[2] + 2.4, 2.1),
        _around(BIDON[0], BIDON[1], 2.1, BIDON[2] + 2.4),
        *(_around(x, z, 2.7) for x, z in GOLD_CHEDIS),
        _around(ANGKOR[0], ANGKOR[1], ANGKOR[2] + 0.4, ANGKOR[3] + 0.4),
        *_parapets(),
    ]
    made = _floor([(west, east, north, south)], holes, TERRACE_FLOOR, 0.25)
    for x, z, dx, dz in STAIRS:
        half = STAIR_HALF - 0.3
        side = (dz * 2 * half, 0.0, dx * 2 * half)
        corner = (x - dz * half - dx * 0.3, TERRACE_FLOOR, z - dx * half - dz * 0.3)
        long = STAIR_LONG + 0.8
        made.append(sheet(corner, side, (dx * long, -TERRACE_FLOOR, dz * long), UP, (1, 6)))
    return made


def _parapets() -> list[Box]:
    """The terrace's edges but for the heads of its stairs."""
    west, east, north, south = TERRACE
    found: list[Box] = []
    for z in (north, south):
        gaps = sorted(stair[0] for stair in STAIRS if stair[3] and abs(stair[1] - z) < 0.1)
        edges = [west, *(edge for gap in gaps for edge in (gap - STAIR_HALF, gap + STAIR_HALF)), east]
        found += [(a, b, z - 0.3, z + 0.3) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    for x in (west, east):
        gaps = sorted(stair[1] for stair in STAIRS if stair[2] and abs(stair[0] - x) < 0.1)
        edges = [north, *(edge for gap in gaps for edge in (gap - STAIR_HALF, gap + STAIR_HALF)), south]
        found += [(x - 0.3, x + 0.3, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return found


def _ubosot() -> list[Surface]:
    x, z = UBOSOT_HALF[0] + 2.2, UBOSOT_HALF[1] + 1.4
    west, east, half = UBOSOT_ROOM
    columns: Sequence[tuple[float, float]] = [
        *((float(at), side * 11.2) for at in np.linspace(-26.6, 27.6, 14) for side in (-1.0, 1.0)),
        *((at, across) for at in (-26.6, 27.6) for across in (-6.8, -2.5, 2.5, 6.8)),
    ]
    outer = (WALL[0] - 0.4, WALL[1] + 0.5, -WALL[2] - 0.5, WALL[2] + 0.5)
    made = _floor([(-x, x, -z, z)], [outer, *(_around(a, b, 0.5) for a, b in columns)], UBOSOT_FLOOR, 0.25)
    made += _flat((ALTAR[0] + 6.3, east - CLEAR, -half + CLEAR, half - CLEAR), UBOSOT_FLOOR)
    made += [
        piece
        for at, wide, _ in DOORS
        for piece in _flat((east - CLEAR, WALL[1] + 1.0, at - wide + 0.25, at + wide - 0.25), UBOSOT_FLOOR)
    ]
    for middle, wide in ((-8.0, 1.3), (0.0, 1.7), (8.0, 1.3)):
        made.append(
            sheet((x - 0.1, UBOSOT_FLOOR, middle - wide), (0, 0, 2 * wide), (2.3, -UBOSOT_FLOOR, 0), UP, (1, 4))
        )
    del west
    return made
