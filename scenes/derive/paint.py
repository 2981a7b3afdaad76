"""Textures turned into vertex colours, for a first look that must be light: no seams, no images."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenes.derive.images import KINDS, meaning, opened
from scenes.gltf_material import media_type
from scenes.mesh import Material, Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INWARD = 0.25
"""How far from a triangle's corner towards its middle its colour is looked up: what lies between the patches of a
texture is often black."""


def painted(mesh: Mesh) -> Mesh:
    """The mesh without images, their base colours kept at the vertices, and vertices of one place joined.

    A base image that Pillow cannot open (KTX2) leaves the material's colour. Raises `ValueError` for a broken image.
    """
    images = {material.name: _light(material) for material in mesh.materials}
    parts = {
        name: [_welded(_coloured(each, images.get(each.material))) for each in primitives]
        for name, primitives in mesh.parts.items()
    }
    return replace(mesh, parts=parts, materials=[_bare(material) for material in mesh.materials])


def _bare(material: Material) -> Material:
    empty: dict[str, Any] = dict.fromkeys(KINDS, b"")
    return replace(material, **empty)


def _light(material: Material) -> "tuple[NDArray[np.uint8], bool] | None":
    import numpy as np

    if not material.base or media_type(material.base) == "image/ktx2":
        return None
    with opened(material.base) as picture:
        rows = np.asarray(picture.convert("RGB" if material.alpha == "OPAQUE" else "RGBA"))
    return rows, material.repeats


def _coloured(given: Primitive, image: "tuple[NDArray[np.uint8], bool] | None") -> Primitive:
    """Each vertex gets the mean of what its triangles show near it."""
    import numpy as np

    if image is None or given.uv is None:
        return replace(given, uv=None, tangent=None)
    corners = given.uv[given.triangles]
    inside = corners * (1 - INWARD) + corners.mean(axis=1, keepdims=True) * INWARD
    seen = _sampled(*image, inside.reshape(-1, 2))
    flat, count = given.triangles.reshape(-1), len(given.position)
    often = np.maximum(np.bincount(flat, minlength=count), 1)
    colour = np.stack([np.bincount(flat, column, count) / often for column in seen.T], -1)
    if given.colour is not None:
        shared = min(colour.shape[1], given.colour.shape[1])
        colour[:, :shared] *= given.colour[:, :shared]
    return replace(given, colour=colour, uv=None, tangent=None)


def _sampled(rows: "NDArray[np.uint8]", repeats: bool, uv: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Linear colours, and opacity where there is a fourth channel, at texture coordinates (n, 2)."""
    import numpy as np

    share = uv % 1.0 if repeats else np.clip(uv, 0.0, 1.0)
    height, width = rows.shape[:2]
    x = np.minimum((share[:, 0] * width).astype(np.int64), width - 1)
    y = np.minimum((share[:, 1] * height).astype(np.int64), height - 1)
    bytes_ = rows[y, x]
    light = meaning("colour")[bytes_[:, :3]].astype(np.float64)
    return np.column_stack([light, bytes_[:, 3:] / 255])


def _welded(given: Primitive) -> Primitive:
    """Vertices of one place as one, with the mean of their normals and colours."""
    import numpy as np

    order = np.lexsort(given.position.T)
    placed = given.position[order]
    fresh = np.concatenate([[True], (placed[1:] != placed[:-1]).any(axis=1)])
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(fresh) - 1
    triangles = place[given.triangles]
    whole = (triangles != np.roll(triangles, 1, axis=1)).all(axis=1)
    rows: dict[str, Any] = {name: _mean(getattr(given, name), place) for name in ("normal", "colour")}
    if rows["normal"] is not None:
        rows["normal"] /= np.maximum(np.linalg.norm(rows["normal"], axis=1, keepdims=True), 1e-12)
    return replace(given, position=placed[fresh], triangles=triangles[whole], **rows)


def _mean(rows: Any, place: Any) -> Any:
    import numpy as np

    if rows is None:
        return None
    count = np.bincount(place)
    return np.stack([np.bincount(place, column) / count for column in rows.T], -1)
