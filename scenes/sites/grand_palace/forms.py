"""Shapes of which towers, figures and finials are made: rings drawn to a skin."""

from collections.abc import Sequence

import numpy as np

from scenes.sites.grand_palace.detail import Detail
from scenes.sites.surface import WHITE, Array, Surface, Triple

Rows = Sequence[tuple[float, float]]
"""Heights and radii of a turned shape, from below."""
Tint = Triple | Sequence[Triple]
"""One colour, or one for each gap between rows, taken in turn."""


def circle(sides: int) -> Array:
    """A round plan of radius 1 (sides + 1, 2), closed."""
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    return np.stack([np.cos(angle), np.sin(angle)], -1)


def redented(steps: int, deep: float = 0.13) -> Array:
    """A square plan of half width 1 whose corners step in so many times, closed."""
    corner = []
    for number in range(steps + 1):
        corner.append((1 - number * deep, 1 - (steps - number) * deep))
        if number < steps:
            corner.append((1 - (number + 1) * deep, 1 - (steps - number) * deep))
    quarter = np.array(corner)
    turns = [np.array([[c, s], [-s, c]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))]
    whole = np.concatenate([quarter @ turn for turn in turns])
    return np.concatenate([whole, whole[:1]])


def skin(rings: Array, tint: Tint = WHITE, around: bool = False, up: bool = False) -> Surface:
    """Triangles over rings (n, m, 3), each closed; smooth `around` them, smooth `up` from one to the next, or sharp."""
    a, b, c, d = rings[:-1, :-1], rings[:-1, 1:], rings[1:, 1:], rings[1:, :-1]
    corners = np.stack([a, b, c, d], 2)
    flat = np.cross(c - a, d - b)
    flat = _outwards(flat, corners.mean(axis=2), rings)
    normal = _blended(flat, around, up)
    uv = _measured(rings)
    uvs = np.stack([uv[:-1, :-1], uv[:-1, 1:], uv[1:, 1:], uv[1:, :-1]], 2)
    count = flat.shape[0] * flat.shape[1]
    index = np.arange(count * 4).reshape(count, 4)
    return Surface(
        position=corners.reshape(-1, 3),
        normal=normal.reshape(-1, 3),
        uv=uvs.reshape(-1, 2),
        colour=np.repeat(_tints(tint, flat.shape[0]), flat.shape[1] * 4, axis=0),
        triangles=np.concatenate([index[:, [0, 1, 2]], index[:, [0, 2, 3]]]),
    )


def _outwards(flat: Array, at: Array, rings: Array) -> Array:
    middle = rings[:, :-1].mean(axis=1)
    centre = (middle[:-1] + middle[1:]) / 2
    inwards = np.sum(flat * (at - centre[:, None])) < 0
    return -flat if inwards else flat


def _blended(flat: Array, around: bool, up: bool) -> Array:
    """Normals at the corners of each face: its own, or the mean with its neighbours'."""
    total = np.repeat(flat[:, :, None], 4, axis=2)
    if around:
        left, right = np.roll(flat, 1, axis=1), np.roll(flat, -1, axis=1)
        total = total + np.stack([left, right, right, left], 2)
    if up:
        below = np.concatenate([total[:1], total[:-1, :, [3, 2, 1, 0]]])
        above = np.concatenate([total[1:, :, [3, 2, 1, 0]], total[-1:]])
        total = total + np.stack([below[:, :, 0], below[:, :, 1], above[:, :, 2], above[:, :, 3]], 2)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=-1, keepdims=True), 1e-9))


def _measured(rings: Array) -> Array:
    round_ = np.linalg.norm(np.diff(rings, axis=1), axis=-1).max(axis=0)
    rise = np.linalg.norm(np.diff(rings, axis=0), axis=-1).max(axis=1)
    u, v = np.concatenate([[0], np.cumsum(round_)]), np.concatenate([[0], np.cumsum(rise)])
    return np.stack(np.broadcast_arrays(u[None, :], -v[:, None]), -1)


def _tints(tint: Tint, count: int) -> Array:
    colours = np.atleast_2d(np.asarray(tint, dtype=float))
    return colours[np.arange(count) % len(colours)]


def turned(
    rows: Rows,
    plan: Array,
    at: Triple = (0.0, 0.0, 0.0),
    tint: Tint = WHITE,
    smooth: tuple[bool, bool] = (False, False),
) -> Surface:
    """A plan drawn up through heights and radii."""
    y, radius = (np.asarray([row[k] for row in rows], dtype=float) for k in (0, 1))
    rings = np.empty((len(rows), len(plan), 3))
    rings[..., 0] = at[0] + radius[:, None] * plan[:, 0]
    rings[..., 1] = at[1] + y[:, None]
    rings[..., 2] = at[2] + radius[:, None] * plan[:, 1]
    return skin(rings, tint, *smooth)


def tube(path: Sequence[Triple] | Array, radii: Sequence[float], sides: int, tint: Tint = WHITE) -> Surface:
    """A bent rod through points, its ends left open unless their radius is 0."""
    points = np.asarray(path, dtype=float)
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    whole = points[-1] - points[0]
    aside = np.array((0.0, 0.0, 1.0)) if abs(whole[2]) < 0.8 * np.linalg.norm(whole) else np.array((1.0, 0.0, 0.0))
    first = np.cross(along, aside)
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    second = np.cross(along, first)
    plan = circle(sides)
    reach = np.asarray(radii)[:, None, None]
    rings = points[:, None] + reach * (plan[None, :, :1] * first[:, None] + plan[None, :, 1:] * second[:, None])
    return skin(rings, tint, True, True)


def ball(
    at: Triple, size: Triple | float, sides: int, tint: Triple = WHITE, part: tuple[float, float] = (-1, 1)
) -> Surface:
    """An ellipsoid with half axes `size`, or the slice of it between two shares of its height."""
    half = (size, size, size) if isinstance(size, float | int) else size
    angle = np.linspace(np.arcsin(part[0]), np.arcsin(part[1]), max(2, sides * 2 // 3) + 1)
    rows = [(float(np.sin(a)), float(np.cos(a))) for a in angle]
    unit = turned(rows, circle(sides), (0.0, 0.0, 0.0), tint, (True, True))
    normal = unit.normal / np.asarray(half)
    return Surface(
        position=unit.position * half + at,
        normal=normal / np.linalg.norm(normal, axis=1, keepdims=True),
        uv=unit.uv * max(half),
        colour=unit.colour,
        triangles=unit.triangles,
    )


def mouldings(
    detail: Detail, low: float, high: float, radius: float, tiers: int, shrink: float = 0.8
) -> list[tuple[float, float]]:
    """Rows of a base in so many stepped tiers between two heights; the uppermost is `shrink` as wide as the lowest."""
    rows: list[tuple[float, float]] = []
    tall = (high - low) / tiers
    for number in range(tiers):
        wide = radius * (1 - (1 - shrink) * number / max(tiers - 1, 1))
        foot = low + tall * number
        if detail.level == 0:
            rows += [(foot, wide), (foot + tall, wide * 0.97)]
            continue
        rows += [
            (foot, wide),
            (foot + tall * 0.22, wide),
            (foot + tall * 0.34, wide * 0.95),
            (foot + tall * 0.62, wide * 0.95),
            (foot + tall * 0.78, wide * 0.985),
            (foot + tall, wide * 0.985),
        ]
    return rows


def stacked(
    detail: Detail, low: float, high: float, foot: float, top: float, tiers: int, bulge: float = 0.0
) -> list[tuple[float, float]]:
    """Rows of a tapering tower of so many tiers, each with its cornice; `bulge` makes its outline convex."""
    rows: list[tuple[float, float]] = []
    for number in range(tiers):
        share, after = number / tiers, (number + 1) / tiers
        wide = foot + (top - foot) * share + bulge * float(np.sin(np.pi * share))
        below, above = low + (high - low) * share, low + (high - low) * after
        tall = above - below
        if detail.level == 0:
            rows += [(below, wide), (above, wide)]
            continue
        rows += [
            (below, wide),
            (below + tall * 0.62, wide * 0.965),
            (below + tall * 0.72, wide * 1.04),
            (above, wide * 1.02),
        ]
    return [*rows, (high, top)]
