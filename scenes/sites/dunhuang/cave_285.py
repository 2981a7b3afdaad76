"""Cave 285: meditation cells below, a sky of many gods above."""

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_285, TIERS
from scenes.sites.dunhuang.rooms import LOWER, UPPER, ground, niche, passage, spread, turned, walls, worn
from scenes.sites.model import Model
from scenes.sites.panels import hopper, inside_out, recess
from scenes.sites.surface import block

SKY = (0.36, 0.5, 0.64, 0.62)
"""The part of the picture that the niches share: what flies above the middle one."""


def build(model: Model, detail: Detail) -> None:
    """A square hall with meditation cells in its sides and a sky of many gods on its sloping ceiling."""
    z, near, far, half, tall = CAVE_285
    floor = TIERS[1][0]
    deep = near - far
    cells = [(deep / 2 + (k - 1.5) * 1.5 - 0.42, deep / 2 + (k - 1.5) * 1.5 + 0.42, 0.25, 1.65) for k in range(4)]
    niches = [
        (half - 1.0, half + 1.0, 0.7, 2.75),
        (half - 2.55, half - 1.65, 0.9, 2.1),
        (half + 1.65, half + 2.55, 0.9, 2.1),
    ]
    found = walls(
        CAVE_285,
        floor,
        detail.room,
        side=turned(UPPER),
        front=UPPER,
        back=LOWER,
        holes={"north": cells, "south": cells, "west": niches},
    )
    shell, way = passage(CAVE_285, 1, detail)
    model.add("cave-285", "mural-285", *found.values())
    model.add("cave-285", "plaster", shell.tinted((0.8, 0.7, 0.6)))
    model.add("cave-285", "floortile", ground(CAVE_285, floor, detail), worn(way))
    well = (far + 2.2, near - 2.2, z - 1.0, z + 1.0)
    model.add(
        "ceiling-285",
        "caisson-285",
        *hopper((far, near, z - half, z + half), floor + tall, well, floor + tall + 1.5, detail.room),
    )
    for left, right, low, high in niches:
        middle, wide = z + half - (left + right) / 2, (right - left) / 2
        hollow = niche(far, middle, wide, (low, high), 0.8 if wide > 0.6 else 0.55, detail, floor)
        model.add("niche-285", "mural-285", spread(hollow, middle, (floor + low, floor + high), wide, SKY))
    for side in (-1, 1):
        for left, right, low, high in cells:
            a, b = near - right, near - left
            depth = sorted((z + side * half, z + side * (half + 1.1)))
            skip = "xXyYzZ".replace("xXyY", "") if detail.level == 0 else ("z" if side > 0 else "Z")
            if detail.level:
                hole = recess((a, floor + low, depth[0]), (b, floor + high, depth[1]), detail.room, skip)
            else:
                hole = inside_out(
                    block(
                        (a, floor + low, depth[0]),
                        (b, floor + high, depth[1]),
                        9.0,
                        "xXyY" + ("z" if side > 0 else "Z"),
                    )
                )
            model.add("cells-285", "plaster", hole.tinted((0.75, 0.62, 0.5)))
