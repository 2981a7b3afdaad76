"""Places on a grid as one number whose first bits name the octant, the next the octant in it, and so on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPREAD = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)


def morton(steps: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Whole numbers from 0 to 2**21 - 1 (n, 3) as codes of three bits a level."""
    x, y, z = (_spread(steps[:, axis]) for axis in range(3))
    codes: NDArray[np.int64] = (x << 2) | (y << 1) | z
    return codes


def _spread(values: "NDArray[np.int64]") -> "NDArray[np.int64]":
    import numpy as np

    wide = values.astype(np.int64)
    for shift, mask in SPREAD:
        wide = (wide | (wide << shift)) & mask
    return wide
