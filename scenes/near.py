"""Which of many spheres are near, met or around: annotations as Gaze sees them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 48
"""Up to as many spheres, all are compared; of more, the nearest."""

CLOSEST = 8
"""How many of the nearest middles are compared where there are many."""

BLOCK = 1_000_000
"""Pairs of a ray and a sphere that are compared at once: bounds the memory."""


@dataclass(slots=True, kw_only=True)
class Spheres:
    """Middles (n, 3) and radii (n,) in metres, with a tree over the middles."""

    middle: "NDArray[np.float64]"
    radius: "NDArray[np.float64]"
    _tree: Any

    @classmethod
    def of(cls, middle: "NDArray[np.float64]", radius: "NDArray[np.float64]") -> "Spheres":
        """Spheres with a cKDTree over their middles."""
        from scipy.spatial import cKDTree

        return cls(middle=middle, radius=radius, _tree=cKDTree(middle) if len(middle) else None)

    def __len__(self) -> int:
        return len(self.middle)

    def nearest(self, points: "NDArray[np.float64]", k: int) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The `k` nearest middles of each point (n, 3), nearest first, as indices (n, k) and metres (n, k).

        With fewer than `k` spheres there are fewer columns.
        """
        import numpy as np

        k = min(k, len(self))
        if not k or not len(points):
            return np.empty((len(points), k), np.int64), np.empty((len(points), k))
        distance, index = self._tree.query(points, k=range(1, k + 1))
        return index, distance

    def around(self, points: "NDArray[np.float64]") -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The sphere nearest each point, counted in its own radii, and that number: below 1 the point is inside.

        So a small sphere inside a large one wins near its middle, and the large one elsewhere.
        """
        import numpy as np

        if not len(self) or not len(points):
            return np.full(len(points), -1), np.full(len(points), np.inf)
        if len(self) <= FEW:
            radii = _between(points, self.middle) / self.radius
            best = radii.argmin(axis=1)
            return best, radii[np.arange(len(points)), best]
        index, distance = self.nearest(points, CLOSEST)
        radii = distance / self.radius[index]
        rows, best = np.arange(len(points)), radii.argmin(axis=1)
        return index[rows, best], radii[rows, best]

    def radii(self, points: "NDArray[np.float64]", rows: "NDArray[np.int64]") -> "NDArray[np.float64]":
        """Each point's distance from the spheres of its row (n, k), in their radii; infinite for an index below 0."""
        import numpy as np

        offset = self.middle[rows] - points[:, None]
        distance = np.sqrt(np.einsum("nkc,nkc->nk", offset, offset))
        return np.where(rows >= 0, distance / self.radius[rows], np.inf)

    def entered(
        self, origins: "NDArray[np.float64]", directions: "NDArray[np.float64]", reach: "NDArray[np.float64]"
    ) -> "NDArray[np.int64]":
        """The sphere that each ray enters first before `reach` metres, or -1; one that it starts in counts at once.

        Directions have unit length. Spheres whose middle lies behind do not count.
        """
        import numpy as np

        found = np.full(len(origins), -1)
        if not len(self):
            return found
        step = max(1, BLOCK // len(self))
        for start in range(0, len(origins), step):
            part = slice(start, start + step)
            entry = self._entry(origins[part], directions[part])
            best = entry.argmin(axis=1)
            met = entry[np.arange(len(entry)), best] < reach[part]
            found[part] = np.where(met, best, -1)
        return found

    def _entry(self, origins: Any, directions: Any) -> Any:
        """Metres to where each ray (row) enters each sphere (column), infinite where it does not."""
        import numpy as np

        along = directions @ self.middle.T - (origins * directions).sum(axis=1)[:, None]
        aside = _between(origins, self.middle) ** 2 - along**2
        inside = self.radius**2 - aside
        return np.where((along > 0) & (inside >= 0), along - np.sqrt(np.maximum(inside, 0)), np.inf)


def _between(points: Any, others: Any) -> Any:
    """Metres between each of `points` (row) and each of `others` (column)."""
    import numpy as np

    x, y, z = (points[:, axis, None] - others[:, axis] for axis in range(3))
    return np.sqrt(x * x + y * y + z * z)
