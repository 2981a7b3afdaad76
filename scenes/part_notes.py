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
    """The annotations that name each part, one part's after another's."""

    _spheres: Spheres
    _notes: "NDArray[np.int64]"
    _start: "NDArray[np.int64]"
    """Where each part's annotations begin; one more for no part."""
    _count: "NDArray[np.int64]"
    """How many there are of each part; one more, 0, for no part."""
    _whole: "NDArray[np.int64]"
    """The widest of each part, or `NOTHING` where two are."""

    @classmethod
    def of(cls, named: "NDArray[np.int64]", parts: int, spheres: Spheres) -> "PartNotes":
        """`named` is the part of each annotation, or `NOTHING`, and `spheres` are theirs."""
        import numpy as np

        notes = named.argsort(kind="stable")[np.count_nonzero(named == NOTHING) :]
        count = np.append(np.bincount(named[notes], minlength=parts), 0)
        start = np.cumsum(count) - count
        groups = [notes[first : first + many] for first, many in zip(start, count, strict=True)]
        whole = np.array([_widest(group, spheres.radius) for group in groups])
        return cls(_spheres=spheres, _notes=notes, _start=start, _count=count, _whole=whole)

    def meant(
        self, part: "NDArray[np.int32]", point: "NDArray[np.float64]"
    ) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
        """The annotation of each part (n,) seen at a point (n, 3), or `NOTHING`, and how many of its radii away.

        Of several the nearest in its own radii; outside all of them the widest, which stands for the part itself.
        """
        import numpy as np

        found, least = np.full(len(part), NOTHING), np.full(len(part), np.inf)
        rows = np.flatnonzero(self._count[part])
        if not len(rows):
            return found, least
        count = self._count[part[rows]]
        ends = np.cumsum(count)
        begins = ends - count
        pair = np.repeat(self._start[part[rows]] - begins, count) + np.arange(ends[-1])
        owner = np.repeat(rows, count)
        notes = self._notes[pair]
        radii = self._spheres.radii(point[owner], notes[:, None])[:, 0]
        least[rows] = np.minimum.reduceat(radii, begins)
        best = np.flatnonzero(radii == least[owner])[::-1]
        found[owner[best]] = notes[best]
        whole = self._whole[part]
        return np.where((least > 1) & (whole >= 0), whole, found), least


def _widest(notes: Any, radius: Any) -> int:
    widest = [note for note in notes.tolist() if radius[note] == radius[notes].max()]
    return widest[0] if len(widest) == 1 else NOTHING
