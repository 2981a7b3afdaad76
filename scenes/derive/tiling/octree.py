"""Points as an octree of tiles, each of which adds to what its parent shows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.derive.tileset import Tile
from scenes.derive.tiling.cells import Cell
from scenes.derive.tiling.cloud_spool import record
from scenes.derive.tiling.glb import FLOAT, USHORT, Glb, steps_as_floats
from scenes.derive.tiling.grid import Grid
from scenes.derive.tiling.morton import morton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS = 0
"""glTF primitive mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Octree:
    """Builds the tiles of one cell after another; nothing has to be closed."""

    grid: Grid
    bits: int
    """The cube's side is 2 to this many steps."""
    folder: Path
    scratch: Path
    most: int
    """Points of a tile."""
    copyright: str

    def __enter__(self) -> "Octree":
        """Nothing has to be opened."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Nothing has to be closed."""

    def count(self, cell: Cell) -> list[int]:
        """Put the points of a cell in order, one in each place; how many cells of each level they fill."""
        import numpy as np

        block = np.fromfile(cell.path, record())
        codes, first = np.unique(morton(block["position"].astype(np.int64)), return_index=True)
        block[first].tofile(cell.path)
        return _Points(codes, block[first], self.bits).counts()

    def grow(self, cell: Cell, number: int, thinned: Sequence[int]) -> Tile | None:
        """The tiles of a cell, of which each ancestor, from the root on, first takes a point in each cell of a level.

        What they take lies in files for `above`; None where they take everything.
        """
        import numpy as np

        block = np.fromfile(cell.path, record())
        cell.path.unlink()
        points = _Points(morton(block["position"].astype(np.int64)), block, self.bits)
        for level, taken_at in enumerate(thinned):
            taken, points = points.thin(taken_at)
            taken.rows.tofile(self._waiting(level, number))
        return self._tile(points, cell.level) if len(points.codes) else None

    def above(self, level: int, taken_at: int, numbers: Sequence[int], children: Sequence[Tile]) -> Tile:
        """The tile over cells, by their numbers, from what it took of them."""
        import numpy as np

        paths = [self._waiting(level, number) for number in numbers]
        rows = np.concatenate([np.fromfile(path, record()) for path in paths])
        rows = rows[np.argsort(morton(rows["position"].astype(np.int64)), kind="stable")]
        for path in paths:
            path.unlink()
        return self._written(rows, children, self._spacing(taken_at))

    def _waiting(self, level: int, number: int) -> Path:
        return self.scratch / f"above-{level}-{number}"

    def _spacing(self, taken_at: int) -> float:
        """Metres between the points of a tile that takes one in each cell of a level."""
        return self.grid.step * float(2 ** (self.bits - taken_at))

    def _tile(self, points: "_Points", level: int) -> Tile:
        if len(points.codes) <= self.most or level >= self.bits:
            return self._written(points.rows, (), 0.0)
        taken_at = finest(points.counts(), level, self.most)
        taken, rest = points.thin(taken_at)
        children = [self._tile(each, level + 1) for each in rest.octants(level)]
        return self._written(taken.rows, children, self._spacing(taken_at))

    def _written(self, rows: "NDArray[Any]", children: Sequence[Tile], spacing: float) -> Tile:
        import numpy as np

        boxes = [(child.low, child.high) for child in children]
        name, size = "", 0
        if len(rows):
            data = content(rows, self.grid, self.copyright)
            name, size = f"{hashlib.sha256(data).hexdigest()}.glb", len(data)
            (self.folder / name).write_bytes(data)
            steps = (rows["position"].astype(np.int64) + np.asarray(self.grid.low)) * self.grid.step
            boxes.append((_three(steps.min(axis=0)), _three(steps.max(axis=0))))
        low = np.min([each[0] for each in boxes], axis=0)
        high = np.max([each[1] for each in boxes], axis=0)
        error = max([spacing, *(child.error for child in children)]) if children else 0.0
        return Tile(
            low=_three(low),
            high=_three(high),
            error=error,
            content=name,
            size=size,
            count=len(rows),
            children=tuple(children),
        )


class _Points:
    """Points in the order of their codes."""

    def __init__(self, codes: "NDArray[np.int64]", rows: "NDArray[Any]", bits: int) -> None:
        self.codes, self.rows, self._bits = codes, rows, bits

    def counts(self) -> list[int]:
        """For each level of the octree how many cells the points fill."""
        return [filled(self.codes >> 3 * (self._bits - level)) for level in range(self._bits + 1)]

    def thin(self, level: int) -> "tuple[_Points, _Points]":
        """In each cell of that level the point nearest to its middle, and all the others."""
        import numpy as np

        if not len(self.codes):
            return self, self
        bits = self._bits - level
        cells = self.codes >> 3 * bits
        inside = (self.rows["position"] & (2**bits - 1)) * 2 - (2**bits - 1)
        away = (inside.astype(np.float64) ** 2).sum(axis=1)
        order = np.lexsort((away, cells))
        first = np.flatnonzero(np.concatenate([[True], cells[order][1:] != cells[order][:-1]]))
        taken = np.zeros(len(cells), bool)
        taken[order[first]] = True
        return self._only(taken), self._only(~taken)

    def octants(self, level: int) -> "list[_Points]":
        """The points of each octant of a cell of that level that has any."""
        import numpy as np

        octant = (self.codes >> 3 * (self._bits - level - 1)) & 7
        ends = np.searchsorted(octant, np.arange(9))
        return [self._only(slice(start, end)) for start, end in pairwise(ends) if end > start]

    def _only(self, chosen: Any) -> "_Points":
        return _Points(self.codes[chosen], self.rows[chosen], self._bits)


def filled(cells: "NDArray[np.int64]") -> int:
    """How many different cells there are among cells in order."""
    return 1 + int((cells[1:] != cells[:-1]).sum())


def finest(counts: Sequence[int], level: int, most: int) -> int:
    """The last level below a cell's own at which at most so many cells are filled; at least the next."""
    below = [at for at in range(level + 1, len(counts)) if counts[at] <= most]
    return max(below, default=min(level + 1, len(counts) - 1))


def content(rows: "NDArray[Any]", grid: Grid, notice: str) -> bytes:
    """A glTF binary of points: positions as floats on the grid, colours linear in 16 bits each."""
    import numpy as np

    glb = Glb(copyright=notice)
    floats, stored = steps_as_floats(rows["position"] + np.asarray(grid.low, np.int32), grid.exponent)
    box = {"min": floats.min(axis=0).tolist(), "max": floats.max(axis=0).tolist()}
    view = glb.rows(floats, filtered="EXPONENTIAL", stored=stored)
    attributes = {"POSITION": glb.accessor(view, FLOAT, "VEC3", len(rows), **box)}
    colours = np.zeros((len(rows), 4), np.uint16)
    colours[:, :3] = _linear()[rows["colour"][:, :3]]
    view = glb.rows(colours)
    attributes["COLOR_0"] = glb.accessor(view, USHORT, "VEC3", len(rows), normalized=True)
    glb.used.add("KHR_materials_unlit")
    pbr = {"metallicFactor": 0, "roughnessFactor": 1}
    material = {"name": "points", "pbrMetallicRoughness": pbr, "extensions": {"KHR_materials_unlit": {}}}
    mesh = {"name": "points", "primitives": [{"attributes": attributes, "material": 0, "mode": POINTS}]}
    return glb.finish([{"name": "points", "mesh": 0}], [mesh], materials=[material])


def _linear() -> "NDArray[np.uint16]":
    """What 8 bits of sRGB (IEC 61966-2-1) are in 16 bits of linear light."""
    import numpy as np

    value = np.arange(256) / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    table: NDArray[np.uint16] = np.rint(light * 65535).astype(np.uint16)
    return table


def _three(values: Any) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
