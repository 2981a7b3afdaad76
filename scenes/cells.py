"""Where spheres are, roughly: a grid of cells that says at once where there is none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 4_000_000
"""Cells, a byte each; a larger place has larger cells."""

SMALLEST = 1.0
"""Metres a side."""


@dataclass(slots=True, kw_only=True)
class Cells:
    """Cubes of one size, marked where a sphere may reach into them."""

    _marked: "NDArray[np.bool_]"
    """(x, y, z), with a margin of one that is never marked."""
    _low: "NDArray[np.float64]"
    _side: float

    @classmethod
    def of(cls, middle: "NDArray[np.float64]", radius: "NDArray[np.float64]") -> "Cells":
        """The cells of at least one sphere, middles (n, 3) and radii (n,) in metres."""
        import numpy as np

        low, high = (middle - radius[:, None]).min(axis=0), (middle + radius[:, None]).max(axis=0)
        side = SMALLEST
        while np.prod((high - low) / side + 3) > MOST:
            side *= 1.25
        marked = np.zeros(((high - low) / side).astype(np.int64) + 3, bool)
        start = ((middle - radius[:, None] - low) / side).astype(np.int64) + 1
        stop = ((middle + radius[:, None] - low) / side).astype(np.int64) + 2
        for (i, j, k), (l, m, n) in zip(start.tolist(), stop.tolist(), strict=True):  # noqa: E741
            marked[i:l, j:m, k:n] = True
        return cls(_marked=marked, _low=low - side, _side=side)

    def at(self, points: "NDArray[np.float64]") -> "NDArray[np.bool_]":
        """Whether a sphere may be around each point (n, 3); where it says no, there is none."""
        import numpy as np

        place = (points - self._low) * (1 / self._side)
        np.clip(place, 0, np.array(self._marked.shape) - 1, out=place)
        cell = place.astype(np.int32)
        found: NDArray[np.bool_] = self._marked[cell[:, 0], cell[:, 1], cell[:, 2]]
        return found
