"""Triangles that rays are cast at, many rays at once (Embree through embreex)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING = -1
"""In place of an index: the ray met nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What each ray met first."""

    shape: "NDArray[np.int32]"
    """Which of the shapes, or `NOTHING`."""
    triangle: "NDArray[np.int32]"
    """Which triangle of that shape, or `NOTHING`."""
    distance: "NDArray[np.float64]"
    """Metres along a direction of unit length; infinite where the ray met nothing."""


@dataclass(slots=True, kw_only=True)
class Surface:
    """Shapes of triangles in one Embree scene; both sides of a triangle stop a ray."""

    triangles: int
    """How many there are."""
    _embree: Any
    _middle: "NDArray[np.float64]"

    @classmethod
    def of(
        cls, shapes: "Sequence[tuple[NDArray[np.float64], NDArray[np.integer[Any]]]]", *, tight: bool = False
    ) -> "Surface":
        """Build the scene from shapes of vertices (n, 3) in metres and triangles (m, 3).

        A `tight` surface lets no ray through where triangles meet, for a fifth more time. Coordinates are kept in
        single precision from the middle of everything: 1 mm at 10 km. Raises `ImportError` where embreex is not
        installed, `ValueError` for an index or a coordinate that is none.
        """
        import numpy as np
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        for number, shape in enumerate(shapes):
            _check(number, *shape)
        middle = _middle([vertices for vertices, _ in shapes if len(vertices)])
        embree = EmbreeScene(robust=tight)
        for vertices, triangles in shapes:
            TriangleMesh(embree, (vertices - middle).astype(np.float32), np.ascontiguousarray(triangles, np.int32))
        count = sum(len(triangles) for _, triangles in shapes)
        made = cls(triangles=count, _embree=embree if count else None, _middle=middle)
        made.cast(np.zeros((1, 3)), np.array([[0.0, -1.0, 0.0]]))  # the first ray builds the tree
        return made

    def cast(self, origins: "NDArray[np.float64]", directions: "NDArray[np.float64]") -> Hits:
        """What rays from `origins` (n, 3) along `directions` (n, 3), of unit length, meet first; holds no lock."""
        import numpy as np

        if self._embree is None or not len(origins):
            nothing = np.full(len(origins), NOTHING, np.int32)
            return Hits(shape=nothing, triangle=nothing, distance=np.full(len(origins), np.inf))
        found = self._embree.run(
            (origins - self._middle).astype(np.float32), np.ascontiguousarray(directions, np.float32), output=True
        )
        hit = found["primID"] >= 0
        return Hits(
            shape=np.where(hit, found["geomID"], NOTHING),
            triangle=found["primID"],
            distance=np.where(hit, found["tfar"], np.inf).astype(np.float64),
        )


def _check(number: int, vertices: Any, triangles: Any) -> None:
    import numpy as np

    if not np.isfinite(vertices).all():
        raise ValueError(f"shape {number}: a vertex is not finite")
    if triangles.size and not (triangles.min() >= 0 and triangles.max() < len(vertices)):
        raise ValueError(f"shape {number}: a triangle names a vertex beyond its {len(vertices)}")


def _middle(vertices: Sequence[Any]) -> Any:
    import numpy as np

    if not vertices:
        return np.zeros(3)
    low = np.min([each.min(axis=0) for each in vertices], axis=0)
    high = np.max([each.max(axis=0) for each in vertices], axis=0)
    return (low + high) / 2
