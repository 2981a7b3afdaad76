"""Reading a file into memory, in scene space."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import Material, Mesh, Primitive, box
from scenes.read.bundle import Bundle, opened
from scenes.read.formats import format_of
from scenes.read.frame import Frame, settle
from scenes.read.reading import MAX_POINTS, Contents, Reading, notice, refuse
from scenes.read.shape import Shape, shape_from, shape_of
from scenes.read.units import COARSE

if TYPE_CHECKING:
    from scenes.read.cloud_source import CloudSource

READERS = {
    "glb": "gltf:read_gltf", "gltf": "gltf:read_gltf", "obj": "obj:read_obj", "ply": "ply:read_ply",
    "stl": "stl:read_stl",
}  # fmt: skip
SOURCES = {"e57": "e57:e57_source", "las": "las:las_source"}
"""Modules beside this one and their functions, so that only the reader that is wanted is loaded."""
PIECE = 1_000_000
"""Points read at a time."""


def read(path: Path, *, units: str | None = None, up: str | None = None) -> Reading:
    """A model, or all models of a folder or a zip as one, in metres with +Y up.

    `units` (m, dm, cm, mm, km, in, ft) and `up` (y, z) overrule what the file says and what would be guessed. Raises
    `Refused`, with what to do about it, for what cannot be read.
    """
    with opened(path) as bundle:
        found = [(name, _placed(contents(file), units, up)) for name, file in bundle.models]
    return _joined(found, bundle, path)


def contents(path: Path) -> Contents:
    """One file in its own axes and units."""
    kind = format_of(path)
    made: Contents = _points(named(SOURCES[kind])(path)) if kind in SOURCES else named(READERS[kind])(path)
    return made


def named(reader: str) -> Any:
    """A function of a module beside this one."""
    module, _, name = reader.partition(":")
    return getattr(import_module(f"scenes.read.{module}"), name)


def _points(source: "CloudSource") -> Contents:
    from scenes.read.cloud_source import joined

    if source.count > MAX_POINTS:
        refuse("TOO_MANY_POINTS", f"It has {source.count} points.", "ingest tiles it in pieces", file=source.name)
    cloud = replace(joined(source.pieces(PIECE), source.name), crs=source.crs)
    return Contents(format=source.format, cloud=cloud, units=source.units, up=source.up, findings=source.findings)


def _placed(given: Contents, units: str | None, up: str | None) -> Reading:
    """One file in scene space."""
    if not any(given.parts.values()) and given.cloud is None:
        refuse("NO_TRIANGLES", "There is no surface and no point in it.", "export the model again with its meshes")
    shape = _shape(given)
    frame, findings = settle(shape, kind=given.format, said=(given.units, given.up), units=units, up=up)
    if units is None and given.units:
        findings += unlikely(shape, frame)
    parts = {name: [frame.primitive(each) for each in primitives] for name, primitives in given.parts.items()}
    metadata = {} if given.format in ("obj", "ply", "stl") else given.metadata
    mesh = Mesh(parts=parts, materials=tuple(given.materials), copyright=given.copyright, metadata=metadata)
    return Reading(
        mesh=mesh if parts else None,
        cloud=None if given.cloud is None else frame.cloud(given.cloud),
        format=given.format,
        units=frame.units,
        up=frame.up,
        scale=frame.scale,
        origin=frame.origin,
        findings=(*given.findings, *findings),
    )


def _shape(given: Contents) -> Shape:
    import numpy as np

    remarks = str(given.metadata.get("remarks", "")) if given.format in ("obj", "ply", "stl") else ""
    if given.cloud is not None:
        position = given.cloud.position
        return shape_from([np.stack(box([position]))], [], 1.0, remarks)
    return shape_of((each for primitives in given.parts.values() for each in primitives), remarks)


def unlikely(shape: Shape, frame: Frame) -> list[Finding]:
    """A warning where a file that says metres can hardly mean them."""
    size = float(shape.extents.max()) * frame.scale
    coarse = size > 60.0 and shape.edge * frame.scale > COARSE
    if not coarse and 0.005 < size < 5_000.0:
        return []
    message = f"The file says {frame.units}, which makes it {size:.4g} m long; that is unlikely for a scan."
    return [notice("SIZE_UNLIKELY", message, "if it was made in another unit say so (units: mm, cm, …)")]


def _joined(found: Sequence[tuple[str, Reading]], bundle: Bundle, path: Path) -> Reading:
    """Several files as one; each part and material is named after its file."""
    from scenes.read.cloud_source import joined

    first = found[0][1]
    if len(found) == 1:
        return replace(first, findings=(*bundle.findings, *first.findings))
    origin = next((reading.origin for _, reading in found if any(reading.origin)), first.origin)
    moved = [(name, _from(reading, origin)) for name, reading in found]
    clouds = [reading.cloud for _, reading in moved if reading.cloud is not None]
    findings = [*bundle.findings]
    for name, reading in found:
        findings += [_in(finding, name) for finding in reading.findings]
    return replace(
        first,
        mesh=_meshes([(name, reading.mesh) for name, reading in moved if reading.mesh is not None]),
        cloud=joined(clouds, path.name) if clouds else None,
        format="+".join(dict.fromkeys(reading.format for _, reading in found)),
        origin=origin,
        findings=tuple(findings),
    )


def _from(reading: Reading, origin: tuple[float, float, float]) -> Reading:
    """The same things, measured from another origin."""
    import numpy as np

    if reading.origin == origin:
        return reading
    step = np.array([ours - theirs for ours, theirs in zip(reading.origin, origin, strict=True)])[None]
    shift = Frame(units="m", up=reading.up).directions(step)[0]
    mesh, cloud = reading.mesh, reading.cloud
    if mesh is not None:
        mesh = replace(
            mesh, parts={name: [_shifted(each, shift) for each in some] for name, some in mesh.parts.items()}
        )
    if cloud is not None:
        cloud = replace(cloud, position=cloud.position + shift, origin=origin)
    return replace(reading, mesh=mesh, cloud=cloud, origin=origin)


def _shifted(given: Primitive, shift: Any) -> Primitive:
    return replace(given, position=given.position + shift)


def _meshes(meshes: Sequence[tuple[str, Mesh]]) -> Mesh | None:
    parts: dict[str, Sequence[Primitive]] = {}
    materials: list[Material] = []
    for name, mesh in meshes:
        parts |= {f"{name}/{part}": _named(each, name) for part, each in mesh.parts.items()}
        materials += [replace(material, name=f"{name}/{material.name}") for material in mesh.materials]
    if not meshes:
        return None
    rights = "; ".join(dict.fromkeys(mesh.copyright for _, mesh in meshes if mesh.copyright))
    metadata: Mapping[str, object] = next((mesh.metadata for _, mesh in meshes if mesh.metadata), {})
    return Mesh(parts=parts, materials=tuple(materials), copyright=rights, metadata=metadata)


def _named(primitives: Sequence[Primitive], name: str) -> list[Primitive]:
    return [replace(each, material=f"{name}/{each.material}") for each in primitives]


def _in(finding: Finding, name: str) -> Finding:
    from msgspec.structs import replace as changed

    return finding if finding.file else changed(finding, file=name)
