"""Cave 96: the hall of the great Buddha."""

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import BUDDHA_HEIGHT, HALL, STOREYS
from scenes.sites.model import Model
from scenes.sites.panels import panel
from scenes.sites.surface import Surface, block, floor_uv, grid

LINED = sum(tall for _, tall in STOREYS[:7])
"""Height up to which the pagoda is open inside."""


def build(model: Model, detail: Detail) -> None:
    """Cave 96: a shaft that narrows upwards around the seated Maitreya, open to the pagoda's storeys."""
    back, _, half = HALL
    rows = np.linspace(0, 1, max(5, detail.cells(52)))
    turn = np.linspace(0, 1, max(9, detail.cells(40)))
    y = rows * (BUDDHA_HEIGHT + 3.0)
    corner = np.array(
        [
            [-3.2, 13.0],
            [-3.2, half],
            [-7.0, half],
            [-11.5, half * 0.82],
            [back, half * 0.42],
            [back, -half * 0.42],
            [-11.5, -half * 0.82],
            [-7.0, -half],
            [-3.2, -half],
            [-3.2, -13.0],
        ]
    )
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(corner, axis=0), axis=1))])
    outline = np.stack([np.interp(turn * length[-1], length, corner[:, k]) for k in range(2)], -1)
    shrink = 1 - 0.34 * rows**1.3
    within = np.clip((-3.2 - outline[None, :, 0]) / 3.0, 0, 1)
    x = back + (outline[None, :, 0] - back) * (1 - 0.12 * rows[:, None] * within)
    z = outline[None, :, 1] * shrink[:, None]
    reach = np.interp(y, np.cumsum([0.0, *(tall for _, tall in STOREYS[:-1])]), [wide for wide, _ in STOREYS])[:, None]
    least = np.where((y[:, None] > LINED) & (outline[None, :, 0] > -3.3), 4.0, 8.1)
    z = np.clip(z, -np.maximum(reach - 0.1, least), np.maximum(reach - 0.1, least))
    points = np.stack([x, np.broadcast_to(y[:, None], x.shape), z], -1)
    uv = np.stack(np.broadcast_arrays(turn[None, :] * length[-1], -y[:, None]), -1)
    shell = grid(points, towards=(-4.0, 18.0, 0.0), uv=uv)
    model.add("cave-96", "plaster", shell)
    top = y[-1]
    model.add(
        "cave-96",
        "plaster",
        panel((back, top, half * 0.64), (0, 0, -half * 1.28), (-3.2 - back, 0, 0), (0, -1, 0), 2.0),
    )
    floor = panel((back, 0.03, half), (0, 0, -2 * half), (10.0 - back, 0, 0), (0, 1, 0), detail.room * 2.5)
    model.add(
        "cave-96",
        "floortile",
        Surface(
            position=floor.position,
            normal=floor.normal,
            uv=floor_uv(floor.position),
            colour=floor.colour,
            triangles=floor.triangles,
        ),
    )
    altar = block((-0.6, 0.0, -3.4), (1.2, 1.05, 3.4), detail.room * 2, "y")
    model.add("cave-96", "plaster", altar.tinted((0.75, 0.55, 0.42)))
