"""Triangles without an area that lie between others: taking one out would leave a slit, so its long side is swapped.

Where corner b lies on side c–a, and the triangle beyond that side has its third corner at d, the two become a–b–d and
b–c–d, which cover the same surface.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.derive.mending.surface import Surface
from scenes.mesh import Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSES = 4
"""A fan of slivers on one side goes in several passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Slivers, each with the triangle beyond its longest side."""

    sliver: "NDArray[np.int64]"
    beyond: "NDArray[np.int64]"
    side: "NDArray[np.int64]"
    """(k,) the longest side of the sliver: from its corner of that number to the next."""
    opposite: "NDArray[np.int64]"
    """(k,) the same edge as a side of the triangle beyond."""


def longest_sides(surface: Surface) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Triangles without an area over three different points, and the longest side of each (3 m numbering)."""
    import numpy as np

    thin = np.flatnonzero(surface.degenerate & ~surface.collapsed)
    places = surface.position[surface.corners[thin]]
    lengths = np.linalg.norm(places[:, [1, 2, 0]] - places, axis=2)
    return thin, thin * 3 + np.argmax(lengths, axis=1)


def swapped(primitives: Sequence[Primitive], surface: Surface) -> tuple[list[Primitive], int]:
    """The primitives with slivers swapped away where both triangles share their vertices, and how many were.

    `surface` has their triangles in their order. Only the triangles round slivers are looked at.
    """
    import numpy as np

    thin, _ = longest_sides(surface)
    near = np.zeros(len(surface.position), bool)
    near[surface.corners[thin]] = True
    rows = np.flatnonzero(near[surface.corners].any(axis=1))
    starts = np.cumsum([0, *(len(each.position) for each in primitives)])
    vertices = np.concatenate([each.triangles + start for each, start in zip(primitives, starts, strict=False)])
    point, total = _points(surface, vertices, int(starts[-1])), 0
    for _ in range(PASSES):
        local = Surface(
            position=surface.position, corners=point[vertices[rows]], owner=surface.owner[rows], point=surface.point
        )
        count = _swap(vertices, rows, local, _independent(local, _pairs(local)))
        total += count
        if not count:
            break
    cuts = np.cumsum([len(each.triangles) for each in primitives])[:-1]
    parted = np.split(vertices, cuts)
    made = [
        replace(each, triangles=corners - start)
        for each, corners, start in zip(primitives, parted, starts, strict=False)
    ]
    return made, total


def _points(surface: Surface, vertices: "NDArray[np.int64]", count: int) -> "NDArray[np.int64]":
    """(count,) the point of each vertex."""
    import numpy as np

    point = np.zeros(count, np.int64)
    point[vertices.reshape(-1)] = surface.corners.reshape(-1)
    return point


def _pairs(surface: Surface) -> Pairs:
    import numpy as np

    thin, side = longest_sides(surface)
    edges = surface.edges
    partner = np.full(3 * len(surface.corners), -1)
    good = edges.pairs[edges.agree]
    partner[good[:, 0]], partner[good[:, 1]] = good[:, 1], good[:, 0]
    other = partner[side]
    fine = (other >= 0) & ~surface.degenerate[np.maximum(other, 0) // 3]
    return Pairs(sliver=thin[fine], beyond=other[fine] // 3, side=side[fine] % 3, opposite=other[fine] % 3)


def _independent(surface: Surface, pairs: Pairs) -> Pairs:
    """Those whose triangles belong to no pair before them, and whose new edge is not there already."""
    import numpy as np

    if not len(pairs.sliver):
        return pairs
    _, first = np.unique(pairs.beyond, return_index=True)
    b = surface.corners[pairs.sliver, (pairs.side + 2) % 3]
    d = surface.corners[pairs.beyond, (pairs.opposite + 2) % 3]
    key = np.minimum(b, d) * len(surface.position) + np.maximum(b, d)
    new = ~np.isin(key, surface.edges.low * len(surface.position) + surface.edges.high)
    _, once = np.unique(key, return_index=True)
    kept = np.zeros(len(key), bool)
    kept[np.intersect1d(first, once)] = True
    rows = np.flatnonzero(kept & new & (b != d))
    return Pairs(**{name: getattr(pairs, name)[rows] for name in ("sliver", "beyond", "side", "opposite")})


def _swap(vertices: "NDArray[np.int64]", rows: "NDArray[np.int64]", surface: Surface, pairs: Pairs) -> int:
    """Write new corners into `vertices` and say how many pairs were swapped; pairs over a seam stay as they are."""
    import numpy as np

    thin, beyond = rows[pairs.sliver], rows[pairs.beyond]
    c, a, b = (vertices[thin, (pairs.side + step) % 3] for step in range(3))
    start, end, d = (vertices[beyond, (pairs.opposite + step) % 3] for step in range(3))
    whole = (a == start) & (c == end) & (surface.owner[pairs.sliver] == surface.owner[pairs.beyond])
    a, b, c, d = a[whole], b[whole], c[whole], d[whole]
    vertices[thin[whole]] = np.stack([a, b, d], axis=1)
    vertices[beyond[whole]] = np.stack([b, c, d], axis=1)
    return int(whole.sum())
