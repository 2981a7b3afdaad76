"""The raised terrace with its stairs, and the ubosot's low wall."""

import numpy as np

from scenes.sites.grand_palace.colours import GOLD
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import mouldings, redented, turned
from scenes.sites.grand_palace.layout import (
    LOW_WALL,
    STAIR_HALF,
    STAIR_LONG,
    STAIRS,
    TERRACE,
    TERRACE_FLOOR,
)
from scenes.sites.panels import panel
from scenes.sites.surface import Surface, Triple, block, grid


def build(model: Model, detail: Detail) -> None:
    """Add both."""
    _terrace(model, detail)
    _low_wall(model, detail)


def _terrace(model: Model, detail: Detail) -> None:
    """The raised terrace: its faces, floor, parapet and stairs."""
    west, east, north, south = TERRACE
    part = "terrace"
    face = block((west, 0.0, north), (east, TERRACE_FLOOR, south), detail.cell, "yY")
    model.add(part, "porcelain", face.tinted((0.72, 0.72, 0.70)))
    model.add(
        part,
        "marble",
        panel((west, TERRACE_FLOOR, south), (east - west, 0, 0), (0, 0, north - south), (0, 1, 0), detail.cell * 0.8),
    )
    sides: tuple[tuple[float, float, float, float], ...] = (
        (west, south, east, south),
        (west, north, east, north),
        (west, north, west, south),
        (east, north, east, south),
    )
    for x0, z0, x1, z1 in sides:
        level = z0 == z1
        gaps = sorted((x if level else z) for x, z, _, _ in STAIRS if abs((z - z0) if level else (x - x0)) < 0.1)
        start, end = (x0, x1) if level else (z0, z1)
        edges = [start, *(edge for gap in gaps for edge in (gap - STAIR_HALF, gap + STAIR_HALF)), end]
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            low, high = ((a, z0 - 0.2), (b, z0 + 0.2)) if level else ((x0 - 0.2, a), (x0 + 0.2, b))
            rail = block((low[0], TERRACE_FLOOR, low[1]), (high[0], TERRACE_FLOOR + 0.95, high[1]), detail.cell, "y")
            model.add(part, "porcelain", rail.tinted((0.9, 0.9, 0.88)))
            model.add(
                part,
                "marble",
                block(
                    (low[0] - 0.08, TERRACE_FLOOR + 0.95, low[1] - 0.08),
                    (high[0] + 0.08, TERRACE_FLOOR + 1.1, high[1] + 0.08),
                    detail.cell,
                    "y",
                ),
            )
    for x, z, dx, dz in STAIRS:
        _flight(model, detail, (x, z), (dx, dz))


def _flight(model: Model, detail: Detail, head: tuple[float, float], way: tuple[float, float]) -> None:
    """Steps that lead down from the terrace's edge, between two cheeks."""
    made = Model()
    count = detail.pick(4, 8, 8)
    rise, go = TERRACE_FLOOR / count, STAIR_LONG / count
    for number in range(count):
        height = TERRACE_FLOOR - rise * (number + 1)
        if height > 0.01:
            made.add(
                "terrace",
                "marble",
                block((number * go, 0.0, -STAIR_HALF), ((number + 1) * go, height, STAIR_HALF), 9.0, "yx"),
            )
    for side in (-1.0, 1.0):
        z = side * (STAIR_HALF + 0.2)
        line = np.array([[0.0, TERRACE_FLOOR + 1.0, z - 0.2], [STAIR_LONG, 1.0, z - 0.2]])
        for out in (-0.2, 0.2):
            edge = line + np.array((0, 0, 0.2 + out))
            foot = edge * (1, 0, 1)
            made.add(
                "terrace", "porcelain", grid(np.stack([edge, foot]), facing=(0, 0, out)).tinted((0.85, 0.85, 0.82))
            )
        made.add("terrace", "marble", grid(np.stack([line, line + np.array((0, 0, 0.4))]), facing=(0, 1, 0)))
        made.add("terrace", "marble", block((STAIR_LONG, 0.0, z - 0.3), (STAIR_LONG + 0.5, 1.3, z + 0.3), 9.0, "y"))
    model.place(made, (head[0], 0.0, head[1]), float(np.arctan2(-way[1], way[0])))


def _low_wall(model: Model, detail: Detail) -> None:
    """The ubosot's low wall of tiles, its boundary stones under small spires."""
    west, east, half = LOW_WALL
    part = "low-wall"
    for side in (-1.0, 1.0):
        for low, high in ((west, -2.0), (2.0, east)):
            model.add(part, "porcelain", *_coped(model, (low, side * half - 0.25), (high, side * half + 0.25), detail))
    for x in (west, east):
        for low, high in ((-half, -2.6), (2.6, half)):
            model.add(part, "porcelain", *_coped(model, (x - 0.25, low), (x + 0.25, high), detail))
    middle = (west + east) / 2
    spots = [(x, z) for x in (west, middle, east) for z in (-half, half)] + [(west, 4.0), (east, 4.0)]
    for x, z in spots:
        rows = [
            *mouldings(detail, 0.0, 1.5, 1.15, 2, 0.8),
            (1.5, 0.55),
            (2.6, 0.5),
            (2.7, 0.95),
            (3.0, 0.8),
            (3.4, 0.5),
            (3.9, 0.34),
            (4.4, 0.2),
            (5.6, 0.0),
        ]
        model.add(
            part, "gold", turned(rows, redented(detail.pick(0, 1, 2)), (x, 0.0, z), (GOLD, (0.20, 0.24, 0.42), GOLD))
        )


def _coped(model: Model, low: tuple[float, float], high: tuple[float, float], detail: Detail) -> list[Surface]:
    cap = block((low[0] - 0.1, 1.0, low[1] - 0.1), (high[0] + 0.1, 1.15, high[1] + 0.1), detail.cell)
    model.add("low-wall", "marble", cap)
    tint: Triple = (0.62, 0.66, 0.74)
    return [block((low[0], 0.0, low[1]), (high[0], 1.0, high[1]), detail.cell, "yY").tinted(tint)]
