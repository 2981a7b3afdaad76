"""Shade kept in the vertices: sun and open sky outside; in the ubosot what comes through its doors, and a glimmer."""

from dataclasses import dataclass, replace

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.buried import unburied
from scenes.sites.grand_palace.layout import ALTAR, SUN, UBOSOT_FLOOR, UBOSOT_ROOM
from scenes.sites.surface import Array, Surface, join


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """Where light comes into the hall, or what glimmers in it."""

    at: tuple[float, float, float]
    strength: float
    reach: float
    """Metres after which half of it is left."""


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
DOORS = 3
"""How many of the lamps are daylight."""
INDOORS = ("ubosot-hall", "ubosot-murals", "altar", "emerald-buddha")
UNSHADED = ("city",)
DIM = 0.05
"""What is left where no light comes."""


def shade_of(parts: dict[str, dict[str, Surface]]) -> Shade:
    """Everything that casts shade, the city left out."""
    pieces = [surface for part, fabrics in parts.items() if part not in UNSHADED for surface in fabrics.values()]
    whole = join(replace(surface, uv=surface.uv * 0) for surface in pieces)
    return Shade(whole.position, whole.triangles)


def light_of(part: str, surface: Surface, shade: Shade, rays: int) -> Array:
    """Light at each vertex as a colour (n, 3)."""
    if part in UNSHADED:
        return np.ones((len(surface.position), 3))
    return _indoors(surface, shade, rays) if part in INDOORS else _outdoors(surface, shade, rays)


def _outdoors(surface: Surface, shade: Shade, rays: int) -> Array:
    sun = np.asarray(SUN)
    sky = shade.openness(surface.position, surface.normal, rays)
    lit = shade.sunlight(surface.position, surface.normal, sun)
    lit = np.where(surface.normal @ (sun / np.linalg.norm(sun)) < 0, 1.0, lit)
    sky, lit = unburied(surface, sky, lit, 3)
    light = (0.34 + 0.66 * sky**0.7) * (0.56 + 0.44 * lit)
    return np.asarray(light[:, None] ** np.array([1.0, 0.985, 0.94]))


def _indoors(surface: Surface, shade: Shade, rays: int) -> Array:
    near = shade.openness(surface.position, surface.normal, max(8, rays // 2), 1.6)
    warm, total = np.zeros(len(surface.position)), np.full(len(surface.position), DIM)
    for number, lamp in enumerate(LAMPS):
        towards = np.asarray(lamp.at) - surface.position
        far = np.linalg.norm(towards, axis=1)
        unit = towards / np.maximum(far, 1e-6)[:, None]
        facing = np.clip(0.35 + 0.65 * np.sum(unit * surface.normal, axis=1), 0, 1)
        start = surface.position + surface.normal * 0.05
        seen = ~shade.blocked(start, unit, np.maximum(far - 0.15, 0.01))
        got = lamp.strength * facing * (0.15 + 0.85 * seen) / (1 + (far / lamp.reach) ** 2)
        total += got
        warm += got * (number >= DOORS)
    light = total * (0.40 + 0.60 * np.clip(near * 1.25, 0, 1))
    glow = (warm / total)[:, None]
    return np.asarray(np.clip(light[:, None] * (1 - glow * np.array([0.0, 0.10, 0.28])), 0, 1))
