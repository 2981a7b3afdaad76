"""Normals of vertices, from the triangles round them."""

from typing import TYPE_CHECKING

from scenes.mesh import Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def vertex_normals(primitive: Primitive) -> "NDArray[np.float64]":
    """The primitive's own unit normals, else the mean of its triangles' normals weighted by area; up where none is."""
    import numpy as np

    if primitive.normal is not None and len(primitive.normal) == len(primitive.position):
        total = np.array(primitive.normal, dtype=np.float64)
    else:
        total = _summed(primitive)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.where(length > 1e-20, total / np.maximum(length, 1e-20), np.array([0.0, 1.0, 0.0]))


def _summed(primitive: Primitive) -> "NDArray[np.float64]":
    import numpy as np

    corners = np.asarray(primitive.position, dtype=np.float64)[primitive.triangles]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    total = np.empty((len(primitive.position), 3))
    for axis in range(3):
        total[:, axis] = np.bincount(
            primitive.triangles.ravel(), np.repeat(face[:, axis], 3), minlength=len(primitive.position)
        )
    return total
