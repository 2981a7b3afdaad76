"""Reading PLY: a surface where it has faces, else points."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import Material, PointCloud, Primitive
from scenes.read.cloud_source import CloudSource
from scenes.read.colour import linear, to_bytes
from scenes.read.images import picture
from scenes.read.mapped import let_go
from scenes.read.mtl import beside
from scenes.read.ply_tables import Faces, PlyTables, triangulated
from scenes.read.reading import MAX_POINTS, MAX_TRIANGLES, Contents, notice, refuse
from scenes.read.weld import compact, weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UV = (("s", "t"), ("u", "v"), ("texture_u", "texture_v"))
COLOUR = (("red", "green", "blue"), ("diffuse_red", "diffuse_green", "diffuse_blue"), ("r", "g", "b"))
INTENSITY = ("intensity", "scalar_intensity", "scalar_Intensity", "reflectance")


def read_ply(path: Path) -> Contents:
    """The whole file; units and up axis stay open."""
    import numpy as np

    tables = PlyTables(path=path)
    vertices = tables.vertices()
    findings: list[Finding] = []
    material = ply_material(tables, findings)
    found = list(ply_corners(tables))
    remarks = {"remarks": "\n".join(tables.header.remarks)}
    if not found:
        return Contents(format="ply", cloud=cloud_of(vertices, path), metadata=remarks, findings=findings)
    if sum(len(each[0]) for each in found) > MAX_TRIANGLES:
        refuse("TOO_MANY_TRIANGLES", f"More than {MAX_TRIANGLES} triangles.", "ingest tiles it", file=path.name)
    corners = np.concatenate([each[0] for each in found])
    uv = np.concatenate([each[1] for each in found if each[1] is not None]) if _all(found, 1) else None
    colour = np.concatenate([each[2] for each in found if each[2] is not None]) if _all(found, 2) else None
    made = surface(vertices, corners, uv, colour, material, path)
    return Contents(format="ply", parts={path.stem: [made]}, materials=[material], metadata=remarks, findings=findings)


def ply_corners(tables: PlyTables) -> "Iterator[tuple[NDArray[np.int64], Any, Any]]":
    """Triangles (m, 3) some at a time, with texture coordinates (m, 3, 2) and colours (m, 3|4) of faces, or none."""
    position = tables.vertices()
    for faces in tables.faces():
        columns = _Positions(position)
        corners, polygon, within = triangulated(faces, columns)  # type: ignore[arg-type]
        let_go()
        if len(corners):
            yield corners, _face_uv(faces, polygon, within), _face_colour(faces, polygon)
    strips = tables.strips()
    if strips is not None:
        yield _strips(strips), None, None


class _Positions:
    """Positions of a structured array as they are asked for."""

    def __init__(self, rows: "NDArray[Any]") -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> "NDArray[Any]":
        return columns_of(self._rows[index], ("x", "y", "z"))


def surface(
    vertices: "NDArray[Any]", corners: "NDArray[np.int64]", uv: Any, colour: Any, material: Material, path: Path
) -> Primitive:
    """Triangles over just the vertices they use; a vertex that faces give different values is parted."""
    import numpy as np

    if len(corners) and (int(corners.min()) < 0 or int(corners.max()) >= len(vertices)):
        remedy = "export the model anew"
        refuse("PLY_INDEX_OUT_OF_RANGE", "A face uses a vertex that is not there.", remedy, file=path.name)
    used, triangles = compact(corners, len(vertices))
    rows = vertices[used]
    uv = uv if material.base else None
    if uv is not None or colour is not None:
        flat = triangles.reshape(-1)
        extra = [] if uv is None else [uv.reshape(-1, 2)]
        extra += [] if colour is None else [np.repeat(colour, 3, axis=0)]
        first, inverse = weld([flat, *extra])
        rows, triangles = rows[flat[first]], inverse.reshape(-1, 3)
        uv = None if uv is None else uv.reshape(-1, 2)[first]
        colour = None if colour is None else np.repeat(colour, 3, axis=0)[first]
    return Primitive(
        material=material.name,
        position=_finite(columns_of(rows, ("x", "y", "z")).astype(np.float64), path),
        triangles=triangles,
        normal=_normals(rows),
        uv=_down(uv if uv is not None else _pick(rows, UV)) if material.base else None,
        colour=linear(colour) if colour is not None else _linear(rows),
    )


def cloud_of(vertices: "NDArray[Any]", path: Path) -> PointCloud:
    """Points with what stands beside them; raises `Refused` for more than fit in memory."""
    import numpy as np

    if len(vertices) > MAX_POINTS:
        refuse("TOO_MANY_POINTS", f"More than {MAX_POINTS} points.", "ingest tiles it in pieces", file=path.name)
    colour = _pick(vertices, COLOUR)
    name = next((name for name in INTENSITY if name in (vertices.dtype.names or ())), "")
    intensity = None
    if name:
        values = vertices[name].astype(np.float32)
        intensity = values / (255.0 if values.max() <= 255 else values.max()) if values.max() > 1 else values
    return PointCloud(
        position=_finite(columns_of(vertices, ("x", "y", "z")).astype(np.float64), path),
        colour=None if colour is None else to_bytes(colour),
        intensity=None if intensity is None else np.clip(intensity, 0, 1).astype(np.float32),
    )


def ply_source(path: Path) -> CloudSource:
    """A file of points to be read in pieces; units and up axis stay open."""
    tables = PlyTables(path=path)
    vertices = tables.vertices()

    def some(points: int) -> Iterator[PointCloud]:
        for start in range(0, len(vertices), points):
            yield cloud_of(vertices[start : start + points], path)

    return CloudSource(format="ply", name=path.name, count=len(vertices), pieces=some)


def ply_material(tables: PlyTables, findings: list[Finding]) -> Material:
    """The image that a comment names, or a plain one."""
    name = tables.header.texture
    if not name:
        return Material(name="default")
    path = beside(tables.path.parent, name)
    if path is None:
        message = f"The image {name!r} is not beside the model; it is drawn without."
        findings.append(notice("IMAGE_MISSING", message, "upload the image together with the model"))
        return Material(name="default")
    return Material(name="default", base=picture(path, findings))


def columns_of(rows: "NDArray[Any]", names: tuple[str, ...]) -> "NDArray[Any]":
    """Fields of a structured array side by side in a last axis."""
    import numpy as np

    return np.stack([rows[name] for name in names], axis=-1)


def _pick(rows: "NDArray[Any]", sets: tuple[tuple[str, ...], ...]) -> "NDArray[Any] | None":
    have = set(rows.dtype.names or ())
    names = next((names for names in sets if set(names) <= have), None)
    return None if names is None else columns_of(rows, names)


def _linear(rows: "NDArray[Any]") -> "NDArray[np.float64] | None":
    import numpy as np

    colour = _pick(rows, COLOUR)
    if colour is None:
        return None
    alpha = rows["alpha"] if "alpha" in (rows.dtype.names or ()) else None
    if alpha is not None and alpha.dtype == colour.dtype and (alpha != alpha.max(initial=0)).any():
        colour = np.column_stack([colour, alpha])
    return linear(colour)


def _normals(rows: "NDArray[Any]") -> "NDArray[np.float64] | None":
    import numpy as np

    picked = _pick(rows, (("nx", "ny", "nz"),))
    if picked is None:
        return None
    length = np.linalg.norm(picked.astype(np.float64), axis=1, keepdims=True)
    return None if not length.all() else np.asarray(picked / length)


def _down(uv: "NDArray[Any] | None") -> "NDArray[np.float64] | None":
    import numpy as np

    return None if uv is None else np.stack([uv[:, 0], 1.0 - uv[:, 1]], axis=1).astype(np.float64)


def _face_uv(faces: Faces, polygon: "NDArray[np.int64]", within: "NDArray[np.int64]") -> "NDArray[np.float64] | None":
    """Texture coordinates (m, 3, 2) that stand at the corners of faces, or none."""
    import numpy as np

    if "texcoord" not in (faces.rows.dtype.names or ()):
        return None
    given = faces.rows["texcoord"].astype(np.float64)
    corners = faces.rows[faces.corners].shape[1]
    if given.ndim != 2 or given.shape[1] != 2 * corners:
        return np.zeros((len(polygon), 3, 2))
    return np.asarray(given.reshape(-1, corners, 2)[polygon[:, None], within])


def _face_colour(faces: Faces, polygon: "NDArray[np.int64]") -> "NDArray[Any] | None":
    colour = _pick(faces.rows, COLOUR)
    return None if colour is None else colour[polygon]


def _strips(flat: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Triangles of strips that -1 parts."""
    import numpy as np

    made = np.stack([flat[:-2], flat[1:-1], flat[2:]], axis=1)
    starts = np.concatenate([[0], np.flatnonzero(flat == -1) + 1])
    place = np.arange(len(flat)) - starts[np.searchsorted(starts, np.arange(len(flat)), side="right") - 1]
    odd = place[: len(made)] % 2 == 1
    made[odd] = made[odd][:, [1, 0, 2]]
    return made[(made >= 0).all(axis=1)]


def _all(found: list[Any], column: int) -> bool:
    return all(each[column] is not None for each in found)


def _finite(position: "NDArray[np.float64]", path: Path) -> "NDArray[np.float64]":
    import numpy as np

    if not np.isfinite(position).all():
        remedy = "repair the model where it was made"
        refuse("PLY_INVALID_FLOAT", "A coordinate is not finite.", remedy, file=path.name)
    return position
