"""How much a form is a sheet that faces one way, such as ground."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scenes.read.shape import Shape


def sheet(shape: "Shape", axis: int) -> float:
    """Share of the surface that faces along an axis more than against it, -1 to 1; near 0 for closed forms."""
    import numpy as np

    cross, area = faces(shape)
    if not len(area):
        return 0.0
    length = np.linalg.norm(cross, axis=1)
    flat = area[cross[:, axis] > 0.9 * length].sum() - area[cross[:, axis] < -0.9 * length].sum()
    return float(flat / max(area.sum(), 1e-300))


def faces(shape: "Shape") -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Normals as long as twice the area, and areas."""
    import numpy as np

    first = shape.corners[:, 0]
    cross = np.cross(shape.corners[:, 1] - first, shape.corners[:, 2] - first)
    return cross, np.linalg.norm(cross, axis=1) / 2
