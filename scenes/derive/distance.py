"""How far two surfaces are apart, measured at points spread over both."""

from typing import TYPE_CHECKING, Any

from scenes.derive.open3d_library import open3d_library
from scenes.mesh import Mesh

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLES = 20_000
SEED = 1


class Surface:
    """A mesh that distances are measured to; built once, asked often (open3d, Embree)."""

    def __init__(self, mesh: Mesh) -> None:
        """Take the triangles of all parts."""
        import numpy as np

        open3d = open3d_library()
        corners = [each.position[each.triangles] for primitives in mesh.parts.values() for each in primitives]
        self._corners = np.concatenate(corners)
        self._low = self._corners.reshape(-1, 3).min(axis=0)
        tensor: Any = open3d.core.Tensor
        self._tensor = tensor
        self._scene = open3d.t.geometry.RaycastingScene()
        flat = np.ascontiguousarray(self._corners.reshape(-1, 3) - self._low, dtype=np.float32)
        rows = np.arange(len(flat), dtype=np.uint32).reshape(-1, 3)
        self._scene.add_triangles(self._tensor(flat), self._tensor(rows))

    def points(self, count: int = SAMPLES, seed: int = SEED) -> "NDArray[np.float64]":
        """(count, 3) points spread evenly over the surface, the same for the same seed."""
        import numpy as np

        rng = np.random.default_rng(seed)
        first, second, third = (self._corners[:, corner] for corner in range(3))
        area = np.linalg.norm(np.cross(second - first, third - first), axis=1)
        if not area.sum():
            return np.repeat(first[:1], count, axis=0)
        chosen = rng.choice(len(area), count, p=area / area.sum())
        across = rng.random((count, 2))
        across[across.sum(axis=1) > 1] = 1 - across[across.sum(axis=1) > 1]
        start = first[chosen]
        along = (second[chosen] - start) * across[:, :1] + (third[chosen] - start) * across[:, 1:]
        return np.asarray(start + along)

    def away(self, points: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Metres from each of the points (n, 3) to the nearest place on the surface."""
        import numpy as np

        rows = np.ascontiguousarray(points - self._low, dtype=np.float32)
        return np.asarray(self._scene.compute_distance(self._tensor(rows)).numpy(), dtype=np.float64)

    def distance(self, other: "Surface", count: int = SAMPLES, seed: int = SEED) -> tuple[float, float]:
        """Mean and largest distance in metres, from here to there and from there to here."""
        import numpy as np

        both = np.concatenate([other.away(self.points(count, seed)), self.away(other.points(count, seed))])
        return float(both.mean()), float(both.max())
