"""Repair a mesh, and say what was done and what a curator should look at.

What can be put right without a choice is: triangles without an area and copies go, equal vertices are merged, normals
and tangents are made, winding is turned. Holes are filled only when asked; the rest is reported.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scenes.derive.mending.condition import Change, Condition, Hole, RepairReport, sentence
from scenes.derive.mending.examine import Examined, examine, wants_tangents
from scenes.derive.mending.findings import findings_of
from scenes.derive.mending.lids import with_lids
from scenes.derive.mending.normals import rows_of, with_normals
from scenes.derive.mending.slivers import swapped
from scenes.derive.mending.surface import Surface, surface_of
from scenes.derive.mending.tangents import with_tangents
from scenes.mesh import Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Change", "Condition", "Hole", "RepairReport", "describe", "inspect", "repair"]


def inspect(mesh: Mesh) -> Condition:
    """What is wrong with a mesh; raises `Refused` where it has no triangle or a number is not finite."""
    return examine(mesh).condition


def repair(mesh: Mesh, *, fill_holes: bool = False) -> tuple[Mesh, RepairReport]:
    """The mesh put right, and what was done; the same arrays where nothing was to do.

    Parts keep their names and order; a part that has nothing left goes. Raises `Refused` where the mesh has no
    triangle or a number is not finite.
    """
    seen = examine(mesh)
    primitives = [each for some in mesh.parts.values() for each in some]
    made = [_cleaned(each, seen, index) for index, each in enumerate(primitives)]
    changes = _cleanings(seen)
    if seen.condition.slivers:
        made, count = swapped(made, _facing(seen))
        changes.append(Change(code="SLIVERS_SWAPPED", count=count))
    made, smoothed = _smoothed(made)
    if fill_holes and seen.loops:
        made, filled = with_lids(made, seen.surface, seen.loops)
        changes.append(Change(code="HOLES_FILLED", count=filled))
    made, mapped = _mapped(mesh, made)
    changes += [smoothed, mapped]
    whole, emptied = _reassembled(mesh, made)
    changes.append(Change(code="PARTS_EMPTIED", count=emptied))
    done = tuple(change for change in changes if change.count)
    after = _after(seen, whole, done)
    report = RepairReport(before=seen.condition, after=after, changes=done, findings=findings_of(after))
    return (whole if done else mesh), report


def describe(report: RepairReport) -> str:
    """The report in plain English, one sentence a line."""
    lines = [sentence(change) for change in report.changes] or ["Nothing had to be repaired."]
    lines += [f"{finding.message} {_remedy(finding.remedy)}".strip() for finding in report.findings]
    return "\n".join(lines)


def _remedy(remedy: str) -> str:
    return f"{remedy[0].upper()}{remedy[1:]}." if remedy else ""


def _cleanings(seen: Examined) -> list[Change]:
    """What cleaning changes, in the order of the report."""
    before = seen.condition
    counts = {
        "DEGENERATE_REMOVED": before.degenerate,
        "DUPLICATES_REMOVED": before.duplicates,
        "UNUSED_REMOVED": before.unused_vertices,
        "VERTICES_MERGED": before.duplicate_vertices,
        "WINDING_TURNED": before.flipped,
    }
    return [Change(code=code, count=count) for code, count in counts.items()]


def _cleaned(primitive: Primitive, seen: Examined, index: int) -> Primitive:
    """Without dropped triangles and spare vertices, the wrong ones turned."""
    mine = _of(seen, index)
    drop, flip = seen.drop[mine], seen.flip[mine]
    triangles = primitive.triangles
    if flip.any():
        triangles = triangles.copy()
        triangles[flip] = triangles[flip][:, [0, 2, 1]]
    if drop.any():
        triangles = triangles[~drop]
    merge = seen.merges[index]
    if merge is not None:
        rows, place = merge
        primitive = rows_of(primitive, rows, place[triangles])
    elif triangles is not primitive.triangles:
        primitive = replace(primitive, triangles=triangles)
    return _turned_normals(primitive, flip) if flip.any() else primitive


def _facing(seen: Examined) -> Surface:
    """The surface with its wrong triangles turned."""
    import numpy as np

    flip = seen.flip[~seen.drop]
    if not flip.any():
        return seen.surface
    corners = np.where(flip[:, None], seen.surface.corners[:, [0, 2, 1]], seen.surface.corners)
    return replace(seen.surface, corners=corners)


def _of(seen: Examined, index: int) -> slice:
    """The triangles of one primitive among all."""
    return slice(seen.starts[index], seen.starts[index + 1])


def _turned_normals(primitive: Primitive, flip: "NDArray[np.bool_]") -> Primitive:
    """Normals that point away from the triangles they belong to are turned with them."""
    import numpy as np

    if primitive.normal is None or not len(primitive.triangles):
        return primitive
    corners = np.asarray(primitive.triangles)
    a, b, c = (primitive.position[corners[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    total = np.stack(
        [np.bincount(corners.reshape(-1), np.repeat(face[:, i], 3), len(primitive.position)) for i in range(3)], axis=1
    )
    against = np.einsum("ij,ij->i", total, primitive.normal) < 0
    return replace(primitive, normal=np.where(against[:, None], -primitive.normal, primitive.normal))


def _smoothed(made: list[Primitive]) -> tuple[list[Primitive], Change]:
    """Normals where they are missing."""
    bare = sum(len(each.position) for each in made if each.normal is None and len(each.triangles))
    return (with_normals(made, surface_of(made)) if bare else made), Change(code="NORMALS_MADE", count=bare)


def _mapped(mesh: Mesh, made: list[Primitive]) -> tuple[list[Primitive], Change]:
    """Tangents where a normal map misses them."""
    maps = {material.name for material in mesh.materials if material.normal}
    wanting = [wants_tangents(each, maps) and len(each.triangles) > 0 for each in made]
    count = sum(len(each.position) for each, wants in zip(made, wanting, strict=True) if wants)
    made = [with_tangents(each) if wants else each for each, wants in zip(made, wanting, strict=True)]
    return made, Change(code="TANGENTS_MADE", count=count)


def _reassembled(mesh: Mesh, made: Sequence[Primitive]) -> tuple[Mesh, int]:
    """The parts under their names, and how many have nothing left."""
    left, parts = iter(made), {}
    for name, some in mesh.parts.items():
        kept = [each for each in (next(left) for _ in some) if len(each.triangles)]
        if kept:
            parts[name] = kept
    return replace(mesh, parts=parts), len(mesh.parts) - len(parts)


def _after(seen: Examined, whole: Mesh, done: Sequence[Change]) -> Condition:
    """The condition of the repaired mesh; its borders and pieces are known but where holes were filled."""
    from msgspec.structs import replace as changed

    counts = {change.code: change.count for change in done}
    if "HOLES_FILLED" in counts:
        return inspect(whole)
    gone = ("degenerate", "duplicates", "flipped", "unused_vertices", "duplicate_vertices")
    return changed(
        seen.condition,
        **dict.fromkeys((*gone, "without_normals", "without_tangents"), 0),
        triangles=whole.triangles,
        vertices=whole.vertices,
        parts=len(whole.parts),
        slivers=seen.condition.slivers - counts.get("SLIVERS_SWAPPED", 0),
    )
