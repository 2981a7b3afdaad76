"""A plan: the thing from straight above, to scale, for maps."""

from pathlib import Path
from typing import TYPE_CHECKING

from scenes.mesh import Mesh, PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scenes.derive.render import Studio, View

LARGEST = 2048
"""Pixels of the longer side."""
FINEST = 400.0
"""Pixels a metre beyond which there is nothing more to see."""
EYE, ABOVE = 1.65, 0.35
"""A plan of rooms is cut so many metres over the floor: eye height and a little."""

Bounds = tuple[float, float, float, float]


def plan(
    thing: Mesh | PointCloud,
    path: Path,
    *,
    largest: int = LARGEST,
    ceiling: float | None = None,
    bounds: Bounds | None = None,
) -> Bounds:
    """Write a WebP of the thing from above, north (−Z) up, transparent around it; returns its bounds in metres.

    The bounds are lowest x and z, highest x and z, and the left upper corner of the picture is the lowest of both.
    What is higher than `ceiling` (metres, scene space; `floor_height` plus eye height for rooms) is cut away, and solid
    walls show where they are cut. Raises `EglMissing` where nothing can be drawn, `ValueError` for a thing that cannot
    be, or bounds that enclose nothing.
    """
    from scenes.derive.render import studio
    from scenes.derive.render.lights import survey
    from scenes.derive.render.save import webp

    with studio(thing) as room:
        if ceiling is not None:
            room.ceiling = ceiling - float(room.subject.middle[1])
        around = bounds or _bounds(room)
        if not (around[0] < around[2] and around[1] < around[3]):
            raise ValueError(f"bounds {around} enclose nothing: lowest x and z, then highest x and z")
        room.light(survey())
        size = pixels(around, largest)
        picture = room.shoot(_view(room, around), size, edges=0.55, smooth=_smooth(size))
    webp([picture], path, quality=82)
    return around


def pixels(bounds: Bounds, largest: int) -> tuple[int, int]:
    """The picture's width and height: the longer side `largest`, or less where that would be finer than useful."""
    wide, deep = bounds[2] - bounds[0], bounds[3] - bounds[1]
    scale = min(largest / max(wide, deep), FINEST)
    return max(16, round(wide * scale)), max(16, round(deep * scale))


def _smooth(size: tuple[int, int]) -> int:
    return 2 if size[0] * size[1] <= 2_200_000 else 1


def _bounds(room: "Studio") -> Bounds:
    """The thing's box and a fiftieth more, in whole centimetres or less."""
    low, high = room.subject.low, room.subject.high
    more = float(max(high[0] - low[0], high[2] - low[2], 1e-3)) / 50
    digits = 2 if more > 0.1 else 4
    west, north, east, south = (low[0] - more, low[2] - more, high[0] + more, high[2] + more)
    return (
        round(float(west), digits),
        round(float(north), digits),
        round(float(east), digits),
        round(float(south), digits),
    )


def _view(room: "Studio", bounds: Bounds) -> "View":
    import numpy as np

    from scenes.derive.render import from_above

    middle = room.subject.middle
    low = np.array([bounds[0], room.subject.low[1], bounds[1]]) - middle
    high = np.array([bounds[2], room.subject.high[1], bounds[3]]) - middle
    return from_above(low, high)


def floor_height(mesh: Mesh) -> float:
    """The height, in metres, at which a mesh has most level ground; the lowest point where it has none."""
    import numpy as np

    height, area = _level(mesh)
    if not len(height):
        return float(mesh.bounds()[0][1])
    step = 0.1
    bins = np.floor((height - height.min()) / step).astype(int)
    share = np.bincount(bins, area)
    best = int(np.argmax(share > 0.6 * share.max()))
    return float(np.average(height[bins == best], weights=area[bins == best]))


def _level(mesh: Mesh) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Heights and areas of the triangles that one could stand on."""
    import numpy as np

    heights, areas = [np.empty(0)], [np.empty(0)]
    for primitives in mesh.parts.values():
        for each in primitives:
            corners = np.asarray(each.position)[each.triangles]
            face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
            area = np.linalg.norm(face, axis=1)
            level = (face[:, 1] > 0.95 * area) & (area > 0)
            heights.append(corners[level].mean(axis=1)[:, 1])
            areas.append(area[level])
    return np.concatenate(heights), np.concatenate(areas)
