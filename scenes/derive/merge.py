"""Draw more at once: primitives of one material as one, small parts together where there are too many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scenes.mesh import Mesh, Primitive

ROWS = ("normal", "uv", "colour", "tangent")
REST = "small parts"
"""The name of the node that draws them."""


def draw_calls(mesh: Mesh, groups: Mapping[str, Sequence[str]] | None = None) -> int:
    """How many primitives are drawn: one for each of a part, one for each material of a group."""
    grouped = {part for members in (groups or {}).values() for part in members}
    alone = sum(len(primitives) for part, primitives in mesh.parts.items() if part not in grouped)
    return alone + sum(len(_materials(mesh, members)) for members in (groups or {}).values())


def _materials(mesh: Mesh, parts: Sequence[str]) -> set[str]:
    return {primitive.material for part in parts for primitive in mesh.parts[part]}


def grouped(mesh: Mesh, most: int) -> dict[str, tuple[str, ...]]:
    """The smallest parts that must be drawn together so that there are at most `most` draw calls, or as few as can be.

    Empty where that is so already. Names are not lost: `gltf.write` keeps a node for each grouped part.
    """
    by_size = sorted(mesh.parts, key=lambda part: sum(len(each.triangles) for each in mesh.parts[part]))
    alone, materials = draw_calls(mesh), set[str]()
    if alone <= most:
        return {}
    chosen = set[str]()
    for part in by_size:
        chosen.add(part)
        alone -= len(mesh.parts[part])
        materials |= _materials(mesh, [part])
        if alone + len(materials) <= most:
            break
    return {REST: tuple(part for part in mesh.parts if part in chosen)}


def merged(mesh: Mesh) -> Mesh:
    """The mesh with one primitive a material in each part."""
    return replace(mesh, parts={name: list(_merged(primitives)) for name, primitives in mesh.parts.items()})


def _merged(primitives: Sequence[Primitive]) -> list[Primitive]:
    used = list(dict.fromkeys(each.material for each in primitives))
    return [join([each for each in primitives if each.material == material]) for material in used]


def join(primitives: Sequence[Primitive]) -> Primitive:
    """Primitives of one material as one; a row that one of them lacks is filled: white, texture's corner, no normal."""
    import numpy as np

    if len(primitives) == 1:
        return primitives[0]
    starts = np.cumsum([0] + [len(each.position) for each in primitives])
    rows: dict[str, Any] = {name: _rows(primitives, name) for name in ROWS}
    return Primitive(
        material=primitives[0].material,
        position=np.concatenate([each.position for each in primitives]),
        triangles=np.concatenate([each.triangles + start for each, start in zip(primitives, starts, strict=False)]),
        **rows,
    )


def _rows(primitives: Sequence[Primitive], name: str) -> Any:
    """Normals and tangents only where all have them: nothing sensible could be filled in."""
    import numpy as np

    given = [getattr(each, name) for each in primitives]
    here = [rows for rows in given if rows is not None]
    if not here or (len(here) < len(given) and name in ("normal", "tangent")):
        return None
    width = max(rows.shape[1] for rows in here)
    filler = 1.0 if name == "colour" else 0.0
    made = []
    for rows, primitive in zip(given, primitives, strict=True):
        wide = np.full((len(primitive.position), width), filler)
        if rows is not None:
            wide[:, : rows.shape[1]] = rows
        made.append(wide)
    return np.concatenate(made)
