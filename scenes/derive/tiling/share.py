"""Which places of the grid several leaves have in common, and what they must agree on there."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.derive.tiling.grid import Grid
from scenes.derive.tiling.mesh import TileMesh, slopes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Places in order of their keys, each with the first and last leaf there and the normals of both sides."""

    keys: "NDArray[np.int64]"
    span: "NDArray[np.int32]"
    slope: "NDArray[np.float64]"

    def save(self, path: Path) -> None:
        """Write the arrays as they are."""
        import numpy as np

        with path.open("wb") as file:
            for array in (self.keys, self.span, self.slope):
                np.save(file, array)

    @classmethod
    def load(cls, path: Path) -> "Shared":
        """Read what `save` wrote."""
        import numpy as np

        with path.open("rb") as file:
            return cls(keys=np.load(file), span=np.load(file), slope=np.load(file))

    def find(self, keys: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
        """Which of the keys are shared, and the row of each of those."""
        import numpy as np

        if not len(self.keys):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        row = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found = np.flatnonzero(self.keys[row] == keys)
        return found, row[found]


def gather(keys: "NDArray[np.int64]", leaf: "NDArray[np.int32]", slope: "NDArray[np.float64]") -> Shared:
    """What leaves said of their border places (each place once a leaf), reduced to those that two or more have."""
    import numpy as np

    order = np.lexsort((leaf, keys))
    keys, leaf, slope = keys[order], leaf[order], slope[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    counts = np.diff(np.append(starts, len(keys)))
    several = counts > 1
    total = np.add.reduceat(slope, starts, axis=0) if len(keys) else slope
    span = np.stack([leaf[starts], leaf[starts + counts - 1]], axis=1)
    return Shared(keys=keys[starts][several], span=span[several].astype(np.int32), slope=total[several])


def settle(mesh: TileMesh, shared: Shared, grid: Grid, smooth: bool) -> TileMesh:
    """A leaf that knows whom it shares each vertex with and, where `smooth`, has normals that agree with theirs."""
    import numpy as np

    keys = grid.keys(mesh.position)
    found, row = shared.find(keys)
    span = mesh.span.copy()
    span[found] = shared.span[row]
    if not smooth:
        return replace(mesh, span=span)
    places, slope = slopes(mesh, grid)
    mine, theirs = shared.find(places)
    slope[mine] = shared.slope[theirs]
    length = np.linalg.norm(slope, axis=1, keepdims=True)
    unit = np.where(length > 0, slope / np.maximum(length, 1e-300), (0.0, 1.0, 0.0))
    normal = np.zeros((len(keys), 4), np.int8)
    normal[:, :3] = np.rint(unit * 127)[np.searchsorted(places, keys)]
    return replace(mesh, span=span, normal=normal)
