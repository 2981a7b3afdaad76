"""How far one surface is from another."""

from typing import TYPE_CHECKING, Any

from scenes.derive.open3d_library import open3d_library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def deviation(points: "NDArray[np.float64]", position: "NDArray[np.int32]", triangles: "NDArray[np.int64]") -> float:
    """The largest distance from the points (k, 3) to the triangles, in the unit of both."""
    import numpy as np

    o3d = open3d_library()
    if not len(points):
        return 0.0
    low = position.min(axis=0)
    scene = o3d.t.geometry.RaycastingScene(nthreads=1)
    tensor: Any = o3d.core.Tensor.from_numpy
    scene.add_triangles(tensor((position - low).astype(np.float32)), tensor(triangles.astype(np.uint32)))
    distance = scene.compute_distance(tensor((points - low).astype(np.float32)), nthreads=1)
    return float(distance.numpy().max())
