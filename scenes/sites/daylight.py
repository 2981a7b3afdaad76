"""Light of the open sky and of the sun, as it falls on a site's surfaces."""

import numpy as np

from scenes.derive.occlusion import Shade
from scenes.sites.buried import unburied
from scenes.sites.surface import Array, Surface, Triple


def daylight(surface: Surface, shade: Shade, sun: Triple, rays: int, rounds: int) -> tuple[Array, Array]:
    """How much open sky and how much of the sun each vertex sees, 0 to 1.

    What is turned away from `sun` counts as lit; what is buried has the light of its neighbours, so many rings of it as
    `rounds`.
    """
    towards = np.asarray(sun)
    sky = shade.openness(surface.position, surface.normal, rays)
    lit = shade.sunlight(surface.position, surface.normal, towards)
    lit = np.where(surface.normal @ (towards / np.linalg.norm(towards)) < 0, 1.0, lit)
    return unburied(surface, sky, lit, rounds)
