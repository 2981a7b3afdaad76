"""Where one may stand: floors only, clear of walls, statues and the water's edge."""

import numpy as np

from scenes.sites.dunhuang.land import BRIDGE_HALF
from scenes.sites.dunhuang.layout import (
    BRIDGE_Z,
    CAVE_16,
    CAVE_17,
    CAVE_45,
    CAVE_158,
    CAVE_254,
    CAVE_285,
    DECK,
    NORTH,
    PILLAR_254,
    PLATFORM_158,
    RECESS,
    RIVER,
    SOUTH,
    STAIRS,
    TIERS,
)
from scenes.sites.dunhuang.pagoda import DOOR
from scenes.sites.dunhuang.rooms import HALF_DOOR
from scenes.sites.dunhuang.walkways import stair_side
from scenes.sites.model import Model
from scenes.sites.surface import Surface, join, sheet

UP = (0.0, 1.0, 0.0)
CLEAR = 0.35
"""Metres that feet keep from walls."""


def build(model: Model) -> None:
    """Add the walkable floors as one part named `walk`."""
    model.add("walk", "walk", join([*_outside(), *_decks(), *_stairs(), *_caves()]))


def _flat(x: tuple[float, float], z: tuple[float, float], y: float, cells: tuple[int, int] = (1, 1)) -> Surface:
    return sheet((x[0], y, z[0]), (x[1] - x[0], 0, 0), (0, 0, z[1] - z[0]), UP, cells)


def _outside() -> list[Surface]:
    before = [(CLEAR, 9.4), (9.4, 51.0)]
    ground = [_flat(before[1], (NORTH + 8, SOUTH - 8), 0.0, (14, 60))]
    stairs = sorted((min(f, h) - 2.0, max(f, h) + 0.2) for f, h, base in STAIRS if base == 0)
    gaps = sorted([*stairs, (-15.2, 15.2)])
    starts = [NORTH + 8, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), SOUTH - 8]
    ground += [
        _flat(before[0], (a, b), 0.0, (2, max(1, round((b - a) / 8))))
        for a, b in zip(starts, ends, strict=True)
        if b > a
    ]
    ground += [_flat((stair_side(0)[1] + CLEAR, 9.4), (a, b), 0.0, (2, 2)) for a, b in stairs]
    low, high = RIVER[0] - 1.0, RIVER[1] + 1.0
    wide = (BRIDGE_Z - BRIDGE_HALF + 0.5, BRIDGE_Z + BRIDGE_HALF - 0.5)
    ground += [_flat((low, high), wide, 0.4, (8, 1))]
    ground += [_ramp((low - 3.4, low), (0.0, 0.4), wide), _ramp((high, high + 3.4), (0.4, 0.0), wide)]
    ground += [
        _flat((50.0, low - 3.4), (BRIDGE_Z - 3, BRIDGE_Z + 3), 0.0),
        _flat((high + 3.4, 100.0), (-24.0, 60.0), 0.0, (2, 12)),
    ]
    return ground


def _ramp(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Surface:
    return sheet((x[0], y[0], z[0]), (x[1] - x[0], y[1] - y[0], 0), (0, 0, z[1] - z[0]), UP)


def _decks() -> list[Surface]:
    made = []
    for floor, face in TIERS[1:]:
        for south, north in ((SOUTH, RECESS), (-RECESS, NORTH)):
            made.append(_flat((face + 0.25, face + DECK - 0.3), (north + 0.5, south - 0.5), floor, (1, 40)))
    return made


def _stairs() -> list[Surface]:
    made = []
    for foot, head, base in STAIRS:
        near, far = stair_side(base)
        low, high = TIERS[base][0], TIERS[base + 1][0]
        turn = 1.0 if head > foot else -1.0
        made.append(sheet((near + 0.25, low, foot), (far - near - 0.5, 0, 0), (0, high - low, head - foot), UP, (1, 8)))
        if base == 0:
            made.append(_flat((-0.4, far - 0.3), tuple(sorted((head, head + turn * 1.7))), high))  # type: ignore[arg-type]
            made.append(_flat((near + 0.25, far + 0.5), tuple(sorted((foot, foot - turn * 0.5))), low))  # type: ignore[arg-type]
        else:
            made.append(_flat((near + 0.25, far + 0.6), tuple(sorted((foot, foot - turn * 0.9))), low))  # type: ignore[arg-type]
            made.append(_flat((near + 0.25, far + 0.6), tuple(sorted((head, head + turn * 0.9))), high))  # type: ignore[arg-type]
    return made


def _way(cave: tuple[float, float, float, float, float], floor: float, outer: float) -> Surface:
    half = HALF_DOOR[cave[0]] - 0.25
    return _flat((cave[1] - CLEAR - 0.05, outer), (cave[0] - half, cave[0] + half), floor, (2, 1))


def _room(cave: tuple[float, float, float, float, float], floor: float, far: float | None = None) -> Surface:
    z, near, end, half, _ = cave
    return _flat(
        ((end if far is None else far) + CLEAR, near - CLEAR), (z - half + CLEAR, z + half - CLEAR), floor, (4, 4)
    )


def _caves() -> list[Surface]:
    made = [
        _flat((1.6, 8.6), (-7.5, 7.5), 0.0, (4, 4)),
        _flat((8.6, 10.2), (-DOOR[0] + 0.2, DOOR[0] - 0.2), 0.0),
        _room(CAVE_158, 0.0, PLATFORM_158[0]),
        _way(CAVE_158, 0.0, 0.6),
        _room(CAVE_45, 0.0),
        _way(CAVE_45, 0.0, 0.6),
        _room(CAVE_285, 6.0),
        _way(CAVE_285, 6.0, -1.6),
        _way(CAVE_254, 6.0, -1.6),
        _way(CAVE_16, 0.0, 0.8),
    ]
    return made + _around_the_pillar() + _hall_16()


def _around_the_pillar() -> list[Surface]:
    z, near, far, half, _ = CAVE_254
    front, back, thick = PILLAR_254
    return [
        _flat((front + 0.5, near - CLEAR), (z - half + CLEAR, z + half - CLEAR), 6.0, (2, 4)),
        _flat((back - 0.5, front + 0.5), (z + thick + 0.5, z + half - CLEAR), 6.0, (2, 1)),
        _flat((back - 0.5, front + 0.5), (z - half + CLEAR, z - thick - 0.5), 6.0, (2, 1)),
        _flat((far + CLEAR, back - 0.5), (z - half + CLEAR, z + half - CLEAR), 6.0, (1, 4)),
    ]


def _hall_16() -> list[Surface]:
    z, near, far, half, _ = CAVE_16
    middle, wide, edge = CAVE_17
    door = HALF_DOOR[z]
    return [
        _flat((far + 5.9, near - CLEAR), (z - half + CLEAR, z + half - CLEAR), 0.0, (3, 4)),
        _flat((far + CLEAR, far + 5.9), (z + 3.9, z + half - CLEAR), 0.0),
        _flat((far + CLEAR, far + 5.9), (z - half + CLEAR, z - 3.9), 0.0),
        _flat((middle - 0.28, middle + 0.28), (edge - 0.2, z - door + 0.3), 0.0),
        _flat((middle - wide + CLEAR, middle + wide - CLEAR), (edge - 1.45, edge - 0.2), 0.0),
    ]


__all__ = ["build", "np"]
