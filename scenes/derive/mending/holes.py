"""Holes: the loops of a surface's border, where they are, and lids for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.derive.mending.pieces import connected
from scenes.derive.mending.surface import Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_SIDES = 20_000
"""Of a hole that is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One border, its points in order where it runs round once."""

    points: "NDArray[np.int64]"
    """From point to point as the triangles beside it run."""
    length: float
    """Metres."""
    middle: tuple[float, float, float]
    """Of its points."""
    owner: int
    """A primitive beside it."""
    simple: bool
    """Whether it is one closed line that meets no other."""
    edges: int


def loops_of(surface: Surface) -> list[Loop]:
    """Every border, longest first."""
    import numpy as np

    edges = surface.edges
    side = edges.side[edges.start[edges.border]]
    if not len(side):
        return []
    begin = surface.corners.reshape(-1)[side]
    end = surface.corners.reshape(-1)[side // 3 * 3 + (side + 1) % 3]
    names, packed = np.unique(np.stack([begin, end], axis=1), return_inverse=True)
    ends = packed.reshape(-1, 2)
    count, label = connected(ends, len(names))
    which = label[ends[:, 0]]
    order = np.argsort(which, kind="stable")
    sets = np.split(order, np.cumsum(np.bincount(which, minlength=count))[:-1])
    found = [_loop(surface, names[ends[rows]], int(surface.owner[side[rows[0]] // 3])) for rows in sets]
    return sorted(found, key=lambda loop: (-loop.length, loop.middle))


def _loop(surface: Surface, lines: "NDArray[np.int64]", owner: int) -> Loop:
    """One set of lines (k, 2) that hang together."""
    import numpy as np

    begin, end = surface.position[lines[:, 0]], surface.position[lines[:, 1]]
    middle = begin.mean(axis=0)
    points = _walk(lines)
    return Loop(
        points=lines[:, 0] if points is None else points,
        length=float(np.linalg.norm(end - begin, axis=1).sum()),
        middle=(float(middle[0]), float(middle[1]), float(middle[2])),
        owner=owner,
        simple=points is not None,
        edges=len(lines),
    )


def _walk(lines: "NDArray[np.int64]") -> "NDArray[np.int64] | None":
    """The points in order, or none where lines fork or end."""
    import numpy as np

    after = dict(lines.tolist())
    if len(after) != len(lines) or len(set(after.values())) != len(lines):
        return None
    first = point = int(lines[0, 0])
    found = [first]
    while (point := after.get(point, first)) != first:
        found.append(point)
        if len(found) > len(lines):
            return None
    return np.array(found) if len(found) == len(lines) else None


def lid(surface: Surface, loop: Loop) -> "NDArray[np.int64] | None":
    """Triangles (k, 3) over the loop's points that close it, or none where it forks or is too long.

    Short ones are cut by ears in the plane that fits best; -1 stands for a new point at the loop's middle, which a
    loop that is far from flat is closed to.
    """
    import numpy as np

    if not loop.simple or loop.edges > MAX_SIDES:
        return None
    back = loop.points[::-1]
    if len(back) == 3:
        return back[None]
    flat = _ears(surface.position[back]) if len(back) <= 400 else None
    if flat is not None:
        return back[flat]
    return np.stack([back, np.roll(back, -1), np.full(len(back), -1)], axis=1)


def _ears(points: "NDArray[np.float64]") -> "NDArray[np.int64] | None":
    """Triangles of a loop that is nearly flat, or none."""
    import numpy as np

    from scenes.read.polygons import cut

    centred = points - points.mean(axis=0)
    spread = np.linalg.svd(centred, compute_uv=False)
    if spread[2] > 0.15 * spread[1]:
        return None
    return np.asarray(cut(points[None])[0])
