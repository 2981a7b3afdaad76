"""The pieces of an image that a tile's triangles use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MANY = 600
"""Charts above which those that lie near each other in the image are taken together."""
CELL = 32
"""Pixels a side of the squares by which nearness is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """Boxes in an image, and which of them each vertex lies in."""

    low: "NDArray[np.float64]"
    """(k, 2), pixels."""
    high: "NDArray[np.float64]"
    chart: "NDArray[np.int64]"
    """(n,), the chart of each vertex."""


def charts(pixel: "NDArray[np.float64]", triangles: "NDArray[np.int64]") -> Charts:
    """The charts of triangles over points of an image (n, 2): those that hang together, and near ones where many."""
    import numpy as np

    chart = _connected(len(pixel), np.concatenate([triangles[:, :2], triangles[:, 1:]]))
    low, high = _boxes(pixel, chart)
    if len(low) > MANY:
        chart = _near((low // CELL).astype(np.int64), (high // CELL).astype(np.int64))[chart]
        low, high = _boxes(pixel, chart)
    return Charts(low=low, high=high, chart=chart)


def _connected(count: int, edges: "NDArray[np.int64]") -> "NDArray[np.int64]":
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(edges), bool), (edges[:, 0], edges[:, 1])), shape=(count, count))
    labels: NDArray[np.int64] = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def _boxes(pixel: Any, chart: Any) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    import numpy as np

    order = np.argsort(chart, kind="stable")
    starts = np.searchsorted(chart[order], np.arange(chart.max() + 1))
    rows = pixel[order]
    return np.minimum.reduceat(rows, starts, axis=0), np.maximum.reduceat(rows, starts, axis=0)


def _near(low: "NDArray[np.int64]", high: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """For each box of cells the number of the patch of touching boxes that it belongs to."""
    import numpy as np
    from scipy.ndimage import label

    corner = low.min(axis=0)
    used = np.zeros(high.max(axis=0) - corner + 1, bool)
    for (left, top), (right, bottom) in zip(low - corner, high - corner, strict=True):
        used[left : right + 1, top : bottom + 1] = True
    patches = label(used, np.ones((3, 3)))[0]
    return np.unique(patches[tuple((low - corner).T)], return_inverse=True)[1].reshape(-1)
