"""Shade kept in the vertices: open sky and sun, over all but what lies around the building."""

from collections.abc import Callable

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.colosseum.layout import SUN
from scenes.sites.daylight import daylight
from scenes.sites.parts import Colours, Parts, lit
from scenes.sites.surface import Array, Surface

FAR = ("surroundings",)


def coloured(parts: Parts, rays: int, progress: Callable[[float], None]) -> Colours:
    """The vertex colours of each surface: weather times open sky times sun."""
    return lit(parts, FAR, lambda _, surface, shade: _light(surface, shade, rays), progress)


def _light(surface: Surface, shade: Shade, rays: int) -> Array:
    """Light at each vertex as a colour (n, 3); deep shade is a little cooler."""
    sky, sun = daylight(surface, shade, SUN, rays, 4)
    light = (0.28 + 0.72 * sky**0.72) * (0.6 + 0.4 * sun)
    return np.asarray(light[:, None] ** np.array([1.0, 0.985, 0.94]))
