"""Where a visitor stands and which way they look."""

import math

from msgspec import Struct

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]

REACH = 100_000.0
"""Metres from a scene's origin beyond which a position is an error of the sender, not a place."""


class PoseError(ValueError):
    """A pose that is no pose: not finite, out of reach, or with an orientation of no length."""


class Pose(Struct, frozen=True, kw_only=True):
    """A rigid transform in scene space: metres, right-handed, +Y up; orientation as x, y, z, w.

    The meaning is that of WebXR `XRRigidTransform` and OpenXR `XrPosef`: at the identity the visitor looks along -Z.
    Build one with `pose()`, which checks and normalises.
    """

    position: Vector
    orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)

    @property
    def forward(self) -> Vector:
        """The unit vector the visitor looks along."""
        x, y, z, w = self.orientation
        return (-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y)))


def pose(position: Vector, orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)) -> Pose:
    """Check a position (metres) and an orientation (any length but zero) and return the normalised pose.

    Raises `PoseError` naming the field.
    """
    if not all(math.isfinite(value) and abs(value) <= REACH for value in position):
        raise PoseError(f"position: {REACH:.0f} m from the origin is the limit and every number must be finite")
    length = math.sqrt(sum(value * value for value in orientation))
    if not (math.isfinite(length) and 1e-3 < length < 1e3):
        raise PoseError("orientation: a quaternion [x, y, z, w] of finite length, not zero")
    x, y, z, w = (value / length for value in orientation)
    return Pose(position=position, orientation=(x, y, z, w))


def facing(position: Vector, target: Vector) -> Pose:
    """The pose of someone at `position` who looks level towards `target` (metres)."""
    yaw = math.atan2(position[0] - target[0], position[2] - target[2])
    return pose(position, (0.0, math.sin(yaw / 2), 0.0, math.cos(yaw / 2)))
