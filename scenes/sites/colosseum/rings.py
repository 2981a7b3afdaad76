"""The rings behind the outer face: the second ring, the ambulatories and their vaults, the third wall, the gallery."""

from collections.abc import Sequence

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, soffit
from scenes.sites.colosseum.bending import around, unroll
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import (
    BAY_WIDTH,
    BAYS,
    INNER_PIER,
    INNER_WALK,
    LEVELS,
    NORTH,
    OUTER_WALK,
    STANDING,
    THIRD_PIER,
)  # fmt: skip
from scenes.sites.model import Model
from scenes.sites.noise import lattice, rough, smooth
from scenes.sites.surface import Array, Surface, block, extrude, flat_topped, grid, join

HALF = BAY_WIDTH / 2
ALL = tuple(range(BAYS))
GALLERY = range(STANDING[0], STANDING[-1] + 1)
"""Bays whose third storey still carries a floor."""
PLAIN = (
    Opening(half=2.1, sill=0.0, spring=4.85),
    Opening(half=2.1, sill=10.5, spring=16.5),
    Opening(half=2.1, sill=22.35, spring=28.3),
)
THIRD = (
    Opening(half=1.7, sill=0.0, spring=5.2),
    Opening(half=1.9, sill=10.5, spring=16.2),
    Opening(half=1.9, sill=22.35, spring=28.2),
)
THIRD_TOP = 31.2
"""Height to which the third wall stands on the north side."""
GALLERY_EDGE = 12.9
VAULTS = ((7.1, 8.7), (18.9, 20.5), (30.6, 32.3))
"""Heights where each storey's annular vault springs and where it is highest."""


def build(model: Model, detail: Detail) -> None:
    """Add what stands behind the outer face."""
    for storey in range(3):
        bays = ALL if storey < 2 else _third_storey()
        _walls(model, storey, bays, detail)
        _walks(model, storey, bays, detail)
    if detail.level:
        for height in (10.1, 21.9):
            model.add("inner-ring", "travertine", around(extrude(_string(height), -HALF, HALF, 2), _outside()))
    for ring in (INNER_PIER, THIRD_PIER):
        model.add("inner-ring", "brick", _ragged(ring, detail))
    _gallery(model, detail)


def _walls(model: Model, storey: int, bays: Sequence[int], detail: Detail) -> None:
    """Both walls of arches; the first level leaves out the faces that only those inside see."""
    outer = "travertine" if storey < 2 else "brick"
    inner = "travertine" if storey == 0 else "brick"
    seen = [bay for bay in bays if detail.level or bay not in STANDING]
    model.add("inner-ring", outer, around(_arcade(PLAIN[storey], INNER_PIER, storey, (-1,), detail), seen))
    if detail.level or storey == 2:
        model.add("inner-ring", inner, around(_arcade(THIRD[storey], THIRD_PIER, storey, (1,), detail), bays))
    if detail.level == 0:
        hidden = arch_face(PLAIN[storey], HALF, LEVELS[storey], LEVELS[storey + 1], INNER_PIER[0], -1, detail)
        model.add("inner-ring", outer, around(hidden, STANDING))
        return
    model.add("inner-ring", inner, around(_arcade(PLAIN[storey], INNER_PIER, storey, (1,), detail), bays))
    model.add("inner-ring", inner, around(_arcade(THIRD[storey], THIRD_PIER, storey, (-1,), detail), bays))


def _walks(model: Model, storey: int, bays: Sequence[int], detail: Detail) -> None:
    """Vaults over the ambulatories, and their floors above the ground."""
    for walk, whose in ((OUTER_WALK, GALLERY), (INNER_WALK, bays)):
        if detail.level or (storey, walk) == (0, OUTER_WALK):
            model.add("ambulatory", "tufa", around(_vault(walk, VAULTS[storey], detail), whose))
        if storey and detail.level:
            model.add("ambulatory", "paving", _floor(walk, LEVELS[storey], min(whose), max(whose)))


def _outside() -> list[int]:
    """Bays where the second ring is the outside face today."""
    return [bay for bay in ALL if bay not in STANDING]


def _third_storey() -> list[int]:
    """Bays whose second ring still has its third storey: all under the gallery and a few beyond."""
    return [*range(GALLERY[0], GALLERY[-1] + 1), 41, 42, 43, 77, 78]


def ruin_top(bay: Array) -> Array:
    """Height of the broken wall above the second storey, where the third is lost."""
    around_ring = np.stack([np.cos(bay / BAYS * 2 * np.pi), np.sin(bay / BAYS * 2 * np.pi)], -1) * 40
    lumps = rough(around_ring, 9.0, 11) ** 1.5
    steps = np.floor(smooth(around_ring, 3.4, 17) * 4) / 4
    return np.asarray(22.9 + 8.5 * lumps + 3.4 * steps * lumps**0.5)


def _arcade(
    opening: Opening, ring: tuple[float, float], storey: int, faces: tuple[int, ...], detail: Detail
) -> Surface:
    """One bay of a wall of arches: its outer face (-1) with the soffit, or its inner face (1)."""
    low, top = LEVELS[storey], LEVELS[storey + 1] if (ring, storey) != (THIRD_PIER, 2) else THIRD_TOP
    pieces = [arch_face(opening, HALF, low, top, ring[(out + 1) // 2], out, detail) for out in faces]
    if -1 in faces or detail.level == 0:
        pieces.append(soffit(opening, ring[0], ring[1], detail, sill=storey > 0 and detail.level > 0))
    return join(pieces)


def _vault(walk: tuple[float, float], heights: tuple[float, float], detail: Detail) -> Surface:
    """One bay of an annular vault, seen from below."""
    share = np.linspace(0, 1, max(3, detail.arch // 2) + 1)
    rise = heights[0] + (heights[1] - heights[0]) * np.sqrt(np.maximum(0, 1 - (2 * share - 1) ** 2))
    depth = walk[0] + share * (walk[1] - walk[0])
    along = np.linspace(-HALF, HALF, detail.cells(BAY_WIDTH) // 2 + 2)
    points = np.stack(np.broadcast_arrays(along[:, None], rise[None, :], depth[None, :]), -1)
    return grid(points, facing=(0, -1, 0))


def _floor(walk: tuple[float, float], height: float, first: int, last: int) -> Surface:
    along = np.arange(first * 2, last * 2 + 3) / 2 - 0.5
    depth = np.linspace(walk[0], walk[1], 3)
    points = np.stack(np.broadcast_arrays(along[:, None] * BAY_WIDTH, height, depth[None, :]), -1)
    return unroll(grid(points, facing=(0, 1, 0)))


def _string(height: float) -> list[tuple[float, float]]:
    d = INNER_PIER[0]
    return [(height - 0.5, d), (height - 0.4, d - 0.25), (height, d - 0.3), (height, d)]


def _ragged(ring: tuple[float, float], detail: Detail) -> Surface:
    """The broken wall above the second storey on the sides where the third is lost."""
    lost = [bay for bay in range(BAYS) if bay not in _third_storey()]
    turned = sorted((bay + BAYS if bay < NORTH - 20 else bay) for bay in lost)
    per_bay = (2, 6, 12)[detail.level]
    along = np.arange(turned[0] * per_bay, (turned[-1] + 1) * per_bay + 1) / per_bay - 0.5
    top = ruin_top(along + ring[0])
    chips = lattice(np.stack([np.arange(len(along)), np.full(len(along), int(ring[0]))], -1), 3)
    top = np.maximum(LEVELS[2] + 0.15, top - chips * 0.35)
    rows = np.linspace(0, 1, max(2, detail.cells(5.0)) + 1)
    height = LEVELS[2] + rows[None, :] * (top[:, None] - LEVELS[2])
    metres = along[:, None] * BAY_WIDTH
    sides = [
        grid(np.stack(np.broadcast_arrays(metres, height, depth), -1), facing=(0, 0, out), uv=_upright(metres, height))
        for depth, out in ((ring[0], -1), (ring[1], 1))
    ]
    depth = np.linspace(ring[0], ring[1], 3)
    crown = top[:, None] + np.array([0.0, 0.35, 0.0]) * chips[:, None]
    cap = grid(np.stack(np.broadcast_arrays(metres, crown, depth), -1), facing=(0, 1, 0))
    return join([*map(unroll, sides), flat_topped(unroll(cap))])


def _upright(metres: Array, height: Array) -> Array:
    return np.stack(np.broadcast_arrays(metres % (BAY_WIDTH * BAYS), -height), -1)


def _gallery(model: Model, detail: Detail) -> None:
    """The walk behind the attic, open to the sky, over the third storey's vaults, with the visitors' rail."""
    per_bay = (1, 3, 6)[detail.level]
    along = np.arange(GALLERY[0] * per_bay, (GALLERY[-1] + 1) * per_bay + 1) / per_bay - 0.5
    depth = np.linspace(1.9, GALLERY_EDGE, detail.cells(9.0) + 1)
    points = np.stack(np.broadcast_arrays(along[:, None] * BAY_WIDTH, LEVELS[3], depth[None, :]), -1)
    model.add("top-gallery", "paving", unroll(grid(points, facing=(0, 1, 0))))
    fall = np.array([GALLERY_EDGE, GALLERY_EDGE + 0.15, THIRD_PIER[0], THIRD_PIER[1]])
    crumbs = lattice(np.stack([np.arange(len(along)), np.full(len(along), 7)], -1), 6)[:, None] * (0.0, 0.4, 0.7, 0.5)
    height = np.array([LEVELS[3], 33.2, THIRD_TOP, THIRD_TOP]) + crumbs
    model.add(
        "top-gallery",
        "tufa",
        unroll(grid(np.stack(np.broadcast_arrays(along[:, None] * BAY_WIDTH, height, fall), -1), facing=(0, 1, 0))),
    )
    if detail.level:
        model.add("top-gallery", "iron", around(_rail(), GALLERY))


def _rail() -> Surface:
    low, near, far = LEVELS[3], GALLERY_EDGE - 0.15, GALLERY_EDGE - 0.1
    posts = [block((x - 0.03, low, near), (x + 0.03, low + 1.05, far), skip="yY") for x in (-HALF, 0.0)]
    bars = [block((-HALF, low + high, near), (HALF, low + high + 0.05, far), 8.0, "xX") for high in (0.5, 1.0)]
    return join([*posts, *bars])
