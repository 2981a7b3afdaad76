"""A tile's triangles over welded vertices that know which leaves they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.derive.tiling.grid import Grid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PRIMES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xFF51AFD7ED558CCD)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMesh:
    """Arrays with a row for each vertex, and triangles over them; a corner of two parts or charts is two vertices."""

    position: "NDArray[np.int32]"
    """(n, 3), steps of the grid."""
    span: "NDArray[np.int32]"
    """(n, 2): the first and the last leaf that has a vertex in this place; between them all that matter."""
    group: "NDArray[np.int32]"
    triangles: "NDArray[np.int64]"
    normal: "NDArray[np.int8] | None" = None
    uv: "NDArray[np.float32] | None" = None
    colour: "NDArray[np.uint8] | None" = None

    def save(self, path: Path) -> None:
        """Write the arrays as they are."""
        import numpy as np

        with path.open("wb") as file:
            for each in fields(self):
                array = getattr(self, each.name)
                np.save(file, np.zeros(0) if array is None else array)

    @classmethod
    def load(cls, path: Path) -> "TileMesh":
        """Read what `save` wrote."""
        import numpy as np

        with path.open("rb") as file:
            arrays: dict[str, Any] = {each.name: np.load(file) for each in fields(cls)}
        for name in ("normal", "uv", "colour"):
            arrays[name] = None if arrays[name].ndim == 1 else arrays[name]
        return cls(**arrays)

    def used(self, triangles: "NDArray[np.int64]") -> "TileMesh":
        """The same with other triangles over the same vertices, those that nobody uses left out."""
        import numpy as np

        kept = np.zeros(len(self.position), bool)
        kept[triangles] = True
        return self.rows(np.flatnonzero(kept), (np.cumsum(kept) - 1)[triangles])

    def rows(self, order: "NDArray[np.int64]", triangles: "NDArray[np.int64]") -> "TileMesh":
        """The vertices of `order` with triangles that count by their new places."""
        given = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "triangles"}
        taken: dict[str, Any] = {name: None if array is None else array[order] for name, array in given.items()}
        return TileMesh(**taken, triangles=triangles)

    def outside(self, first: int, last: int) -> "NDArray[np.bool_]":
        """Which vertices are shared with leaves beyond `first` … `last`, and so may not move."""
        beyond: NDArray[np.bool_] = (self.span[:, 0] < first) | (self.span[:, 1] > last)
        return beyond


def weld(block: "NDArray[Any]", leaf: int) -> TileMesh:
    """Triangles of a file as a mesh: corners that are the same in everything become one vertex."""
    import numpy as np

    names = block.dtype.names or ()
    corners = {name: block[name].reshape(-1, block[name].shape[-1]) for name in names if name != "group"}
    corners["group"] = np.repeat(block["group"], 3)[:, None]
    first, place = _unique(list(corners.values()))
    rows = {name: np.ascontiguousarray(array[first]) for name, array in corners.items()}
    rows["group"] = rows["group"][:, 0]
    span = np.full((len(first), 2), leaf, np.int32)
    return TileMesh(**rows, span=span, triangles=place.reshape(-1, 3))


def merge(left: TileMesh, right: TileMesh, first: int, middle: int, last: int) -> TileMesh:
    """Two tiles as one, welded along the border between leaves before `middle` and from it on."""
    import numpy as np

    both = _joined(left, right)
    near = (both.span[:, 0] < middle) & (both.span[:, 1] >= middle)
    candidates = np.flatnonzero(near)
    if not len(candidates):
        return both
    columns = [both.position, both.group[:, None], both.normal, both.uv, both.colour]
    unique, place = _unique([array[candidates] for array in columns if array is not None])
    target = np.arange(len(both.position))
    target[candidates] = candidates[unique][place]
    return both.used(target[both.triangles])


def _joined(left: TileMesh, right: TileMesh) -> TileMesh:
    import numpy as np

    arrays: dict[str, Any] = {}
    for each in fields(TileMesh):
        pair = getattr(left, each.name), getattr(right, each.name)
        arrays[each.name] = None if pair[0] is None else np.concatenate(pair)
    triangles = np.concatenate([left.triangles, right.triangles + len(left.position)])
    return TileMesh(**arrays | {"triangles": triangles})


def _unique(columns: "Sequence[NDArray[Any]]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """For each distinct row its first place, and for each row the number of the distinct one it equals."""
    import numpy as np

    words = np.concatenate([_words(array) for array in columns], axis=1)
    mixed = np.zeros(len(words), np.uint64)
    for number in range(words.shape[1]):
        mixed = (mixed ^ words[:, number]) * np.uint64(PRIMES[number % 4])
        mixed ^= mixed >> np.uint64(29)
    _, first, place = np.unique(mixed, return_index=True, return_inverse=True)
    if not np.array_equal(words[first][place], words):
        _, first, place = np.unique(words, axis=0, return_index=True, return_inverse=True)
    return first, place.reshape(-1)


def _words(array: "NDArray[Any]") -> "NDArray[np.uint32]":
    import numpy as np

    plain = np.ascontiguousarray(array)
    return plain.view(np.uint32) if plain.nbytes else np.zeros((len(plain), 0), np.uint32)


def candidates(mesh: TileMesh, leaf: int, boxes: "NDArray[np.int32]") -> "NDArray[np.bool_]":
    """Which vertices lie in the box (first corner, last corner) of any other leaf."""
    import numpy as np

    low, high = boxes[:, :3], boxes[:, 3:]
    columns = [np.ascontiguousarray(column) for column in mesh.position.T]
    met = ((low <= high[leaf]) & (high >= low[leaf])).all(axis=1)
    met[leaf] = False
    inside = np.zeros(len(mesh.position), bool)
    for other in np.flatnonzero(met):
        each = [(row >= low[other][axis]) & (row <= high[other][axis]) for axis, row in enumerate(columns)]
        inside |= each[0] & each[1] & each[2]
    return inside


def box(mesh: TileMesh) -> "NDArray[np.int32]":
    """The lowest and the highest corner, one after the other."""
    import numpy as np

    return np.concatenate([mesh.position.min(axis=0), mesh.position.max(axis=0)])


def slopes(mesh: TileMesh, grid: Grid) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    """The places of a mesh as keys, in order, and for each the normals of its triangles added up by area."""
    import numpy as np

    corners = mesh.position[mesh.triangles].astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    keys, place = np.unique(grid.keys(mesh.position), return_inverse=True)
    at = place.reshape(-1)[mesh.triangles].reshape(-1)
    rows = np.repeat(normal, 3, axis=0)
    return keys, np.stack([np.bincount(at, rows[:, axis], len(keys)) for axis in range(3)], axis=1)
