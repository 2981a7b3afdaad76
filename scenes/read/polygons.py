"""Polygons of one number of corners cut into triangles."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def cut(points: "NDArray[np.float64]") -> "NDArray[np.int64]":
    """Corners (m, k - 2, 3) of the triangles of polygons (m, k, 3): fans, or ears where a polygon is not convex."""
    import numpy as np

    count, corners = points.shape[:2]
    fan = np.stack([np.zeros(corners - 2, int), np.arange(1, corners - 1), np.arange(2, corners)], axis=1)
    made = np.broadcast_to(fan, (count, corners - 2, 3)).astype(np.int64)
    if corners == 3:
        return made
    for index in np.flatnonzero(_bent(points)).tolist():
        made[index] = _ears(points[index])
    return made


def _bent(points: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Which polygons turn the wrong way at some corner."""
    import numpy as np

    after = np.roll(points, -1, axis=1) - points
    turns = np.cross(np.roll(after, 1, axis=1), after)
    whole = np.cross(points - points[:, :1], np.roll(points, -1, axis=1) - points[:, :1]).sum(axis=1)
    size = np.einsum("ij,ij->i", whole, whole)
    return np.asarray((np.einsum("ijk,ik->ij", turns, whole) < -1e-9 * size[:, None]).any(axis=1))


def _ears(points: "NDArray[np.float64]") -> "list[tuple[int, int, int]]":
    """Ear clipping in the polygon's own plane."""
    import numpy as np

    normal = np.cross(points - points[0], np.roll(points, -1, axis=0) - points[0]).sum(axis=0)
    axis = int(np.argmax(np.abs(normal)))
    flat = np.delete(points, axis, axis=1) * ([1, -1] if (axis == 1) != (normal[axis] < 0) else [1, 1])
    left, found = list(range(len(points))), []
    while len(left) > 3:
        place = next((i for i in range(len(left)) if _ear(flat, left, i)), 0)
        found.append((left[place - 1], left[place], left[(place + 1) % len(left)]))
        del left[place]
    return [*found, (left[0], left[1], left[2])]


def _ear(flat: "NDArray[np.float64]", left: list[int], place: int) -> bool:
    a, b, c = (flat[left[(place + step) % len(left)]] for step in (-1, 0, 1))
    if _side(a, b, c) <= 0:
        return False
    others = [flat[i] for i in left if i not in (left[place - 1], left[place], left[(place + 1) % len(left)])]
    return not any(_side(a, b, p) >= 0 and _side(b, c, p) >= 0 and _side(c, a, p) >= 0 for p in others)


def _side(a: "NDArray[np.float64]", b: "NDArray[np.float64]", p: "NDArray[np.float64]") -> float:
    return float((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))
