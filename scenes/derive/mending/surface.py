"""All primitives of a mesh as one surface over points that stand once, and what its edges say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scenes.mesh import Primitive
from scenes.read.weld import weld

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
    def cross(self) -> "NDArray[np.float64]":
        """(m, 3) normals as long as twice the area."""
        import numpy as np

        a, b, c = (self.position[self.corners[:, i]] for i in range(3))
        return np.asarray(_cross(b - a, c - a))

    @cached_property
    def double_area(self) -> "NDArray[np.float64]":
        """(m,) twice the area."""
        return _length(self.cross)

    @cached_property
    def collapsed(self) -> "NDArray[np.bool_]":
        """(m,) whether two corners of a triangle are one point."""
        import numpy as np

        a, b, c = (self.corners[:, i] for i in range(3))
        return np.asarray((a == b) | (b == c) | (c == a))

    @cached_property
    def degenerate(self) -> "NDArray[np.bool_]":
        """(m,) whether a triangle has no area."""
        import numpy as np

        a, b, c = (self.position[self.corners[:, i]] for i in range(3))
        longest = np.maximum(np.maximum(_square(b - a), _square(c - b)), _square(a - c))
        return np.asarray((self.double_area <= NO_AREA * longest) | self.collapsed)

    @cached_property
    def edges(self) -> "Edges":
        """Of the triangles that have an area."""
        return edges_of(self.corners, len(self.position))


@dataclass(frozen=True, kw_only=True)
class Edges:
    """Sides of triangles, those of one edge together."""

    side: "NDArray[np.int64]"
    """(3 m,) sides sorted by edge; side s belongs to triangle s // 3 and runs from its corner s % 3 to the next."""
    start: "NDArray[np.int64]"
    """(e,) where each edge's sides begin in `side`."""
    count: "NDArray[np.int64]"
    """(e,) how many sides each edge has: 1 on a border, 2 inside, more where it is not manifold."""
    low: "NDArray[np.int64]"
    """(e,) the edge's lower point."""
    high: "NDArray[np.int64]"
    """(e,) the edge's higher point."""
    forward: "NDArray[np.bool_]"
    """(3 m,) whether the side, in the order of `side`, runs from low to high."""

    @cached_property
    def pairs(self) -> "NDArray[np.int64]":
        """(p, 2) the two sides of each edge that has two."""
        import numpy as np

        begin = self.start[self.count == 2]
        return np.stack([self.side[begin], self.side[begin + 1]], axis=1)

    @cached_property
    def agree(self) -> "NDArray[np.bool_]":
        """(p,) whether those two run against each other, as they do where both triangles face the same way."""
        import numpy as np

        begin = self.start[self.count == 2]
        return np.asarray(self.forward[begin] != self.forward[begin + 1])

    @cached_property
    def border(self) -> "NDArray[np.int64]":
        """(b,) edges with one side."""
        import numpy as np

        return np.flatnonzero(self.count == 1)


def surface_of(primitives: Sequence[Primitive]) -> Surface:
    """Join primitives, and points that are equal or nearer than floats can tell."""
    import numpy as np

    position = np.concatenate([each.position for each in primitives]).astype(np.float64, copy=False)
    grid = max(float(np.linalg.norm(position.max(axis=0) - position.min(axis=0))), 1e-12) * GRID
    cells = np.rint((position - position.min(axis=0)) / grid).astype(np.int64)
    first, inverse = weld([_packed(cells)])
    starts = np.cumsum([0, *(len(each.position) for each in primitives)])
    points = [inverse[low:high] for low, high in pairwise(starts)]
    corners = [point[each.triangles] for point, each in zip(points, primitives, strict=True)]
    owner = np.repeat(np.arange(len(primitives), dtype=np.int32), [len(each.triangles) for each in primitives])
    joined = np.concatenate(corners) if corners else np.zeros((0, 3), np.int64)
    return Surface(position=position[first], corners=joined, owner=owner, point=points)


def edges_of(corners: "NDArray[np.int64]", points: int) -> Edges:
    """The sides of triangles (m, 3) sorted by edge."""
    import numpy as np

    after = corners[:, [1, 2, 0]].reshape(-1)
    before = corners.reshape(-1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    key = low * points + high
    order = np.argsort(key)
    ordered = key[order]
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    start = np.flatnonzero(new)
    count = np.diff(np.append(start, len(ordered)))
    first = order[start]
    forward = (before < after)[order]
    return Edges(side=order, start=start, count=count, low=low[first], high=high[first], forward=forward)


def _packed(cells: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Three numbers of less than 24 bits side by side: at most 72 bits, so two words."""
    import numpy as np

    if not len(cells):
        return np.zeros((0, 2), np.int64)
    return np.stack([cells[:, 0] << 24 | cells[:, 1], cells[:, 2]], axis=1)


def _cross(a: "NDArray[Any]", b: "NDArray[Any]") -> "NDArray[Any]":
    """numpy's own is three times slower."""
    import numpy as np

    made = np.empty_like(a)
    made[:, 0] = a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1]
    made[:, 1] = a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2]
    made[:, 2] = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return made


def _square(rows: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    return np.asarray(np.einsum("ij,ij->i", rows, rows))


def _length(rows: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    return np.asarray(np.sqrt(_square(rows)))
