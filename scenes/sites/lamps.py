"""Light in rooms: daylight through doors, and what glimmers in them."""

from dataclasses import dataclass

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.surface import Array, Surface, Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """Where daylight comes into a room, or what glimmers in it."""

    at: Triple
    strength: float
    reach: float
    """Metres after which half of it is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the rooms of a site take light."""

    doors: int
    """How many of a room's lamps, the first ones, are daylight."""
    dim: float
    """What is left where no light comes."""
    around: float
    """Which share of a lamp's light comes round corners."""
    close: float
    """Metres within which other surfaces darken one."""
    warmth: tuple[float, float, float]
    """What the glow of all but the doors lacks, linear."""
    eyes: float = 1.0
    """How much lighter than it is a room looks to eyes that have rested in it for a while."""


def lamplight(surface: Surface, shade: Shade, lamps: tuple[Lamp, ...], manner: Manner, rays: int) -> Array:
    """Light at each vertex of a room's surface as a colour (n, 3)."""
    near = shade.openness(surface.position, surface.normal, max(8, rays // 2), manner.close)
    warm, total = np.zeros(len(surface.position)), np.full(len(surface.position), manner.dim)
    for number, lamp in enumerate(lamps):
        towards = np.asarray(lamp.at) - surface.position
        far = np.linalg.norm(towards, axis=1)
        unit = towards / np.maximum(far, 1e-6)[:, None]
        facing = np.clip(0.35 + 0.65 * np.sum(unit * surface.normal, axis=1), 0, 1)
        start = surface.position + surface.normal * 0.05
        seen = ~shade.blocked(start, unit, np.maximum(far - 0.15, 0.01))
        got = lamp.strength * facing * (manner.around + (1 - manner.around) * seen) / (1 + (far / lamp.reach) ** 2)
        total += got
        warm += got * (number >= manner.doors)
    light = manner.eyes * total * (0.40 + 0.60 * np.clip(near * 1.25, 0, 1))
    glow = (warm / total)[:, None]
    return np.asarray(np.clip(light[:, None] * (1 - glow * np.array(manner.warmth)), 0, 1))
