"""Ambient occlusion kept in vertex colours, so that a scan without a texture shows its carving."""

from typing import TYPE_CHECKING

from scenes.derive.normals import vertex_normals
from scenes.mesh import Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CONTRAST = 1.6
"""More than 1, because a carving is read by its shade."""
SAMPLES = 120_000
"""Vertices that rays are cast from; the others are given what their neighbours see."""
DARKEST = 0.15
"""Share of light that is left where nothing of the sky is seen."""
TURN = 0.05
"""How much a normal counts beside a position when neighbours are looked for, in shares of the mesh's diagonal."""


def bake(mesh: Mesh, *, rays: int = 64, reach: float | None = None, samples: int = SAMPLES) -> Mesh:
    """The mesh with ambient occlusion multiplied into its vertex colours.

    Primitives with a base colour image stay as they are: a photograph holds its own shade. `reach` in metres is how far
    off a surface may be and still cast shade, a fifth of the diagonal if it is left out. The same mesh gives the same
    colours. Raises `ValueError` for a mesh without triangles or with positions that are not finite.
    """
    import numpy as np

    if not mesh.triangles:
        raise ValueError("a mesh without triangles casts no shade")
    position, normal, triangles = _joined(mesh)
    if not np.isfinite(position).all():
        raise ValueError("a position is not finite: repair the mesh first")
    light = _light(position, normal, triangles, rays, reach, samples)
    return _coloured(mesh, DARKEST + (1 - DARKEST) * light)


def _joined(mesh: Mesh) -> "tuple[Array, Array, NDArray[np.int64]]":
    import numpy as np

    every = [primitive for primitives in mesh.parts.values() for primitive in primitives]
    starts = np.cumsum([0, *(len(each.position) for each in every)])
    return (
        np.concatenate([each.position for each in every]),
        np.concatenate([vertex_normals(each) for each in every]),
        np.concatenate([each.triangles + start for each, start in zip(every, starts, strict=False)]),
    )


def _light(
    position: "Array", normal: "Array", triangles: "NDArray[np.int64]", rays: int, reach: float | None, samples: int
) -> "Array":
    """Openness of every vertex, 0 to 1: cast for some, spread to the rest."""
    import numpy as np

    from scenes.derive.occlusion import Shade

    diagonal = float(np.linalg.norm(np.ptp(position, axis=0))) or 1.0
    shade = Shade(position - position.mean(axis=0), triangles, lift=diagonal * 1e-3)
    chosen = _sampled(len(position), samples)
    seen = shade.openness(
        position[chosen] - position.mean(axis=0), normal[chosen], rays, diagonal / 5 if reach is None else reach
    )
    seen = np.clip(seen, 0, 1) ** CONTRAST
    return seen if len(chosen) == len(position) else _spread(position, normal, chosen, seen, diagonal)


def _sampled(count: int, samples: int) -> "NDArray[np.int64]":
    import numpy as np

    if count <= samples:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, samples, replace=False))


def _spread(position: "Array", normal: "Array", chosen: "NDArray[np.int64]", seen: "Array", diagonal: float) -> "Array":
    """Each vertex takes from the four sampled ones nearest to it that face the same way."""
    import numpy as np
    from scipy.spatial import cKDTree

    place = np.concatenate([position / diagonal, normal * TURN], axis=1)
    away, near = cKDTree(place[chosen]).query(place, k=min(4, len(chosen)), workers=-1)
    weight = 1 / (away.reshape(len(place), -1) + 1e-6)
    return np.asarray((seen[near].reshape(weight.shape) * weight).sum(axis=1) / weight.sum(axis=1))


def _coloured(mesh: Mesh, light: "Array") -> Mesh:
    from dataclasses import replace

    images = {material.name for material in mesh.materials if material.base}
    parts: dict[str, list[Primitive]] = {}
    start = 0
    for name, primitives in mesh.parts.items():
        parts[name] = []
        for primitive in primitives:
            end = start + len(primitive.position)
            shaded = primitive if primitive.material in images else _shaded(primitive, light[start:end])
            parts[name].append(shaded)
            start = end
    return replace(mesh, parts=parts)


def _shaded(primitive: Primitive, light: "Array") -> Primitive:
    from dataclasses import replace

    import numpy as np

    colour = np.ones((len(light), 3)) if primitive.colour is None else np.array(primitive.colour, dtype=float)
    colour[:, :3] *= light[:, None]
    return replace(primitive, colour=colour)
