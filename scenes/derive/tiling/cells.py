"""Sorting more points than fit in memory into files, each of one cell of an octree."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.derive.tiling.morton import morton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = 7
"""Levels told apart at once: two million counts."""
BLOCK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: how deep it lies, the code of its way from the root, and the points in its file."""

    level: int
    code: int
    path: Path
    points: int


def scatter(
    blocks: "Callable[[], Iterable[NDArray[Any]]]", folder: Path, most: int, bits: int, level: int = 0
) -> list[Cell]:
    """Files of at most about `most` points, each of one cell, in the order of their codes.

    `blocks` are gone through twice and lie in one cell of that `level` of a cube of 2**`bits` steps a side. A cell that
    is too full is sorted again.
    """
    import numpy as np

    depth = min(LEVELS, bits - level)
    shift = 3 * (bits - level - depth)
    counts = np.zeros(8**depth, np.int64)
    for block in blocks():
        counts += np.bincount(_codes(block, shift, depth), minlength=8**depth)
    levels = _levels(counts, depth, most)
    first = next(iter(blocks()))
    above = int(morton(first["position"][:1].astype(np.int64))[0]) >> 3 * (bits - level)
    cells = list(_filled(blocks, folder, levels, (level, depth, shift, above)))
    return [finer for cell in cells for finer in _finer(cell, folder, most, bits)]


def _codes(block: "NDArray[Any]", shift: int, depth: int) -> "NDArray[np.int64]":
    import numpy as np

    codes: NDArray[np.int64] = (morton(block["position"].astype(np.int64)) >> shift) & (8**depth - 1)
    return codes


def _levels(counts: "NDArray[np.int64]", depth: int, most: int) -> "NDArray[np.int64]":
    """For each finest cell how many levels down the cell lies whose file it goes to."""
    import numpy as np

    chosen = np.full(len(counts), depth)
    for up in range(1, depth + 1):
        total = counts.reshape(-1, 8**up).sum(axis=1)
        chosen = np.where(np.repeat(total <= most, 8**up), depth - up, chosen)
    return chosen


def _filled(blocks: Any, folder: Path, levels: Any, where: tuple[int, int, int, int]) -> Iterator[Cell]:
    import numpy as np

    level, depth, shift, above = where
    every = np.arange(len(levels))
    below = 3 * (depth - levels)
    starts = (every >> below) << below
    counts = np.zeros(len(levels), np.int64)
    for block in blocks():
        cell = starts[_codes(block, shift, depth)]
        order = np.argsort(cell, kind="stable")
        found, first = np.unique(cell[order], return_index=True)
        for start, rows in zip(found, np.split(block[order], first[1:]), strict=True):
            with (folder / f"{level}-{above}-{start}").open("ab") as file:
                rows.tofile(file)
            counts[start] += len(rows)
    for start in np.flatnonzero(counts):
        down = int(levels[start])
        code = (above << 3 * down) | (int(start) >> 3 * (depth - down))
        path = folder / f"{level}-{above}-{start}"
        yield Cell(level=level + down, code=code, path=path, points=int(counts[start]))


def _finer(cell: Cell, folder: Path, most: int, bits: int) -> list[Cell]:
    if cell.points <= 2 * most or cell.level >= bits:
        return [cell]
    cells = scatter(lambda: _blocks(cell.path), folder, most, bits, cell.level)
    cell.path.unlink()
    return cells


def _blocks(path: Path) -> "Iterator[NDArray[Any]]":
    import numpy as np

    from scenes.derive.tiling.cloud_spool import record

    kind = record()
    with path.open("rb") as file:
        while len(block := np.fromfile(file, kind, BLOCK)):
            yield block
