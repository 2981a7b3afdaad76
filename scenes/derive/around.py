"""A floor round a thing that cannot be walked in, so that one can walk round it."""

from pathlib import Path
from typing import TYPE_CHECKING

from scenes.derive.navmesh import Navmesh, joined, navmesh, write
from scenes.derive.recast import VISITOR, Agent
from scenes.mesh import Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BEYOND = 3.0
"""Metres of floor beyond the thing, on every side."""
SIDES = 64
LOW = 2.0
"""Things less high than this are walled in, so that nobody climbs over a skull."""


def ground_around(mesh: Mesh, out: Path | None = None, *, agent: Agent = VISITOR, limit: float = 120.0) -> Navmesh:
    """A floor at the thing's base, 3 m wider than the thing on every side, without what the thing stands on.

    Written to `out` and raising as `navmesh` does.
    """
    from dataclasses import replace

    import numpy as np

    position, _ = joined(mesh)
    low, high = position.min(axis=0), position.max(axis=0)
    pieces = {"floor": [_disc(low, high)], "wall": [_wall(position, low, high)]}
    shell = Mesh(parts={**pieces, "thing": [each for primitives in mesh.parts.values() for each in primitives]})
    found = navmesh(shell, agent=agent, limit=limit)
    level = found.position[found.corners][:, :, 1].max(axis=1) < low[1] + agent.climb
    first = found.island[level].min() if level.any() else -1
    kept = found.corners[level & (found.island == first)]
    rows, corners = np.unique(kept, return_inverse=True)
    floor = replace(
        found, position=found.position[rows], corners=corners.reshape(-1, 3), island=np.zeros(len(kept), dtype=np.int64)
    )
    floor = _measured(floor, float(np.prod((high - low)[[0, 2]])))
    if out is not None and floor.triangles:
        write(floor, out)
    return floor


def _measured(floor: Navmesh, footprint: float) -> Navmesh:
    from dataclasses import replace

    import numpy as np

    corners = floor.position[floor.corners]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = float(np.linalg.norm(face, axis=1).sum() / 2)
    return replace(
        floor, area=area, largest=area, islands=min(1, len(corners)), footprint=footprint, triangles=len(corners)
    )


def _disc(low: "Array", high: "Array") -> Primitive:
    """A round floor at the thing's lowest point, seen from above."""
    import numpy as np

    middle, reach = (low + high) / 2, float(np.hypot(*(high - low)[[0, 2]])) / 2 + BEYOND + VISITOR.radius
    turn = np.arange(SIDES) * 2 * np.pi / SIDES
    rim = np.stack([middle[0] + reach * np.sin(turn), np.full(SIDES, low[1]), middle[2] + reach * np.cos(turn)], -1)
    position = np.concatenate([[[middle[0], low[1], middle[2]]], rim])
    index = np.arange(SIDES)
    triangles = np.stack([np.zeros(SIDES, dtype=np.int64), 1 + index, 1 + (index + 1) % SIDES], -1)
    return Primitive(material="", position=position, triangles=triangles)


def _wall(position: "Array", low: "Array", high: "Array") -> Primitive:
    """Upright walls and a steep roof over a low thing's outline; a single point's worth of nothing for a high one."""
    import numpy as np

    outline = _outline(position) if high[1] - low[1] < LOW else _outline(position[:1])
    count = len(outline)
    top = low[1] + LOW + 2 * VISITOR.climb
    foot = np.insert(outline, 1, low[1] - 0.01, axis=1)
    head = np.insert(outline, 1, top, axis=1)
    peak = np.append(outline.mean(axis=0), top + 4 * float(np.ptp(outline, axis=0).max()) + 0.1)[[0, 2, 1]]
    index = np.arange(count)
    after = (index + 1) % count
    sides = [np.stack([index, after, after + count], -1), np.stack([index, after + count, index + count], -1)]
    roof = np.stack([index + count, after + count, np.full(count, 2 * count)], -1)
    return Primitive(
        material="", position=np.concatenate([foot, head, [peak]]), triangles=np.concatenate([*sides, roof])
    )


def _outline(position: "Array") -> "Array":
    """Corners (n, 2) in x and z of the convex hull from above, at least a centimetre wide."""
    import numpy as np
    from scipy.spatial import ConvexHull

    flat = position[:, [0, 2]]
    around = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]]) * 0.005
    grown = np.concatenate([corner + flat[:: max(1, len(flat) // 50_000)] for corner in around])
    return np.asarray(grown[ConvexHull(grown).vertices])
