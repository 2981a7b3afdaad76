"""Light of what lies inside something else."""

import numpy as np

from scenes.sites.surface import Array, Surface

BURIED = 0.05
"""Less open sky than this is no shade but the inside of a wall."""


def unburied(surface: Surface, sky: Array, lit: Array, rounds: int) -> tuple[Array, Array]:
    """Open sky and sun, 0 to 1 a vertex; what is buried has them of its neighbours, so many rings of it as `rounds`."""
    sky, lit = sky.copy(), lit.copy()
    pairs = surface.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    for _ in range(rounds):
        buried = sky < BURIED
        good = pairs[buried[pairs[:, 0]] & ~buried[pairs[:, 1]]]
        count = np.bincount(good[:, 0], minlength=len(sky))
        mend = count > 0
        for values in (sky, lit):
            total = np.bincount(good[:, 0], values[good[:, 1]], minlength=len(sky))
            values[mend] = total[mend] / count[mend]
    sky[sky < BURIED] = 0.5
    return sky, lit
