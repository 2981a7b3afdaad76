"""Holes: the loops of a surface's border, and where they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.derive.mending.pieces import connected
from scenes.derive.mending.surface import Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


def loops_of(surface: Surface, flips: "NDArray[np.bool_]") -> list[Loop]:
    """Every border, longest first, as it runs once the triangles `flips` are turned."""
    import numpy as np

    edges = surface.edges
    side = edges.side[edges.border]
    if not len(side):
        return []
    begin = surface.corners.reshape(-1)[side]
    end = surface.corners.reshape(-1)[side // 3 * 3 + (side + 1) % 3]
    turned = flips[side // 3]
    begin, end = np.where(turned, end, begin), np.where(turned, begin, end)
    on_border = np.zeros(len(surface.position), bool)
    on_border[begin] = on_border[end] = True
    names, place = np.flatnonzero(on_border), np.cumsum(on_border) - 1
    ends = np.stack([place[begin], place[end]], axis=1)
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
