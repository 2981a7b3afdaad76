"""Placing rectangles on a sheet: tallest first, in rows."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTHS = (1.0, 1.04, 1.1, 1.2, 1.35, 1.6, 2.0)
"""Times the side of a square of all their area: the sheet that wastes least is taken."""


def shelve(sizes: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], tuple[int, int]]":
    """Left upper corners (n, 2) for rectangles of so many pixels (n, 2), and the sheet's width and height."""
    import numpy as np

    side = float((sizes[:, 0] * sizes[:, 1]).sum()) ** 0.5
    order = [int(number) for number in np.lexsort((-sizes[:, 0], -sizes[:, 1]))]
    least = int(sizes[:, 0].max())
    tried = [_rows(sizes.tolist(), order, max(least, round(side * each))) for each in WIDTHS]
    corners, sheet = min(tried, key=lambda each: each[1][0] * each[1][1])
    return np.asarray(corners, np.int64), sheet


def _rows(sizes: list[list[int]], order: list[int], width: int) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    corners = [(0, 0)] * len(sizes)
    x = y = tallest = widest = 0
    for number in order:
        wide, high = sizes[number]
        if x + wide > width:
            x, y, tallest = 0, y + tallest, 0
        corners[number] = x, y
        x, tallest = x + wide, max(tallest, high)
        widest = max(widest, x)
    return corners, (widest, y + tallest)
