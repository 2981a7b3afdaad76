"""Which annotation is meant when a part of the model is looked at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.near import Spheres
from scenes.rays import NOTHING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(slots=True, kw_only=True)
class PartNotes:
    """The annotations that name each part; the last row of both arrays is for no part."""

    _spheres: Spheres
    _table: "NDArray[np.int64]"
    """Filled up with `NOTHING`."""
    _whole: "NDArray[np.int64]"
    """The widest of each row, or `NOTHING` where two are."""

    @classmethod
    def of(cls, named: "NDArray[np.int64]", parts: int, spheres: Spheres) -> "PartNotes":
        """`named` is the part of each annotation, or `NOTHING`, and `spheres` are theirs."""
        table = _table(named, parts)
        return cls(_spheres=spheres, _table=table, _whole=_widest(table, spheres.radius))

    def meant(
        self, part: "NDArray[np.int32]", point: "NDArray[np.float64]"
    ) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The annotation of each part (n,) seen at a point (n, 3), or `NOTHING`, and how many of its radii away.

        Of several the nearest in its own radii; outside all of them the widest, which stands for the part itself.
        """
        import numpy as np

        rows = self._table[part]
        found, radii = rows[:, 0].copy(), np.full(len(part), np.inf)
        some = np.flatnonzero(found >= 0)
        every = self._spheres.radii(point[some], rows[some])
        best = every.argmin(axis=1) if len(some) else np.empty(0, np.int64)
        found[some] = rows[some, best]
        radii[some] = every[np.arange(len(some)), best]
        whole = self._whole[part]
        return np.where((radii > 1) & (whole >= 0), whole, found), radii


def _table(named: Any, parts: int) -> Any:
    import numpy as np

    rows: list[list[int]] = [[] for _ in range(parts)]
    for note, part in enumerate(named.tolist()):
        if part >= 0:
            rows[part].append(note)
    table = np.full((parts + 1, max([1, *map(len, rows)])), NOTHING)
    for part, notes in enumerate(rows):
        table[part, : len(notes)] = notes
    return table


def _widest(table: Any, radius: Any) -> Any:
    import numpy as np

    sizes = np.where(table >= 0, np.append(radius, 0.0)[table], -1.0)
    rows, best = np.arange(len(table)), sizes.argmax(axis=1)
    alone = (sizes == sizes[rows, best][:, None]).sum(axis=1) == 1
    return np.where(alone, table[rows, best], NOTHING)
