"""All primitives of a mesh as one surface over points that stand once, and what its edges say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scenes.mesh import Primitive
from scenes.read.weld import leaders, weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRID = 2.0**-22
"""Of the diagonal: points nearer than this are one, as 32-bit floats cannot tell them apart."""
NO_AREA = 1e-9
"""Twice a triangle's area over its longest edge squared, below which it has none."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """Triangles over points, seams closed; arrays are not to be written to."""

    position: "NDArray[np.float64]"
    """(n, 3), one row for each point."""
    corners: "NDArray[np.int64]"
    """(m, 3) points of each triangle."""
    owner: "NDArray[np.int32]"
    """(m,) the primitive of each triangle, by its place in the mesh."""
    point: "Sequence[NDArray[np.int64]]"
    """For each primitive the point of each of its vertices."""

    @cached_property
    def columns(self) -> "NDArray[np.float64]":
        """(3, n) x, y and z of each point side by side, which are gathered many times faster than rows."""
        import numpy as np

        return np.ascontiguousarray(self.position.T)

    @cached_property
    def corner(self) -> "NDArray[np.int64]":
        """(3, m) the first, the second and the third corners side by side."""
        import numpy as np

        return np.ascontiguousarray(self.corners.T)

    @cached_property
    def cross(self) -> "NDArray[np.float64]":
        """(m, 3) normals as long as twice the area."""
        import numpy as np

        made = np.empty(self.corners.shape)
        made.T[:] = self._across(self.corner)
        return made

    @cached_property
    def double_area(self) -> "NDArray[np.float64]":
        """(m,) twice the area."""
        return _length(self.cross)

    @cached_property
    def collapsed(self) -> "NDArray[np.bool_]":
        """(m,) whether two corners of a triangle are one point."""
        import numpy as np

        a, b, c = self.corner
        return np.asarray((a == b) | (b == c) | (c == a))

    @cached_property
    def degenerate(self) -> "NDArray[np.bool_]":
        """(m,) whether a triangle has no area."""
        import numpy as np

        extents = self.columns.max(axis=1) - self.columns.min(axis=1)
        made = self.collapsed.copy()
        small = np.flatnonzero(self.double_area <= 1.01 * NO_AREA * (extents @ extents))
        a, b, c = (self.position[self.corners[small, i]] for i in range(3))
        longest = np.maximum(np.maximum(_square(b - a), _square(c - b)), _square(a - c))
        made[small] |= self.double_area[small] <= NO_AREA * longest
        return made

    @cached_property
    def edges(self) -> "Edges":
        """Of the triangles that have an area."""
        return edges_of(self.corners, len(self.position))

    def _across(self, corner: "NDArray[np.int64]") -> "NDArray[np.float64]":
        """(3, m) the cross product of two sides of each triangle; numpy's own is many times slower."""
        import numpy as np

        start = [row.take(corner[0]) for row in self.columns]
        x, y, z = (row.take(corner[1]) - from_ for row, from_ in zip(self.columns, start, strict=True))
        u, v, w = (row.take(corner[2]) - from_ for row, from_ in zip(self.columns, start, strict=True))
        return np.stack([y * w - z * v, z * u - x * w, x * v - y * u])


@dataclass(frozen=True, kw_only=True)
class Edges:
    """Sides of triangles and the edges they make; side s belongs to triangle s // 3, from corner s % 3 to the next."""

    lead: "NDArray[np.int32]"
    """(3 m,) for each side the first of the same edge."""
    side: "NDArray[np.int64]"
    """(e,) the first side of each edge."""
    count: "NDArray[np.int64]"
    """(e,) how many sides each edge has: 1 on a border, 2 inside, more where it is not manifold."""
    low: "NDArray[np.int64]"
    """(e,) the edge's lower point."""
    high: "NDArray[np.int64]"
    """(e,) the edge's higher point."""
    forward: "NDArray[np.bool_]"
    """(3 m,) whether the side runs from low to high."""

    @cached_property
    def sides(self) -> "NDArray[np.int64]":
        """(3 m,) how many sides the edge of each side has."""
        import numpy as np

        made = np.zeros(len(self.lead), np.int64)
        made[self.side] = self.count
        return made.take(self.lead)

    @cached_property
    def pairs(self) -> "NDArray[np.int64]":
        """(p, 2) the two sides of each edge that has two."""
        import numpy as np

        own = np.ones(len(self.lead), bool)
        own[self.side] = False
        second = np.flatnonzero(own & (self.sides == 2))
        return np.stack([self.lead[second], second], axis=1)

    @cached_property
    def agree(self) -> "NDArray[np.bool_]":
        """(p,) whether those two run against each other, as they do where both triangles face the same way."""
        import numpy as np

        return np.asarray(self.forward[self.pairs[:, 0]] != self.forward[self.pairs[:, 1]])

    @cached_property
    def border(self) -> "NDArray[np.int64]":
        """(b,) edges with one side."""
        import numpy as np

        return np.flatnonzero(self.count == 1)


def surface_of(primitives: Sequence[Primitive]) -> Surface:
    """Join primitives, and points that are equal or nearer than floats can tell."""
    import numpy as np

    position = np.concatenate([each.position for each in primitives]).astype(np.float64, copy=False)
    first, inverse = weld(_cells(position))
    starts = np.cumsum([0, *(len(each.position) for each in primitives)])
    points = [inverse[low:high] for low, high in pairwise(starts)]
    corners = [point.take(each.triangles) for point, each in zip(points, primitives, strict=True)]
    owner = np.repeat(np.arange(len(primitives), dtype=np.int32), [len(each.triangles) for each in primitives])
    joined = np.concatenate(corners) if corners else np.zeros((0, 3), np.int64)
    return Surface(position=position.take(first, axis=0), corners=joined, owner=owner, point=points)


def _cells(position: "NDArray[np.float64]") -> "list[NDArray[np.int64]]":
    """In which cell of a fine grid each point lies: three numbers of less than 24 bits in two words."""
    import numpy as np

    columns = np.ascontiguousarray(position.T)
    low, high = columns.min(axis=1), columns.max(axis=1)
    grid = max(float(np.linalg.norm(high - low)), 1e-12) * GRID
    x, y, z = (np.rint((row - start) / grid).astype(np.int64) for row, start in zip(columns, low, strict=True))
    return [x << 24 | y, z]


def edges_of(corners: "NDArray[np.int64]", points: int) -> Edges:
    """The edges of triangles (m, 3) over so many points."""
    import numpy as np

    before, after = corners.reshape(-1), np.empty_like(corners)
    after[:, 0], after[:, 1], after[:, 2] = corners[:, 1], corners[:, 2], corners[:, 0]
    forward = before < after.reshape(-1)
    low, high = np.minimum(before, after.reshape(-1)), np.maximum(before, after.reshape(-1))
    lead = leaders([low * points + high], near=low << 2 | high & 3)
    side = np.flatnonzero(lead == np.arange(len(lead), dtype=np.int32))
    count = np.bincount(lead, minlength=len(lead))[side]
    return Edges(lead=lead, side=side, count=count, low=low[side], high=high[side], forward=forward)


def _square(rows: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    return np.asarray(np.einsum("ij,ij->i", rows, rows))


def _length(rows: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    return np.asarray(np.sqrt(_square(rows)))
