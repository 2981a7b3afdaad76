"""Tangents for normal maps, where a file has none."""

from dataclasses import replace
from typing import TYPE_CHECKING

from scenes.derive.mending.normals import rows_of
from scenes.mesh import Primitive
from scenes.read.weld import weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def with_tangents(primitive: Primitive) -> Primitive:
    """The primitive with tangents along u, orthogonal to its normals; vertices where the image is mirrored are parted.

    Raises `ValueError` without normals or texture coordinates.
    """
    import numpy as np

    if primitive.normal is None or primitive.uv is None:
        raise ValueError("tangents need normals and texture coordinates")
    along, sign = _directions(primitive)
    flat = np.asarray(primitive.triangles).reshape(-1)
    corner = np.repeat(sign, 3)
    own = np.zeros(len(primitive.position))
    own[flat] = corner
    if (own[flat] != corner).any():
        first, inverse = weld([flat, corner])
        primitive = rows_of(primitive, flat[first], inverse.reshape(-1, 3))
        own, flat = corner[first], inverse
    return replace(primitive, tangent=_tangent(primitive, flat, along, own))


def _directions(primitive: Primitive) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """For each triangle the direction of u on it, and 1 or -1 where the image is mirrored."""
    import numpy as np

    assert primitive.uv is not None
    a, b, c = (primitive.position[primitive.triangles[:, i]] for i in range(3))
    at, bt, ct = (primitive.uv[primitive.triangles[:, i]] for i in range(3))
    first, second, left, right = b - a, c - a, bt - at, ct - at
    area = left[:, 0] * right[:, 1] - left[:, 1] * right[:, 0]
    turn = np.where(area < 0, -1.0, 1.0)[:, None]
    along = (first * right[:, 1:] - second * left[:, 1:]) * turn
    across = (second * left[:, :1] - first * right[:, :1]) * turn
    normal = np.cross(first, second)
    sign = np.where(np.einsum("ij,ij->i", np.cross(normal, along), across) < 0, 1.0, -1.0)
    return along, sign


def _tangent(
    primitive: Primitive, flat: "NDArray[np.int64]", along: "NDArray[np.float64]", sign: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """(n, 4): the mean over a vertex's triangles, made orthogonal to its normal (Gram and Schmidt)."""
    import numpy as np

    assert primitive.normal is not None
    length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-300)
    rows = np.repeat(along / length, 3, axis=0)
    total = np.stack([np.bincount(flat, rows[:, i], len(primitive.position)) for i in range(3)], axis=1)
    normal = primitive.normal
    flatter = total - normal * np.einsum("ij,ij->i", normal, total)[:, None]
    other = np.cross(normal, np.where(np.abs(normal[:, :1]) < 0.9, [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]))
    size = np.linalg.norm(flatter, axis=1, keepdims=True)
    made = np.where(size > 1e-6, flatter, other)
    return np.column_stack([made / np.linalg.norm(made, axis=1, keepdims=True), sign])
