"""Voyager's orbit camera: turned about the scene's origin by pitch, yaw and roll, then moved along its own axes."""

import math
from collections.abc import Sequence

from scenes.exchange.transform import Matrix, applied, product, translation, turn
from scenes.pose import Vector


def orbit(eyes: Vector, target: Vector) -> tuple[list[float], list[float]]:
    """The orbit (degrees: pitch, yaw, roll) and offset of a camera at `eyes` that looks at `target`."""
    x, y, z = (there - here for here, there in zip(eyes, target, strict=True))
    pitch, yaw = math.degrees(math.atan2(y, math.hypot(x, z))), math.degrees(math.atan2(-x, -z))
    back = product(turn("x", -pitch), turn("y", -yaw))
    return [pitch, yaw, 0.0], list(applied(back, eyes))


def eyes_of(orbit_degrees: Sequence[float], offset: Sequence[float], pivot: Sequence[float] = (0, 0, 0)) -> Matrix:
    """Where the camera of an orbit stands, as the transform of its own space into the scene."""
    pitch, yaw, roll = orbit_degrees
    return product(translation(pivot), turn("z", roll), turn("y", yaw), turn("x", pitch), translation(offset))
