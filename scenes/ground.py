"""The walkable ground: where on it someone stands, on which of several floors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.rays import Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP = 0.5
"""Metres that feet may be below the ground they stand on: a high step, or a pose that is a little wrong."""

DROP = 2.5
"""Metres of air under the feet beyond which somebody is not on the floor below."""

SPACING = 0.5
"""Metres between the points of the ground that are tried for the nearest; wider where the ground is large."""

SAMPLES = 200_000
"""At most so many points, plus one for each triangle."""

TRIED = 4
"""How many of the nearest of these points have their triangles measured."""


@dataclass(slots=True, kw_only=True)
class Ground:
    """Walkable triangles with a tree of points on them."""

    _surface: Surface
    _corners: "NDArray[np.float64]"
    """(m, 3, 3)."""
    _tree: Any
    _triangle: "NDArray[np.int64]"
    """The triangle of each point of the tree."""

    @classmethod
    def of(cls, shapes: "Sequence[tuple[NDArray[np.float64], NDArray[np.integer[Any]]]]") -> "Ground":
        """Ground of shapes of vertices (n, 3), metres, and triangles (m, 3), such as a navigation mesh."""
        import numpy as np
        from scipy.spatial import cKDTree

        corners = [vertices[triangles] for vertices, triangles in shapes if len(triangles)]
        every = np.concatenate(corners) if corners else np.empty((0, 3, 3))
        points, triangle = _sampled(every)
        tree = cKDTree(points) if len(points) else None
        return cls(_surface=Surface.of(shapes, tight=True), _corners=every, _tree=tree, _triangle=triangle)

    @property
    def triangles(self) -> int:
        """How many there are."""
        return self._surface.triangles

    def snap(self, points: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], NDArray[np.bool_]]":
        """Where feet at `points` (n, 3) would stand, metres, and whether they are over the ground as it is.

        The floor is the highest one that is no more than `STEP` above the feet and `DROP` below them; where there is
        none, the nearest point of all ground, and False. With no ground at all the points come back, and False.
        """
        import numpy as np

        snapped, inside = points.copy(), np.zeros(len(points), bool)
        if self._tree is None or not len(points):
            return snapped, inside
        down = np.broadcast_to(np.array([0.0, -1.0, 0.0]), points.shape)
        drop = self._surface.cast(points + np.array([0.0, STEP, 0.0]), down).distance
        inside = drop <= STEP + DROP
        snapped[inside, 1] += STEP - drop[inside]
        if not inside.all():
            snapped[~inside] = self._nearest(points[~inside])
        return snapped, inside

    def _nearest(self, points: Any) -> Any:
        """The nearest point of the triangles around each point."""
        import numpy as np

        _, sample = self._tree.query(points, k=range(1, min(TRIED, len(self._triangle)) + 1))
        near = closest(points[:, None], self._corners[self._triangle[sample]])
        best = ((near - points[:, None]) ** 2).sum(axis=-1).argmin(axis=1)
        return near[np.arange(len(points)), best]


def closest(points: Any, corners: Any) -> Any:
    """The points of triangles (…, 3, 3) that are closest to `points` (…, 3).

    Inside, the foot of the perpendicular; outside, the closest of the three edges.
    """
    import numpy as np

    a, b, c = corners[..., 0, :], corners[..., 1, :], corners[..., 2, :]
    edges = [_on_edge(points, start, end) for start, end in ((a, b), (b, c), (c, a))]
    far = np.stack([((edge - points) ** 2).sum(axis=-1) for edge in edges])
    best = np.take_along_axis(np.stack(edges), far.argmin(axis=0)[None, ..., None], axis=0)[0]
    normal = np.cross(b - a, c - a)
    square = (normal * normal).sum(axis=-1)
    depth = ((points - a) * normal).sum(axis=-1) / np.where(square > 0, square, 1)
    foot = points - depth[..., None] * normal
    sides = [(np.cross(end - start, foot - start) * normal).sum(axis=-1) for start, end in ((a, b), (b, c), (c, a))]
    return np.where(((np.min(sides, axis=0) >= 0) & (square > 0))[..., None], foot, best)


def _on_edge(points: Any, start: Any, end: Any) -> Any:
    import numpy as np

    edge = end - start
    square = (edge * edge).sum(axis=-1)
    share = ((points - start) * edge).sum(axis=-1) / np.where(square > 0, square, 1)
    return start + np.clip(share, 0, 1)[..., None] * edge


def _sampled(corners: Any) -> tuple[Any, Any]:
    """Points on the triangles, about `SPACING` apart, and the triangle of each; every triangle has one."""
    import numpy as np

    if not len(corners):
        return np.empty((0, 3)), np.empty(0, np.int64)
    rolled = np.roll(corners, 1, axis=1)
    longest = np.sqrt(((corners - rolled) ** 2).sum(axis=2).max(axis=1))
    rows, spacing = _rows(longest, SPACING), SPACING
    while (rows**2).sum() > SAMPLES + len(corners):
        spacing *= 1.5
        rows = _rows(longest, spacing)
    found = [(np.flatnonzero(rows == count), _weights(count)) for count in np.unique(rows)]
    points = [np.einsum("wv,tvc->twc", weights, corners[which]).reshape(-1, 3) for which, weights in found]
    return np.concatenate(points), np.concatenate([np.repeat(which, len(weights)) for which, weights in found])


def _rows(longest: Any, spacing: float) -> Any:
    """In how many rows to divide a triangle of this longest edge: 1, 2, 4 … 256."""
    import numpy as np

    return 2 ** np.clip(np.ceil(np.log2(np.maximum(longest / spacing, 1))), 0, 8).astype(np.int64)


def _weights(rows: int) -> Any:
    """Barycentric coordinates of the middles of a triangle's `rows`² small triangles."""
    import numpy as np

    up = [(i + 1 / 3, j + 1 / 3) for i in range(rows) for j in range(rows - i)]
    down = [(i + 2 / 3, j + 2 / 3) for i in range(rows - 1) for j in range(rows - i - 1)]
    u, v = np.array(up + down).T / rows
    return np.stack([1 - u - v, u, v], axis=1)
