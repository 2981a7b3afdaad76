"""A mesh's file before its triangles are read: materials, shape, and how to get pieces of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import Material, Primitive
from scenes.read.formats import format_of
from scenes.read.gltf import pieces, unsupported
from scenes.read.gltf_file import GltfFile, open_gltf
from scenes.read.gltf_material import Materials
from scenes.read.gltf_nodes import placed
from scenes.read.obj import obj_materials, obj_pieces
from scenes.read.obj_tables import ObjTables, pieces_of
from scenes.read.ply import columns_of, ply_corners, ply_material, surface
from scenes.read.ply_tables import PlyTables
from scenes.read.reading import refuse
from scenes.read.shape import SAMPLE, Shape, shape_from
from scenes.read.stl import PLAIN, stl_corners, stl_remarks, stl_triangles, welded

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshSource:
    """One file of triangles, in its own axes and units."""

    format: str
    materials: Sequence[Material]
    shape: Shape
    pieces: Callable[[int], Iterator[tuple[str, Primitive]]]
    """Parts in pieces of at most so many triangles, each over its own vertices."""
    units: str = ""
    up: str = ""
    findings: Sequence[Finding] = ()
    copyright: str = ""


def mesh_source(path: Path, scratch: Path) -> MeshSource:
    """A file to be read in pieces; `scratch` is an empty folder for as long as they are taken."""
    makers = {"glb": _gltf, "gltf": _gltf, "obj": _obj, "ply": _ply, "stl": _stl}
    maker = makers.get(format_of(path))
    if maker is None:
        refuse("NO_TRIANGLES", f"{path.name} is no mesh.", "ingest it as a point cloud", file=path.name)
    return maker(path, scratch)


def _gltf(path: Path, scratch: Path) -> MeshSource:
    file = open_gltf(path)
    findings = unsupported(file)
    materials = Materials(file=file)
    for place in placed(file):
        for row in file.row("meshes", place.mesh).get("primitives", []):
            materials.get(row.get("material"))

    def some(triangles: int) -> Iterator[tuple[str, Primitive]]:
        for piece in pieces(file, materials, []):
            for start in range(0, piece.count, triangles):
                yield piece.part, piece.some(materials, start, start + triangles)

    return MeshSource(
        format=path.suffix.lower().lstrip("."),
        materials=list(materials.made.values()),
        shape=shape_from(_corners(file), []),
        pieces=some,
        units="m",
        up="y",
        findings=[*findings, *materials.findings],
        copyright=str(file.document["asset"].get("copyright", "")),
    )


def _corners(file: GltfFile) -> "list[NDArray[Any]]":
    """The bounds that the accessors announce, moved into the scene."""
    import numpy as np

    from scenes.read.gltf_accessor import to_float

    found = []
    for place in placed(file):
        for row in file.row("meshes", place.mesh).get("primitives", []):
            accessor = file.row("accessors", row.get("attributes", {}).get("POSITION"))
            if len(accessor.get("min", ())) != 3 or len(accessor.get("max", ())) != 3:
                continue
            kind = {5120: "i1", 5121: "u1", 5122: "i2", 5123: "u2"}.get(accessor.get("componentType", 5126), "f8")
            ends = to_float(np.array([accessor["min"], accessor["max"]]).astype(kind), bool(accessor.get("normalized")))
            box = np.stack(np.meshgrid(*ends.T), axis=-1).reshape(-1, 3)
            moved = box @ place.matrix[:3, :3].T + place.matrix[:3, 3]
            found.append(np.stack([moved.min(axis=0), moved.max(axis=0)]))
    return found


def _obj(path: Path, scratch: Path) -> MeshSource:
    import numpy as np

    tables = ObjTables(path=path, folder=scratch)
    tables.load()
    materials, findings = obj_materials(tables)
    position = tables.table("position")
    bounds = [np.stack([rows.min(axis=0), rows.max(axis=0)]) for rows in pieces_of(position)]
    step = max(1, tables.counts["corners"] // SAMPLE)
    corners = position[tables.table("corners")[::step, ::3]]
    used = {run.material for run in tables.runs}
    plain = any(run.material not in {each.name for each in materials[:-1]} for run in tables.runs)
    kept = [each for each in materials if each.name in used or (plain and each.name == "default")]
    return MeshSource(
        format="obj",
        materials=kept,
        shape=shape_from(bounds, [corners], 1.0 / step, tables.remarks),
        pieces=lambda triangles: obj_pieces(tables, materials, triangles),
        findings=findings,
    )


def _ply(path: Path, scratch: Path) -> MeshSource:
    import numpy as np

    tables = PlyTables(path=path)
    vertices = tables.vertices()
    findings: list[Finding] = []
    material = ply_material(tables, findings)
    positions = (columns_of(rows, ("x", "y", "z")) for rows in pieces_of(vertices))
    bounds = [np.stack([rows.min(axis=0), rows.max(axis=0)]) for rows in positions]
    element = tables.header.element("face")
    step = max(1, (element.rows if element is not None else 0) // SAMPLE)
    corners = [
        columns_of(vertices[np.clip(each[0][::step], 0, len(vertices) - 1)], ("x", "y", "z"))
        for each in ply_corners(tables)
    ]

    def some(triangles: int) -> Iterator[tuple[str, Primitive]]:
        for found, uv, colour in ply_corners(tables):
            for start in range(0, len(found), triangles):
                cut = slice(start, start + triangles)
                its_uv, its_colour = (None if each is None else each[cut] for each in (uv, colour))
                yield path.stem, surface(vertices, found[cut], its_uv, its_colour, material, path)

    return MeshSource(
        format="ply",
        materials=[material],
        shape=shape_from(bounds, corners, 1.0 / step, "\n".join(tables.header.remarks)),
        pieces=some,
        findings=findings,
    )


def _stl(path: Path, scratch: Path) -> MeshSource:
    import numpy as np

    step = max(1, stl_triangles(path) // SAMPLE)
    bounds, corners = [], []
    for each in stl_corners(path, 1_000_000):
        bounds.append(np.stack([each.reshape(-1, 3).min(axis=0), each.reshape(-1, 3).max(axis=0)]))
        corners.append(each[::step])
    if not bounds:
        refuse("NO_TRIANGLES", "The file has no triangles.", "export the model anew", file=path.name)
    return MeshSource(
        format="stl",
        materials=[PLAIN],
        shape=shape_from(bounds, corners, 1.0 / step, stl_remarks(path)),
        pieces=lambda triangles: ((path.stem, welded(each)) for each in stl_corners(path, triangles)),
    )
