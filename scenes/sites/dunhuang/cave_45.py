"""Cave 45: a square hall whose niche holds seven figures."""

from scenes.sites.dunhuang.detail import Detail
from scenes.sites.dunhuang.layout import CAVE_45
from scenes.sites.dunhuang.mural_45 import NORTH, SOUTH, WEST
from scenes.sites.dunhuang.rooms import ground, niche, passage, spread, turned, walls, worn
from scenes.sites.model import Model
from scenes.sites.panels import hopper


def build(model: Model, detail: Detail) -> None:
    """Add the hall, its niche and its ceiling."""
    z, near, far, half, tall = CAVE_45
    hole = (half - 1.7, half + 1.7, 0.85, 2.85)
    holes = {"west": [hole]}
    found = walls(CAVE_45, 0.0, detail.room, side=turned(NORTH), south=SOUTH, front=WEST, back=WEST, holes=holes)
    shell, floor = passage(CAVE_45, 0, detail)
    model.add("cave-45", "mural-45", *found.values())
    model.add("cave-45", "plaster", shell.tinted((0.8, 0.7, 0.58)))
    model.add("cave-45", "floortile", ground(CAVE_45, 0.0, detail), worn(floor))
    well = (far + 1.75, near - 1.75, z - 0.75, z + 0.75)
    model.add("ceiling-45", "caisson-45", *hopper((far, near, z - half, z + half), tall, well, tall + 1.5, detail.room))
    back = niche(far, z, 1.7, (0.85, 2.85), 1.75, detail)
    model.add("figures-45", "mural-45", spread(back, z, (0.86, 2.85), 1.7, WEST))
