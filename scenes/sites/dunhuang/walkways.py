"""The walkways of the reinforced cliff, their parapets, and the stairs between the tiers."""

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import DECK, NORTH, RECESS, SOUTH, STAIRS, TIERS
from scenes.sites.model import Model
from scenes.sites.panels import panel
from scenes.sites.surface import Array, Surface, block, grid

STAIR_WIDTH = 1.7


def build(model: Model, detail: Detail) -> None:
    """Add the walkways and the stairs."""
    _walkways(model, detail)
    _stairs(model, detail)


def _walkways(model: Model, detail: Detail) -> None:
    for floor, face in TIERS[1:]:
        for south, north in ((SOUTH, RECESS), (-RECESS, NORTH)):
            length, edge = south - north, face + DECK
            model.add(
                "walkways",
                "concrete",
                panel((face, floor, south), (0, 0, -length), (DECK, 0, 0), (0, 1, 0), detail.cell),
            )
            gaps = [
                (south - h - 0.95, south - h + 0.95)
                for f, h, base in STAIRS
                if base == 0 and floor < 7 and north < h < south
            ]
            _parapet(model, detail, edge, floor, south, length, gaps)
            if detail.level:
                lip = block((edge - 0.1, floor - 0.3, north), (edge + 0.12, floor, south), detail.cell * 2, "xY")
                model.add("walkways", "concrete", lip)


def _parapet(
    model: Model,
    detail: Detail,
    edge: float,
    floor: float,
    south: float,
    length: float,
    gaps: list[tuple[float, float]],
) -> None:
    """A wall of a metre along the walkway's edge, with piers, open where stairs come up."""
    starts = [0.0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), length]
    for start, end in zip(starts, ends, strict=True):
        low, high = (edge - 0.16, floor, south - end), (edge, floor + 0.95, south - start)
        model.add("walkways", "concrete", block(low, high, detail.cell * 2, "y"))
        if detail.level == 2:
            for z in np.arange(south - end, south - start + 0.01, 2.5):
                pier = block((edge - 0.2, floor, z - 0.1), (edge + 0.04, floor + 1.06, z + 0.1), 9.0, "y")
                model.add("walkways", "concrete", pier)


def stair_side(base: int) -> tuple[float, float]:
    """Near and far x of the stairs that start from a tier: those from the ground stand before the wall."""
    face = TIERS[base][1]
    return (face - STAIR_WIDTH, face) if base else (face, face + STAIR_WIDTH)


def _stairs(model: Model, detail: Detail) -> None:
    for foot, head, base in STAIRS:
        floor, top = TIERS[base][0], TIERS[base + 1][0]
        near, far = stair_side(base)
        steps = (4, 16, 32)[detail.level]
        tread = np.repeat(np.linspace(foot, head, steps + 1), 2)[1:]
        rise = np.repeat(np.linspace(floor, top, steps + 1), 2)[:-1]
        rise[-1] = top
        x = np.array([near, far])
        points = np.stack(np.broadcast_arrays(x[:, None], rise[None, :], tread[None, :]), -1)
        model.add("walkways", "concrete", *_strips(points, 1 if foot > head else -1))
        if base == 0:
            _flank(model, detail, (near, far), (foot, head), (floor, top))
        else:
            back = panel(
                (near, floor, max(foot, head)), (0, 0, -abs(foot - head)), (0, top - floor, 0), (1, 0, 0), detail.cell
            )
            model.add("facade", "roughcast", back)
            for z, facing in ((min(foot, head), 1.0), (max(foot, head), -1.0)):
                side = panel((near, floor, z), (far - near, 0, 0), (0, top - floor, 0), (0, 0, facing), detail.cell)
                model.add("facade", "roughcast", side)


def _strips(points: Array, down: int) -> list[Surface]:
    made = []
    for i in range(points.shape[1] - 1):
        level = abs(points[0, i, 1] - points[0, i + 1, 1]) < 1e-6
        if np.allclose(points[0, i], points[0, i + 1]):
            continue
        made.append(grid(points[:, i : i + 2], facing=(0.0, 1.0, 0.0) if level else (0.0, 0.0, float(down))))
    return made


def _flank(
    model: Model, detail: Detail, x: tuple[float, float], z: tuple[float, float], y: tuple[float, float]
) -> None:
    """The closed side of stairs before the wall, their landing and the rail."""
    along = np.linspace(*z, 13)
    top = np.linspace(*y, 13)
    points = np.stack(np.broadcast_arrays(x[1], np.stack([np.full(13, y[0]), top]), along[None, :]), -1)
    model.add("walkways", "concrete", grid(points, facing=(1, 0, 0)))
    rail = np.stack(np.broadcast_arrays(x[1] - 0.04, np.stack([top, top + 0.95]), along[None, :]), -1)
    for shift, out in ((0.0, 1.0), (-0.14, -1.0)):
        model.add("walkways", "concrete", grid(rail + np.array([shift, 0, 0]), facing=(out, 0, 0)))
    cap = np.stack([rail[1], rail[1] - (0.14, 0, 0)])
    model.add("walkways", "concrete", grid(cap, facing=(0, 1, 0)))
    turn = 1.0 if z[1] > z[0] else -1.0
    low, high = sorted((z[1], z[1] + turn * 1.9))
    model.add("walkways", "concrete", block((x[0], 0.0, low), (x[1], y[1], high), detail.cell, "xy"))
    parapet = block((x[1] - 0.16, y[1], low), (x[1], y[1] + 0.95, high), detail.cell, "y")
    end = z[1] + turn * 1.9
    stop = block(
        (x[0], y[1], min(end, end - turn * 0.16)), (x[1], y[1] + 0.95, max(end, end - turn * 0.16)), detail.cell, "y"
    )
    model.add("walkways", "concrete", parapet, stop)
