"""The arena: the opened hypogeum with its walls, the lift shafts, and the modern wooden floor at the east end."""

from itertools import pairwise

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, soffit
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import ARENA, HYPOGEUM, PLATFORM
from scenes.sites.model import Model
from scenes.sites.noise import lattice, smooth
from scenes.sites.surface import Array, Surface, block, flat_topped, floor_uv, grid, join, sheet

PITCH = 3.6
STRAIGHT = (2.3, 4.7, 8.2, 11.6)
"""Distances from the long axis of the straight walls' faces towards it."""
CURVED = (2.4, 5.2, 8.2)
"""Metres from the arena's edge of the concentric walls."""
THICK = 0.75
DOOR = Opening(half=0.75, sill=HYPOGEUM, spring=HYPOGEUM + 2.1)
RAMP = (-41.0, -26.0)
"""From where to where along x the ramp goes down."""


def build(model: Model, detail: Detail) -> None:
    """Add all that lies inside the podium wall."""
    _floor(model, detail)
    _edge(model, detail)
    for number, distance in enumerate(STRAIGHT):
        for side in (-1, 1):
            low = distance if side > 0 else -distance - THICK
            _straight(model, low, number * 2 + (side > 0), detail)
    for number, inset in enumerate(CURVED):
        _curved(model, inset, number, detail)
    _lifts(model, detail)
    _platform(model, detail)
    model.add("hypogeum", "earth", sheet((RAMP[0] - 0.5, 0, -2.2), (0.5, 0, 0), (0, 0, 4.4), (0, 1, 0)))
    model.add(
        "hypogeum",
        "earth",
        sheet((RAMP[0], 0, -2.2), (RAMP[1] - RAMP[0], HYPOGEUM, 0), (0, 0, 4.4), (0, 1, 0), (detail.cells(15), 2)),
    )
    for z, out in ((-2.2, -1.0), (2.2, 1.0)):
        model.add(
            "hypogeum",
            "brick",
            sheet((RAMP[0], HYPOGEUM, z), (RAMP[1] - RAMP[0], 0, 0), (0, 6, 0), (0, 0, out), (8, 3)),
        )


def reach(z: float, inset: float = 0.0) -> float:
    """How far along x the arena, made smaller by `inset`, goes at a distance from its long axis."""
    return float((ARENA[0] - inset) * np.sqrt(max(0.0, 1 - (z / (ARENA[1] - inset)) ** 2)))


def _floor(model: Model, detail: Detail) -> None:
    count = max(6, detail.cells(48.0))
    share = np.linspace(-1, 1, count + 1)
    x = share[:, None] * np.sqrt(np.maximum(0, 1 - (share[None, :]) ** 2)) * ARENA[0]
    z = np.broadcast_to(share[None, :] * ARENA[1], x.shape)
    points = np.stack([x, np.full(x.shape, HYPOGEUM), z], -1)
    model.add("hypogeum", "earth", grid(points, facing=(0, 1, 0), uv=floor_uv(points)))


def _ellipse(inset: float, angle: Array) -> Array:
    return np.stack([(ARENA[0] - inset) * np.cos(angle), (ARENA[1] - inset) * np.sin(angle)], -1)


def _upright(path: Array, low: float, top: Array, facing: tuple[float, float, float] | None, detail: Detail) -> Surface:
    """A wall over a path (n, 2) on the ground, up to heights (n,); without `facing` it looks at the arena's middle."""
    rows = np.linspace(0, 1, max(1, detail.cells(5.0)) + 1)
    height = low + rows[None, :] * (top[:, None] - low)
    flat = np.broadcast_to(path[:, None, :], (*height.shape, 2))
    points = np.stack([flat[..., 0], height, flat[..., 1]], -1)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uv = np.stack([np.broadcast_to(length[:, None], height.shape), -height], -1)
    if facing is None:
        return grid(points, towards=(0.0, -3.0, 0.0), uv=uv)
    return grid(points, facing=facing, uv=uv)


def _edge(model: Model, detail: Detail) -> None:
    angle = np.linspace(0, 2 * np.pi, max(24, detail.cells(190.0)) + 1)
    path = _ellipse(0.05, angle)
    model.add("hypogeum", "brick", _upright(path, HYPOGEUM, np.zeros(len(path)), None, detail))
    rim = np.stack([_ellipse(0.0, angle), _ellipse(1.1, angle)])
    points = np.stack([rim[..., 0], np.zeros(rim.shape[:2]), rim[..., 1]], -1)
    model.add("hypogeum", "travertine", grid(points, facing=(0, 1, 0), uv=floor_uv(points)))
    inner = _ellipse(1.1, angle)
    model.add("hypogeum", "brick", _upright(inner, HYPOGEUM, np.full(len(inner), -0.02), None, detail))


def _top(x: Array, seed: int) -> Array:
    """Broken height of a wall."""
    line = np.stack([x, np.full(len(x), seed * 7.0)], -1)
    blocks = lattice(np.stack([np.floor(x / 1.7).astype(np.int64), np.full(len(x), seed)], -1), 81)
    return np.asarray(-0.25 - 0.8 * smooth(line, 9.0, 82) - 0.6 * blocks * (blocks > 0.6))


def _straight(model: Model, low: float, seed: int, detail: Detail) -> None:
    """A wall along x whose lower face is at z = low, pierced by doors."""
    far = min(reach(low, CURVED[-1] + 1.2), reach(low + THICK, CURVED[-1] + 1.2))
    start = -far if abs(low) > 5 else max(-far, RAMP[1] - 9)
    count = max(2, round((far - start) / (PITCH if detail.level else 3 * PITCH)))
    edges = np.linspace(start, far, count + 1)
    for number, (x0, x1) in enumerate(pairwise(edges)):
        door = (number + seed) % 3 == 0 and detail.level > 0
        _length(model, x0, x1, low, seed, door, detail)
    for x, out in ((start, -1.0), (far, 1.0)):
        model.add(
            "hypogeum",
            "brick",
            sheet(
                (x, HYPOGEUM, low),
                (0, 0, THICK),
                (0, float(_top(np.array([x]), seed)[0]) - HYPOGEUM, 0),
                (out, 0, 0),
                (1, 3),
            ),
        )


def _length(model: Model, x0: float, x1: float, low: float, seed: int, door: bool, detail: Detail) -> None:
    steps = max(1, detail.cells(PITCH))
    x = np.linspace(x0, x1, 2 * steps + 1)
    top = _top(x, seed)
    fabric = "tufa" if (seed // 2) % 2 else "brick"
    bottom = HYPOGEUM
    if door:
        bottom, half, middle = HYPOGEUM + 3.6, (x1 - x0) / 2, (x0 + x1) / 2
        pieces = [arch_face(DOOR, half, HYPOGEUM, bottom, low + (out > 0) * THICK, out, detail) for out in (-1, 1)]
        pieces.append(soffit(DOOR, low, low + THICK, detail, sill=False))
        model.add("hypogeum", fabric, join(pieces).moved((middle, 0, 0)))
    top = np.maximum(top, bottom + 0.1)
    for z, out in ((low, -1.0), (low + THICK, 1.0)):
        model.add("hypogeum", fabric, _upright(np.stack([x, np.full(len(x), z)], -1), bottom, top, (0, 0, out), detail))
    crown = np.stack(np.broadcast_arrays(x[:, None], top[:, None], np.array([low, low + THICK])), -1)
    model.add("hypogeum", "tufa", flat_topped(grid(crown, facing=(0, 1, 0), uv=floor_uv(crown))))


def _curved(model: Model, inset: float, number: int, detail: Detail) -> None:
    """A concentric wall, open at the long axis."""
    for side in (-1, 1):
        gap = 0.12 + 0.02 * number
        angle = side * np.linspace(gap, np.pi - gap, max(14, detail.cells(95.0)) + 1)
        outer, inner = _ellipse(inset, angle), _ellipse(inset + THICK, angle)
        top = _top(outer[:, 0], 20 + number * 2 + side)
        model.add("hypogeum", "brick", _upright(inner, HYPOGEUM, top, None, detail))
        back = _upright(outer, HYPOGEUM, top, None, detail)
        model.add(
            "hypogeum",
            "brick",
            Surface(
                position=back.position, normal=-back.normal, uv=back.uv, colour=back.colour, triangles=back.triangles
            ),
        )
        crown = np.stack([np.column_stack([path[:, 0], top, path[:, 1]]) for path in (outer, inner)])
        model.add("hypogeum", "tufa", flat_topped(grid(crown, facing=(0, 1, 0), uv=floor_uv(crown))))


def _lifts(model: Model, detail: Detail) -> None:
    """Cross-walls of travertine and tufa between the walls beside the middle corridor: the shafts of the lifts."""
    for x in np.arange(-24.0, 20.0, 3.1 if detail.level else 6.2):
        for side in (-1, 1):
            near, far = STRAIGHT[0] + THICK, STRAIGHT[1]
            low, high = sorted((side * near, side * far))
            top = float(_top(np.array([x]), 30 + side)[0]) - 0.5
            model.add(
                "lift-shafts",
                "tufa",
                block((x, HYPOGEUM, low), (x + 0.55, top, high), cell=detail.cell * 1.6, skip="yzZ"),
            )
            low, high = sorted((side * (STRAIGHT[0] - 0.25), side * STRAIGHT[0]))
            model.add(
                "lift-shafts",
                "travertine",
                block((x - 0.1, HYPOGEUM, low), (x + 0.65, top - 0.8, high), cell=detail.cell * 2, skip="y"),
            )


def _platform(model: Model, detail: Detail) -> None:
    """Planks from x = PLATFORM to the arena's east end, their edge, posts and rail."""
    half = ARENA[1] * float(np.sqrt(1 - (PLATFORM / ARENA[0]) ** 2))
    rows = np.linspace(-1, 1, max(6, detail.cells(40.0)) + 1)
    z = rows * half
    end = ARENA[0] * np.sqrt(1 - (z / ARENA[1]) ** 2) + 0.05
    share = np.linspace(0, 1, max(3, detail.cells(20.0)) + 1)
    x = PLATFORM + share[:, None] * (end - PLATFORM)[None, :]
    for height, up in ((0.0, 1.0), (-0.5, -1.0)):
        points = np.stack(np.broadcast_arrays(x, height, z[None, :]), -1)
        model.add("arena-floor", "wood", grid(points, facing=(0, up, 0), uv=floor_uv(points)))
    model.add("arena-floor", "wood", sheet((PLATFORM, -0.5, -half), (0, 0, 2 * half), (0, 0.5, 0), (-1, 0, 0), (12, 1)))
    for post in np.linspace(-half + 0.5, half - 0.5, 13 if detail.level else 7):
        model.add(
            "arena-floor",
            "iron",
            block((PLATFORM + 0.05, 0, post - 0.03), (PLATFORM + 0.11, 1.05, post + 0.03), skip="y"),
        )
        model.add(
            "arena-floor",
            "iron",
            block((PLATFORM + 0.2, HYPOGEUM, post - 0.12), (PLATFORM + 0.45, -0.5, post + 0.12), skip="yY"),
        )
    rails = (1.0, 0.55) if detail.level else (1.0,)
    for height in rails:
        model.add(
            "arena-floor",
            "iron",
            block((PLATFORM + 0.05, height, -half), (PLATFORM + 0.11, height + 0.05, half), cell=6),
        )
