"""A studio's lights as many directions: a sky that is brighter above, a warm key and a cool fill, all of them soft."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FULL, EVEN, QUICK = (56, 34, 10), (24, 12, 4), (13, 8, 3)
"""Lights of the sky, the key and the fill: for a picture, for a plan, and for each of many pictures."""
ROW = 10
"""Shadow maps lie in a square of so many by so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """Unit directions (n, 3) towards the lights, and their linear colours (n, 3)."""

    direction: "Array"
    colour: "Array"


def lamps(azimuth: float, *, quick: bool = False) -> Lights:
    """Lights for a camera at `azimuth` (radians from +Z towards +X): the key comes over its left shoulder."""
    import numpy as np

    counts = QUICK if quick else FULL
    sky = _dome(counts[0])
    key = _cone(_towards(azimuth - 0.85, 0.88), counts[1], 0.2)
    fill = _cone(_towards(azimuth + 1.15, 0.35), counts[2], 0.30)
    warm, cool = np.array([1.0, 0.955, 0.89]), np.array([0.90, 0.95, 1.0])
    up = 0.45 + 0.55 * np.clip(sky[:, 1:2], 0, 1)
    return Lights(
        direction=np.concatenate([sky, key, fill]),
        colour=np.concatenate(
            [
                up * cool * 1.45 / len(sky),
                np.tile(warm * 1.62 / len(key), (len(key), 1)),
                np.tile(cool * 0.2 / len(fill), (len(fill), 1)),
            ]
        ),
    )


def survey() -> Lights:
    """Lights for a plan: an even sky and, as maps have it, a sun in the north west."""
    import numpy as np

    sky, sun = _dome(EVEN[0]), _cone(_towards(np.pi + 0.8, 0.85), EVEN[1], 0.12)
    warm = np.array([1.0, 0.96, 0.9])
    return Lights(
        direction=np.concatenate([sky, sun]),
        colour=np.concatenate([np.full((len(sky), 3), 1.5 / len(sky)), np.tile(warm * 0.95 / len(sun), (len(sun), 1))]),
    )


def _towards(azimuth: float, elevation: float) -> "Array":
    import numpy as np

    flat = np.cos(elevation)
    return np.array([np.sin(azimuth) * flat, np.sin(elevation), np.cos(azimuth) * flat])


def _dome(count: int) -> "Array":
    """Directions spread evenly over the sky and a little below the horizon."""
    import numpy as np

    index = np.arange(count) + 0.5
    height, turn = 1 - index / count * 1.18, index * np.pi * (3 - np.sqrt(5))
    flat = np.sqrt(np.clip(1 - height**2, 0, 1))
    return np.stack([flat * np.sin(turn), height, flat * np.cos(turn)], -1)


def _cone(middle: "Array", count: int, spread: float) -> "Array":
    import numpy as np

    first = np.cross(middle, [0.0, 1.0, 0.0])
    first /= np.linalg.norm(first)
    second = np.cross(first, middle)
    index = np.arange(count) + 0.5
    radius, turn = spread * np.sqrt(index / count), index * np.pi * (3 - np.sqrt(5))
    every = middle + radius[:, None] * (np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second)
    return np.asarray(every / np.linalg.norm(every, axis=1, keepdims=True))


def shadow_matrices(lights: Lights, radius: float) -> "Array":
    """(n, 4, 4) orthographic views along each light of a ball of `radius` metres round the origin."""
    import numpy as np

    made = np.zeros((len(lights.direction), 4, 4))
    for matrix, towards in zip(made, lights.direction, strict=True):
        helper = [0.0, 1.0, 0.0] if abs(towards[1]) < 0.9 else [1.0, 0.0, 0.0]
        first = np.cross(helper, towards)
        first /= np.linalg.norm(first)
        matrix[:3, :3] = np.stack([first, np.cross(towards, first), -towards]) / radius
        matrix[3, 3] = 1.0
    return made
