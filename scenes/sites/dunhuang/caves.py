"""The caves one can enter, each after the scheme of a famous one: walls, ceilings, niches, floors."""

from scenes.sites.dunhuang import cave_16, cave_45, cave_96, cave_158, cave_254, cave_285
from scenes.sites.dunhuang.detail import Detail
from scenes.sites.model import Model


def build(model: Model, detail: Detail) -> None:
    """Add every cave without its figures."""
    for cave in (cave_96, cave_158, cave_45, cave_254, cave_285, cave_16):
        cave.build(model, detail)
