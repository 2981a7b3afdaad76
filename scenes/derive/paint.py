"""Textures turned into vertex colours, for a first look that must be light: no seams, no images."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenes.derive.images import KINDS, meaning, opened, shrink
from scenes.gltf_material import media_type
from scenes.mesh import Material, Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PIXELS = 1024
"""Pixels a side that a texture is averaged to before it is sampled at the vertices."""


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


def _light(material: Material) -> "tuple[NDArray[np.float32], bool] | None":
    import numpy as np

    if not material.base or media_type(material.base) == "image/ktx2":
        return None
    with opened(shrink(material.base, PIXELS)) as picture:
        rows = np.asarray(picture.convert("RGBA"))
    light = np.dstack([meaning("colour")[rows[:, :, :3]], rows[:, :, 3:].astype(np.float32) / 255])
    return light if material.alpha != "OPAQUE" else light[:, :, :3], material.repeats


def _coloured(given: Primitive, image: "tuple[NDArray[np.float32], bool] | None") -> Primitive:
    import numpy as np

    if image is None or given.uv is None:
        return replace(given, uv=None, tangent=None)
    rows, repeats = image
    share = given.uv % 1.0 if repeats else np.clip(given.uv, 0.0, 1.0)
    x, y = (
        np.minimum((share[:, axis] * side).astype(int), side - 1)
        for axis, side in ((0, rows.shape[1]), (1, rows.shape[0]))
    )
    colour = rows[y, x].astype(np.float64)
    if given.colour is not None:
        shared = min(colour.shape[1], given.colour.shape[1])
        colour[:, :shared] *= given.colour[:, :shared]
    return replace(given, colour=colour, uv=None, tangent=None)


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
