"""The palace's white crenellated walls, their two gates, the bell tower, the chapel in the corner, Angkor in small."""

import numpy as np

from scenes.sites.grand_palace.colours import GOLD, GREEN_GLASS
from scenes.sites.grand_palace.detail import Detail, Model
from scenes.sites.grand_palace.forms import circle, mouldings, redented, stacked, turned
from scenes.sites.grand_palace.layout import (
    ANGKOR,
    AXIS,
    BELL_TOWER,
    DUSIT_WALL,
    EAST_WALL,
    INNER_WALL,
    KHANTHARARAT,
    NORTH_WALL,
    PHIMAN,
    SOUTH_WALL,
    TERRACE_FLOOR,
    WEST_WALL,
    WISET,
)
from scenes.sites.grand_palace.spires import prang, spire
from scenes.sites.panels import holed, panel
from scenes.sites.surface import Surface, block

GATE = (2.6, 6.2)
"""Half width and height of a palace gate's passage."""
GATE_DEEP = 2.6
"""Half its depth."""
THICK = 1.6
STONE = (0.40, 0.39, 0.36)
HOLLOW = (0.07, 0.065, 0.06)


def build(model: Model, detail: Detail) -> None:
    """Add them all."""
    outer, inner = 5.4, 4.6
    reach = GATE[0] + 2.2
    for x0, z0, x1, z1, tall in (
        (WEST_WALL, NORTH_WALL, AXIS - reach, NORTH_WALL, outer),
        (AXIS + reach, NORTH_WALL, EAST_WALL, NORTH_WALL, outer),
        (EAST_WALL, NORTH_WALL, EAST_WALL, SOUTH_WALL, outer),
        (WEST_WALL, SOUTH_WALL, EAST_WALL, SOUTH_WALL, outer),
        (WEST_WALL, NORTH_WALL, WEST_WALL, SOUTH_WALL, outer),
        (WEST_WALL, INNER_WALL, AXIS - reach, INNER_WALL, inner),
        (AXIS + reach, INNER_WALL, -66.0, INNER_WALL, inner),
        (DUSIT_WALL[0], DUSIT_WALL[1], DUSIT_WALL[0], 160.0, 3.2),
    ):
        _stretch(model, detail, (x0, z0), (x1, z1), tall)
    gate(model, detail, "wiset-gate", WISET, 19.0)
    gate(model, detail, "phiman-gate", PHIMAN, 15.0)
    _bell_tower(model, detail)
    _khanthararat(model, detail)
    _angkor(model, detail)


def _stretch(model: Model, detail: Detail, start: tuple[float, float], end: tuple[float, float], tall: float) -> None:
    level = start[1] == end[1]
    grow = (0.0, THICK / 2) if level else (THICK / 2, 0.0)
    low, high = (start[0] - grow[0], start[1] - grow[1]), (end[0] + grow[0], end[1] + grow[1])
    model.add("palace-walls", "plaster", block((low[0], 0.0, low[1]), (high[0], tall, high[1]), detail.cell * 1.3, "y"))
    band = block(
        (low[0] - 0.15, tall - 0.5, low[1] - 0.15), (high[0] + 0.15, tall - 0.2, high[1] + 0.15), detail.cell * 3
    )
    model.add("palace-walls", "plaster", band)
    if detail.level:
        model.add("palace-walls", "plaster", *_merlons(start, end, tall, level, detail))


def _merlons(
    start: tuple[float, float], end: tuple[float, float], tall: float, level: bool, detail: Detail
) -> list[Surface]:
    """Battlements like lotus buds along a wall, seen from both sides."""
    length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    count = max(2, round(length / 1.7))
    outline = np.array([(-0.62, 0.0), (-0.66, 0.5), (0.0, 1.35), (0.66, 0.5), (0.62, 0.0)])
    faces = np.array([(0, 1, 3), (0, 3, 4), (1, 2, 3)])
    middle = (np.arange(count) + 0.5) / count * length
    made = []
    for side in (-1.0, 1.0):
        points = np.empty((count, 5, 3))
        along = middle[:, None] + outline[None, :, 0]
        points[..., 1] = tall + outline[:, 1]
        points[..., 0] = start[0] + (along if level else side * 0.3)
        points[..., 2] = start[1] + (side * 0.3 if level else along)
        flat = points.reshape(-1, 3)
        facing = (0.0, 0.0, side) if level else (side, 0.0, 0.0)
        made.append(
            Surface(
                position=flat,
                normal=np.tile(facing, (len(flat), 1)),
                uv=np.stack([flat[:, 0] + flat[:, 2], -flat[:, 1]], -1),
                colour=np.ones_like(flat),
                triangles=(faces[None] + 5 * np.arange(count)[:, None, None]).reshape(-1, 3),
            )
        )
    del detail
    return made


def gate(model: Model, detail: Detail, part: str, at: tuple[float, float], top: float) -> None:
    """A white gatehouse with a pointed passage and a spire of shrinking tiers."""
    x, z = at
    half, tall = GATE
    wide, deep = half + 2.4, GATE_DEEP
    for side in (-1.0, 1.0):
        _gate_side(model, detail, part, at, side)
    model.add(part, "plaster", block((x - half, tall, z - deep), (x + half, tall + 0.1, z + deep), 4.0, "xXzZY"))
    rows = [(tall + 2.6, 0.0), (tall + 2.6, wide + 0.6), (tall + 3.2, wide + 0.7), (tall + 3.6, wide - 0.2)]
    plan = redented(detail.pick(0, 2, 2), 0.09) * (1.0, 0.62)
    model.add(part, "plaster", turned(rows, plan, (x, 0.0, z)))
    tower = stacked(detail, tall + 3.6, top - 3.0, wide - 0.6, 0.9, detail.pick(4, 5, 5))
    model.add(part, "plaster", turned([*tower, (top - 0.5, 0.25), (top, 0.0)], plan, (x, 0.0, z)))


def _gate_side(model: Model, detail: Detail, part: str, at: tuple[float, float], side: float) -> None:
    """The wall that looks to one `side` along z, and the pier, the leaf and the pilasters on that side along x."""
    x, z = at
    half, tall = GATE
    wide, deep = half + 2.4, GATE_DEEP
    passage = [(wide - half, wide + half, 0.0, tall)]
    corner = (x - wide, 0.0, z + side * deep)
    model.add(part, "plaster", holed(corner, (2 * wide, 0, 0), tall + 2.6, passage, (0, 0, side), detail.cell))
    low, high = sorted((x + side * half, x + side * wide))
    model.add(part, "plaster", block((low, 0.0, z - deep), (high, tall + 2.6, z + deep), detail.cell, "yYzZ"))
    edge = x + side * half
    leaf = block((edge - 0.08, 0.1, z - deep + 0.3), (edge + 0.08, tall - 0.3, z + deep - 0.5), 4.0)
    model.add(part, "paint", leaf.tinted((0.32, 0.05, 0.03)))
    rows = [(0.0, 0.8), (0.8, 0.75), (1.0, 0.6), (tall + 2.4, 0.55), (tall + 2.6, 0.8)]
    for other in (-1.0, 1.0):
        spot = (x + side * (wide - 0.3), 0.0, z + other * deep)
        model.add(part, "plaster", turned(rows, redented(detail.steps(1)), spot))
    crown = [(0.0, half + 0.8), (0.6, half), (1.6, half * 0.5), (1.8, half * 0.6), (3.4, 0.0)]
    plan = redented(detail.steps(1)) * (1.0, 0.16)
    model.add(part, "plaster", turned(crown, plan, (x, tall + 0.1, z + side * deep)))


def _bell_tower(model: Model, detail: Detail) -> None:
    """The bell tower: a porcelain base, an open storey, a spire."""
    x, z = BELL_TOWER
    part = "bell-tower"
    plan = redented(detail.pick(0, 2, 2), 0.1)
    rows = [*mouldings(detail, 0.0, 5.4, 2.9, 2, 0.86), (5.4, 0.0)]
    model.add(part, "porcelain", turned(rows, plan, (x, 0.0, z), ((0.66, 0.68, 0.72), (0.75, 0.72, 0.66))))
    for dx in (-1.7, 1.7):
        for dz in (-1.7, 1.7):
            model.add(
                part,
                "porcelain",
                turned([(5.4, 0.36), (9.2, 0.3), (9.5, 0.5)], redented(detail.steps(1)), (x + dx, 0.0, z + dz)),
            )
    bell = [(7.0, 0.62), (7.2, 0.56), (8.0, 0.4), (8.3, 0.1), (9.6, 0.05)]
    model.add(part, "gold", turned(bell, circle(detail.sides), (x, 0.0, z), (0.30, 0.22, 0.10), (True, False)))
    model.add(part, "gold", turned([(9.5, 2.4), (9.8, 2.7), (10.2, 2.2)], plan, (x, 0.0, z), (GOLD, GREEN_GLASS)))
    spire(model, detail, part, (x, 10.2, z), 2.1, 9.8, (GREEN_GLASS, GOLD, (0.5, 0.1, 0.06), GOLD), 5)


def _khanthararat(model: Model, detail: Detail) -> None:
    """The chapel of the rain-making Buddha, tiled blue and yellow, with a bell-shaped tower and a prang."""
    from scenes.sites.grand_palace import roofs
    from scenes.sites.grand_palace.colours import BLUE, ORANGE, YELLOW

    x, z = KHANTHARARAT
    part = "khanthararat"
    model.add(part, "porcelain", block((x - 3.4, 0.0, z - 2.6), (x + 3.4, 1.4, z + 2.6), detail.cell, "y"))
    model.add(
        part,
        "porcelain",
        block((x - 2.6, 1.4, z - 1.9), (x + 2.6, 6.4, z + 1.9), detail.cell, "yY").tinted((0.75, 0.80, 0.86)),
    )
    roofs.build(
        model,
        detail,
        roofs.Roof(
            part=part,
            sections=((2.4, 0.0), (3.8, 0.8)),
            slopes=((0.0, 10.4, 1.8, 7.8), (1.6, 7.6, 3.0, 6.2)),
            band=0.5,
            size=0.5,
            field=BLUE,
            border=YELLOW,
            edge=ORANGE,
        ),
        (x, 0.0, z),
    )
    prang(model, detail, part, (x, 6.6, z), 2.5, 10.5, (0.55, 0.52, 0.42))


def _angkor(model: Model, detail: Detail) -> None:
    """King Mongkut's stone model of Angkor Wat: galleries within galleries, five towers, its causeway to the west."""
    x, z, half, wide = ANGKOR
    foot, part = TERRACE_FLOOR, "angkor-wat"
    low, high = (x - half - 0.3, foot, z - wide - 0.3), (x + half + 0.3, foot + 0.45, z + wide + 0.3)
    model.add(part, "plaster", block(low, high, detail.cell, "y").tinted((0.75, 0.74, 0.70)))
    floor = foot + 0.45
    for share, rise in ((0.98, 0.1), (0.66, 0.5), (0.37, 1.15)):
        _angkor_gallery(model, detail, (half * share * 0.9, wide * share * 0.9), floor, rise)
    _angkor_towers(model, detail, floor + 1.15)
    low, high = (x - half, floor, z - 0.28), (x - half * 0.3, floor + 0.2, z + 0.28)
    model.add(part, "plaster", block(low, high, 4.0, "y").tinted(STONE))
    for number in range(6 if detail.level else 0):
        low, high = (x - 2.62 + 0.12 * number, floor + 0.1, z - 0.3), (x - 1.6, floor + 0.3 + 0.17 * number, z + 0.3)
        model.add(part, "plaster", block(low, high, 4.0, "yX").tinted(STONE))


def _angkor_gallery(model: Model, detail: Detail, half: tuple[float, float], floor: float, rise: float) -> None:
    """A terrace `rise` above the floor, galleries with stone vaults along its edges, a tower at each corner."""
    x, z = ANGKOR[:2]
    (a, b), part, foot = half, "angkor-wat", floor + rise
    model.add(part, "plaster", block((x - a, floor, z - b), (x + a, foot, z + b), detail.cell, "y").tinted(STONE))
    for side in (-1.0, 1.0):
        for lo, hi in (((-a, side * b), (a, side * b)), ((side * a, -b), (side * a, b))):
            for thick, low, high in ((0.15, 0.0, 0.26), (0.17, 0.26, 0.3), (0.1, 0.3, 0.36), (0.04, 0.36, 0.4)):
                start = (x + lo[0] - thick, foot + low, z + lo[1] - thick)
                end = (x + hi[0] + thick, foot + high, z + hi[1] + thick)
                model.add(part, "plaster", block(start, end, detail.cell, "y").tinted(STONE))
        if detail.level:
            _angkor_openings(model, (a, b), foot, side)
        tower = [(foot, 0.26), (foot + 0.42, 0.26), *_lotus(detail, foot + 0.42, 0.5, 0.24)]
        for other in (-1.0, 1.0):
            at = (x + side * a, 0.0, z + other * b)
            model.add(part, "plaster", turned(tower, redented(detail.steps(1), 0.2), at, STONE))


def _angkor_openings(model: Model, half: tuple[float, float], foot: float, side: float) -> None:
    """Dark openings between the pillars of the galleries on two sides."""
    x, z = ANGKOR[:2]
    a, b = half
    for along in np.arange(-a + 0.4, a - 0.35, 0.3).tolist():
        at = (x + along - 0.07, foot + 0.06, z + side * (b + 0.155))
        model.add("angkor-wat", "plaster", panel(at, (0.14, 0, 0), (0, 0.17, 0), (0, 0, side), 4.0).tinted(HOLLOW))
    for along in np.arange(-b + 0.4, b - 0.35, 0.3).tolist():
        at = (x + side * (a + 0.155), foot + 0.06, z + along - 0.07)
        model.add("angkor-wat", "plaster", panel(at, (0, 0, 0.14), (0, 0.17, 0), (side, 0, 0), 4.0).tinted(HOLLOW))


def _angkor_towers(model: Model, detail: Detail, foot: float) -> None:
    """The highest tower in the middle and the four about it."""
    x, z, half, wide = ANGKOR
    part = "angkor-wat"
    tower = [(foot, 0.5), (foot + 0.75, 0.46), *_lotus(detail, foot + 0.75, 1.25, 0.42)]
    model.add(part, "plaster", turned(tower, redented(detail.steps(2), 0.14), (x, 0.0, z), STONE))
    for turn in range(4 if detail.level else 0):
        made = Model()
        made.add(part, "plaster", block((0.3, foot, -0.16), (1.3, foot + 0.36, 0.16), 4.0, "y").tinted(STONE))
        made.add(part, "plaster", block((0.3, foot + 0.36, -0.09), (1.3, foot + 0.45, 0.09), 4.0, "y").tinted(STONE))
        model.place(made, (x, 0.0, z), turn * np.pi / 2)
    rows = [(foot, 0.34), (foot + 0.46, 0.32), *_lotus(detail, foot + 0.46, 0.85, 0.3)]
    for side in (-1.0, 1.0):
        for other in (-1.0, 1.0):
            at = (x + side * half * 0.333, 0.0, z + other * wide * 0.333)
            model.add(part, "plaster", turned(rows, redented(detail.steps(2), 0.14), at, STONE))


def _lotus(detail: Detail, low: float, tall: float, wide: float) -> list[tuple[float, float]]:
    """Rows of a tower like a lotus bud, in tiers that draw in faster towards the tip."""
    tiers = detail.pick(3, 6, 8)
    rows: list[tuple[float, float]] = []
    for number in range(tiers):
        share = number / tiers
        radius, y = wide * float(np.cos(share * np.pi / 2)) ** 0.7, low + tall * share
        rows += [(y, radius), (y + tall / tiers * 0.7, radius * 0.96), (y + tall / tiers * 0.8, radius * 1.06)]
    return [*rows, (low + tall, 0.0)]
