"""Cave 254: a hall under a gable, and a pillar that one walks around."""

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_254, PILLAR_254, TIERS
from scenes.sites.dunhuang.rooms import LOWER, UPPER, ground, niche, passage, spread, walls, worn
from scenes.sites.model import Model
from scenes.sites.panels import holed, panel
from scenes.sites.surface import Surface, block, grid

NARROW = (0.02, 0.5, 0.44, 1.0)
"""As much of the wall's picture as the pillar is wide."""


def build(model: Model, detail: Detail) -> None:
    """A front hall under a gable, and a square pillar that one walks around."""
    z, _near, far, half, tall = CAVE_254
    floor = TIERS[1][0]
    found = walls(CAVE_254, floor, detail.room, side=UPPER, front=LOWER, back=LOWER)
    shell, way = passage(CAVE_254, 1, detail)
    model.add("cave-254", "mural-254", found["north"], found["west"], found["east"])
    model.add("sattva-254", "mural-254", found["south"])
    model.add("cave-254", "plaster", shell.tinted((0.7, 0.5, 0.4)))
    model.add("cave-254", "floortile", ground(CAVE_254, floor, detail), worn(way))
    _gable(model, detail, floor + tall)
    front, _back, _thick = PILLAR_254
    rear = panel(
        (far, floor + tall, z + half),
        (0, 0, -2 * half),
        (front + 0.6 - far, 0, 0),
        (0, -1, 0),
        detail.room,
        (0.0, 0.5, 1.0, 1.0),
    )
    model.add("ceiling-254", "ceiling-254", rear)
    _pillar(model, detail, floor, tall)


def _gable(model: Model, detail: Detail, top: float) -> None:
    """The front ceiling: two slopes with rafters that meet in a ridge across the hall."""
    z, near, _, half, _ = CAVE_254
    end, ridge = PILLAR_254[0] + 0.6, 0.75
    middle = (near + end) / 2
    for start, flip in ((near, (0.0, 0.0, 1.0, 0.5)), (end, (0.0, 0.0, 1.0, 0.5))):
        slope = panel(
            (start, top, z + half),
            (0, 0, -2 * half),
            (middle - start, ridge, 0),
            (np.sign(middle - start) * ridge, -1, 0),
            detail.room,
            flip,
        )
        model.add("ceiling-254", "ceiling-254", slope)
        for k in range(9) if detail.level else ():
            at = z - half + (k + 0.5) * 2 * half / 9
            x, width = np.array([start, middle]), 0.07
            low = np.stack(
                np.broadcast_arrays(
                    x[:, None], np.array([[top - 0.06], [top + ridge - 0.06]]), [[at - width, at + width]]
                ),
                -1,
            )
            model.add("ceiling-254", "redwood", grid(low, facing=(0, -1, 0)))
    for side in (-1, 1):
        gable = np.array(
            [
                [[near, top, z + side * half], [end, top, z + side * half]],
                [[middle, top + ridge, z + side * half], [middle, top + ridge, z + side * half]],
            ]
        )
        uv = np.array([[[0.0, 0.5], [1.0, 0.5]], [[0.5, 0.0], [0.5, 0.0]]]) * (1.0, 0.5)
        model.add("ceiling-254", "mural-254", grid(gable, facing=(0, 0, -side), uv=uv))
    if detail.level:
        beam = block(
            (middle - 0.11, top + ridge - 0.2, z - half), (middle + 0.11, top + ridge - 0.02, z + half), 2.0, "Y"
        )
        model.add("ceiling-254", "redwood", beam)


def _pillar(model: Model, detail: Detail, floor: float, tall: float) -> None:
    front, back, thick = PILLAR_254
    z = CAVE_254[0]
    base, hole = 0.75, (thick - 0.95, thick + 0.95, 0.95, 3.25)
    east = holed((front, floor, z + thick), (0, 0, -2 * thick), tall, [hole], (1, 0, 0), detail.room, NARROW)
    others = [
        holed(
            (front, floor, z + thick), (back - front, 0, 0), tall, _two(front - back), (0, 0, 1), detail.room, NARROW
        ),
        holed(
            (front, floor, z - thick), (back - front, 0, 0), tall, _two(front - back), (0, 0, -1), detail.room, NARROW
        ),
        holed((back, floor, z + thick), (0, 0, -2 * thick), tall, _two(2 * thick), (-1, 0, 0), detail.room, NARROW),
    ]
    model.add("pillar-254", "mural-254", east, *others)
    plinth = block(
        (back - 0.18, floor, z - thick - 0.18), (front + 0.18, floor + base, z + thick + 0.18), detail.room, "y"
    )
    model.add("pillar-254", "plaster", plinth.tinted((0.62, 0.4, 0.3)))
    hollow = niche(front, z, 0.95, (0.95, 3.25), 0.75, detail, floor)
    model.add("pillar-254", "mural-254", spread(hollow, z, (floor + 0.9, floor + 3.3), 1.0, LOWER))
    for at, turn in (((front - 1.4, z + thick), 0), ((front - 1.4, z - thick), 1), ((back, z), 2)):
        for low, high in ((1.0, 2.3), (2.7, 3.9)):
            model.add(
                "pillar-254", "plaster", _small_niche(at, turn, floor, (low, high), detail).tinted((0.8, 0.56, 0.46))
            )


def _two(length: float) -> list[tuple[float, float, float, float]]:
    middle = length / 2
    return [(middle - 0.6, middle + 0.6, 1.0, 2.3), (middle - 0.6, middle + 0.6, 2.7, 3.9)]


def _small_niche(
    at: tuple[float, float], turn: int, floor: float, height: tuple[float, float], detail: Detail
) -> Surface:
    made = niche(0.0, 0.0, 0.6, height, 0.5, detail, floor)
    return made.moved((at[0], 0.0, at[1]), (-np.pi / 2, np.pi / 2, np.pi)[turn])
