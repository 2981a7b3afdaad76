"""The one grid of whole numbers that all vertices of a tileset lie on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 21
"""Bits of a coordinate from the lowest corner, so that three make one key of 63 bits."""
MANTISSA = 2**23
"""What a coordinate from the origin stays below, so that a 32 bit float holds it exactly."""
PER_EDGE = 64
"""Steps in the median edge: rounding moves a vertex by at most a hundredth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A step that is a power of two of metres: a whole number times it is exact, in whichever tile it is computed."""

    step: float
    exponent: int
    """`step` is 2 to this."""
    origin: tuple[float, float, float]
    """Metres, multiples of the step; what the tileset's transform adds. Zero unless the place lies far off."""
    low: tuple[int, int, int]
    """The lowest corner of everything, in steps from the origin."""

    def steps(self, position: "NDArray[np.float64]") -> "NDArray[np.int32]":
        """Positions in metres (n, 3) as whole steps from the origin."""
        import numpy as np

        steps: NDArray[np.int32] = np.rint((position - np.asarray(self.origin)) / self.step).astype(np.int32)
        return steps

    def keys(self, steps: "NDArray[np.int32]") -> "NDArray[np.int64]":
        """One number for each place on the grid, the same for the same place and for no other."""
        import numpy as np

        x, y, z = (steps.reshape(-1, 3).astype(np.int64) - np.asarray(self.low)).T
        keys: NDArray[np.int64] = (x << 2 * BITS) | (y << BITS) | z
        return keys


def choose(low: "NDArray[np.float64]", high: "NDArray[np.float64]", edge: float) -> Grid:
    """The grid for a box in metres whose median edge is `edge` metres."""
    import math

    import numpy as np

    extent = max(float((high - low).max()), 1e-6)
    coarsest = math.ceil(math.log2(extent / (2**BITS - 4)))
    exponent = max(coarsest, math.floor(math.log2(edge / PER_EDGE))) if edge > 0 else coarsest + 4
    step = 2.0**exponent
    far = max(np.abs(low).max(), np.abs(high).max()) / step >= MANTISSA - 2
    origin = np.rint((low + high) / 2 / step) * step if far else np.zeros(3)
    lowest = np.rint((low - origin) / step).astype(int)
    return Grid(step=step, exponent=exponent, origin=_three(origin), low=_three(lowest))


def _three(values: Any) -> Any:
    return tuple(value.item() for value in values)
