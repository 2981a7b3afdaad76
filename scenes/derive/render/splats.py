"""Points as small discs: each as wide as its neighbours are far, facing the way the surface round it faces."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.mesh import PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NEIGHBOURS = 10
STEP = 100_000
GREY = (0.56, 0.555, 0.54)
"""Linear colour of points that have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splats:
    """Rows for each point: metres, unit normal of unknown side, linear colour, half width in metres."""

    position: "Array"
    normal: "Array"
    colour: "Array"
    radius: "Array"


def splats(cloud: PointCloud, most: int) -> Splats:
    """The discs of at most `most` points, the same ones each time."""
    import numpy as np

    chosen = np.arange(len(cloud.position))
    if len(chosen) > most:
        chosen = np.sort(np.random.default_rng(0).choice(len(chosen), most, replace=False))
    position = np.asarray(cloud.position, dtype=np.float64)[chosen]
    normal, radius = _surfels(position)
    return Splats(position=position, normal=normal, colour=_colour(cloud, chosen), radius=radius)


def _surfels(position: "Array") -> "tuple[Array, Array]":
    import numpy as np
    from scipy.spatial import cKDTree

    count = min(NEIGHBOURS, len(position))
    if count < 4:
        return np.tile([0.0, 1.0, 0.0], (len(position), 1)), np.full(len(position), 0.01)
    tree = cKDTree(position)
    normal, radius = np.empty_like(position), np.empty(len(position))
    for start in range(0, len(position), STEP):
        away, near = tree.query(position[start : start + STEP], k=count, workers=-1)
        around = position[near] - position[near].mean(axis=1, keepdims=True)
        normal[start : start + STEP] = np.linalg.eigh(np.einsum("nki,nkj->nij", around, around))[1][:, :, 0]
        radius[start : start + STEP] = away[:, min(6, count - 1)]
    middle = float(np.median(radius)) or 1e-3
    return normal, np.clip(radius * 0.68, middle * 0.4, middle * 3.0)


def _colour(cloud: PointCloud, chosen: "NDArray[np.int64]") -> "Array":
    import numpy as np

    if cloud.colour is not None:
        shown = cloud.colour[chosen] / 255.0
        return np.asarray(np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4))
    if cloud.intensity is not None:
        low, high = np.percentile(cloud.intensity, [1, 99])
        share = np.clip((cloud.intensity[chosen] - low) / max(float(high - low), 1e-6), 0, 1)
        return np.asarray((0.12 + 0.7 * share[:, None]) * np.ones(3))
    return np.tile(GREY, (len(chosen), 1))
