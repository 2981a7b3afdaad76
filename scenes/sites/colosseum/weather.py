"""What weather and soot do: colours over the stone, from where it is and which way it looks."""

from dataclasses import replace

import numpy as np

from scenes.sites.noise import rough, smooth
from scenes.sites.surface import Array, Surface

STONE = ("travertine", "brick", "tufa", "marble")


def weathered(surface: Surface, material: str) -> Surface:
    """The surface with stains, soot and moss in its colours."""
    if material not in (*STONE, "earth", "paving", "cobble", "foliage"):
        return surface
    streaks = 1.0 if material == "travertine" else 0.55
    at, up = surface.position, surface.normal[:, 1]
    shade = 0.70 + 0.44 * rough(at, 11.0, 101, 3)
    shade *= 0.93 + 0.14 * smooth(at * (1.0, 0.35, 1.0), 1.6, 104)
    colour = surface.colour * shade[:, None]
    if material in STONE:
        colour *= _warmth(at)[:, None] ** np.array([0.0, 0.2, 0.55])
        colour *= 1 - streaks * _soot(at, up)[:, None] * np.array([0.46, 0.48, 0.5])
        moss = np.clip(up, 0, 1) ** 2 * np.clip(rough(at, 5.0, 111) * 2.4 - 0.95, 0, 1) * (at[:, 1] > 0.5)
        if material != "marble":
            colour *= 1 - moss[:, None] * np.array([0.42, 0.22, 0.52])
    return replace(surface, colour=colour)


def _warmth(at: Array) -> Array:
    return 0.80 + 0.26 * rough(at, 17.0, 107, 2)


def _soot(at: Array, up: Array) -> Array:
    """Black crusts: under ledges, in streaks running down, more above where nobody cleans."""
    streak = smooth(at * (1.0, 0.12, 1.0), 1.3, 109) * smooth(at, 7.0, 110)
    under = np.clip(-up, 0, 1)
    high = np.clip((at[:, 1] - 8) / 45, 0, 0.45)
    return np.asarray(np.clip(streak * 1.2 * (0.45 + high) + under * 0.35, 0, 1))
