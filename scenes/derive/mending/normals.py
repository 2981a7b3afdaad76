"""Normals where a file has none: smooth, with creases where a form has edges."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenes.derive.mending.pieces import connected
from scenes.derive.mending.surface import Surface
from scenes.mesh import Primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

CREASE = 0.766
"""Cosine of 40 degrees: a sharper edge is a crease."""
BUILT = 0.05
"""Share of sharp edges from which a form is taken for a built one; a scan's few are noise, and are smoothed over."""


def with_normals(primitives: "Sequence[Primitive]", surface: Surface) -> list[Primitive]:
    """The primitives, those without normals given some; vertices on creases are parted.

    Each normal is the mean of the triangles round its point, weighted by area and angle.
    """
    import numpy as np

    flat = surface.cross / np.maximum(surface.double_area, 1e-300)[:, None]
    group, count = _groups(surface, flat)
    normal = _mean(surface, flat, group, count)
    made, done = [], 0
    for each in primitives:
        corners = group[3 * done : 3 * (done + len(each.triangles))]
        made.append(each if each.normal is not None else _given(each, corners, normal))
        done += len(each.triangles)
    return made


def _groups(surface: Surface, flat: "NDArray[np.float64]") -> "tuple[NDArray[np.int64], int]":
    """(3 m,) the normal that each corner shares, and how many there are."""
    import numpy as np

    pairs = surface.edges.pairs
    bend = np.einsum("ij,ij->i", flat[pairs[:, 0] // 3], flat[pairs[:, 1] // 3])
    sharp = bend < CREASE
    group = surface.corners.reshape(-1).copy()
    if not len(pairs) or sharp.mean() < BUILT:
        return group, len(surface.position)
    odd = surface.edges.count > 2
    creased = np.zeros(len(surface.position), bool)
    for ends in (surface.corners.reshape(-1)[pairs[sharp, 0]], surface.corners.reshape(-1)[_next(pairs[sharp, 0])]):
        creased[ends] = True
    creased[surface.edges.low[odd]] = creased[surface.edges.high[odd]] = True
    chosen = np.flatnonzero(creased[group])
    place = np.full(len(group), -1)
    place[chosen] = np.arange(len(chosen))
    count, label = connected(_links(surface, pairs[~sharp], place), len(chosen))
    group[chosen] = len(surface.position) + label
    return group, len(surface.position) + count


def _links(surface: Surface, pairs: "NDArray[np.int64]", place: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Corners of one point on either side of edges that are no creases."""
    import numpy as np

    flat = surface.corners.reshape(-1)
    here, there = pairs[:, 0], pairs[:, 1]
    same = flat[here] == flat[there]
    first = np.stack([place[here], np.where(same, place[there], place[_next(there)])], axis=1)
    second = np.stack([place[_next(here)], np.where(same, place[_next(there)], place[there])], axis=1)
    links = np.concatenate([first, second])
    return links[(links >= 0).all(axis=1)]


def _next(side: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The corner that follows in the same triangle."""
    return side // 3 * 3 + (side + 1) % 3


def _mean(
    surface: Surface, flat: "NDArray[np.float64]", group: "NDArray[np.int64]", count: int
) -> "NDArray[np.float64]":
    import numpy as np

    weights = (_angles(surface) * surface.double_area[:, None]).reshape(-1)
    rows = np.repeat(flat, 3, axis=0) * weights[:, None]
    total = np.stack([np.bincount(group, rows[:, i], count) for i in range(3)], axis=1)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.where(length > 0, total / np.maximum(length, 1e-300), np.array([0.0, 1.0, 0.0]))


def _angles(surface: Surface) -> "NDArray[np.float64]":
    """(m, 3) radians at each corner."""
    import numpy as np

    places = surface.position[surface.corners]
    ahead = places[:, [1, 2, 0]] - places
    ahead /= np.maximum(np.linalg.norm(ahead, axis=2, keepdims=True), 1e-300)
    back = -ahead[:, [2, 0, 1]]
    return np.asarray(np.arccos(np.clip(np.einsum("ijk,ijk->ij", ahead, back), -1, 1)))


def _given(primitive: Primitive, group: "NDArray[np.int64]", normal: "NDArray[np.float64]") -> Primitive:
    """The primitive with the normals of its corners; a vertex whose corners differ becomes several."""
    import numpy as np

    flat = np.asarray(primitive.triangles).reshape(-1)
    own = np.zeros(len(primitive.position), np.int64)
    own[flat] = group
    if (own[flat] == group).all():
        return replace(primitive, normal=normal[own])
    from scenes.read.weld import weld

    first, inverse = weld([flat, group])
    return rows_of(primitive, flat[first], inverse.reshape(-1, 3), normal=normal[group[first]])


def rows_of(primitive: Primitive, rows: "NDArray[Any]", triangles: "NDArray[Any]", **changes: Any) -> Primitive:
    """Those vertices of a primitive under other triangles."""
    kept = {name: getattr(primitive, name) for name in ("normal", "uv", "colour", "tangent")}
    taken: dict[str, Any] = {name: None if each is None else each[rows] for name, each in kept.items()}
    return replace(primitive, position=primitive.position[rows], triangles=triangles, **(taken | changes))
