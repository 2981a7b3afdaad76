"""What the guesses of units and up axis look at: corners, edge lengths, a thinned set of triangles."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scenes.mesh import Primitive, box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 200_000
"""Triangles that a guess looks at."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A file's form in its own units and axes."""

    low: "NDArray[np.float64]"
    high: "NDArray[np.float64]"
    gather: "Callable[[], Sequence[NDArray[Any]]]" = tuple
    """Gives some of the triangles, (m, 3, 3) each, when a guess first wants them."""
    share: float = 1.0
    """How many of all the triangles those are."""
    remarks: str = ""
    """Comments of the file's head, where programs like to write their units."""

    @property
    def extents(self) -> "NDArray[np.float64]":
        """Length along each axis."""
        return self.high - self.low

    @cached_property
    def corners(self) -> "NDArray[np.float64]":
        """(m, 3, 3): some of the triangles."""
        import numpy as np

        found = self.gather()
        return np.concatenate(found).astype(np.float64) if len(found) else np.zeros((0, 3, 3))

    @property
    def edge(self) -> float:
        """The median edge of the triangles, 0 where there are none."""
        import numpy as np

        if not len(self.corners):
            return 0.0
        return float(np.median(np.linalg.norm(self.corners[:, 0] - self.corners[:, 1], axis=1)))


def shape_of(primitives: Iterable[Primitive], remarks: str = "") -> Shape:
    """Of primitives in memory; thinned evenly over all of them."""
    import numpy as np

    filled = [primitive for primitive in primitives if len(primitive.position)]
    step = max(1, sum(len(primitive.triangles) for primitive in filled) // SAMPLE)
    low, high = box([each.position for each in filled]) if filled else (np.zeros(3), np.zeros(3))

    def gather() -> "list[NDArray[Any]]":
        return [each.position[each.triangles[::step]] for each in filled if len(each.triangles)]

    return Shape(low=low, high=high, gather=gather, share=1.0 / step, remarks=remarks)


def shape_from(
    bounds: "Sequence[NDArray[Any]]", corners: "Sequence[NDArray[Any]]", share: float = 1.0, remarks: str = ""
) -> Shape:
    """Of pairs of corners (2, 3) and of triangles (m, 3, 3)."""
    import numpy as np

    if not bounds:
        return Shape(low=np.zeros(3), high=np.zeros(3), remarks=remarks)
    return Shape(
        low=np.min([pair[0] for pair in bounds], axis=0).astype(np.float64),
        high=np.max([pair[1] for pair in bounds], axis=0).astype(np.float64),
        gather=lambda: corners,
        share=share,
        remarks=remarks,
    )
