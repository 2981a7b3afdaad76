"""The wall around the arena with its niches, and the platform above it."""

import numpy as np

from scenes.sites.colosseum.arches import Opening, arch_face, soffit
from scenes.sites.colosseum.bending import around, bent
from scenes.sites.colosseum.detail import Detail
from scenes.sites.colosseum.layout import AXES, BAY_WIDTH, BAYS, DEPTH, PODIUM_EDGE, PODIUM_HEIGHT
from scenes.sites.model import Model
from scenes.sites.noise import pick
from scenes.sites.surface import Surface, extrude, join, sheet

HALF = BAY_WIDTH / 2
NICHE = Opening(half=1.15, sill=0.35, spring=1.7)
COPING = [(0.0, DEPTH - 0.45), (0.3, DEPTH - 0.45), (0.3, DEPTH + 0.12), (0.05, DEPTH + 0.12), (0.0, DEPTH)]
"""Height above the platform, and depth."""


def build(model: Model, detail: Detail) -> None:
    """Add the podium, open at the gates."""
    bays = [bay for bay in range(BAYS) if bay not in AXES]
    niched = bays[::2] if detail.level else []
    for bay_list, niche in ((niched, True), ([bay for bay in bays if bay not in niched], False)):
        if bay_list:
            model.add("podium", "brick", around(_wall(niche, detail), bay_list))
    platform = [bay for bay in range(BAYS) if bay not in (0, 40)]
    for bay in platform:
        across = bay + np.linspace(-0.5, 0.5, 3)
        depth = np.linspace(PODIUM_EDGE, DEPTH, (1, 3, 5)[detail.level] + 1)
        model.add("podium", "paving", bent(across[:, None], depth[None, :], np.full((3, len(depth)), PODIUM_HEIGHT)))
    if detail.level:
        kept = [bay for bay in platform if pick(np.array([bay]), 71)[0] < 0.75]
        profile = [(PODIUM_HEIGHT + height, depth) for height, depth in COPING]
        model.add("podium", "travertine", around(extrude(profile, -HALF, HALF, 2), kept))


def _wall(niche: bool, detail: Detail) -> Surface:
    if not niche:
        size = (BAY_WIDTH, 0.0, 0.0), (0.0, PODIUM_HEIGHT, 0.0)
        return sheet((-HALF, 0, DEPTH), *size, (0, 0, 1), (2, detail.cells(4.0)))
    back = sheet((-1.3, 0.3, DEPTH - 0.7), (2.6, 0, 0), (0, 2.7, 0), (0, 0, 1))
    face = arch_face(NICHE, HALF, 0.0, PODIUM_HEIGHT, DEPTH, 1, detail)
    return join([face, soffit(NICHE, DEPTH - 0.7, DEPTH, detail), back])
