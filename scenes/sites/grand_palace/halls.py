"""The temple's other halls: Prasat Phra Thep Bidon, Wihan Yot, Ho Phra Nak and Monthian Tham."""

from dataclasses import replace

import numpy as np

from scenes.sites.grand_palace import roofs
from scenes.sites.grand_palace.colours import BLUE, GOLD, GREEN, GREEN_GLASS, ORANGE, YELLOW
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import redented, turned
from scenes.sites.grand_palace.layout import (
    BIDON,
    HO_PHRA_NAK,
    MONTHIAN_THAM,
    TERRACE_FLOOR,
    WIHAN_YOT,
)
from scenes.sites.grand_palace.roofs import Roof
from scenes.sites.grand_palace.spires import prang, spire
from scenes.sites.panels import holed, panel
from scenes.sites.surface import Triple, block

Place = tuple[float, float, float, float]
"""x and z of a hall's middle, half its length along x, half its width."""
ARM = 4.4
"""Half the width of a wing of Prasat Phra Thep Bidon."""
OLD: Triple = (0.10, 0.06, 0.04)
"""Dark leaves of shutters."""


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    _bidon(model, detail)
    _wihan_yot(model, detail)
    for part, place, colours in (
        ("ho-phra-nak", HO_PHRA_NAK, (GREEN, ORANGE, YELLOW)),
        ("monthian-tham", MONTHIAN_THAM, (ORANGE, GREEN, YELLOW)),
    ):
        simple_hall(
            model, detail, part, place, (8.0, 14.5), colours, "brocade" if part == "monthian-tham" else "plaster"
        )


def _bidon(model: Model, detail: Detail) -> None:
    """Prasat Phra Thep Bidon: a cross of four wings in blue porcelain under green roofs, a prang in the middle."""
    x, z, half, top = BIDON
    foot, part = TERRACE_FLOOR, "phra-thep-bidon"
    for turn in range(4):
        made = Model()
        _wing_walls(made, detail, part, half)
        _wing_door(made, detail, part, half - 2.0)
        _wing_pillars(made, detail, part, half)
        roofs.build(made, detail, _wing_roof(part, half), (0.0, 0.0, 0.0))
        model.place(made, (x, foot, z), turn * np.pi / 2)
    core = [(9.0, 4.6), (16.0, 4.4), (16.3, 5.0), (17.0, 4.4), (18.2, 4.2)]
    model.add(part, "bluechina", turned(core, redented(detail.steps(2), 0.09), (x, foot, z)))
    low = foot + 12.0
    prang(model, detail, part, (x, low, z), 5.4, top - low, (0.34, 0.42, 0.24), "mosaic")


def _wing_walls(made: Model, detail: Detail, part: str, half: float) -> None:
    """The base and the walls of the wing towards +x."""
    out = half - 2.0
    for high, wide, tall in ((half + 0.6, ARM + 1.9, 0.75), (half + 0.1, ARM + 1.4, 1.5)):
        made.add(part, "marble", block((0.0, 0.0, -wide), (high, tall, wide), detail.cell, "yx"))
    for side in (-1.0, 1.0):
        flank = holed((ARM, 1.5, side * ARM), (out - ARM, 0, 0), 8.3, [], (0, 0, side), detail.cell)
        made.add(part, "bluechina", flank)
    made.add(part, "bluechina", holed((out, 1.5, -ARM), (0, 0, 2 * ARM), 8.3, [], (1, 0, 0), detail.cell))


def _wing_door(made: Model, detail: Detail, part: str, out: float) -> None:
    """A dark door under a spire at the end of a wing."""
    frame = [(1.5, 1.3), (5.4, 1.2), (5.6, 1.5), (6.4, 1.1), (7.9, 0.3), (9.3, 0.0)]
    plan = redented(detail.steps(1)) * (0.3, 1.0)
    made.add(part, "gold", turned(detail.outline(frame), plan, (out, 0.0, 0.0), (GOLD, GOLD, GREEN_GLASS)))
    leaf = panel((out + 0.4, 1.6, -0.8), (0, 0, 1.6), (0, 3.6, 0), (1, 0, 0), 4.0)
    made.add(part, "paint", leaf.tinted((0.06, 0.03, 0.02)))


def _wing_pillars(made: Model, detail: Detail, part: str, half: float) -> None:
    """Pillars along a wing, and the steps before it."""
    rows = [(1.5, 0.5), (2.0, 0.38), (9.0, 0.33), (9.6, 0.55)]
    for reach in (half - 0.5, half - 3.6, half - 6.4):
        for side in (-1.0, 1.0):
            at = (reach, 0.0, side * (ARM + 1.0))
            made.add(part, "bluechina", turned(detail.outline(rows), redented(0), at))
    for number in range(5):
        low, tall = half + 0.6 + 0.32 * number, 1.25 - 0.25 * number
        step = block((low, 0.0, -2.0), (half + 0.94 + 0.32 * number, tall, 2.0), 4.0, "yx")
        made.add(part, "marble", step)


def _wing_roof(part: str, half: float) -> Roof:
    return Roof(
        part=part,
        sections=((half - 4.4, 0.0), (half - 1.8, 1.0), (half + 0.6, 2.0)),
        slopes=((0.0, 17.0, 3.6, 12.6), (3.4, 12.2, 6.4, 10.0)),
        field=GREEN,
        border=ORANGE,
        edge=BLUE,
        only=(1.0,),
        inner=1.0,
        band=0.8,
        wing=("bluechina", (1.0, 1.0, 1.0)),
    )


def _wihan_yot(model: Model, detail: Detail) -> None:
    """Phra Wihan Yot: a cross of porcelain flowers, its crown-like spire clad in white and green."""
    x, z, half, wide = WIHAN_YOT
    part = "wihan-yot"
    base = block((x - half - 1, 0.0, z - wide - 1), (x + half + 1, 0.9, z + wide + 1), detail.cell, "y")
    model.add(part, "marble", base)
    for a, b in ((half, wide), (3.4, wide + 0.9)):
        model.add(part, "porcelain", block((x - a, 0.9, z - b), (x + a, 8.0, z + b), detail.cell, "yY"))
    _wihan_roofs(model, detail, part)
    window = [(1.8, 0.95), (4.6, 0.85), (4.8, 1.1), (5.4, 0.7), (7.0, 0.0)]
    plan = redented(detail.steps(1)) * (1.0, 0.25)
    for dx in (-8.6, -5.6, 5.6, 8.6) if detail.level else ():
        for side in (-1.0, 1.0):
            at = (x + dx, 0.0, z + side * wide)
            model.add(part, "gold", turned(window, plan, at, (OLD, GOLD, GREEN_GLASS)))
    neck = [(10.0, 2.6), (14.2, 2.5), (14.4, 3.0), (15.0, 2.5)]
    model.add(part, "porcelain", turned(neck, redented(detail.steps(2), 0.09), (x, 0.0, z), (0.9, 0.9, 0.86)))
    tints = ((0.62, 0.6, 0.52), (0.2, 0.34, 0.2), (0.62, 0.6, 0.52), GOLD)
    spire(model, detail, part, (x, 14.8, z), 2.9, 13.0, tints, 5)
    door = [(0.9, 1.1), (4.6, 1.0), (4.8, 1.3), (5.6, 0.9), (8.0, 0.0)]
    plan = redented(detail.steps(1)) * (1.0, 0.3)
    for side in (-1.0, 1.0):
        at = (x, 0.0, z + side * (wide + 0.9))
        model.add(part, "gold", turned(detail.outline(door), plan, at, (GOLD, GREEN_GLASS)))


def _wihan_roofs(model: Model, detail: Detail, part: str) -> None:
    """A roof along x, and one over each of the two porches."""
    x, z, half, wide = WIHAN_YOT
    long = Roof(
        part=part,
        sections=((half - 3.4, 0.0), (half + 0.8, 1.0)),
        slopes=((0.0, 14.0, 3.4, 10.2), (3.2, 9.9, 6.6, 7.6)),
        field=(0.62, 0.60, 0.52),
        border=GREEN,
        edge=ORANGE,
        band=0.7,
        size=0.75,
    )
    roofs.build(model, detail, long, (x, 0.0, z))
    slopes = ((0.0, 13.4, 2.6, 10.0), (2.4, 9.8, 4.4, 7.9))
    porch = replace(long, sections=((wide + 2.4, 0.0),), slopes=slopes, only=(1.0,), inner=1.0)
    for turn in (np.pi / 2, -np.pi / 2):
        roofs.build(model, detail, porch, (x, 0.0, z), float(turn))


def simple_hall(
    model: Model,
    detail: Detail,
    part: str,
    place: Place,
    heights: tuple[float, float],
    colours: tuple[Triple, Triple, Triple],
    material: str = "plaster",
) -> None:
    """A hall along x: walls to the eaves, pillars before them, a roof of three tiers; `heights` are eaves and ridge."""
    x, z, half, wide = place
    eaves = heights[0]
    base = block((x - half - 1.2, 0.0, z - wide - 1.2), (x + half + 1.2, 0.9, z + wide + 1.2), detail.cell, "y")
    model.add(part, "marble", base)
    low, high = (x - half + 1.5, 0.9, z - wide + 0.8), (x + half - 1.5, eaves + 0.8, z + wide - 0.8)
    model.add(part, material, block(low, high, detail.cell, "yY"))
    rows = [(0.9, 0.42), (1.3, 0.32), (eaves - 0.6, 0.29), (eaves, 0.46)]
    for spot in np.linspace(x - half, x + half, 6).tolist():
        for side in (-1.0, 1.0):
            at = (spot, 0.0, z + side * wide)
            model.add(part, material, turned(detail.outline(rows), redented(0), at, (0.95, 0.93, 0.88)))
    roofs.build(model, detail, _hall_roof(part, place, heights, colours), (x, 0.0, z))
    if detail.level:
        _hall_windows(model, part, place)


def _hall_roof(part: str, place: Place, heights: tuple[float, float], colours: tuple[Triple, Triple, Triple]) -> Roof:
    half, wide = place[2:]
    eaves, ridge = heights
    fall = ridge - eaves
    return Roof(
        part=part,
        sections=((half - 4.0, 0.0), (half - 1.2, 0.7), (half + 1.6, 1.4)),
        slopes=(
            (0.0, ridge, wide * 0.58, eaves + fall * 0.36),
            (wide * 0.55, eaves + fall * 0.31, wide + 1.4, eaves - 0.2),
        ),
        field=colours[0],
        border=colours[1],
        edge=colours[2],
        band=0.75,
        size=0.8,
    )


def _hall_windows(model: Model, part: str, place: Place) -> None:
    """Five shuttered windows under spires in each long wall."""
    x, z, half, wide = place
    frame = [(1.8, 0.8), (4.2, 0.75), (4.4, 0.95), (5.0, 0.6), (6.4, 0.0)]
    for spot in np.linspace(x - half + 3, x + half - 3, 5).tolist():
        for side in (-1.0, 1.0):
            at = (spot, 0.0, z + side * (wide - 0.8))
            model.add(part, "gold", turned(frame, redented(0) * (1.0, 0.25), at, (OLD, GOLD, GREEN_GLASS)))
