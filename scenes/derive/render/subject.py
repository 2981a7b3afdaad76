"""A mesh or a point cloud on the graphics card."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.derive.normals import vertex_normals
from scenes.derive.render.caster import ENOUGH, caster
from scenes.derive.render.images import texture
from scenes.derive.render.splats import splats
from scenes.mesh import Material, Mesh, PointCloud, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PLASTER = (0.54, 0.515, 0.475)
"""What a scan without any colour is drawn as: a cast, linear."""
COARSE = 2_000
"""Triangles below which a primitive without normals is drawn with its flat faces, as glTF wants it."""
ALPHA = {"OPAQUE": 0, "MASK": 1, "BLEND": 2}
MAX_TRIANGLES, MAX_POINTS = 12_000_000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One call: the vertices and what the programs are told of their material."""

    surface: Any
    shadow: Any
    """Nothing when something else casts its shadow."""
    material: Material | None
    images: tuple[Any, Any, Any] | None = None
    flat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is drawn: its calls, its corner points for framing, and its size; metres round `middle`."""

    calls: list[Drawn]
    points: "Array"
    middle: "Array"
    low: "Array"
    """The corners of its box, in the thing's own coordinates."""
    high: "Array"
    radius: float
    splat: float = 0.0
    """Half the width of a point, in metres; 0 for meshes."""
    gain: float = 1.0
    """How much longer the exposure is, for a thing whose colours are dark all over."""
    caster: Any = None
    """A lighter mesh that casts the shadows of all calls, or nothing."""


def subject(context: Any, programs: Any, thing: Mesh | PointCloud) -> Subject:
    """Put a thing on the card; raises `ValueError` where there is nothing to draw or a number is not finite."""
    if isinstance(thing, PointCloud):
        return _cloud(context, programs, thing)
    return _mesh(context, programs, thing)


def _mesh(context: Any, programs: Any, mesh: Mesh) -> Subject:
    import numpy as np

    if not mesh.triangles:
        raise ValueError("a mesh without triangles cannot be drawn")
    if mesh.triangles > MAX_TRIANGLES:
        raise ValueError(f"{mesh.triangles} triangles are too many for a picture: give a lighter level of detail")
    used = [each for each in _primitives(mesh) if len(each.triangles)]
    points = np.concatenate([each.position for each in used])
    _finite(points)
    if any(each.triangles.max() >= len(each.position) or each.triangles.min() < 0 for each in used):
        raise ValueError("a triangle uses a vertex that is not there")
    middle, radius = _ball(points)
    materials = {material.name: material for material in mesh.materials}
    images: dict[bytes, Any] = {}
    calls = [
        _call(context, programs, each, materials.get(each.material, Material(name="")), middle, images) for each in used
    ]
    light = None if any(each.alpha != "OPAQUE" for each in mesh.materials) else caster(used, middle)
    return Subject(
        calls=calls,
        points=_thinned(points - middle),
        middle=middle,
        low=points.min(axis=0),
        high=points.max(axis=0),
        radius=radius,
        caster=None if light is None else _caster(context, programs, *light),
    )


def _caster(context: Any, programs: Any, position: "NDArray[np.float32]", triangles: "NDArray[np.int64]") -> Any:
    import numpy as np

    corners = context.buffer(np.ascontiguousarray(position, dtype=np.float32).tobytes())
    index = context.buffer(triangles.astype(np.uint32).tobytes())
    return context.vertex_array(programs.shadow, [(corners, "3f", "in_position")], index)


def _primitives(mesh: Mesh) -> Iterator[Primitive]:
    for primitives in mesh.parts.values():
        yield from primitives


def _finite(points: "Array") -> None:
    import numpy as np

    if not np.isfinite(points).all():
        raise ValueError("a position is not finite: repair the thing before it is drawn")


def _ball(points: "Array") -> "tuple[Array, float]":
    import numpy as np

    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return middle, max(float(np.linalg.norm(points - middle, axis=1).max()), 1e-6)


def _thinned(points: "Array", most: int = 150_000) -> "Array":
    return points[:: max(1, len(points) // most)]


def _call(
    context: Any, programs: Any, given: Primitive, material: Material, middle: "Array", images: dict[bytes, Any]
) -> Drawn:
    import numpy as np

    corners = np.ascontiguousarray(given.triangles, dtype=np.uint32)
    buffer = context.buffer(_rows(given, material, middle).tobytes())
    index = context.buffer(corners.tobytes())
    layout = "3f 3f 2f 4f"
    surface = context.vertex_array(
        programs.surface, [(buffer, layout, "in_position", "in_normal", "in_uv", "in_colour")], index
    )
    shadow = context.vertex_array(programs.shadow, [(buffer, "3f 12x 2f 16x", "in_position", "in_uv")], index)
    flat = given.normal is None and len(corners) < COARSE
    files = (material.base, material.normal, material.roughness_image)
    kept = tuple(texture(context, data, material.repeats, images) for data in files)
    return Drawn(surface=surface, shadow=shadow, material=material, images=(kept[0], kept[1], kept[2]), flat=flat)


def _rows(given: Primitive, material: Material, middle: "Array") -> "NDArray[np.float32]":
    import numpy as np

    rows = np.zeros((len(given.position), 12), dtype=np.float32)
    rows[:, :3] = given.position - middle
    rows[:, 3:6] = vertex_normals(given)
    if given.uv is not None:
        rows[:, 6:8] = given.uv
    rows[:, 8:12] = 1.0
    if given.colour is not None:
        rows[:, 8 : 8 + given.colour.shape[1]] = given.colour
    if _bare(given, material):
        rows[:, 8:11] *= PLASTER
    return rows


def _bare(given: Primitive, material: Material) -> bool:
    """Without image and tint: white only because nobody said otherwise (vertex colours may still be baked shade)."""
    import numpy as np

    if material.base or min(material.colour) < 0.99 or material.unlit:
        return False
    return given.colour is None or bool(np.ptp(given.colour[:, :3], axis=1).max() < 1e-6)


def _cloud(context: Any, programs: Any, cloud: PointCloud) -> Subject:
    import numpy as np

    if not len(cloud.position):
        raise ValueError("a point cloud without points cannot be drawn")
    _finite(cloud.position)
    made = splats(cloud, MAX_POINTS)
    middle, reach = _ball(made.position)
    rows = np.concatenate(
        [made.position - middle, made.normal, made.colour, np.ones((len(made.colour), 1)), made.radius[:, None]], axis=1
    ).astype(np.float32)
    buffer = context.buffer(rows.tobytes())
    names = ("in_position", "in_normal", "in_colour", "in_radius")
    surface = context.vertex_array(programs.splat, [(buffer, "3f 3f 4f 1f", *names)])
    every = max(1, len(rows) // ENOUGH)
    few = rows[::every][:, [0, 1, 2, 10]] * np.array([1, 1, 1, every**0.5])
    casting = context.buffer(few.astype(np.float32).tobytes())
    shadow = context.vertex_array(programs.splat_shadow, [(casting, "3f 1f", "in_position", "in_radius")])
    points = made.position - middle
    return Subject(
        calls=[Drawn(surface=surface, shadow=shadow, material=None)],
        points=_thinned(points * (1 + float(np.median(made.radius)) / reach)),
        middle=middle,
        low=made.position.min(axis=0),
        high=made.position.max(axis=0),
        radius=reach * 1.02,
        splat=float(np.median(made.radius)),
        gain=_gain(made.colour),
    )


def _gain(colour: "Array") -> float:
    """Scanners' cameras often expose for a window or a lamp: up to twice the light for what is left dark."""
    import numpy as np

    return float(np.clip(0.26 / max(float(colour.mean()), 1e-3), 1.0, 2.2))
