"""Cave 16, and the small Library Cave, 17, off its corridor."""

import numpy as np

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_16, CAVE_17
from scenes.sites.dunhuang.rooms import DOOR_HEIGHT, HALF_DOOR, UPPER, by_metres, ground, passage, walls, worn
from scenes.sites.model import Model
from scenes.sites.panels import holed, hopper, panel, recess
from scenes.sites.surface import Surface, block


def build(model: Model, detail: Detail) -> None:
    """The great hall of Cave 16 behind its corridor, and the small Library Cave, 17, off the corridor's north side."""
    z, near, far, half, tall = CAVE_16
    found = walls(CAVE_16, 0.0, detail.room * 1.3, side=UPPER, front=UPPER, back=None)
    middle, wide, edge = CAVE_17
    half_door, high = HALF_DOOR[z], DOOR_HEIGHT[z]
    model.add("cave-16", "buddhas-xia", *(_wall_metres(each) for each in found.values()))
    well = (far + 3.6, near - 3.6, z - 1.6, z + 1.6)
    model.add(
        "cave-16",
        "buddhas-xia",
        *(
            by_metres(each)
            for each in hopper((far, near, z - half, z + half), tall, well, tall + 2.2, detail.room * 1.3)
        ),
    )
    door = (-middle - 0.45, -middle + 0.45, 0.0, 1.75)
    north = holed((0.0, 0.0, z - half_door), (near, 0, 0), high, [door], (0, 0, 1), detail.room, None)
    south = holed((0.0, 0.0, z + half_door), (near, 0, 0), high, [], (0, 0, -1), detail.room, None)
    lid = panel((near, high, z + half_door), (0, 0, -2 * half_door), (-near, 0, 0), (0, -1, 0), detail.room)
    model.add("cave-16", "buddhas-xia", north, south, lid)
    _, way = passage(CAVE_16, 0, detail)
    model.add("cave-16", "floortile", ground(CAVE_16, 0.0, detail), worn(way))
    jamb = recess((middle - 0.45, 0.0, edge), (middle + 0.45, 1.75, z - half_door), detail.room, "zZy")
    model.add("cave-17", "plaster", jamb)
    far_wall = edge - 2.7
    room = holed(
        (middle + wide, 0.0, edge),
        (-2 * wide, 0, 0),
        2.4,
        [(wide - 0.45, wide + 0.45, 0.0, 1.75)],
        (0, 0, -1),
        detail.room,
    )
    rest = recess((middle - wide, 0.0, far_wall), (middle + wide, 2.4, edge), detail.room, "ZyY")
    roof = hopper(
        (middle - wide, middle + wide, far_wall, edge),
        2.4,
        (middle - 0.5, middle + 0.5, far_wall + 0.85, edge - 0.85),
        3.0,
        detail.room,
    )
    ground_17 = panel(
        (middle - wide, 0.0, edge + 0.6), (2 * wide, 0, 0), (0, 0, far_wall - edge - 0.6), (0, 1, 0), detail.room
    )
    model.add(
        "cave-17",
        "plaster",
        *(each.tinted((0.92, 0.85, 0.74)) for each in (room, rest, *roof)),
        ground_17.tinted((0.7, 0.62, 0.5)),
    )
    dais = block((middle - 1.0, 0.0, far_wall), (middle + 1.0, 0.5, far_wall + 1.05), detail.room, "yz")
    model.add("cave-17", "plaster", dais.tinted((0.75, 0.66, 0.54)))
    altar = block((far + 1.2, 0.0, z - 3.4), (far + 5.4, 0.75, z + 3.4), detail.room, "y")
    model.add("altar-16", "plaster", altar.tinted((0.62, 0.5, 0.4)))


def _wall_metres(surface: Surface) -> Surface:
    uv = np.stack([surface.position[:, 0] + surface.position[:, 2], -surface.position[:, 1]], -1)
    return Surface(
        position=surface.position, normal=surface.normal, uv=uv, colour=surface.colour, triangles=surface.triangles
    )
