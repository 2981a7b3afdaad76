"""What stands as a tower: the golden chedi, the mondop, gilded chedis on demons' backs, the row of prangs."""

import numpy as np

from scenes.sites.grand_palace.colours import (
    BLUE_GLASS,
    GOLD,
    GREEN_GLASS,
    OLD_GOLD,
    PALE_GOLD,
    RED,
)
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import Rows, ball, circle, mouldings, redented, tube, turned
from scenes.sites.grand_palace.layout import (
    CHEDI,
    GOLD_CHEDIS,
    MONDOP,
    PRANG_HALF,
    PRANG_HEIGHT,
    PRANG_X,
    PRANG_Z,
    TERRACE_FLOOR,
)
from scenes.sites.grand_palace.spires import prang, spire
from scenes.sites.panels import panel
from scenes.sites.surface import Triple

GLASS_GOLD: Triple = (1.0, 0.66, 0.18)
"""Of the golden chedi's gilded glass."""
PRANG_COLOURS: tuple[Triple, ...] = (
    (0.74, 0.71, 0.64),
    (0.20, 0.27, 0.42),
    (0.62, 0.31, 0.29),
    (0.17, 0.31, 0.19),
    (0.38, 0.38, 0.37),
    (0.29, 0.42, 0.52),
    (0.47, 0.16, 0.11),
    (0.66, 0.48, 0.19),
)
"""White, dark blue, pink, green, grey, light blue, red and yellow, from north to south."""


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    _golden_chedi(model, detail)
    _mondop(model, detail)
    for number, (x, z) in enumerate(GOLD_CHEDIS):
        _carried_chedi(model, detail, x, z, number)
    for number, z in enumerate(PRANG_Z):
        prang(model, detail, "prangs", (PRANG_X, 0.0, z), PRANG_HALF, PRANG_HEIGHT, PRANG_COLOURS[number])


def _golden_chedi(model: Model, detail: Detail) -> None:
    """Phra Si Rattana Chedi: a bell on rings, after those of Sri Lanka, gilded mosaic all over."""
    x, z, half, top = CHEDI
    foot, part = TERRACE_FLOOR, "golden-chedi"
    around = detail.pick(12, 24, 40)
    base = mouldings(detail, 0.0, 3.0, half, 2, 0.9)
    model.add(part, "mosaic", turned(base, redented(detail.steps(1), 0.10), (x, foot, z), GLASS_GOLD))
    drum = mouldings(detail, 3.0, 8.4, half * 0.86, detail.pick(2, 4, 6), 0.66)
    model.add(part, "mosaic", turned(drum, circle(around), (x, foot, z), GLASS_GOLD, (True, False)))
    bell = [
        (8.4, 5.9),
        (8.8, 6.1),
        (9.2, 5.7),
        (10.2, 5.35),
        (12.0, 4.9),
        (14.0, 4.45),
        (15.6, 3.9),
        (16.6, 3.2),
        (17.1, 2.3),
    ]
    model.add(part, "mosaic", turned(bell, circle(around), (x, foot, z), GLASS_GOLD, (True, True)))
    throne = [(17.0, 0.0), (17.0, 2.5), *mouldings(detail, 17.1, 19.3, 2.5, 1)]
    model.add(part, "mosaic", turned(throne, redented(detail.steps(1)), (x, foot, z), GLASS_GOLD))
    model.add(part, "mosaic", turned([(19.3, 1.3), (20.4, 1.3)], circle(around), (x, foot, z), GOLD, (True, False)))
    model.add(
        part,
        "mosaic",
        turned(
            _ringed(20.4, 29.4, 1.95, 0.62, detail.pick(6, 14, 22)),
            circle(around),
            (x, foot, z),
            PALE_GOLD,
            (True, False),
        ),
    )
    tall = top - foot
    tip: Rows = [(29.4, 0.5), (33.6, 0.22), (33.9, 0.42), (34.4, 0.42), (34.8, 0.16), (tall, 0.0)]
    model.add(part, "mosaic", turned(tip, circle(max(6, around // 2)), (x, foot, z), PALE_GOLD, (True, False)))
    for turn in range(4):
        _porch(model, detail, (x, foot, z), half, turn * np.pi / 2)
    _chedi_steps(model, detail, (x, foot, z), half)


def _ringed(low: float, high: float, wide: float, thin: float, count: int) -> list[tuple[float, float]]:
    """Rows of a cone of rings."""
    rows: list[tuple[float, float]] = []
    for number in range(count):
        share = number / count
        radius = wide + (thin - wide) * share
        y, tall = low + (high - low) * share, (high - low) / count
        rows += [
            (y, radius * 0.84),
            (y + tall * 0.25, radius),
            (y + tall * 0.7, radius * 0.98),
            (y + tall * 0.95, radius * 0.8),
        ]
    return rows


def _porch(model: Model, detail: Detail, at: Triple, half: float, turn: float) -> None:
    """One of the chedi's four doors, with a small chedi over it."""
    made = Model()
    out = half * 0.80
    for side in (-1.0, 1.0):
        made.add(
            "golden-chedi",
            "mosaic",
            turned([(3.0, 0.45), (6.6, 0.4)], redented(detail.steps(1)), (out, 0.0, side * 1.5), GOLD),
        )
    box = [(3.0, 2.0), (6.8, 1.9), (7.0, 2.3), (7.5, 2.1), (8.6, 1.0)]
    made.add("golden-chedi", "mosaic", turned(box, redented(detail.steps(1)), (out - 1.6, 0.0, 0.0), GOLD))
    door = [(3.0, 0.85), (5.6, 0.85), (6.4, 0.0)]
    made.add("golden-chedi", "paint", turned(door, redented(0), (out - 0.38, 0.0, 0.0), (0.16, 0.05, 0.03)))
    small = [(8.6, 0.9), (8.8, 1.0), (9.6, 0.7), (10.2, 0.3), (10.5, 0.45), (10.7, 0.2), (13.2, 0.0)]
    made.add(
        "golden-chedi",
        "mosaic",
        turned(small, circle(detail.pick(5, 8, 12)), (out - 1.6, 0.0, 0.0), PALE_GOLD, (True, False)),
    )
    model.place(made, at, turn)


def _chedi_steps(model: Model, detail: Detail, at: Triple, half: float) -> None:
    for turn in range(4 if detail.level else 0):
        made = Model()
        for number in range(6):
            rows = [(0.0, 1.0), (0.5 * (number + 1), 1.0), (0.5 * (number + 1), 0.0)]
            made.add(
                "golden-chedi", "mosaic", turned(rows, redented(0), (half + 1.2 - number * 0.45, 0.0, 0.0), OLD_GOLD)
            )
        model.place(made, at, turn * np.pi / 2)


def _mondop(model: Model, detail: Detail) -> None:
    """Phra Mondop, the library: a cube of gold and glass among pillars, seven tiers, a needle."""
    x, z, half, top = MONDOP
    foot, part = TERRACE_FLOOR, "mondop"
    steps = detail.pick(0, 2, 3)
    base = mouldings(detail, 0.0, 2.0, half + 2.2, 2, 0.88)
    model.add(part, "porcelain", turned(base, redented(steps, 0.05), (x, foot, z), (0.78, 0.78, 0.74)))
    model.add(
        part, "marble", turned([(2.0, half + 1.7), (2.0, 0.0)], redented(steps, 0.05), (x, foot, z), (0.85, 0.85, 0.82))
    )
    body = [(2.0, half - 1.2), (2.7, half - 1.2), (3.0, half - 1.7), (11.0, half - 1.9)]
    model.add(part, "greenglass", turned(body, redented(steps, 0.07), (x, foot, z)))
    edge = half + 0.4
    for number in range(20):
        side, along = divmod(number, 5)
        reach = -edge + along * edge * 2 / 5
        spot = ((reach, -edge), (edge, reach), (-reach, edge), (-edge, -reach))[side]
        pillar = [(2.0, 0.62), (2.5, 0.55), (3.0, 0.42), (10.2, 0.36), (10.8, 0.52), (11.3, 0.6)]
        model.add(
            part,
            "mosaic",
            turned(
                detail.outline(pillar),
                redented(detail.pick(0, 1, 1)),
                (x + spot[0], foot, z + spot[1]),
                (GOLD, GOLD, (0.62, 0.44, 0.14), GREEN_GLASS, GOLD),
            ),
        )
    model.add(
        part,
        "gold",
        turned(
            [(11.0, half + 0.2), (11.3, half + 1.2), (11.9, half + 1.3), (12.1, half + 0.8)],
            redented(steps, 0.06),
            (x, foot, z),
            GOLD,
        ),
    )
    reach = half + 1.2
    under = panel((x - reach, foot + 11.25, z - reach), (2 * reach, 0, 0), (0, 0, 2 * reach), (0, -1, 0), detail.cell)
    model.add(part, "gold", under.tinted(RED))
    spire(model, detail, part, (x, foot + 12.1, z), half + 0.7, top - foot - 12.1, (GOLD, GREEN_GLASS, OLD_GOLD, GOLD))
    for turn in range(4):
        made = Model()
        door = [(2.0, 1.25), (6.0, 1.25), (6.3, 1.6), (7.6, 0.9), (9.4, 0.0)]
        made.add(part, "gold", turned(door, redented(detail.steps(1)), (half - 2.6, 0.0, 0.0), GOLD))
        made.add(
            part, "paint", turned([(2.1, 0.9), (5.6, 0.9)], redented(0), (half - 2.2, 0.0, 0.0), (0.05, 0.05, 0.05))
        )
        for number in range(5):
            rows = [(0.0, 1.6), (2.0 - 0.4 * number, 1.6), (2.0 - 0.4 * number, 0.0)]
            made.add(part, "marble", turned(rows, redented(0), (half + 1.0 + number * 0.42, 0.0, 0.0)))
        model.place(made, (x, foot, z), turn * np.pi / 2)


def _carried_chedi(model: Model, detail: Detail, x: float, z: float, number: int) -> None:
    """A gilded chedi whose base rests on the raised arms of monkeys and demons."""
    foot, part = TERRACE_FLOOR, "gold-chedis"
    plan = redented(detail.pick(0, 2, 3), 0.13)
    marble = mouldings(detail, 0.0, 1.0, 2.6, 1)
    model.add(part, "porcelain", turned([*marble, (1.0, 0.0)], plan, (x, foot, z), (0.8, 0.8, 0.78)))
    model.add(part, "gold", turned([(1.0, 1.5), (2.7, 1.4), (2.7, 1.9)], plan, (x, foot, z), OLD_GOLD))
    rows = [
        *mouldings(detail, 2.7, 5.6, 1.95, detail.pick(2, 3, 4), 0.66),
        (5.6, 1.05),
        (6.1, 1.12),
        (7.4, 0.92),
        (8.3, 0.66),
    ]
    rows += [
        (8.6, 0.5),
        (8.8, 0.72),
        (9.2, 0.62),
        *((9.2 + 0.33 * k, 0.52 - 0.035 * k) for k in range(detail.pick(3, 8, 12))),
    ]
    model.add(part, "gold", turned([*rows, (13.4, 0.08), (14.6, 0.0)], plan, (x, foot, z), (GOLD, PALE_GOLD, GOLD)))
    tints: tuple[Triple, ...] = (
        (0.12, 0.30, 0.14),
        (0.55, 0.52, 0.46),
        (0.40, 0.10, 0.08),
        (0.10, 0.16, 0.34),
        (0.5, 0.28, 0.26),
    )
    for side in range(4):
        made = Model()
        for k in range(5):
            bearer(made, detail, part, (1.72, 1.0, -1.36 + 0.68 * k), tints[(k + side + number) % 5], k % 2 == number)
        model.place(made, (x, foot, z), side * np.pi / 2)


def bearer(model: Model, detail: Detail, part: str, at: Triple, tint: Triple, demon: bool) -> None:
    """A crouching monkey or demon, 1.7 m high, that looks along +x with its arms up."""
    x, y, z = at
    sides = detail.pick(3, 5, 7)
    for side in (-1.0, 1.0):
        leg = [(x, y + 0.72, z + side * 0.1), (x + 0.22, y + 0.45, z + side * 0.26), (x + 0.05, y, z + side * 0.2)]
        arm = [
            (x + 0.02, y + 1.18, z + side * 0.18),
            (x + 0.12, y + 1.38, z + side * 0.3),
            (x + 0.02, y + 1.74, z + side * 0.24),
        ]
        if detail.level == 0:
            continue
        model.add(part, "paint", tube(leg, (0.14, 0.11, 0.09), sides, RED if demon else BLUE_GLASS))
        if detail.level:
            model.add(part, "paint", tube(arm, (0.09, 0.075, 0.05), sides, tint))
    model.add(
        part,
        "paint",
        turned(
            [(0.62, 0.2), (0.85, 0.15), (1.2, 0.22), (1.26, 0.1)], circle(sides), at, (GOLD, tint, GOLD), (True, False)
        ),
    )
    model.add(part, "paint", ball((x + 0.04, y + 1.42, z), (0.16, 0.17, 0.15), max(4, sides), tint))
    if detail.level == 2:
        _face(model, part, at, tint, demon)
    if detail.level:
        crown = [(1.5, 0.16), (1.6, 0.14), (1.62, 0.1), (1.78, 0.0)]
        model.add(part, "gold", turned(crown, circle(sides), at, GOLD, (True, False)))


def _face(model: Model, part: str, at: Triple, tint: Triple, demon: bool) -> None:
    """Round eyes over a demon's red mouth with tusks, or over a monkey's pale muzzle."""
    x, y, z = at
    for side in (-1.0, 1.0):
        model.add(part, "paint", ball((x + 0.16, y + 1.47, z + side * 0.06), 0.036, 4, (0.9, 0.88, 0.8)))
        model.add(part, "paint", ball((x + 0.19, y + 1.47, z + side * 0.062), 0.018, 4, (0.02, 0.02, 0.02)))
        if demon:
            tusk = [(x + 0.17, y + 1.34, z + side * 0.05), (x + 0.2, y + 1.40, z + side * 0.07)]
            model.add(part, "paint", tube(tusk, (0.014, 0.0), 3, (0.95, 0.92, 0.84)))
    muzzle = (0.5, 0.04, 0.03) if demon else (0.8, 0.72, 0.6)
    model.add(part, "paint", ball((x + 0.15, y + 1.36, z), (0.05, 0.035, 0.075), 5, muzzle))
    model.add(part, "paint", ball((x + 0.19, y + 1.42, z), (0.035, 0.03, 0.03), 4, tint))
