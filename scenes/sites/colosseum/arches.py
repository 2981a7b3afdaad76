"""Round arches in a wall: the face around the opening, its soffit, its mouldings."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scenes.sites.colosseum.detail import Detail
from scenes.sites.surface import Array, Surface, grid, join, sheet, wall_uv


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A round-headed opening in the middle of a bay, metres."""

    half: float
    sill: float
    spring: float

    @property
    def crown(self) -> float:
        """Height of the arch's inner top."""
        return self.spring + self.half

    def path(self, angles: Array, jamb: int, grown: float = 0.0) -> Array:
        """Points (n, 2) up one jamb, around the arch and down the other, moved outwards by `grown`."""
        radius = self.half + grown
        up = np.linspace(self.sill, self.spring, jamb, endpoint=False)
        arch = np.stack([radius * np.cos(angles), self.spring + radius * np.sin(angles)], -1)
        left = np.stack([np.full(jamb, -radius), up], -1)
        right = np.stack([np.full(jamb, radius), up[::-1]], -1)
        return np.concatenate([left, arch, right])


def arch_angles(opening: Opening, half_width: float, top: float, count: int) -> Array:
    """Angles from left to right that meet the corners of the rectangle around the arch."""
    corner = float(np.arctan2(top - opening.spring, half_width))
    side = max(1, round(count * corner / np.pi))
    middle = max(2, count - 2 * side)
    return np.concatenate(
        [
            np.linspace(np.pi, np.pi - corner, side, endpoint=False),
            np.linspace(np.pi - corner, corner, middle, endpoint=False),
            np.linspace(corner, 0, side + 1),
        ]
    )


def arch_face(
    opening: Opening, half_width: float, low: float, top: float, depth: float, out: int, detail: Detail
) -> Surface:
    """The wall around an opening, from -half_width to half_width and low to top; `out` is -1 or 1 along depth."""
    angles = arch_angles(opening, half_width, top, detail.arch)
    jamb = detail.cells(opening.spring - opening.sill)
    inner = opening.path(angles, jamb)
    cosine, sine = np.cos(angles), np.sin(angles)
    reach = np.minimum(half_width / np.maximum(np.abs(cosine), 1e-9), (top - opening.spring) / np.maximum(sine, 1e-9))
    arch = np.stack([cosine * reach, opening.spring + sine * reach], -1)
    outer = inner.copy()
    outer[jamb : jamb + len(angles)] = arch
    outer[:jamb, 0], outer[jamb + len(angles) :, 0] = -half_width, half_width
    share = np.linspace(0, 1, 1 + max(1 + (detail.level > 0), detail.cells((half_width - opening.half) * 1.3)))[
        :, None, None
    ]
    flat = inner[None] * (1 - share) + outer[None] * share
    points = np.concatenate([flat, np.full((*flat.shape[:2], 1), depth)], -1)
    faces = [grid(points, facing=(0, 0, out), uv=wall_uv(points))]
    if opening.sill > low:
        size = (2 * half_width, 0.0, 0.0), (0.0, opening.sill - low, 0.0)
        cells = (detail.cells(2 * half_width), detail.cells(opening.sill - low))
        faces.append(sheet((-half_width, low, depth), *size, (0, 0, out), cells))
    return join(faces)


def soffit(opening: Opening, near: float, far: float, detail: Detail, sill: bool = True) -> Surface:
    """The inside of an opening between two depths, with its sill."""
    angles = np.linspace(np.pi, 0, detail.arch + 1)
    path = opening.path(angles, detail.cells(opening.spring - opening.sill))
    depth = np.linspace(near, far, detail.cells(far - near) + 1)
    points = np.concatenate(
        [
            np.broadcast_to(path[None], (len(depth), *path.shape)),
            np.broadcast_to(depth[:, None, None], (len(depth), len(path), 1)),
        ],
        -1,
    )
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(depth[:, None], -length[None, :]), -1)
    inside = grid(points, towards=(0, opening.spring - 0.3, (near + far) / 2), uv=uv)
    if not sill:
        return inside
    half = opening.half
    floor = sheet((-half, opening.sill, near), (2 * half, 0, 0), (0, 0, far - near), (0, 1, 0))
    return join([inside, floor])


def archivolt(opening: Opening, depth: float, width: float, detail: Detail) -> Surface:
    """A moulded band around the arch, standing before the face at `depth`, with imposts where it springs."""
    angles = np.linspace(np.pi, 0, detail.arch + 1)
    turn = np.stack([np.cos(angles), np.sin(angles)], -1)

    def ring(grown: float, out: float) -> Array:
        flat = turn * (opening.half + grown) + (0, opening.spring)
        return np.concatenate([flat, np.full((len(flat), 1), depth - out)], -1)

    middle = (0.0, opening.spring, depth)
    steps = [(0.0, 0.0), (0.0, 0.1), (width * 0.6, 0.1), (width * 0.6, 0.16), (width, 0.16), (width, 0.0)]
    if detail.level == 0:
        steps = [(0.0, 0.12), (width, 0.12)]
    strips = []
    for (g0, o0), (g1, o1) in pairwise(steps):
        points = np.stack([ring(g0, o0), ring(g1, o1)])
        face: tuple[float, float, float] = (0, 0, -1)
        if g0 != g1:
            strips.append(grid(points, facing=face))
        else:
            strips.append(grid(points, away=middle) if g0 == width else grid(points, towards=middle))
    return join(strips)
