"""Where a picture is taken from, and how the thing is made to fill it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FIELD = 26.0
"""Degrees from the lower to the upper edge: a portrait lens, which draws faces as one sees them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A camera in metres; without a `field` (degrees from the lower to the upper edge) it draws in parallel."""

    eye: "Array"
    across: "Array"
    """Unit vector to the right."""
    upwards: "Array"
    near: float
    far: float
    aspect: float
    """Width by height."""
    field: float | None = FIELD
    half: float = 1.0
    """Of a parallel view: half the picture's height in metres."""

    def matrix(self) -> "Array":
        """(4, 4) from metres to clip space, to be multiplied with columns."""
        import numpy as np

        world = np.eye(4)
        world[:3, :3] = np.stack([self.across, self.upwards, np.cross(self.across, self.upwards)])
        world[:3, 3] = -world[:3, :3] @ self.eye
        return np.asarray(self._lens() @ world)

    def _lens(self) -> "Array":
        import numpy as np

        near, far, lens = self.near, self.far, np.zeros((4, 4))
        if self.field is None:
            lens[0, 0], lens[1, 1] = 1 / (self.half * self.aspect), 1 / self.half
            lens[2, 2], lens[2, 3], lens[3, 3] = -2 / (far - near), -(far + near) / (far - near), 1.0
            return lens
        scale = self.scale()
        lens[0, 0], lens[1, 1] = scale / self.aspect, scale
        lens[2, 2], lens[2, 3], lens[3, 2] = -(far + near) / (far - near), -2 * far * near / (far - near), -1.0
        return lens

    def scale(self) -> float:
        """How much of the picture's half height one metre takes at a metre's distance."""
        import math

        return 1 / self.half if self.field is None else 1 / math.tan(math.radians(self.field) / 2)


def framed(
    points: "Array", azimuth: float, elevation: float, aspect: float, *, margin: float = 0.07, field: float = FIELD
) -> View:
    """The view from `azimuth` and `elevation` (radians; azimuth from +Z towards +X) that `points` (n, 3) just fill.

    `margin` is the share of the picture left free on the tight sides.
    """
    import numpy as np

    back = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
    across = np.array([np.cos(azimuth), 0.0, -np.sin(azimuth)])
    upwards = np.cross(back, across)
    x, y, z = points @ across, points @ upwards, points @ back
    slope = np.tan(np.radians(field) / 2) * (1 - margin)
    right, top = _fitted(x, z, slope * aspect), _fitted(y, z, slope)
    eye_z = max(right[1], top[1])
    depth = float(np.ptp(z)) + 1e-6
    eye = across * right[0] + upwards * top[0] + back * eye_z
    near = max(eye_z - float(z.max()), depth * 1e-3) * 0.5
    return View(
        eye=eye, across=across, upwards=upwards, near=near, far=eye_z - float(z.min()) + depth * 3, aspect=aspect
    )


def _fitted(along: "Array", z: "Array", slope: float) -> tuple[float, float]:
    """The middle and the distance from which all points lie within ±slope."""
    high, low = float((along + slope * z).max()), float((along - slope * z).min())
    return (high + low) / 2, max((high - low) / (2 * slope), float(z.max()) + 1e-6)


def from_above(low: "Array", high: "Array") -> View:
    """Straight down on the box between two corners, north (−Z) up; the picture's edges are the box's."""
    import numpy as np

    middle, size = (low + high) / 2, np.maximum(high - low, 1e-6)
    return View(
        eye=np.array([middle[0], high[1] + size.max(), middle[2]]),
        across=np.array([1.0, 0.0, 0.0]),
        upwards=np.array([0.0, 0.0, -1.0]),
        near=size.max() * 0.5,
        far=size.max() * 1.5 + size[1] + 1.0,
        aspect=float(size[0] / size[2]),
        field=None,
        half=float(size[2] / 2),
    )


def swept(points: "Array") -> "Array":
    """Rings (n, 3) that the points draw when they turn, so that the camera keeps its distance."""
    import numpy as np

    outline = points[:: max(1, len(points) // 2_000)]
    away = np.hypot(outline[:, 0], outline[:, 2])
    turn = np.arange(24) * 2 * np.pi / 24
    ring = np.stack([np.sin(turn), np.zeros(24), np.cos(turn)], -1)
    return np.asarray(away[:, None, None] * ring + outline[:, None, :] * [0.0, 1.0, 0.0]).reshape(-1, 3)
