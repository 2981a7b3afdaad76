"""The three-quarter view that shows a thing best."""

import math
from typing import TYPE_CHECKING

from scenes.derive.render.front import detail, front
from scenes.derive.render.studio import Studio, studio
from scenes.derive.render.view import View, framed
from scenes.mesh import Mesh, PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ASIDE = 0.46
"""Radians that a three-quarter view stands off the front."""
TOWARDS = 0.25
"""How much the side nearer to +Z is preferred of the two."""
LARGE = 20.0
"""Metres across above which a thing is a place, seen from the air."""


def best_angles(room: Studio) -> tuple[float, float]:
    """The azimuth and elevation of the three-quarter view, radians."""
    ahead = front(room)
    azimuth = max((ahead + ASIDE, ahead - ASIDE), key=lambda turn: detail(room, turn) * (1 + TOWARDS * math.cos(turn)))
    return azimuth, elevation(room.subject.points)


def elevation(points: "Array") -> float:
    """Radians above level from which a thing of this size and shape is looked at: eye height for statues, more for
    flat and small things, from the air for places."""
    import numpy as np

    size = np.ptp(points, axis=0)
    across = float(max(size[0], size[2]))
    if across > LARGE:
        return 0.6
    upright = float(np.clip((size[1] / max(across, 1e-9) - 0.3) / 0.9, 0, 1))
    if size[1] > 4.0:
        return 0.06
    return 0.42 + (0.12 - 0.42) * upright


def portrait(room: Studio, angles: tuple[float, float], aspect: float) -> View:
    """The view at these angles, framed tightly; a place is framed on what it has most of, not on its outskirts."""
    import numpy as np

    points = room.subject.points
    size = np.ptp(points, axis=0)
    if max(size[0], size[2]) > LARGE:
        points = _core(points)
    return framed(points, *angles, aspect)


def _core(points: "Array") -> "Array":
    import numpy as np

    low, high = np.percentile(points, 4, axis=0), np.percentile(points, 96, axis=0)
    inside = ((points >= low) & (points <= high))[:, [0, 2]].all(axis=1)
    return points[inside] if inside.sum() > 100 else points


def facing_of(thing: Mesh | PointCloud) -> float:
    """The azimuth of a thing's guessed front, radians from +Z towards +X; raises as `studio` does."""
    with studio(thing) as room:
        return front(room)
