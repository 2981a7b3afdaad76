"""The ubosot from within: painted walls, the gilded altar, its crowned Buddhas, the small green one on top."""

import numpy as np

from scenes.sites.grand_palace import figures
from scenes.sites.grand_palace.colours import GOLD, OLD_GOLD, PALE_GOLD
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import circle, mouldings, redented, turned
from scenes.sites.grand_palace.layout import (
    ALTAR,
    BUDDHA_FOOT,
    BUDDHA_HEIGHT,
    UBOSOT_CEILING,
    UBOSOT_FLOOR,
    UBOSOT_ROOM,
)
from scenes.sites.grand_palace.ubosot import DOORS
from scenes.sites.panels import holed, panel
from scenes.sites.surface import block

WEST, EAST, HALF = UBOSOT_ROOM
GILT = (2.4, 2.3, 2.0)
"""What gilding and polished marble throw back on the walls; the baked light goes straight from door and lamp."""


def build(model: Model, detail: Detail) -> None:
    """Add the hall and what is in it."""
    cell = detail.cell * 0.55
    tall, long = UBOSOT_CEILING - UBOSOT_FLOOR, EAST - WEST
    floor = panel((WEST, UBOSOT_FLOOR, HALF), (long, 0, 0), (0, 0, -2 * HALF), (0, 1, 0), cell)
    model.add("ubosot-hall", "marble", floor)
    model.add(
        "ubosot-hall", "stars", panel((WEST, UBOSOT_CEILING, HALF), (long, 0, 0), (0, 0, -2 * HALF), (0, -1, 0), cell)
    )
    for x in np.linspace(WEST + 2, EAST - 2, 7).tolist() if detail.level else ():
        beam = block((x - 0.25, UBOSOT_CEILING - 0.55, -HALF), (x + 0.25, UBOSOT_CEILING, HALF), cell, "YzZ")
        model.add("ubosot-hall", "paint", beam.tinted((0.20, 0.02, 0.015)))
    for side in (-1.0, 1.0):
        wall = panel((WEST, UBOSOT_FLOOR, side * HALF), (long, 0, 0), (0, tall, 0), (0, 0, -side), cell, (0, 0, 1, 1))
        model.add("ubosot-murals", "hall-side", wall.tinted(GILT))
    holes = [(HALF + z - wide, HALF + z + wide, 0.0, high) for z, wide, high in DOORS]
    east = holed((EAST, UBOSOT_FLOOR, -HALF), (0, 0, 2 * HALF), tall, holes, (-1, 0, 0), cell, (0, 0, 1, 1))
    model.add("ubosot-murals", "mara", east.tinted(GILT))
    west = panel((WEST, UBOSOT_FLOOR, HALF), (0, 0, -2 * HALF), (0, tall, 0), (1, 0, 0), cell, (0, 0, 1, 1))
    model.add("ubosot-murals", "worlds", west.tinted(GILT))
    _altar(model, detail)
    _throne(model, detail)


def _altar(model: Model, detail: Detail) -> None:
    """Stages of gilded wood, each narrower, with standing Buddhas in royal dress before and beside them."""
    x, half = ALTAR
    part = "altar"
    plan = redented(detail.pick(0, 2, 2), 0.08)
    stages = (
        (UBOSOT_FLOOR, 3.1, half + 0.2, OLD_GOLD),
        (3.1, 5.0, half - 0.5, GOLD),
        (5.0, 6.8, half - 1.2, GOLD),
        (6.8, 8.4, half - 1.8, GOLD),
    )
    for low, high, wide, tint in stages:
        rows = [*mouldings(detail, low, high, wide, detail.pick(1, 2, 3), 0.93), (high, 0.0)]
        model.add(part, "mosaic", turned(rows, plan, (x, 0.0, 0.0), (tint, PALE_GOLD, tint, OLD_GOLD, PALE_GOLD, tint)))
    front = x + half + 0.1
    rail = block((front + 1.4, UBOSOT_FLOOR, -HALF + 0.2), (front + 1.55, UBOSOT_FLOOR + 0.7, HALF - 0.2), 4.0, "y")
    model.add(part, "gold", rail.tinted(OLD_GOLD))
    for z in (-2.6, 2.6):
        figures.crowned_buddha(model, detail, part, (front + 0.6, UBOSOT_FLOOR, z))
    for level, z in ((3.1, 2.6), (5.0, 1.9)):
        for side in (-1.0, 1.0):
            figures.crowned_buddha(model, detail, part, (x + half - (0.2 if level < 4 else 0.9), level, side * z))
    for side in (-1.0, 1.0):
        for dx in (0.0, -2.2):
            figures.crowned_buddha(
                model, detail, part, (x + dx + 1.0, 3.1, side * (half - 0.2)), -side * np.pi / 2 if dx else -side * 0.8
            )
        for dx in (5.4, 6.4):
            _parasol(model, detail, (x + dx, UBOSOT_FLOOR, side * (half + 1.4)), 6.5)
        figures.lion(model, detail, part, (front + 2.2, UBOSOT_FLOOR, side * 1.2), 0.0)


def _parasol(model: Model, detail: Detail, at: tuple[float, float, float], tall: float) -> None:
    """A standard of shrinking white and gold tiers on a slender pole."""
    rows = [(0.0, 0.16), (0.1, 0.04), (tall * 0.55, 0.04)]
    tiers = detail.pick(3, 5, 7)
    for number in range(tiers):
        low = tall * (0.55 + 0.4 * number / tiers)
        wide = 0.42 * (1 - 0.75 * number / tiers)
        rows += [(low, wide), (low + tall * 0.028, wide * 0.92), (low + tall * 0.03, 0.05)]
    model.add(
        "altar", "gold", turned([*rows, (tall, 0.0)], circle(detail.pick(5, 9, 14)), at, PALE_GOLD, (True, False))
    )


def _throne(model: Model, detail: Detail) -> None:
    """The busabok: a small open pavilion of gold on the topmost stage, and the Emerald Buddha under its spire."""
    x, part = ALTAR[0], "altar"
    plan = redented(detail.pick(0, 2, 2), 0.14)
    foot = [
        (8.4, 1.35),
        (8.7, 1.3),
        (8.9, 1.0),
        (9.3, 0.95),
        (9.6, 1.2),
        (9.8, 1.0),
        (10.1, 0.75),
        (10.4, 0.68),
        (BUDDHA_FOOT, 0.62),
        (BUDDHA_FOOT, 0.0),
    ]
    model.add(part, "gold", turned(foot, plan, (x, 0.0, 0.0), (GOLD, PALE_GOLD, OLD_GOLD, GOLD)))
    for dx in (-0.95, 0.95):
        for dz in (-0.95, 0.95):
            model.add(
                part,
                "gold",
                turned(
                    [(9.6, 0.12), (9.9, 0.08), (12.4, 0.07), (12.6, 0.14)],
                    redented(detail.steps(1)),
                    (x + dx, 0.0, dz),
                    GOLD,
                ),
            )
    roof = [
        (12.5, 1.35),
        (12.7, 1.45),
        (12.95, 1.05),
        (13.1, 1.12),
        (13.35, 0.8),
        (13.5, 0.86),
        (13.75, 0.56),
        (13.9, 0.6),
    ]
    roof += [(14.1, 0.36), (14.3, 0.4), (14.7, 0.2), (15.2, 0.12), (15.9, 0.05), (16.4, 0.0)]
    model.add(part, "gold", turned(roof, plan, (x, 0.0, 0.0), (GOLD, PALE_GOLD)))
    back = panel((x - 0.6, BUDDHA_FOOT - 0.1, 0.75), (0, 0, -1.5), (0, 2.0, 0), (1, 0, 0), 1.0)
    model.add(part, "gold", back.tinted((0.5, 0.30, 0.08)))
    seat = [
        (BUDDHA_FOOT, 0.34),
        (BUDDHA_FOOT + 0.06, 0.35),
        (BUDDHA_FOOT + 0.08, 0.3),
        (BUDDHA_FOOT + 0.12, 0.31),
        (BUDDHA_FOOT + 0.12, 0.0),
    ]
    model.add("emerald-buddha", "gold", turned(seat, redented(detail.steps(1)), (x + 0.32, 0.0, 0.0), PALE_GOLD))
    figures.emerald_buddha(model, detail, "emerald-buddha", (x + 0.34, BUDDHA_FOOT + 0.12, 0.0), BUDDHA_HEIGHT)
