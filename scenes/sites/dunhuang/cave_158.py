"""Cave 158: the hall of the reclining Buddha, without him."""

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_158, PLATFORM_158
from scenes.sites.dunhuang.mural_158 import BACK, FEET, FRONT, HEAD
from scenes.sites.dunhuang.rooms import by_metres, ground, passage, walls, worn
from scenes.sites.model import Model
from scenes.sites.panels import hopper, panel


def build(model: Model, detail: Detail) -> None:
    """Add the hall and the platform."""
    z, near, far, half, tall = CAVE_158
    shell, floor = passage(CAVE_158, 0, detail)
    edge, rise = PLATFORM_158
    low = tall - 1.6
    cave = (z, near, far, half, low)
    found = walls(cave, 0.0, detail.room, side=FEET, south=HEAD, front=BACK, back=BACK)
    model.add("cave-158", "mural-158", found["south"], found["west"], found["east"])
    model.add("mourners", "mural-158", found["north"])
    ceiling = hopper(
        (far, near, z - half, z + half), low, (far + 1.6, near - 1.6, z - half + 1.6, z + half - 1.6), tall, detail.room
    )
    model.add("cave-158", "buddhas-tang", *(by_metres(piece) for piece in ceiling))
    model.add("cave-158", "plaster", shell.tinted((0.8, 0.72, 0.6)))
    model.add("cave-158", "floortile", ground(CAVE_158, 0.0, detail), worn(floor))
    front = panel((edge, 0.0, z - half), (0, 0, 2 * half), (0, rise, 0), (1, 0, 0), detail.room, FRONT)
    top = panel((far, rise, z + half), (0, 0, -2 * half), (edge - far, 0, 0), (0, 1, 0), detail.room)
    model.add("cave-158", "mural-158", front)
    model.add("cave-158", "plaster", top.tinted((0.62, 0.4, 0.3)))
