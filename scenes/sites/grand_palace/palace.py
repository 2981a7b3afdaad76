"""The palace's other halls south of the temple: Dusit, Aphorn Phimok, Amarin, Borom Phiman."""

import numpy as np

from scenes.sites.grand_palace import roofs
from scenes.sites.grand_palace.chakri import CREAM, STOREY, crossed, front
from scenes.sites.grand_palace.colours import GOLD, GREEN, GREEN_GLASS, ORANGE, PALE_GOLD, YELLOW
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import ball, mouldings, redented, turned
from scenes.sites.grand_palace.layout import AMARIN, APHORN, BOROM, DUSIT, DUSIT_FLOOR, DUSIT_TOP
from scenes.sites.grand_palace.roofs import Roof
from scenes.sites.grand_palace.spires import spire
from scenes.sites.panels import panel
from scenes.sites.surface import Triple, block

SLATE: Triple = (0.20, 0.22, 0.24)


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    _dusit(model, detail)
    _aphorn(model, detail)
    _amarin(model, detail)
    _borom(model, detail)


def _dusit(model: Model, detail: Detail) -> None:
    """A white cross on a high base, four wings of green and orange tiles, a gilded spire; its throne looks north."""
    x, z, half = DUSIT
    part, arm = "dusit", 6.4
    for turn in range(4):
        made = Model()
        made.add(part, "marble", block((0.0, 0.0, -arm - 1.6), (half + 0.8, DUSIT_FLOOR, arm + 1.6), detail.cell, "yx"))
        made.add(part, "plaster", block((arm, DUSIT_FLOOR, -arm), (half - 1.0, 13.6, arm), detail.cell, "yYx"))
        for along in np.linspace(arm + 2.2, half - 3.0, 3).tolist():
            for side in (-1.0, 1.0):
                _shutter(made, detail, part, (along, DUSIT_FLOOR + 1.4, side * arm), side)
        for z_ in (-3.4, 3.4):
            frame = [(DUSIT_FLOOR, 1.1), (8.2, 1.0), (8.4, 1.3), (9.2, 0.9), (11.4, 0.0)]
            made.add(
                part,
                "gold",
                turned(
                    detail.outline(frame),
                    redented(detail.steps(1)) * (0.25, 1.0),
                    (half - 1.0, 0.0, z_),
                    (GOLD, GOLD, GREEN_GLASS),
                ),
            )
            made.add(
                part,
                "paint",
                panel((half - 0.7, DUSIT_FLOOR + 0.1, z_ - 0.7), (0, 0, 1.4), (0, 4.6, 0), (1, 0, 0), 4.0).tinted(
                    (0.06, 0.03, 0.02)
                ),
            )
        for number in range(6):
            step = block(
                (half + 0.8 + 0.4 * number, 0.0, -5.4),
                (half + 1.2 + 0.4 * number, DUSIT_FLOOR - 0.5 * (number + 1), 5.4),
                9.0,
                "yx",
            )
            if number < 5:
                made.add(part, "marble", step)
        model.place(made, (x, 0.0, z), turn * np.pi / 2)
    crossed(model, detail, part, (x, 10.8, z), (half + 0.6, 8.4, 14.2), DUSIT_TOP - 10.8)
    _busabok(model, detail, (x, DUSIT_FLOOR, z - half - 0.2))


def _busabok(model: Model, detail: Detail, at: Triple) -> None:
    """The throne on the north porch, under a spire of its own."""
    part = "dusit"
    rows = [*mouldings(detail, 0.0, 2.2, 1.9, 2, 0.8), (2.2, 0.0)]
    model.add(part, "gold", turned(detail.outline(rows), redented(detail.steps(2), 0.1), at, (GOLD, GREEN_GLASS, GOLD)))
    for dx in (-1.1, 1.1):
        for dz in (-1.1, 1.1):
            model.add(
                part,
                "gold",
                turned([(2.2, 0.16), (5.0, 0.12), (5.2, 0.2)], redented(0), (at[0] + dx, at[1], at[2] + dz), GOLD),
            )
    spire(model, detail, part, (at[0], at[1] + 5.1, at[2]), 1.8, 6.2, (GOLD, PALE_GOLD), 5)


def _shutter(model: Model, detail: Detail, part: str, at: Triple, side: float) -> None:
    frame = [(0.0, 1.05), (0.3, 0.9), (4.0, 0.85), (4.2, 1.1), (4.9, 0.8), (6.4, 0.0)]
    model.add(
        part,
        "gold",
        turned(detail.outline(frame), redented(detail.steps(1)) * (1.0, 0.25), at, (GOLD, GOLD, GOLD, GREEN_GLASS)),
    )
    leaf = panel((at[0] - 0.55, at[1] + 0.4, at[2] + side * 0.3), (1.1, 0, 0), (0, 3.4, 0), (0, 0, side), 4.0)
    model.add(part, "paint", leaf.tinted((0.06, 0.04, 0.03)))


def _aphorn(model: Model, detail: Detail) -> None:
    """An open robing pavilion of gilt pillars on the wall, at the height of a palanquin."""
    x, z, half = APHORN
    part = "aphorn-phimok"
    base = [*mouldings(detail, 0.0, 2.0, half + 1.0, 2, 0.92), (2.0, 0.0)]
    model.add(part, "marble", turned(base, redented(detail.steps(2), 0.12), (x, 0.0, z)))
    for dx in (-half, -1.2, 1.2, half):
        for dz in (-half, -1.2, 1.2, half):
            if abs(dx) < 2 and abs(dz) < 2:
                continue
            if abs(dx) == half and abs(dz) == half:
                continue
            rows = [(2.0, 0.26), (2.4, 0.2), (5.6, 0.18), (5.9, 0.3)]
            model.add(
                part,
                "gold",
                turned(
                    detail.outline(rows), redented(detail.steps(1)), (x + dx, 0.0, z + dz), (GOLD, GREEN_GLASS, GOLD)
                ),
            )
    for dx in (-1.2, 1.2):
        for dz in (-1.2, 1.2):
            model.add(
                part, "gold", turned([(2.0, 0.26), (6.6, 0.2)], redented(detail.steps(1)), (x + dx, 0.0, z + dz), GOLD)
            )
    crossed(model, detail, part, (x, 5.2, z), (half + 1.1, 2.5, 4.2), 11.0, tiers=5)
    for turn in range(4):
        made = Model()
        for number in range(4):
            made.add(
                part,
                "marble",
                block(
                    (half + 1.0 + 0.35 * number, 0.0, -1.1),
                    (half + 1.35 + 0.35 * number, 1.6 - 0.4 * number, 1.1),
                    9.0,
                    "yx",
                ),
            )
        model.place(made, (x, 0.0, z), turn * np.pi / 2)


def _amarin(model: Model, detail: Detail) -> None:
    """The audience hall of the Phra Maha Monthien: white walls, three tiers of orange and green."""
    x, z, half, deep = AMARIN
    part = "amarin"
    made = Model()
    made.add(part, "marble", block((-deep - 2.0, 0.0, -half - 1.5), (deep + 2.0, 1.2, half + 1.5), detail.cell, "y"))
    made.add(part, "plaster", block((-deep + 2.5, 1.2, -half + 2.4), (deep - 2.5, 10.4, half - 2.4), detail.cell, "yY"))
    for along in np.linspace(-deep, deep, 9).tolist():
        for side in (-1.0, 1.0):
            rows = [(1.2, 0.62), (1.8, 0.5), (7.6, 0.46), (8.2, 0.66)]
            made.add(part, "plaster", turned(detail.outline(rows), redented(0), (along, 0.0, side * half)))
    for across in (-7.0, -2.6, 2.6, 7.0):
        made.add(
            part,
            "plaster",
            turned([(1.2, 0.6), (1.8, 0.5), (10.6, 0.46), (11.2, 0.66)], redented(0), (deep, 0.0, across)),
        )
    for along in np.linspace(-deep + 5, deep - 5, 6).tolist():
        for side in (-1.0, 1.0):
            _shutter(made, detail, part, (along, 2.6, side * (half - 2.4)), side)
    for across in (-4.8, 0.0, 4.8):
        frame = [(1.2, 1.4), (6.0, 1.3), (6.2, 1.7), (7.2, 1.1), (9.6, 0.0)]
        made.add(
            part,
            "gold",
            turned(
                detail.outline(frame),
                redented(detail.steps(1)) * (0.22, 1.0),
                (deep - 2.5, 0.0, across),
                (GOLD, GOLD, GREEN_GLASS),
            ),
        )
        made.add(
            part,
            "paint",
            panel((deep - 2.1, 1.3, across - 0.9), (0, 0, 1.8), (0, 4.4, 0), (1, 0, 0), 4.0).tinted((0.07, 0.03, 0.02)),
        )
    for number in range(4):
        made.add(
            part,
            "marble",
            block(
                (deep + 2.0 + 0.4 * number, 0.0, -4.0), (deep + 2.4 + 0.4 * number, 0.9 - 0.3 * number, 4.0), 9.0, "yx"
            ),
        )
    sections = ((deep - 8.0, 0.0), (deep - 3.5, 1.1), (deep + 1.4, 2.2))
    slopes = ((0.0, 21.4, 6.6, 14.4), (6.3, 13.9, 10.0, 11.3), (9.7, 10.9, 13.8, 8.6))
    roofs.build(
        made,
        detail,
        Roof(part=part, sections=sections, slopes=slopes, field=ORANGE, border=GREEN, edge=YELLOW, band=1.1),
        (0.0, 0.0, 0.0),
    )
    model.place(made, (x, 0.0, z), np.pi / 2)


def _borom(model: Model, detail: Detail) -> None:
    """The mansion in the manner of Europe around 1900: two storeys, slate roofs, a dome over the middle."""
    x, z, half, deep = BOROM
    part = "borom-phiman"
    made = Model()
    front(made, detail, part, (-half, -deep + 3.0), (half, deep), (0.0, 2 * STOREY))
    front(made, detail, part, (-7.0, -deep), (7.0, -deep + 3.1), (0.0, 2 * STOREY), "Z")
    top = 2 * STOREY + 0.3
    plan = redented(0) * (1.0, deep / half)
    made.add(
        part,
        "paint",
        turned(
            [(top, half - 0.8), (top + 3.6, half - 3.4), (top + 4.2, half - 4.6), (top + 4.3, 0.0)],
            plan,
            (0, 0, 1.2),
            SLATE,
        ),
    )
    dome = [(top, 6.6), (top + 2.6, 6.4), (top + 4.8, 5.4), (top + 6.2, 3.6), (top + 6.6, 2.0)]
    made.add(part, "paint", turned(dome, redented(detail.steps(1), 0.25), (0, 0, -deep + 6.6), SLATE, (False, True)))
    made.add(
        part,
        "paint",
        turned(
            [(top + 6.5, 1.6), (top + 8.2, 1.5), (top + 8.4, 1.9), (top + 9.6, 0.3), (top + 11.5, 0.0)],
            redented(detail.steps(1)),
            (0, 0, -deep + 6.6),
            CREAM,
        ),
    )
    for side in (-1.0, 1.0):
        made.add(
            part,
            "paint",
            ball((side * (half - 4.0), top + 0.6, -deep + 7.0), (3.6, 5.0, 3.6), detail.sides, SLATE, (0.0, 1.0)),
        )
    for dx in (-5.2, -1.9, 1.9, 5.2):
        rows = [(STOREY, 0.5), (STOREY + 0.5, 0.4), (2 * STOREY - 0.9, 0.36), (2 * STOREY - 0.4, 0.55)]
        made.add(
            part, "paint", turned(detail.outline(rows), redented(detail.steps(1), 0.29), (dx, 0.0, -deep - 0.5), CREAM)
        )
    model.place(made, (x, 0.0, z))
