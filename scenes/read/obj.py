"""Reading Wavefront OBJ with its MTL: parts by object and group, primitives by material."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import Material, Primitive
from scenes.read.colour import linear
from scenes.read.mtl import read_mtl
from scenes.read.obj_tables import ObjTables, Run
from scenes.read.reading import MAX_TRIANGLES, Contents, refuse
from scenes.read.weld import compact, weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLAIN = Material(name="default")


def read_obj(path: Path) -> Contents:
    """The whole file; units and up axis stay open."""
    import numpy as np

    with TemporaryDirectory(prefix="obj-") as folder:
        tables = ObjTables(path=path, folder=Path(folder))
        tables.load()
        if tables.counts["corners"] > MAX_TRIANGLES:
            refuse("TOO_MANY_TRIANGLES", f"More than {MAX_TRIANGLES} triangles.", "ingest tiles it", file=path.name)
        materials, findings = obj_materials(tables)
        parts: dict[str, list[Primitive]] = {}
        for (part, name), runs in _together(tables.runs).items():
            rows = np.concatenate([tables.corners(run.start, run.stop) for run in runs])
            parts.setdefault(part, []).append(gather(tables, rows, _material(materials, name)))
        used = {primitive.material for primitives in parts.values() for primitive in primitives}
        kept = [material for material in materials if material.name in used]
        return Contents(
            format="obj",
            parts=parts,
            materials=kept,
            findings=findings,
            copyright="",
            metadata={"remarks": tables.remarks},
        )


def obj_materials(tables: ObjTables) -> tuple[list[Material], list[Finding]]:
    """The materials of all libraries, and one for triangles that name none."""
    materials, findings = read_mtl(tables.path.parent, tables.libraries, {run.material for run in tables.runs})
    names = {material.name for material in materials}
    return [*materials, *([] if PLAIN.name in names else [PLAIN])], findings


def obj_pieces(tables: ObjTables, materials: Sequence[Material], triangles: int) -> Iterator[tuple[str, Primitive]]:
    """The file in pieces of at most so many triangles."""
    for (part, name), runs in _together(tables.runs).items():
        for run in runs:
            for start in range(run.start, run.stop, triangles):
                rows = tables.corners(start, min(start + triangles, run.stop))
                yield part, gather(tables, rows, _material(materials, name))


def gather(tables: ObjTables, corners: "NDArray[np.int32]", material: Material) -> Primitive:
    """Triangles over just the vertices they use: one for each position with its texture coordinate and normal."""
    import numpy as np

    flat = np.asarray(corners).reshape(-1, 3)
    textured = bool(material.base or material.normal or material.roughness_image)
    use_uv, use_normal = textured and (flat[:, 1] >= 0).any(), bool((flat[:, 2] >= 0).all())
    columns = [flat[:, 0]] + [flat[:, column] for column, used in ((1, use_uv), (2, use_normal)) if used]
    if all(np.array_equal(columns[0], column) for column in columns[1:]):
        places, triangles = compact(columns[0], len(flat))
        index = [places] * 3
    else:
        first, inverse = weld(columns)
        index, triangles = [flat[first, column].astype(np.int64) for column in range(3)], inverse.reshape(-1, 3)
    return Primitive(
        material=material.name,
        position=np.asarray(tables.table("position")[index[0]]),
        triangles=triangles,
        normal=_unit(tables.table("normal")[index[2]]) if use_normal else None,
        uv=_flipped(tables.table("uv"), index[1]) if use_uv else None,
        colour=_colour(tables.table("colour")[index[0]]) if tables.coloured else None,
    )


def _flipped(table: "NDArray[Any]", index: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Texture coordinates with v downwards."""
    import numpy as np

    rows = np.where(index[:, None] >= 0, table[np.maximum(index, 0)], 0.0)
    return np.asarray(np.stack([rows[:, 0], 1.0 - rows[:, 1]], axis=1))


def _unit(rows: "NDArray[Any]") -> "NDArray[np.float64]":
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-30))


def _colour(rows: "NDArray[Any]") -> "NDArray[np.float64]":
    """Linear colour, white where a vertex has none."""
    import numpy as np

    known = np.isfinite(rows).all(axis=1)
    most = rows[known].max() if known.any() else 1.0
    return linear(np.where(known[:, None], rows, 255.0 if most > 1.0 else 1.0).astype(np.float64))


def _together(runs: list[Run]) -> dict[tuple[str, str], list[Run]]:
    found: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        found.setdefault((run.part, run.material), []).append(run)
    return found


def _material(materials: Sequence[Material], name: str) -> Material:
    return next((material for material in materials if material.name == name), PLAIN)
