"""A lighter stand-in that casts a mesh's shadows: finer than a shadow map's pixels is of no use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenes.mesh import Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Corners = tuple[NDArray[np.float32], NDArray[np.int64]]

ENOUGH = 24_000
"""Triangles of the stand-in."""

TORN = 0.04
"""Share of edges with one triangle above which a mesh is many sheets, which a simplifier would thin out."""


def caster(primitives: Sequence[Primitive], middle: "NDArray[np.float64]") -> "Corners | None":
    """Positions round `middle` and triangles of the stand-in; nothing when the mesh itself is light enough."""
    import fast_simplification
    import numpy as np

    if sum(len(each.triangles) for each in primitives) < 1.5 * ENOUGH:
        return None
    starts = np.cumsum([0, *(len(each.position) for each in primitives)])
    position = np.concatenate([each.position for each in primitives]) - middle
    triangles = np.concatenate([each.triangles + start for each, start in zip(primitives, starts, strict=False)])
    place, triangles = _welded(position.astype(np.float32), triangles)
    if _torn(triangles) > TORN:
        return None
    if len(triangles) <= ENOUGH:
        return place, triangles
    made = fast_simplification.simplify(place, triangles.astype(np.int32), target_count=ENOUGH, agg=7)
    return np.asarray(made[0], dtype=np.float32), np.asarray(made[1], dtype=np.int64)


def _welded(position: "NDArray[np.float32]", triangles: "NDArray[np.int64]") -> "Corners":
    import numpy as np

    rows = np.ascontiguousarray(position + np.float32(0)).view("V12").ravel()
    _, first, into = np.unique(rows, return_index=True, return_inverse=True)
    merged = into[triangles]
    a, b, c = merged.T
    return position[first], merged[(a != b) & (b != c) & (c != a)]


def _torn(triangles: "NDArray[np.int64]") -> float:
    """Which share of a mesh's edges belongs to one triangle only."""
    import numpy as np

    edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    count = np.unique(edges[:, 0] * (int(triangles.max()) + 1) + edges[:, 1], return_counts=True)[1]
    return float((count == 1).mean())
