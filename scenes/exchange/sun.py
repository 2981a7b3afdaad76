"""The sun's light as turns from straight down, the direction in which other formats' lights fall unless turned."""

import math

from scenes.pose import Vector


def falling(sun: Vector) -> list[tuple[str, float]]:
    """The turns, in degrees and in the order they are applied, that make light from above come from the sun.

    `sun` points towards it, of any length but zero, which counts as straight up.
    """
    x, y, z = sun
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        return []
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, y / length))))
    heading = math.degrees(math.atan2(x, z))
    return [(axis, angle) for axis, angle in (("x", tilt), ("y", heading)) if abs(angle) > 1e-9]
