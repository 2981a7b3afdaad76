"""Shade kept in the vertices: sun and open sky outside; in the ubosot what comes through its doors, and a glimmer."""

from collections.abc import Callable

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.daylight import daylight
from scenes.sites.grand_palace.layout import ALTAR, SUN, UBOSOT_FLOOR, UBOSOT_ROOM
from scenes.sites.lamps import Lamp, Manner, lamplight
from scenes.sites.parts import Colours, Parts, lit
from scenes.sites.surface import Array, Surface

LAMPS = (
    Lamp(at=(UBOSOT_ROOM[1] + 1.2, UBOSOT_FLOOR + 2.6, 0.0), strength=0.62, reach=7.0),
    Lamp(at=(UBOSOT_ROOM[1] + 0.6, UBOSOT_FLOOR + 2.2, 5.0), strength=0.26, reach=5.0),
    Lamp(at=(UBOSOT_ROOM[1] + 0.6, UBOSOT_FLOOR + 2.2, -5.0), strength=0.26, reach=5.0),
    Lamp(at=(ALTAR[0] + 6.0, 6.0, 4.5), strength=0.62, reach=6.0),
    Lamp(at=(ALTAR[0] + 6.0, 6.0, -4.5), strength=0.62, reach=6.0),
    Lamp(at=(ALTAR[0] + 2.4, 11.6, 0.0), strength=0.9, reach=3.4),
    Lamp(at=(4.0, 9.0, 0.0), strength=0.24, reach=9.0),
)
"""The doors, then candles before the altar and a lamp before the Emerald Buddha; the guide's lantern does the rest."""
MANNER = Manner(doors=3, dim=0.05, around=0.15, close=1.6, warmth=(0.0, 0.10, 0.28))
INDOORS = ("ubosot-hall", "ubosot-murals", "altar", "emerald-buddha")
FAR = ("city",)


def coloured(parts: Parts, rays: int, progress: Callable[[float], None]) -> Colours:
    """The vertex colours of each surface: its own times the light that reaches it, the city left out."""

    def light(part: str, surface: Surface, shade: Shade) -> Array:
        if part in INDOORS:
            return lamplight(surface, shade, LAMPS, MANNER, rays)
        return _outdoors(surface, shade, rays)

    return lit(parts, FAR, light, progress)


def _outdoors(surface: Surface, shade: Shade, rays: int) -> Array:
    sky, sun = daylight(surface, shade, SUN, rays, 3)
    light = (0.34 + 0.66 * sky**0.7) * (0.56 + 0.44 * sun)
    return np.asarray(light[:, None] ** np.array([1.0, 0.985, 0.94]))
