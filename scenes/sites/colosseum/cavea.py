"""The seating, mostly lost: radial walls, broken vaults between them, terraces, the podium, a patch of marble seats."""

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, soffit
from scenes.sites.colosseum.bending import around, bent, unroll
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import (
    AXES,
    BAY_WIDTH,
    BAYS,
    DEPTH,
    PODIUM_EDGE,
    PODIUM_HEIGHT,
    PRAECINCTIO,
    THIRD_PIER,
    TIER_EDGE,
    TIER_HEIGHT,
    TIER_WALL,
    place,
)  # fmt: skip
from scenes.sites.model import Model
from scenes.sites.noise import lattice, pick, rough, smooth
from scenes.sites.surface import Array, Surface, flat_topped, grid, join, sheet

HALF = BAY_WIDTH / 2
SEATS = (75, 76, 77, 78)
"""Bays whose seats were rebuilt in marble."""
STAIR = 67
"""Bay whose stairs lead from the ground to the second tier."""
OPEN_GATE = 36.0
"""On the long axis the passages have lost their vaults from this depth inwards."""
WALL_HALF = 0.42
TIER_ARCH = Opening(half=1.75, sill=TIER_HEIGHT, spring=16.6)


def slope(depth: Array) -> Array:
    """Height of the seating's ground as it would be without ruin."""
    return np.asarray(
        np.interp(
            depth,
            [
                TIER_WALL[0],
                TIER_EDGE,
                TIER_EDGE + 0.05,
                PRAECINCTIO - 0.1,
                PRAECINCTIO,
                PODIUM_EDGE,
                PODIUM_EDGE + 0.05,
                DEPTH,
            ],
            [TIER_HEIGHT, TIER_HEIGHT, 11.4, 9.4, 7.4, 4.4, PODIUM_HEIGHT, PODIUM_HEIGHT],
        )
    )


def drop(bay: Array, depth: Array) -> Array:
    """Metres that time has taken off the ground of a bay between its walls."""
    number = np.floor(bay + 0.5).astype(np.int64) % BAYS
    upper = depth < PRAECINCTIO
    fate = np.where(upper, pick(number, 21), pick(number, 22))
    lost = np.select([fate < 0.4, fate < 0.75], [0.25, 1.6], 3.6)
    middle = np.where(upper, (TIER_EDGE + PRAECINCTIO) / 2, (PRAECINCTIO + PODIUM_EDGE) / 2)
    reach = np.clip(1.35 - np.abs(depth - middle) / 3.9, 0, 1)
    where = place(bay, depth, 0.0)[..., [0, 2]]
    crumbs = (rough(where, 2.4, 31) - 0.5) * 1.1
    inside = (depth > TIER_EDGE) & (depth < PODIUM_EDGE)
    return np.asarray(np.where(inside, lost * reach * (0.7 + 0.6 * smooth(where, 3.0, 33)) + crumbs, 0.0))


def ground(bay: Array, depth: Array) -> Array:
    """Height of the ground as it is."""
    return np.maximum(0.8, slope(depth) - drop(bay, depth))


def build(model: Model, detail: Detail) -> None:
    """Add everything between the third wall and the arena."""
    for bay in range(BAYS):
        _ground(model, bay, detail)
        _radial_wall(model, bay, detail)
    _tier_wall(model, detail)
    _rooms(model, detail)
    for bay in SEATS:
        model.add("marble-seats", "marble", _seats(bay, detail))


def _ground(model: Model, bay: int, detail: Detail) -> None:
    inner = OPEN_GATE if bay in (0, 40) else PODIUM_EDGE
    if bay in SEATS:
        inner = PRAECINCTIO
    step = max(0.75, detail.cell * 0.85)
    ledge = [TIER_EDGE + 0.05, PRAECINCTIO - 0.1, PRAECINCTIO, inner]
    depth = np.unique(np.concatenate([np.arange(TIER_EDGE, inner, step), [d for d in ledge if d <= inner]]))
    across = bay + np.linspace(-0.5, 0.5, max(1, round(4.2 / detail.cell)) + 1)
    height = ground(across[:, None] * np.ones_like(depth), depth[None, :] * np.ones_like(across[:, None]))
    fabric = "earth" if pick(np.array([bay]), 41)[0] < 0.3 else "tufa"
    model.add("cavea", fabric, bent(across[:, None], depth[None, :], height))
    if bay != STAIR:
        terrace = np.linspace(TIER_WALL[0], TIER_EDGE, detail.cells(8.6) + 1)
        model.add(
            "cavea",
            "paving",
            bent(across[:, None], terrace[None, :], np.full((len(across), len(terrace)), TIER_HEIGHT)),
        )
    else:
        model.add("cavea", "travertine", _stairs(bay, detail))


def _stairs(bay: int, detail: Detail) -> Surface:
    steps = 60 if detail.level == 2 else 30 if detail.level else 8
    tread = np.repeat(np.linspace(17.0, TIER_EDGE, steps + 1), 2)[1:]
    rise = np.repeat(np.linspace(0, TIER_HEIGHT, steps + 1), 2)[:-1]
    across = bay + np.linspace(-0.45, 0.45, 3)
    return bent(across[:, None], tread[None, :], np.broadcast_to(rise, (3, len(rise))))


def _wall_top(bay: float, depth: Array) -> Array:
    """Height of a radial wall, broken in blocks."""
    number = round(bay + 0.5) % BAYS
    cells = np.stack([np.full(len(depth), number), np.floor(depth / 1.3).astype(np.int64)], -1).astype(np.int64)
    blocks = lattice(cells, 51)
    tall = 0.25 + 1.1 * blocks * pick(np.array([number]), 52)[0]
    tall -= 1.4 * (lattice(cells // np.array([1, 3]), 53) > 0.72)
    low = slope(np.maximum(depth, TIER_EDGE + 0.05)) + tall * np.clip((PODIUM_EDGE + 0.6 - depth) / 1.5, 0.0, 1)
    return np.asarray(np.where(depth < TIER_WALL[0] + 0.4, 21.9, np.where(depth < TIER_EDGE, TIER_HEIGHT - 0.15, low)))


def _radial_wall(model: Model, bay: int, detail: Detail) -> None:
    edge = bay + 0.5
    step = (5.2, 2.6, 1.3)[detail.level]
    sharp: list[float] = [
        TIER_WALL[0] + 0.39,
        TIER_WALL[0] + 0.41,
        TIER_EDGE - 0.01,
        TIER_EDGE + 0.01,
        PRAECINCTIO - 0.1,
        PRAECINCTIO,
    ]
    start = THIRD_PIER[1] if detail.level else TIER_EDGE
    blocks = np.arange(TIER_EDGE + 0.4, PODIUM_EDGE, step)
    pairs = np.stack([blocks, blocks + step * 0.97], -1).ravel() if detail.level else blocks
    depth = np.unique(
        np.concatenate([np.linspace(start, TIER_EDGE, max(2, detail.cells(14) // 2)), sharp, pairs, [PODIUM_EDGE]])
    )
    depth = depth[(depth >= start) & (depth <= PODIUM_EDGE)]
    top = _wall_top(bay, depth)
    at = place(np.full(len(depth), edge), depth, 0.0)
    aside = place(np.full(len(depth), edge + 0.01), depth, 0.0) - at
    thick = WALL_HALF / (np.linalg.norm(aside, axis=-1) * 100)
    rows = np.linspace(0, 1, max(1, detail.cells(7.0)) + 1)
    height = rows[:, None] * top[None, :]
    sides = []
    for sign in (-1, 1):
        along = np.broadcast_to((edge + sign * thick)[None, :], height.shape)
        points = np.stack([along * BAY_WIDTH, height, np.broadcast_to(depth, height.shape)], -1)
        uv = np.stack([points[..., 2], -points[..., 1]], -1)
        sides.append(unroll(grid(points, facing=(sign, 0, 0), uv=uv)))
    crown = edge + np.array([-1.0, 1.0])[:, None] * thick[None, :]
    cap = flat_topped(bent(crown, depth[None, :], np.broadcast_to(top, crown.shape)))
    end_height = np.linspace(0, top[-1], 3)
    end = np.stack(np.broadcast_arrays(crown[:, -1:] * BAY_WIDTH, end_height[None, :], depth[-1]), -1)
    model.add("cavea", "brick", *sides, cap, unroll(grid(end, facing=(0, 0, 1))))


def _tier_wall(model: Model, detail: Detail) -> None:
    """The wall behind the second tier's terrace: an arch to each bay, broken above."""
    low, top = TIER_HEIGHT, 20.2
    wall = arch_face(TIER_ARCH, HALF, low, top, TIER_WALL[1], 1, detail)
    if detail.level:
        wall = join([wall, soffit(TIER_ARCH, TIER_WALL[0], TIER_WALL[1], detail, sill=False)])
    model.add("cavea", "brick", around(wall, range(BAYS)))
    per_bay = (1, 6, 12)[detail.level]
    along = np.arange(0, BAYS * per_bay + 1) / per_bay - 0.5
    index = np.arange(len(along)) % (BAYS * per_bay)
    circle = np.stack([np.cos(along / BAYS * 2 * np.pi), np.sin(along / BAYS * 2 * np.pi)], -1) * 40
    chips = lattice(np.stack([index, np.zeros_like(index)], -1), 61)
    crest = top + 0.2 + 3.6 * rough(circle, 5.0, 62) ** 2 + 0.7 * chips
    share = np.linspace(0, 1, 3)
    metres = along[:, None] * BAY_WIDTH
    height = top + share[None, :] * (crest[:, None] - top)
    uv = np.stack(np.broadcast_arrays(metres, -height), -1)
    face = unroll(grid(np.stack(np.broadcast_arrays(metres, height, TIER_WALL[1]), -1), facing=(0, 0, 1), uv=uv))
    depth = np.linspace(THIRD_PIER[1], TIER_WALL[1], 4)
    mound = np.stack([np.full(len(along), 22.3), 22.0 - 1.2 * chips, crest - 0.8, crest], -1)
    model.add("cavea", "brick", face)
    model.add("cavea", "tufa", bent(along[:, None], depth[None, :], mound))


def _rooms(model: Model, detail: Detail) -> None:
    """Floors and ceilings of the chambers between the third wall and the terrace, and the wall that ends them."""
    along = np.arange(0, BAYS * 2 + 1) / 2 - 0.5
    if detail.level == 0:
        return
    for depths, heights, up in (
        ((THIRD_PIER[1], TIER_EDGE), (10.2, 10.2), -1.0),
        ((THIRD_PIER[1], TIER_WALL[0]), (10.5, TIER_HEIGHT), 1.0),
        ((THIRD_PIER[1], TIER_WALL[1]), (20.2, 20.2), -1.0),
    ):
        depth, height = np.linspace(*depths, 4), np.linspace(*heights, 4)
        whole = bent(along[:, None], depth[None, :], np.broadcast_to(height, (len(along), 4)), (0.0, up, 0.0))
        keep = whole.triangles[_beside_stairs(whole.triangles // 4)] if up < 0 and heights[0] < 11 else whole.triangles
        model.add(
            "cavea",
            "tufa",
            Surface(position=whole.position, normal=whole.normal, uv=whole.uv, colour=whole.colour, triangles=keep),
        )
    end = sheet((-HALF, 0, TIER_EDGE), (BAY_WIDTH, 0, 0), (0, 10.4, 0), (0, 0, -1), (2, detail.cells(10.0)))
    model.add("cavea", "tufa", around(end, [bay for bay in range(BAYS) if bay not in AXES]))


def _beside_stairs(rows: "np.ndarray") -> "np.ndarray":
    return np.asarray((rows.max(axis=1) <= STAIR * 2) | (rows.min(axis=1) >= STAIR * 2 + 2))


def _seats(bay: int, detail: Detail) -> Surface:
    """Rows of marble seats from the podium up to the praecinctio."""
    rows = (5, 13, 13)[detail.level]
    tread = np.repeat(np.linspace(PODIUM_EDGE, PRAECINCTIO, rows + 1), 2)[1:]
    rise = np.repeat(np.linspace(PODIUM_HEIGHT, 9.4, rows + 1), 2)[:-1]
    strips = []
    across = bay + np.linspace(-0.44, 0.44, max(2, detail.cells(4.0)) + 1)
    for i in range(len(tread) - 1):
        flat = rise[i] == rise[i + 1]
        facing = (0.0, 1.0, 0.0) if flat else (0.0, 0.0, 1.0)
        strips.append(
            bent(across[:, None], tread[i : i + 2][None, :], np.broadcast_to(rise[i : i + 2], (len(across), 2)), facing)
        )
    return join(strips)
