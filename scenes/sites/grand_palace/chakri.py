"""Chakri Maha Prasat, and what other halls share with it: a storeyed European body, a cross of tiered roofs."""

import numpy as np

from scenes.sites.grand_palace import roofs
from scenes.sites.grand_palace.colours import GOLD, GREEN, GREEN_GLASS, ORANGE, PALE_GOLD, YELLOW
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import redented, turned
from scenes.sites.grand_palace.layout import CHAKRI, CHAKRI_TOP
from scenes.sites.grand_palace.roofs import Roof
from scenes.sites.grand_palace.spires import spire
from scenes.sites.panels import panel
from scenes.sites.surface import Triple, block

CREAM: Triple = (0.84, 0.80, 0.68)


STOREY = 5.6
"""Height of a storey of Chakri Maha Prasat, and width of two bays of its front."""


def front(
    model: Model,
    detail: Detail,
    part: str,
    low: tuple[float, float],
    high: tuple[float, float],
    floors: tuple[float, float],
    skip: str = "",
) -> None:
    """A storeyed European body: bays of windows, string courses, a cornice, a balustrade; `skip` as `block` has it."""
    foot, top = floors
    model.add(part, "facade", block((low[0], foot, low[1]), (high[0], top, high[1]), detail.cell * 1.2, "yY" + skip))
    model.add(
        part,
        "paint",
        panel(
            (low[0], top, high[1]), (high[0] - low[0], 0, 0), (0, 0, low[1] - high[1]), (0, 1, 0), detail.cell * 2
        ).tinted((0.5, 0.48, 0.44)),
    )
    storeys = round((top - foot) / STOREY)
    for number in range(1, storeys + 1):
        y, out = foot + number * STOREY, 0.55 if number == storeys else 0.3
        ledge = block((low[0] - out, y - 0.35, low[1] - out), (high[0] + out, y, high[1] + out), detail.cell * 2)
        model.add(part, "paint", ledge.tinted(CREAM))
    if detail.level:
        rail = block(
            (low[0] - 0.1, top, low[1] - 0.1), (high[0] + 0.1, top + 0.9, high[1] + 0.1), detail.cell * 2, "yY"
        )
        model.add(part, "paint", rail.tinted(CREAM))


def build(model: Model, detail: Detail) -> None:
    """An Italian front of three storeys under three Siamese spires; it looks north."""
    x, z, half, deep = CHAKRI
    part, foot, top = "chakri", 0.0, 3 * STOREY
    made = Model()
    front(made, detail, part, (-half, -deep + 5.6), (half, deep), (foot, top))
    for middle, wide in ((0.0, 8.4), (-half + 8.4, 8.4), (half - 8.4, 8.4)):
        front(made, detail, part, (middle - wide, -deep), (middle + wide, -deep + 5.7), (foot, top), "Z")
        _pediment_columns(made, detail, middle, -deep)
    _portico(made, detail, -deep)
    for middle, tall in ((0.0, CHAKRI_TOP), (-half + 8.4, CHAKRI_TOP - 7.0), (half - 8.4, CHAKRI_TOP - 7.0)):
        _siamese(made, detail, middle, top + 0.4, tall, 1.0 if middle == 0.0 else 0.84)
    model.place(made, (x, 0.0, z))


def _pediment_columns(model: Model, detail: Detail, middle: float, z: float) -> None:
    """Columns in pairs before the upper storeys of a pavilion."""
    for dx in (-7.6, -4.0, 4.0, 7.6):
        for number in (1, 2) if detail.level else (1,):
            low = number * STOREY
            rows = [
                (low, 0.5),
                (low + 0.5, 0.48),
                (low + 0.6, 0.34),
                (low + STOREY - 1.0, 0.30),
                (low + STOREY - 0.4, 0.5),
            ]
            model.add(
                "chakri",
                "paint",
                turned(detail.outline(rows), redented(detail.steps(1), 0.29), (middle + dx, 0.0, z - 0.4), CREAM),
            )


def _portico(model: Model, detail: Detail, z: float) -> None:
    """The porch in the middle with its twin stairs and a balcony."""
    front(model, detail, "chakri", (-5.6, z - 5.6), (5.6, z + 0.1), (0.0, STOREY), "Z")
    for side in (-1.0, 1.0):
        for number in range(detail.pick(5, 10, 14)):
            count = detail.pick(5, 10, 14)
            low, high = sorted((side * (5.7 + 7.0 * number / count), side * (5.7 + 7.0 * (number + 1) / count)))
            height = STOREY * (1 - (number + 0.5) / count)
            model.add("chakri", "paint", block((low, 0.0, z - 4.6), (high, height, z - 0.6), 9.0, "y").tinted(CREAM))
    roofs.build(
        model,
        detail,
        Roof(
            part="chakri-roofs",
            sections=((6.0, 0.0),),
            slopes=((0.0, 16.6, 3.4, 12.6),),
            field=GREEN,
            border=ORANGE,
            edge=YELLOW,
            only=(1.0,),
            inner=0.0,
            band=0.6,
        ),
        (0.0, 0.0, z),
        np.pi / 2,
    )
    for dx in (-3.2, 3.2):
        rows = [(STOREY, 0.4), (STOREY + 0.5, 0.34), (12.2, 0.3), (12.6, 0.45)]
        model.add(
            "chakri", "paint", turned(detail.outline(rows), redented(detail.steps(1), 0.29), (dx, 0.0, z - 5.2), CREAM)
        )


def _siamese(model: Model, detail: Detail, middle: float, foot: float, top: float, size: float) -> None:
    """A cross of tiered roofs with a spire on a pavilion of Chakri Maha Prasat."""
    part = "chakri-roofs"
    drum = block(
        (middle - 7.2 * size, foot, -7.2 * size), (middle + 7.2 * size, foot + 2.6, 7.2 * size), detail.cell, "yY"
    )
    model.add(part, "paint", drum.tinted(CREAM))
    crossed(
        model,
        detail,
        part,
        (middle, foot + 2.0, 2.0 if size == 1.0 else -3.0),
        (12.6 * size, 7.6 * size, 12.0 * size),
        top - foot - 2.0,
    )


def crossed(
    model: Model,
    detail: Detail,
    part: str,
    at: Triple,
    size: tuple[float, float, float],
    top: float,
    colours: tuple[Triple, Triple, Triple] = (GREEN, ORANGE, YELLOW),
    tiers: int = 7,
) -> None:
    """Four wings of tiered roofs about a spire; `size` is their reach, half width at the eaves, ridge."""
    reach, wide, tall = size
    for turn in range(4):
        sections = ((reach * 0.66, 0.0), (reach * 0.84, tall * 0.13), (reach, tall * 0.26))
        slopes = (
            (0.0, tall * 1.05, wide * 0.52, tall * 0.55),
            (wide * 0.5, tall * 0.51, wide * 0.78, tall * 0.33),
            (wide * 0.75, tall * 0.30, wide, tall * 0.14),
        )
        roof = Roof(
            part=part,
            sections=sections,
            slopes=slopes,
            field=colours[0],
            border=colours[1],
            edge=colours[2],
            only=(1.0,),
            inner=0.5,
            band=0.16 * wide,
            size=min(1.0, 0.14 * wide),
        )
        roofs.build(model, detail, roof, at, turn * np.pi / 2)
    foot = at[1] + tall * 0.72
    spire(
        model,
        detail,
        part,
        (at[0], foot, at[2]),
        wide * 0.62,
        at[1] + top - foot,
        (GOLD, GREEN_GLASS, GOLD, PALE_GOLD),
        tiers,
    )
