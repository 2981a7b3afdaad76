"""Fewer triangles for a tile whose outer border stays as it is."""

from typing import TYPE_CHECKING, Any

from scenes.derive.simplifier import Simplifier
from scenes.derive.tiling.mesh import TileMesh

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLOUR = 0.1
"""What a change from black to white costs as a share of the tile's side. Normals follow the shape and cost nothing."""
FEW = 8
"""One in so many triangles is measured by its middle too; the vertices that are gone all are."""
STUCK = 1.3
"""Times the wanted triangles above which texture seams may open rather than the tile stay heavy."""


def reduce(
    mesh: TileMesh, locked: "NDArray[np.bool_]", target: int, simplifier: Simplifier
) -> "tuple[TileMesh, NDArray[np.float64]]":
    """The mesh with about `target` triangles, and points of its former surface by which to measure the loss."""
    rows, weights = _attributes(mesh)

    def simplified(*, prune: bool, permissive: bool) -> "NDArray[np.int64]":
        return simplifier.simplify(
            mesh.position,
            mesh.triangles,
            target=target,
            attributes=rows,
            weights=weights,
            locked=locked,
            prune=prune,
            permissive=permissive,
        )[0]

    triangles = simplified(prune=True, permissive=False)
    if len(triangles) > STUCK * target:
        triangles = simplified(prune=True, permissive=True)
    if not len(triangles) or _lost(mesh, locked, triangles):
        triangles = simplified(prune=False, permissive=False)
    return mesh.used(triangles), _witnesses(mesh, triangles)


def _attributes(mesh: TileMesh) -> "tuple[NDArray[np.float32], list[float]]":
    import numpy as np

    columns: list[Any] = []
    weights: list[float] = []
    if mesh.uv is not None:
        columns.append(mesh.uv - mesh.uv.mean(axis=0))
        weights += [_per_image(mesh)] * 2
    if mesh.colour is not None:
        columns.append(mesh.colour[:, :3] / np.float32(255))
        weights += [COLOUR] * 3
    rows = np.concatenate(columns, axis=1) if columns else np.zeros((len(mesh.position), 0))
    return np.asarray(rows, np.float32), weights


def _per_image(mesh: TileMesh) -> float:
    """The side of the surface that one whole image would cover, as a share of the tile's side."""
    import numpy as np

    assert mesh.uv is not None
    corners, charts = mesh.position[mesh.triangles].astype(np.float64), mesh.uv[mesh.triangles].astype(np.float64)
    surface = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum()
    first, second = charts[:, 1] - charts[:, 0], charts[:, 2] - charts[:, 0]
    image = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum()
    if image <= 0:
        return 0.0
    return float(np.sqrt(surface / image) / np.ptp(mesh.position, axis=0).max())


def _lost(mesh: TileMesh, locked: Any, triangles: Any) -> bool:
    import numpy as np

    kept = np.zeros(len(mesh.position), bool)
    kept[triangles] = True
    return bool((locked & ~kept).any())


def _witnesses(mesh: TileMesh, triangles: Any) -> "NDArray[np.float64]":
    """The vertices that are gone and the middles of the triangles around them."""
    import numpy as np

    gone = np.ones(len(mesh.position), bool)
    gone[triangles] = False
    first, second, third = mesh.triangles[::FEW].T
    touched = mesh.triangles[::FEW][gone[first] | gone[second] | gone[third]]
    points: NDArray[np.float64] = np.concatenate([mesh.position[gone], mesh.position[touched].mean(axis=1)])
    return points
