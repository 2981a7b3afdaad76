"""Surfaces with normals and texture coordinates, from which the demonstration sites are made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Triple = tuple[float, float, float]
WHITE: Triple = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Triangles in metres; before bending, positions are (along the ring, up, inwards)."""

    position: Array
    normal: Array
    uv: Array
    """Metres, v downwards as glTF has it."""
    colour: Array
    triangles: NDArray[np.int64]

    def tinted(self, colour: Triple) -> "Surface":
        """The same with its colour multiplied."""
        return replace(self, colour=self.colour * np.asarray(colour))

    def moved(self, offset: Triple, turn: float = 0.0) -> "Surface":
        """The same turned about +Y by `turn` radians, then moved."""
        c, s = np.cos(turn), np.sin(turn)
        matrix = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        return replace(self, position=self.position @ matrix.T + offset, normal=self.normal @ matrix.T)


def join(surfaces: Iterable[Surface]) -> Surface:
    """All surfaces as one."""
    items = list(surfaces)
    starts = np.cumsum([0] + [len(item.position) for item in items[:-1]])
    return Surface(
        position=np.concatenate([item.position for item in items]),
        normal=np.concatenate([item.normal for item in items]),
        uv=np.concatenate([item.uv for item in items]),
        colour=np.concatenate([item.colour for item in items]),
        triangles=np.concatenate([item.triangles + start for item, start in zip(items, starts, strict=True)]),
    )


def grid(
    points: Array,
    *,
    facing: Triple | None = None,
    towards: Triple | None = None,
    away: Triple | None = None,
    uv: Array | None = None,
    weight: Triple = WHITE,
) -> Surface:
    """A smooth sheet over points (n, m, 3).

    Its front looks along `facing`, towards a point, or away from one: on the whole, and counting the axes by `weight`.
    Without `uv` the texture follows arc length.
    """
    rows, columns = points.shape[:2]
    across = np.gradient(points, axis=0)
    along = np.gradient(points, axis=1)
    normal = np.cross(across, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    want = np.asarray(facing) if facing is not None else np.asarray(towards if towards is not None else away) - points
    if away is not None:
        want = -want
    if np.sum(normal * want * weight) < 0:
        normal = -normal
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    triangles = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], -2).reshape(-1, 3)
    return Surface(
        position=points.reshape(-1, 3),
        normal=normal.reshape(-1, 3),
        uv=(_arc_uv(points) if uv is None else uv).reshape(-1, 2),
        colour=np.ones((rows * columns, 3)),
        triangles=triangles,
    )


def _arc_uv(points: Array) -> Array:
    steps0 = np.linalg.norm(np.diff(points, axis=0), axis=-1).mean(axis=1)
    steps1 = np.linalg.norm(np.diff(points, axis=1), axis=-1).mean(axis=0)
    first, second = (np.concatenate([[0], np.cumsum(steps)]) for steps in (steps0, steps1))
    return np.stack(np.meshgrid(first, second, indexing="ij"), -1)


def wall_uv(points: Array) -> Array:
    """Texture coordinates of an upright sheet: along the ring and up, so that courses stay level."""
    return np.stack([points[..., 0] + points[..., 2], -points[..., 1]], -1)


def floor_uv(points: Array) -> Array:
    """Texture coordinates of a level sheet."""
    return np.stack([points[..., 0], points[..., 2]], -1)


def _triple(values: Sequence[float] | Array) -> Triple:
    x, y, z = (float(value) for value in values)
    return x, y, z


def sheet(corner: Triple, first: Triple, second: Triple, facing: Triple, cells: tuple[int, int] = (1, 1)) -> Surface:
    """A flat parallelogram cut into cells; upright ones keep their courses level."""
    i = np.linspace(0, 1, cells[0] + 1)[:, None, None]
    j = np.linspace(0, 1, cells[1] + 1)[None, :, None]
    points = np.asarray(corner) + i * np.asarray(first) + j * np.asarray(second)
    return grid(points, facing=facing, uv=floor_uv(points) if abs(facing[1]) > 0.5 else wall_uv(points))


def block(low: Triple, high: Triple, cell: float = 4.0, skip: str = "") -> Surface:
    """A box without the sides named in `skip` (any of `x X y Y z Z`, lower case for the low side)."""
    size = np.subtract(high, low)
    faces = []
    for axis, name in enumerate("xyz"):
        one, two = [other for other in range(3) if other != axis]
        cells = (max(1, round(size[one] / cell)), max(1, round(size[two] / cell)))
        for sign, letter in ((-1, name), (1, name.upper())):
            if letter in skip:
                continue
            corner = list(low)
            corner[axis] = (low if sign < 0 else high)[axis]
            vectors = np.diag(size)
            faces.append(
                sheet(
                    _triple(corner),
                    _triple(vectors[one]),
                    _triple(vectors[two]),
                    _triple(np.eye(3)[axis] * sign),
                    cells,
                )
            )
    return join(faces)


def extrude(profile: Sequence[tuple[float, float]], start: float, end: float, cells: int) -> Surface:
    """A moulding: a profile of (height, depth) drawn along the ring, with sharp edges."""
    along = np.linspace(start, end, cells + 1)
    strips = []
    for (y0, d0), (y1, d1) in pairwise(profile):
        ends = np.array([[y0, d0], [y1, d1]])
        points = np.empty((2, cells + 1, 3))
        points[..., 0] = along
        points[..., 1:] = ends[:, None, :]
        out = (0.0, d1 - d0, y0 - y1)
        v = np.array([y0, y0 + float(np.hypot(y1 - y0, d1 - d0))])
        uv = np.stack(np.broadcast_arrays(along[None, :], -v[:, None]), -1)
        strips.append(grid(points, facing=out, uv=uv))
    return join(strips)


def lathe(profile: Sequence[tuple[float, float]], centre: tuple[float, float], sides: int, half: bool) -> Surface:
    """A profile of (height, radius) turned about an upright axis at (along, inwards); `half` gives the outer half."""
    angle = np.linspace(0, np.pi, sides + 1) if half else np.linspace(0, 2 * np.pi, sides + 1)
    rows = np.asarray(profile)
    points = np.empty((len(rows), sides + 1, 3))
    points[..., 0] = centre[0] + rows[:, 1:] * np.cos(angle)
    points[..., 1] = rows[:, :1]
    points[..., 2] = centre[1] - rows[:, 1:] * np.sin(angle)
    uv = np.stack(np.broadcast_arrays(angle[None, :] * 0.5, -rows[:, :1]), -1)
    inside = (centre[0], float(rows[:, 0].mean()), centre[1])
    return grid(points, away=inside, uv=uv, weight=(1.0, 0.0, 1.0))


def flat_topped(surface: Surface) -> Surface:
    """The same lit as if level all over: broken tops look broken, not rounded."""
    return replace(surface, normal=np.broadcast_to((0.0, 1.0, 0.0), surface.normal.shape).copy())


def wound(surface: Surface) -> Surface:
    """The same with no empty triangle and every triangle turned the way its normals look."""
    a, b, c = (surface.position[surface.triangles[:, corner]] for corner in range(3))
    cross = np.cross(b - a, c - a)
    keep = np.linalg.norm(cross, axis=1) > 1e-5
    side = np.sum(cross * surface.normal[surface.triangles].sum(axis=1), axis=1)
    triangles = surface.triangles.copy()
    triangles[side < 0] = triangles[side < 0][:, ::-1]
    return replace(surface, triangles=triangles[keep])
