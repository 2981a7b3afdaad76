"""Shade kept in the vertices: sun and open sky outside; in the caves what comes through doors and windows."""

from collections.abc import Callable

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.daylight import daylight
from scenes.sites.dunhuang.layout import CAVE_16, CAVE_17, CAVE_45, CAVE_158, CAVE_254, CAVE_285, PILLAR_254, SUN
from scenes.sites.lamps import Lamp, Manner, lamplight
from scenes.sites.parts import Colours, Parts, lit
from scenes.sites.surface import Array, Surface


def _door(cave: tuple[float, float, float, float, float], floor: float, out: float, strength: float = 0.9) -> Lamp:
    return Lamp(at=(cave[1] + out, floor + 1.5, cave[0]), strength=strength, reach=4.2)


LAMPS: dict[str, tuple[Lamp, ...]] = {
    "96": (
        *tuple(Lamp(at=(3.4, y, z), strength=0.52, reach=7.5) for y in (9.5, 19.0, 28.5, 34.5) for z in (-3.0, 3.0)),
        Lamp(at=(9.6, 2.0, 0.0), strength=0.9, reach=7.0),
    ),
    "158": (_door(CAVE_158, 0.0, 1.4), Lamp(at=(-5.2, 4.2, CAVE_158[0]), strength=0.42, reach=7.0)),
    "45": (_door(CAVE_45, 0.0, 1.0), Lamp(at=(-4.2, 2.4, CAVE_45[0]), strength=0.34, reach=3.4)),
    "254": (
        _door(CAVE_254, 6.0, 1.0),
        Lamp(at=(-6.6, 8.8, CAVE_254[0]), strength=0.44, reach=3.6),
        Lamp(at=(PILLAR_254[1] - 1.0, 8.6, CAVE_254[0] + 2.4), strength=0.40, reach=3.0),
        Lamp(at=(PILLAR_254[1] - 1.0, 8.6, CAVE_254[0] - 2.4), strength=0.40, reach=3.0),
    ),
    "285": (_door(CAVE_285, 6.0, 1.0), Lamp(at=(-7.6, 8.7, CAVE_285[0]), strength=0.40, reach=3.6)),
    "16": (_door(CAVE_16, 0.0, 4.5), Lamp(at=(-10.5, 4.0, CAVE_16[0]), strength=0.36, reach=6.0)),
    "17": (
        Lamp(at=(CAVE_17[0], 1.3, CAVE_17[2] + 0.9), strength=0.55, reach=2.6),
        Lamp(at=(CAVE_17[0], 2.0, CAVE_17[2] - 0.9), strength=0.22, reach=2.0),
    ),
}
"""The light of each cave: its door, and a faint glimmer; the guide's lantern does the rest."""
ROOMS: dict[str, str] = {
    "great-buddha": "96",
    "cave-96": "96",
    "cave-158": "158",
    "reclining-buddha": "158",
    "mourners": "158",
    "cave-45": "45",
    "ceiling-45": "45",
    "figures-45": "45",
    "cave-254": "254",
    "ceiling-254": "254",
    "pillar-254": "254",
    "buddha-254": "254",
    "sattva-254": "254",
    "cave-285": "285",
    "ceiling-285": "285",
    "niche-285": "285",
    "cells-285": "285",
    "cave-16": "16",
    "altar-16": "16",
    "cave-17": "17",
    "hongbian": "17",
}
"""Which parts lie in which cave."""
MANNER = Manner(doors=1, dim=0.075, around=0.12, close=1.4, warmth=(0.0, 0.10, 0.26), eyes=2.3)
FAR = ("sanwei",)


def coloured(parts: Parts, rays: int, progress: Callable[[float], None]) -> Colours:
    """The vertex colours of each surface: its own times the light that reaches it, the far skyline left out."""

    def light(part: str, surface: Surface, shade: Shade) -> Array:
        if part in ROOMS:
            return lamplight(surface, shade, LAMPS[ROOMS[part]], MANNER, rays)
        return _outdoors(surface, shade, rays)

    return lit(parts, FAR, light, progress)


def _outdoors(surface: Surface, shade: Shade, rays: int) -> Array:
    sky, sun = daylight(surface, shade, SUN, rays, 3)
    light = (0.28 + 0.72 * sky**0.72) * (0.58 + 0.42 * sun)
    return np.asarray(light[:, None] ** np.array([1.0, 0.985, 0.93]))
