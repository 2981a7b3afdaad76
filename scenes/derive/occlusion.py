"""Ambient occlusion and shade of the sun, cast by rays (Embree) and kept per vertex."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIFT = 0.06
"""Metres that rays start above the surface."""


class Shade:
    """Rays against one set of triangles."""

    def __init__(self, position: "NDArray[np.float64]", triangles: "NDArray[np.int64]", *, lift: float = LIFT) -> None:
        """Prepare the triangles (m, 3) over positions (n, 3) in metres; rays start `lift` metres above a surface."""
        import numpy as np
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self._lift = lift
        self._scene: Any = EmbreeScene()
        self._held = TriangleMesh(
            self._scene,
            np.ascontiguousarray(position, dtype=np.float32),
            np.ascontiguousarray(triangles, dtype=np.int32),
        )

    def openness(
        self, position: "NDArray[np.float64]", normal: "NDArray[np.float64]", rays: int = 32, reach: float = 22.0
    ) -> "NDArray[np.float64]":
        """How much of the sky over each point is open, 0 to 1, counting only what is nearer than `reach` metres."""
        import numpy as np

        first, second = _frame(normal)
        start = position + normal * self._lift
        total = np.zeros(len(position))
        for x, y, z in _hemisphere(rays):
            direction = first * x + second * y + normal * z
            total += 1.0 - self._hit(start, direction, reach)
        return np.asarray(total / rays)

    def sunlight(
        self, position: "NDArray[np.float64]", normal: "NDArray[np.float64]", sun: "NDArray[np.float64]", rays: int = 5
    ) -> "NDArray[np.float64]":
        """Which share of the sun's disc each point sees, 0 to 1; the disc is made wide so that edges are soft."""
        import numpy as np

        towards = sun / np.linalg.norm(sun)
        first, second = _frame(towards[None])
        start = position + normal * self._lift
        total = np.zeros(len(position))
        for turn in range(rays):
            angle = 2 * np.pi * turn / rays
            direction = towards + 0.018 * (np.cos(angle) * first[0] + np.sin(angle) * second[0])
            total += 1.0 - self._hit(start, np.broadcast_to(direction, start.shape), 400.0)
        return np.asarray(total / rays)

    def blocked(
        self, start: "NDArray[np.float64]", direction: "NDArray[np.float64]", reach: "NDArray[np.float64] | float"
    ) -> "NDArray[np.bool_]":
        """Whether each ray (unit `direction`) meets a surface nearer than `reach` metres."""
        import numpy as np

        found = self._scene.run(
            np.ascontiguousarray(start, dtype=np.float32),
            np.ascontiguousarray(direction, dtype=np.float32),
            dists=np.array(np.broadcast_to(reach, len(start)), dtype=np.float32),
            query="OCCLUDED",
        )
        return np.asarray(found >= 0)

    def _hit(
        self, start: "NDArray[np.float64]", direction: "NDArray[np.float64]", reach: float
    ) -> "NDArray[np.float64]":
        return self.blocked(start, direction, reach).astype(float)


def _hemisphere(count: int) -> "NDArray[np.float64]":
    """Directions over +z, spread by the cosine (a golden spiral)."""
    import numpy as np

    index = np.arange(count) + 0.5
    radius, angle = np.sqrt(index / count), index * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius**2)], -1)


def _frame(normal: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Two unit vectors across each normal."""
    import numpy as np

    helper = np.where(np.abs(normal[:, 1:2]) < 0.9, np.array([[0.0, 1.0, 0.0]]), np.array([[1.0, 0.0, 0.0]]))
    first = np.cross(helper, normal)
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    return first, np.cross(normal, first)
