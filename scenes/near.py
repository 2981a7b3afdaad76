"""Which of many spheres are near, around or met: annotations as a gaze sees them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.cells import Cells
from scenes.rays import NOTHING, Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW = 48
"""Up to as many spheres, a ray is tried on each; more are wrapped in triangles and met by Embree."""

CLOSEST = 8
"""How many of the nearest middles are compared to find the sphere that a point lies in."""

SHELLS = 12
"""How many walls of wrapped spheres a ray is followed through."""

CORNERS = 32
"""Of the body that a sphere is wrapped in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """The k nearest spheres of each of n points, by their middles."""

    index: "NDArray[np.int64]"
    """(n, k), nearest first."""
    metres: "NDArray[np.float64]"
    """(n, k)."""
    asked: "NDArray[np.float64]"
    """(n, 3) where the tree was asked."""
    slack: "NDArray[np.float64]"
    """(n,) metres that the point may be away from there before any other sphere can be among the nearest."""


@dataclass(slots=True, kw_only=True)
class Spheres:
    """Middles (n, 3) and radii (n,) in metres, with a tree over the middles."""

    middle: "NDArray[np.float64]"
    radius: "NDArray[np.float64]"
    _tree: Any
    _columns: "NDArray[np.float64]"
    """x, y, z and radius, each with one more entry that is endlessly far, for the index -1."""
    _cells: Cells | None
    _shells: Surface | None
    _faces: int

    @classmethod
    def of(cls, middle: "NDArray[np.float64]", radius: "NDArray[np.float64]") -> "Spheres":
        """Spheres with a cKDTree over their middles."""
        import numpy as np
        from scipy.spatial import cKDTree

        columns = np.vstack([np.column_stack([middle, radius]), [np.inf, np.inf, np.inf, 1.0]]).T.copy()
        shells, faces = _wrapped(middle, radius) if len(middle) > FEW else (None, 1)
        tree, cells = (cKDTree(middle), Cells.of(middle, radius)) if len(middle) else (None, None)
        return cls(
            middle=middle, radius=radius, _tree=tree, _columns=columns, _cells=cells, _shells=shells, _faces=faces
        )

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

    def nearby(self, points: "NDArray[np.float64]", k: int, before: Nearby | None = None) -> Nearby:
        """The same as `nearest`; `before` says it of the same points a little earlier, and saves asking the tree."""
        import numpy as np

        if before is None or before.index.shape != (len(points), min(k, len(self))):
            return self._asked(points, k)
        index, asked, slack = before.index.copy(), before.asked.copy(), before.slack.copy()
        gone = np.flatnonzero(((points - asked) ** 2).sum(axis=1) >= slack**2)
        fresh = self._asked(points[gone], k)
        index[gone], asked[gone], slack[gone] = fresh.index, fresh.asked, fresh.slack
        metres = self._distance(points, index)
        if index.shape[1] > 1:
            order = metres.argsort(axis=1)
            index, metres = (np.take_along_axis(each, order, axis=1) for each in (index, metres))
        return Nearby(index=index, metres=metres, asked=asked, slack=slack)

    def _asked(self, points: Any, k: int) -> Nearby:
        import numpy as np

        index, metres = self.nearest(points, k + 1)
        known = metres.shape[1] > k
        slack = (metres[:, k] - metres[:, k - 1]) / 2 if known else np.full(len(points), np.inf)
        return Nearby(index=index[:, :k], metres=metres[:, :k], asked=points.copy(), slack=slack)

    def radii(self, points: "NDArray[np.float64]", rows: "NDArray[np.int64]") -> "NDArray[np.float64]":
        """Each point's distance from the spheres of its row (n, k), in their radii; infinite for the index -1."""
        radii: NDArray[np.float64] = self._distance(points, rows) / self._columns[3][rows]
        return radii

    def _distance(self, points: Any, rows: Any) -> Any:
        """Metres from each point to the middles of its row."""
        import numpy as np

        x, y, z, _ = self._columns
        square = (x[rows] - points[:, 0, None]) ** 2
        square += (y[rows] - points[:, 1, None]) ** 2
        square += (z[rows] - points[:, 2, None]) ** 2
        return np.sqrt(square, out=square)

    def around(self, points: "NDArray[np.float64]") -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The sphere that each point lies in, or -1, and the distance from its middle in radii, or infinity.

        Of several it is the one with the least such distance, so that a small sphere inside a large one wins near
        its middle, and the large one elsewhere. Only the `CLOSEST` middles count where there are many.
        """
        import numpy as np

        found, least = np.full(len(points), NOTHING), np.full(len(points), np.inf)
        if self._cells is None or not len(points):
            return found, least
        some = np.flatnonzero(self._cells.at(points))
        near = range(1, min(CLOSEST, len(self)) + 1)
        distance, index = self._tree.query(points[some], k=near, distance_upper_bound=self.radius.max() * 1.0001)
        radii = distance / self._columns[3][index]
        rows, best = np.arange(len(some)), radii.argmin(axis=1)
        inside = radii[rows, best] <= 1
        found[some[inside]], least[some[inside]] = index[rows, best][inside], radii[rows, best][inside]
        return found, least

    def entered(
        self, origins: "NDArray[np.float64]", directions: "NDArray[np.float64]", reach: "NDArray[np.float64]"
    ) -> "NDArray[np.int64]":
        """The sphere that each ray enters first before `reach` metres, or -1; one that it starts in counts at once.

        Directions have unit length. Spheres whose middle lies behind do not count.
        """
        import numpy as np

        found, _ = self.around(origins)
        offset = self._columns[:3, found].T - origins
        with np.errstate(invalid="ignore"):
            found[~((offset * directions).sum(axis=1) > 0)] = NOTHING
        rest = np.flatnonzero(found == NOTHING)
        if len(self) and len(rest):
            rays = origins[rest], directions[rest], reach[rest]
            found[rest] = self._tried(*rays) if self._shells is None else self._followed(self._shells, *rays)
        return found

    def _tried(self, origins: Any, directions: Any, reach: Any) -> Any:
        import numpy as np

        every = np.broadcast_to(np.arange(len(self)), (len(origins), len(self)))
        entry = self._entry(origins, directions, every)
        best = entry.argmin(axis=1)
        return np.where(entry[np.arange(len(entry)), best] < reach, best, NOTHING)

    def _followed(self, shells: Surface, origins: Any, directions: Any, reach: Any) -> Any:
        """From shell to shell, until one is farther than a sphere that is met for certain."""
        import numpy as np

        found, best, travelled = np.full(len(origins), NOTHING), reach.copy(), np.zeros(len(origins))
        rows = np.arange(len(origins))
        for _ in range(SHELLS):
            hits = shells.cast(origins[rows] + directions[rows] * travelled[rows, None], directions[rows])
            far = travelled[rows] + hits.distance
            going = far < best[rows]
            rows, sphere = rows[going], hits.triangle[going] // self._faces
            travelled[rows] = far[going] + 1e-3
            entry = self._entry(origins[rows], directions[rows], sphere[:, None])[:, 0]
            closer = entry < best[rows]
            found[rows[closer]], best[rows[closer]] = sphere[closer], entry[closer]
        return found

    def _entry(self, origins: Any, directions: Any, spheres: Any) -> Any:
        """Metres to where each ray enters the spheres of its row (n, k) from outside; infinite where it does not."""
        import numpy as np

        x, y, z, radius = self._columns[:, spheres]
        x, y, z = x - origins[:, 0, None], y - origins[:, 1, None], z - origins[:, 2, None]
        along = x * directions[:, 0, None] + y * directions[:, 1, None] + z * directions[:, 2, None]
        inside = radius**2 - (x * x + y * y + z * z - along**2)
        entry = along - np.sqrt(np.maximum(inside, 0))
        return np.where((entry >= 0) & (inside >= 0), entry, np.inf)


def _wrapped(middle: Any, radius: Any) -> tuple[Surface, int]:
    """Every sphere in a body of triangles that touches it from outside, and how many triangles each has."""
    import numpy as np
    from scipy.spatial import ConvexHull

    rank = np.arange(CORNERS) + 0.5
    height, turn = 1 - 2 * rank / CORNERS, rank * np.pi * (3 - np.sqrt(5))
    corners = np.column_stack([np.sqrt(1 - height**2) * np.cos(turn), height, np.sqrt(1 - height**2) * np.sin(turn)])
    hull = ConvexHull(corners)
    body = corners / -hull.equations[:, -1].max()
    vertices = middle[:, None] + body * radius[:, None, None]
    triangles = hull.simplices + np.arange(len(middle))[:, None, None] * CORNERS
    return Surface.of([(vertices.reshape(-1, 3), triangles.reshape(-1, 3))], tight=True), len(hull.simplices)
