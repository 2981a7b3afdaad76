"""The nine-storeyed pagoda before Cave 96, and the wooden front of Cave 16."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_16, PAGODA_HEIGHT, STOREYS
from scenes.sites.model import Model
from scenes.sites.panels import holed, panel
from scenes.sites.surface import Array, Surface, block, grid, join, lathe

OUT = 9.0
"""How far the first storey stands before the cliff."""
DOOR = (1.5, 3.3)
"""Half width and height of the pagoda's door."""
Plan = list[tuple[float, float]]


def plan(half: float, round_: bool = False) -> Plan:
    """The outline (x, z) of a storey, from south to north: half an octagon before the cliff, or a whole one."""
    out = OUT * half / STOREYS[0][0] + 0.4
    if round_:
        angle = np.pi / 8 + np.arange(9) * np.pi / 4
        return [(float(-0.6 + half * np.cos(a)), float(half * np.sin(a))) for a in angle[::-1]]
    return [
        (-3.4, half),
        (out * 0.48, half),
        (out, half * 0.52),
        (out, -half * 0.52),
        (out * 0.48, -half),
        (-3.4, -half),
    ]


def build(model: Model, detail: Detail) -> None:
    """Add both."""
    floor = 0.0
    for number, (half, tall) in enumerate(STOREYS):
        outline = plan(half, number > 6)
        above = plan(STOREYS[number + 1][0], number + 1 > 6) if number + 1 < len(STOREYS) else []
        door = DOOR if number == 0 else None
        _storey(model, detail, "pagoda", outline, floor, tall * 0.72, door)
        if number < 7:
            _lining(model, detail, outline, above, (floor, floor + tall), door)
        _roof(model, detail, outline, above, floor + tall * 0.72, tall * 0.28)
        floor += tall
    _finial(model, detail, floor)
    _terrace(model, detail)
    _three_storeys(model, detail)


def _storey(
    model: Model,
    detail: Detail,
    part: str,
    outline: Plan,
    floor: float,
    tall: float,
    door: tuple[float, float] | None,
    rail: bool = True,
) -> None:
    """Walls of lattice between red posts, with beams above and a rail before them."""
    for index, ((x0, z0), (x1, z1)) in enumerate(pairwise(outline)):
        length = float(np.hypot(x1 - x0, z1 - z0))
        out = (-(z1 - z0) / length, 0.0, (x1 - x0) / length)
        middle = ((x0 + x1) / 2, (z0 + z1) / 2)
        if out[0] * middle[0] + out[2] * middle[1] < 0:
            out = (-out[0], 0.0, -out[2])
        holes = [(length / 2 - door[0], length / 2 + door[0], 0.0, door[1])] if door and index == 2 else []
        first = (x1 - x0, 0.0, z1 - z0)
        model.add(part, "lattice", holed((x0, floor, z0), first, tall, holes, out, detail.cell * 2))
        if detail.level:
            _posts(model, detail, part, (x0, z0), (x1, z1), out, floor, tall, door if holes else None)
            beam = _bar((x0, floor + tall - 0.55, z0), (x1, floor + tall - 0.55, z1), out, 0.22, 0.5)
            model.add(part, "beam", beam)
            if rail and detail.level == 2 and floor > 0:
                for high in (0.35, 0.9):
                    shift = (out[0] * 0.55, 0.0, out[2] * 0.55)
                    ends = [(x + shift[0], floor + high, z + shift[2]) for x, z in ((x0, z0), (x1, z1))]
                    model.add(part, "redwood", _bar(ends[0], ends[1], out, 0.08, 0.12))


def _lining(
    model: Model,
    detail: Detail,
    outline: Plan,
    above: Plan,
    height: tuple[float, float],
    door: tuple[float, float] | None,
) -> None:
    """The inside of a storey: dark timber that leans in to the next one, closed to the sky."""
    low = eaves(outline, -0.4)
    high = eaves(above if len(above) == len(outline) else outline, -0.4)
    if len(above) != len(outline):
        for one, other in pairwise(high):
            flat = np.array([[one, other], [(-3.3, 0.0), (-3.3, 0.0)]])
            points = np.stack([flat[..., 0], np.full((2, 2), height[1] - 0.05), flat[..., 1]], -1)
            model.add("cave-96", "redwood", grid(points, facing=(0, -1, 0)))
    for index in range(len(low) - 1):
        (x0, z0), (x1, z1) = low[index], low[index + 1]
        length = float(np.hypot(x1 - x0, z1 - z0))
        if door and index == 2:
            out = ((z0 - z1) / length, 0.0, (x1 - x0) / length)
            hole = [(length / 2 - door[0], length / 2 + door[0], 0.0, door[1])]
            facing = (-abs(out[0]), 0.0, -out[2])
            straight = holed(
                (x0, height[0], z0), (x1 - x0, 0, z1 - z0), height[1] - height[0], hole, facing, detail.room * 3
            )
            model.add("cave-96", "redwood", straight)
            continue
        t = np.linspace(-1, 1, (2, 4, 7)[detail.level])
        rows = np.linspace(0, 1, (2, 3, 5)[detail.level])[:, None, None]
        flat = (
            _line(low[index], low[index + 1], t)[None] * (1 - rows)
            + _line(high[index], high[index + 1], t)[None] * rows
        )
        up = np.broadcast_to(height[0] + (height[1] - height[0]) * rows[..., 0], flat.shape[:2])
        points = np.stack([flat[..., 0], up, flat[..., 1]], -1)
        model.add("cave-96", "redwood", grid(points, towards=(-3.0, height[0] + 1.0, 0.0), weight=(1.0, 0.0, 1.0)))


def _bar(
    start: Sequence[float], end: Sequence[float], out: tuple[float, float, float], thick: float, tall: float
) -> Surface:
    a, b, o = np.asarray(start), np.asarray(end), np.asarray(out) * thick
    up = np.array([0, tall, 0])
    lines = np.stack([a, a + o, a + o + up, a + up]), np.stack([b, b + o, b + o + up, b + up])
    pieces = []
    for (i, j), facing in (((0, 1), (0, -1, 0)), ((1, 2), out), ((2, 3), (0, 1, 0))):
        points = np.stack([np.stack([lines[0][i], lines[0][j]]), np.stack([lines[1][i], lines[1][j]])])
        pieces.append(grid(points, facing=(float(facing[0]), float(facing[1]), float(facing[2]))))
    return join(pieces)


def _posts(
    model: Model,
    detail: Detail,
    part: str,
    one: tuple[float, float],
    other: tuple[float, float],
    out: tuple[float, float, float],
    floor: float,
    tall: float,
    door: tuple[float, float] | None,
) -> None:
    length = float(np.hypot(other[0] - one[0], other[1] - one[1]))
    count = max(1, round(length / 2.9))
    for k in range(count + 1):
        t = k / count
        if door and abs(t - 0.5) * length < door[0] - 0.1:
            continue
        x, z = one[0] + (other[0] - one[0]) * t + out[0] * 0.12, one[1] + (other[1] - one[1]) * t + out[2] * 0.12
        post = lathe([(floor, 0.24), (floor + tall, 0.21)], (x, z), detail.sides, False)
        model.add(part, "redwood", post)


def eaves(outline: Plan, grown: float) -> Plan:
    """The outline moved outwards, each corner along its two sides' mean."""
    points = np.asarray(outline)
    middle = (
        np.array([points[:, 0].min(), 0.0]) if abs(points[0] - points[-1]).max() > 1e-6 else points[:-1].mean(axis=0)
    )
    sides = np.diff(points, axis=0)
    normals = np.stack([-sides[:, 1], sides[:, 0]], -1) / np.linalg.norm(sides, axis=1, keepdims=True)
    centre = (points[:-1] + points[1:]) / 2 - middle
    normals[np.sum(normals * centre, axis=1) < 0] *= -1
    closed = abs(points[0] - points[-1]).max() < 1e-6
    found = []
    for k in range(len(points)):
        before = normals[k - 1] if k > 0 else normals[-1] if closed else normals[0]
        after = normals[k] if k < len(normals) else normals[0] if closed else normals[-1]
        both = before + after
        found.append(points[k] + both * grown / max(float(both @ both) / 2, 0.3))
    return [(float(x), float(z)) for x, z in found]


def _roof(
    model: Model, detail: Detail, outline: Plan, above: Plan, y: float, tall: float, part: str = "pagoda-roofs"
) -> None:
    """Tiled eaves with corners that turn up; the uppermost roof runs to a point."""
    low = eaves(outline, 1.75)
    high = eaves(above, 0.15) if above else [(-0.6, 0.0)] * len(outline)
    if len(high) != len(low):
        high = eaves(outline, -1.4)
    top = y + (tall if above else 2.6)
    steps = (2, 6, 10)[detail.level]
    t = np.linspace(-1, 1, steps + 1)
    lift = 0.75 * np.abs(t) ** 3
    rows = np.linspace(0, 1, (2, 4, 6)[detail.level])
    for k in range(len(low) - 1):
        outer, inner = _line(low[k], low[k + 1], t), _line(high[k], high[k + 1], t)
        points = _slope(outer, inner, rows, (y - 0.35, top), lift)
        across = (t + 1) / 2 * float(np.hypot(low[k + 1][0] - low[k][0], low[k + 1][1] - low[k][1]))
        uv = np.stack(np.broadcast_arrays(across[None, :], rows[:, None] * 2.6), -1)
        model.add(part, "rooftile", grid(points, facing=(0, 1, 0), uv=uv))
        wall = _line(outline[k], outline[k + 1], t)
        under = _slope(outer, wall, np.array([0.0, 1.0]), (y - 0.47, y + 0.1), lift)
        model.add(part, "beam", grid(under, facing=(0, -1, 0)))
        edge = np.stack([points[0], under[0]])
        model.add(part, "rooftile", grid(edge, away=(-1.0, float(y), 0.0), weight=(1, 0, 1)))
        if detail.level:
            model.add(part, "ridge", _hip(points[:, 0], detail))
    if detail.level:
        model.add(part, "ridge", _hip(points[:, -1], detail))


def _line(start: tuple[float, float], end: tuple[float, float], t: Array) -> Array:
    share = ((t + 1) / 2)[:, None]
    return np.asarray(start) * (1 - share) + np.asarray(end) * share


def _slope(outer: Array, inner: Array, rows: Array, height: tuple[float, float], lift: Array) -> Array:
    """A roof's side (rows, n, 3): it falls steeply at the top and lies flat at the eaves, where the corners turn up."""
    share = rows[:, None]
    flat = outer[None] * (1 - share[..., None]) + inner[None] * share[..., None]
    fall = share**1.25
    y = height[0] + (height[1] - height[0]) * fall + lift[None, :] * (1 - share) ** 2
    return np.stack([flat[..., 0], np.broadcast_to(y, flat.shape[:2]), flat[..., 1]], -1)


def _hip(line: Array, detail: Detail) -> Surface:
    """A ridge along a corner, turned up at its end."""
    tip = line[0] + (line[0] - line[1]) * 0.12 + (0, 0.35, 0)
    path = np.concatenate([[tip], line + np.array([0, 0.06, 0])])
    side = np.cross(path[-1] - path[0], (0, 1, 0))
    side = side / max(float(np.linalg.norm(side)), 1e-6) * 0.13
    pieces = [np.stack([path - side, path - side + (0, 0.22, 0)]), np.stack([path + side + (0, 0.22, 0), path + side])]
    top = np.stack([path - side + (0, 0.22, 0), path + side + (0, 0.22, 0)])
    faces = [
        grid(piece, facing=(float(s[0]), 0.0, float(s[2]))) for piece, s in zip(pieces, (-side, side), strict=True)
    ]
    del detail
    return join([*faces, grid(top, facing=(0, 1, 0))])


def _finial(model: Model, detail: Detail, floor: float) -> None:
    last = PAGODA_HEIGHT - floor
    shape = [(0.0, 0.5), (0.2, 0.62), (0.34, 0.36), (0.5, 0.5), (0.62, 0.3), (0.8, 0.16), (1.0, 0.02)]
    rows = [(floor + share * last, radius * 0.9) for share, radius in shape]
    model.add("pagoda-roofs", "gold", lathe(rows, (-0.6, 0.0), max(6, detail.sides), False))


def _terrace(model: Model, detail: Detail) -> None:
    half = STOREYS[0][0] + 2.0
    for low, high, top in ((10.0, 13.4, 0.02), (0.0, 10.4, 0.02)):
        model.add(
            "pagoda", "stone", panel((low, top, half), (0, 0, -2 * half), (high - low, 0, 0), (0, 1, 0), detail.cell)
        )


def _three_storeys(model: Model, detail: Detail) -> None:
    """The wooden front of 1906 before Cave 16: three storeys against the cliff."""
    middle, floor = CAVE_16[0], 0.0
    shapes = ((6.2, 4.4, 4.6), (5.4, 2.2, 4.4), (4.6, 0.2, 4.0))
    for number, (half, out, tall) in enumerate(shapes):
        back = (0.02, -2.2, -4.4)[number]
        outline: Plan = [(back, half), (out, half), (out, -half), (back, -half)]
        above = shapes[number + 1] if number < 2 else (half * 0.55, back + 0.4, 0.0)
        over: Plan = [(back, above[0]), (above[1], above[0]), (above[1], -above[0]), (back, -above[0])]
        side = Model()
        _front(side, detail, outline, floor, tall * 0.74, number == 0)
        _roof(side, detail, outline, over, floor + tall * 0.74, tall * 0.26, "three-storeys")
        for fabrics in side.surfaces.values():
            for material, pieces in fabrics.items():
                model.add("three-storeys", material, *(piece.moved((0, 0, middle)) for piece in pieces))
        floor += tall + 0.6


def _front(model: Model, detail: Detail, outline: Plan, floor: float, tall: float, open_: bool) -> None:
    """A storey whose ground floor is an open porch before the cave's mouth."""
    for index, ((x0, z0), (x1, z1)) in enumerate(pairwise(outline)):
        out = ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))[index]
        length = float(np.hypot(x1 - x0, z1 - z0))
        if not open_:
            model.add(
                "three-storeys",
                "lattice",
                holed((x0, floor, z0), (x1 - x0, 0, z1 - z0), tall, [], out, detail.cell * 2),
            )
        count = max(1, round(length / 2.6))
        for k in range(count + 1) if detail.level or open_ else ():
            x, z = x0 + (x1 - x0) * k / count, z0 + (z1 - z0) * k / count
            post = lathe([(floor, 0.2), (floor + tall, 0.18)], (x, z), detail.sides, False)
            model.add("three-storeys", "redwood", post)
        if detail.level:
            bar = _bar((x0, floor + tall - 0.5, z0), (x1, floor + tall - 0.5, z1), out, 0.18, 0.45)
            model.add("three-storeys", "beam", bar)
    if open_:
        low, high = min(x for x, _ in outline), max(x for x, _ in outline)
        half = max(z for _, z in outline)
        floor_ = block((low, 0.0, -half), (high, 0.02, half), detail.cell, "y")
        ceiling = panel((low, floor + tall, half), (0, 0, -2 * half), (high - low, 0, 0), (0, -1, 0), detail.cell)
        model.add("three-storeys", "stone", floor_)
        model.add("three-storeys", "redwood", ceiling)
