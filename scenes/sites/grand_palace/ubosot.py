"""The ubosot of the Emerald Buddha from outside: platform, walls of gold and glass, colonnade, tiered roof."""

import numpy as np

from scenes.sites.grand_palace import figures, roofs
from scenes.sites.grand_palace.colours import BLUE, GOLD, GREEN_GLASS, PALE_GOLD, RED, YELLOW
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import circle, redented, turned
from scenes.sites.grand_palace.layout import (
    UBOSOT_FLOOR,
    UBOSOT_HALF,
    UBOSOT_RIDGE,
    UBOSOT_ROOM,
)
from scenes.sites.grand_palace.roofs import Roof
from scenes.sites.panels import holed, panel
from scenes.sites.surface import Triple, block

DOORS = ((0.0, 1.3, 5.6), (-5.0, 0.9, 4.6), (5.0, 0.9, 4.6))
"""The ubosot's doors in its east wall: middle (z), half width, height."""


WALL = (-19.2, 20.2, 9.0)
"""Outer faces of the ubosot's hall: west, east, half its width."""


WINDOWS = tuple(float(x) for x in np.linspace(-15.2, 16.2, 7))


def build(model: Model, detail: Detail) -> None:
    """Add it."""
    _base(model, detail)
    _walls(model, detail)
    _colonnade(model, detail)
    main = (0.0, UBOSOT_RIDGE, 6.3, 20.7)
    roofs.build(
        model,
        detail,
        Roof(
            part="ubosot-roof",
            sections=((17.0, 0.0), (22.5, 1.2), (28.6, 2.4)),
            slopes=(main, (6.0, 20.1, 9.4, 17.0), (9.0, 16.4, 13.4, 13.4)),
            field=BLUE,
            border=YELLOW,
            edge=(0.42, 0.06, 0.03),
            band=1.25,
            wing=("brocade", (1.0, 1.0, 1.0)),
        ),
        (0.5, 0.0, 0.0),
    )


def _base(model: Model, detail: Detail) -> None:
    """The marble platform with its steps and lions."""
    x, z = UBOSOT_HALF[0] + 2.2, UBOSOT_HALF[1] + 1.4
    model.add("ubosot", "marble", block((-x, 0.0, -z), (x, UBOSOT_FLOOR - 0.25, z), detail.cell, "yY"))
    model.add("ubosot", "porcelain", block((-x - 0.1, 0.0, -z - 0.1), (x + 0.1, 0.4, z + 0.1), detail.cell, "y"))
    lip = block((-x - 0.06, UBOSOT_FLOOR - 0.25, -z - 0.06), (x + 0.06, UBOSOT_FLOOR, z + 0.06), detail.cell, "yY")
    model.add("ubosot", "marble", lip)
    hole = (UBOSOT_ROOM[0], UBOSOT_ROOM[1], UBOSOT_ROOM[2])
    for low, high, near, far in (
        (-x, hole[0], -z, z),
        (hole[1], x, -z, z),
        (hole[0], hole[1], -z, -hole[2]),
        (hole[0], hole[1], hole[2], z),
    ):
        deck = panel((low, UBOSOT_FLOOR, near), (high - low, 0, 0), (0, 0, far - near), (0, 1, 0), detail.cell)
        model.add("ubosot", "marble", deck)
    for middle, half in ((-8.0, 1.6), (0.0, 2.0), (8.0, 1.6)):
        for number in range(5):
            low = x + 0.34 * number
            step = block(
                (low, 0.0, middle - half), (low + 0.36, UBOSOT_FLOOR - 0.25 * (number + 1), middle + half), 4.0, "yx"
            )
            model.add("ubosot", "marble", step)
        for side in (-1.0, 1.0):
            figures.lion(model, detail, "ubosot", (x + 1.1, 0.0, middle + side * (half + 0.7)), 0.0)


def _walls(model: Model, detail: Detail) -> None:
    west, east, half = WALL
    foot, top = UBOSOT_FLOOR, 16.2
    skin = [
        holed(
            (east, foot, -half),
            (0, 0, 2 * half),
            top - foot,
            [(half + z - w, half + z + w, 0.0, h) for z, w, h in DOORS],
            (1, 0, 0),
            detail.cell,
        ),
        holed((west, foot, -half), (0, 0, 2 * half), top - foot, [], (-1, 0, 0), detail.cell),
        *(
            holed((west, foot, side * half), (east - west, 0, 0), top - foot, [], (0, 0, side), detail.cell)
            for side in (-1.0, 1.0)
        ),
    ]
    model.add("ubosot", "brocade", *skin)
    for z, wide, tall in DOORS:
        _door(model, detail, (east, foot, z), wide, tall)
    for side in (-1.0, 1.0):
        ledge = block(
            (west - 0.35, foot, side * (half + 0.2) - 0.2),
            (east + 0.35, foot + 0.75, side * (half + 0.2) + 0.2),
            detail.cell,
            "y",
        )
        model.add("ubosot", "gold", ledge.tinted(GOLD))
        spots = np.linspace(west + 0.4, east - 0.4, 40)
        for x in spots.tolist() if detail.level else spots[::4].tolist():
            figures.garuda(model, detail, "ubosot", (x, foot + 0.75, side * (half + 0.1)), -side * np.pi / 2)
        for x in WINDOWS:
            _window(model, detail, (x, foot + 2.6, side * half), side)
    for x, turn in ((west, np.pi), (east, 0.0)):
        for z in (-8.2, -7.4, -2.9, -2.1, 2.1, 2.9, 7.4, 8.2):
            out = 0.1 if turn == 0 else -0.1
            figures.garuda(model, detail, "ubosot", (x + out, foot + 0.75, z), float(turn))


def _window(model: Model, detail: Detail, at: Triple, side: float) -> None:
    """A shuttered window in a gilt frame that ends in a spire."""
    plan = redented(detail.steps(1)) * (1.0, 0.26)
    frame = [
        (0.0, 1.25),
        (0.3, 1.1),
        (4.2, 1.0),
        (4.4, 1.25),
        (5.0, 1.0),
        (5.2, 0.8),
        (6.2, 0.42),
        (6.4, 0.5),
        (8.2, 0.0),
    ]
    model.add("ubosot", "gold", turned(detail.outline(frame), plan, at, (GOLD, GOLD, PALE_GOLD, GREEN_GLASS, GOLD)))
    shutter = panel(
        (at[0] - 0.62, at[1] + 0.35, at[2] + side * 0.33), (1.24, 0, 0), (0, 3.7, 0), (0, 0, side), 4.0, (0, 0, 1, 1)
    )
    model.add("ubosot", "paint", shutter.tinted((0.05, 0.03, 0.02)))


def _door(model: Model, detail: Detail, at: Triple, wide: float, tall: float) -> None:
    """A doorway: its sides, its lintel, a crown of spires above, and leaves of mother-of-pearl pushed open."""
    x, y, z = at
    depth = x - UBOSOT_ROOM[1]
    for side in (-1.0, 1.0):
        post = block(
            (x - 0.05, y, z + side * (wide + 0.22) - 0.22),
            (x + 0.5, y + tall + 0.4, z + side * (wide + 0.22) + 0.22),
            4.0,
            "yx",
        )
        model.add("ubosot", "gold", post.tinted(GOLD))
        jamb = panel((x - depth, y, z + side * wide), (depth, 0, 0), (0, tall, 0), (0, 0, -side), detail.cell)
        model.add("ubosot", "gold", jamb.tinted(RED))
        leaf = panel(
            (x - depth + 0.1, y + 0.05, z + side * (wide - 0.08)),
            (depth - 0.1, 0, 0),
            (0, tall - 0.1, 0),
            (0, 0, -side),
            detail.cell,
        )
        model.add("ubosot", "gold", leaf.tinted((0.12, 0.09, 0.08)))
    over = panel((x - depth, y + tall, z - wide), (depth, 0, 0), (0, 0, 2 * wide), (0, -1, 0), detail.cell)
    model.add("ubosot", "gold", over.tinted(RED))
    sill = panel((x - depth, y, z - wide), (depth, 0, 0), (0, 0, 2 * wide), (0, 1, 0), detail.cell)
    model.add("ubosot", "marble", sill)
    plan = redented(detail.steps(1)) * (0.3, 1.0)
    crown = [(0.0, wide + 0.7), (0.5, wide + 0.8), (0.7, wide * 0.8), (2.0, wide * 0.5), (2.2, wide * 0.6), (5.0, 0.0)]
    model.add("ubosot", "gold", turned(crown, plan, (x + 0.1, y + tall + 0.3, z), (GOLD, GREEN_GLASS, PALE_GOLD)))


def _colonnade(model: Model, detail: Detail) -> None:
    """Pillars of gold and glass all round, with bells under the eaves."""
    spots = [(float(x), side * 11.2) for x in np.linspace(-26.6, 27.6, 14) for side in (-1.0, 1.0)]
    spots += [(x, z) for x in (-26.6, 27.6) for z in (-6.8, -2.5, 2.5, 6.8)]
    plan = redented(detail.pick(0, 1, 1), 0.2)
    for x, z in spots:
        drop = 2.4 if abs(x - 0.5) > 22.5 else 1.2 if abs(x - 0.5) > 17 else 0.0
        top = (14.4 if abs(z) > 10 else 17.6) - drop
        rows = [
            (UBOSOT_FLOOR, 0.62),
            (UBOSOT_FLOOR + 0.7, 0.6),
            (UBOSOT_FLOOR + 0.9, 0.48),
            (top - 1.3, 0.42),
            (top - 1.1, 0.44),
            (top, 0.72),
        ]
        model.add(
            "ubosot",
            "mosaic",
            turned(detail.outline(rows), plan, (x, 0.0, z), (GOLD, GOLD, (0.50, 0.36, 0.16), GOLD, GOLD)),
        )
    if detail.level == 2:
        bell = [(0.0, 0.1), (0.16, 0.07), (0.2, 0.0)]
        for x in np.linspace(-27.5, 28.5, 57).tolist():
            drop = 2.4 if abs(x - 0.5) > 22.5 else 1.2 if abs(x - 0.5) > 17 else 0.0
            for side in (-1.0, 1.0):
                model.add(
                    "ubosot-roof", "gold", turned(bell, circle(5), (x, 12.8 - drop, side * 13.2), GOLD, (True, False))
                )
