"""Cutting triangles by planes: into files first, then, in memory, into leaves."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.derive.tiling.grid import Grid
from scenes.derive.tiling.spool import Spool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Planes:
    """A kd-tree of planes with 2 to the `depth` cells, numbered from left to right."""

    def __init__(self, centres: "NDArray[np.int64]", depth: int) -> None:
        """Each plane halves the longest side of the centres (n, 3) on its side of the planes before."""
        import numpy as np

        self.depth = depth
        self._axis, self._value = np.zeros(2**depth, np.int64), np.zeros(2**depth, np.int64)
        cells = [centres]
        for level in range(depth):
            first = 2**level
            cells = [half for number, cell in enumerate(cells) for half in self._halve(first + number, cell)]

    def _halve(self, node: int, cell: Any) -> "list[NDArray[np.int64]]":
        import numpy as np

        if not len(cell):
            return [cell, cell]
        axis = int(np.argmax(np.ptp(cell, axis=0)))
        value = int(np.median(cell[:, axis]))
        self._axis[node], self._value[node] = axis, value
        right = cell[:, axis] >= value
        return [cell[~right], cell[right]]

    def cells(self, centres: "NDArray[np.int64]") -> "NDArray[np.int64]":
        """The number of the cell that each centre lies in."""
        import numpy as np

        rows = np.arange(len(centres))
        node = np.ones(len(centres), np.int64)
        for _ in range(self.depth):
            node = 2 * node + (centres[rows, self._axis[node]] >= self._value[node])
        cells: NDArray[np.int64] = node - 2**self.depth
        return cells


def into_files(spool: Spool, grid: Grid, folder: Path, size: int, told: Callable[[float], None]) -> list[int]:
    """Sort all triangles by where they lie into files `0`, `1`, … of about `size` each; how many each has.

    `told` hears the share that is done.
    """
    import numpy as np

    depth = max(0, int(np.ceil(np.log2(max(spool.triangles, 1) / size))))
    planes = Planes(grid.steps(spool.centres()).astype(np.int64) * 3, depth)
    counts = np.zeros(2**depth, np.int64)
    with ExitStack() as stack:
        files = [stack.enter_context((folder / str(number)).open("wb")) for number in range(2**depth)]
        for block in spool.records(grid):
            cells = planes.cells(centres(block)).astype(np.uint16)
            block, found = block[np.argsort(cells, kind="stable")], np.bincount(cells, minlength=2**depth)
            for number, rows in enumerate(np.split(block, np.cumsum(found)[:-1])):
                rows.tofile(files[number])
            counts += found
            told(min(1.0, int(counts.sum()) / spool.triangles))
    return [int(count) for count in counts]


def centres(block: "NDArray[Any]") -> "NDArray[np.int64]":
    """Three times the centre of each triangle, in steps."""
    import numpy as np

    corners = block["position"].astype(np.int64)
    total: NDArray[np.int64] = corners[:, 0] + corners[:, 1] + corners[:, 2]
    return total


def into_leaves(middle: "NDArray[np.int64]", leaves: int) -> "Sequence[NDArray[np.int64]]":
    """The rows of each of so many equal leaves, by halving the longest side again and again."""
    import numpy as np

    return _halved(middle, np.arange(len(middle)), leaves)


def _halved(middle: Any, rows: Any, leaves: int) -> "list[NDArray[np.int64]]":
    import numpy as np

    if leaves == 1:
        return [np.sort(rows)]
    here = middle[rows]
    values = here[:, int(np.argmax(np.ptp(here, axis=0)))]
    left = len(rows) * (leaves // 2) // leaves
    order = np.argsort(values, kind="stable")
    first = _halved(middle, rows[order[:left]], leaves // 2)
    return first + _halved(middle, rows[order[left:]], leaves - leaves // 2)
