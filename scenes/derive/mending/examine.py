"""Counting what is wrong with a mesh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.derive.mending.condition import Condition, Hole
from scenes.derive.mending.holes import Loop, loops_of
from scenes.derive.mending.outside import inside_out
from scenes.derive.mending.pieces import Pieces, pieces_of, turned
from scenes.derive.mending.slivers import longest_sides
from scenes.derive.mending.surface import Surface, surface_of
from scenes.finding import Finding, Refused
from scenes.mesh import Mesh, Primitive
from scenes.read.weld import weld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FARTHEST = 1e7
"""Metres."""
MAX_HOLES = 100
SMALL = 0.001
"""Share of the whole area under which a piece is an island."""
SMALL_TRIANGLES = 0.01
"""Share of all triangles under which a piece can be an island."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A mesh's primitives, what was found out about them, and the numbers."""

    surface: Surface
    pieces: Pieces
    drop: "NDArray[np.bool_]"
    """(m,) triangles without an area, and copies."""
    flip: "NDArray[np.bool_]"
    """(m,) triangles to turn."""
    starts: Sequence[int]
    """Where each primitive's triangles begin among all, and the end of the last."""
    loops: Sequence[Loop]
    merges: "Sequence[tuple[NDArray[np.int64], NDArray[np.int64]] | None]"
    """For each primitive its vertices that stay and where each goes, none where all stay."""
    condition: Condition


def examine(mesh: Mesh) -> Examined:
    """Look at everything once; raises `Refused` for an empty mesh and for numbers that are not finite."""
    import numpy as np

    primitives = [each for some in mesh.parts.values() for each in some]
    _check(primitives)
    whole = surface_of(primitives)
    slivers, lost = _areas(whole)
    copies = _copies(whole, lost, primitives)
    drop = lost | copies
    surface = whole if not drop.any() else _without(whole, drop)
    pieces = pieces_of(surface)
    flips, one_sided = turned(surface, pieces)
    flips ^= inside_out(surface, pieces, flips)[pieces.label]
    flip = np.zeros(len(drop), bool)
    flip[~drop] = flips
    starts = [0, *np.cumsum([len(each.triangles) for each in primitives]).tolist()]
    merges = [
        _merge(each, drop[starts[index] : starts[index + 1]], whole.point[index])
        for index, each in enumerate(primitives)
    ]
    loops = loops_of(surface, flips)
    condition = _condition(mesh, primitives, surface, pieces, loops, merges)
    counted = _with(condition, degenerate=lost, slivers=slivers, duplicates=copies, flipped=flip, one_sided=one_sided)
    return Examined(
        surface=surface,
        pieces=pieces,
        drop=drop,
        flip=flip,
        starts=starts,
        loops=loops,
        merges=merges,
        condition=counted,
    )


def _check(primitives: Sequence[Primitive]) -> None:
    if not any(len(each.triangles) for each in primitives):
        raise Refused(Finding(code="NO_TRIANGLES", message="There is no triangle.", remedy="export the model anew"))
    for each in primitives:
        least, most = each.position.min(initial=0), each.position.max(initial=0)
        if not -FARTHEST <= least <= most <= FARTHEST:
            message = "A position is not finite, or farther than 10,000 km."
            raise Refused(Finding(code="ACCESSOR_INVALID_FLOAT", message=message, remedy="repair it where it was made"))


def _areas(surface: Surface) -> "tuple[int, NDArray[np.bool_]]":
    """How many slivers lie between other triangles, and (m,) which triangles without an area can go."""
    import numpy as np

    lost = surface.collapsed.copy()
    if not surface.degenerate.any():
        return 0, lost
    thin, side = longest_sides(surface)
    border = np.zeros(3 * len(lost), bool)
    border[surface.edges.side[surface.edges.border]] = True
    lost[thin[border[side]]] = True
    return int((~border[side]).sum()), lost


def _copies(surface: Surface, lost: "NDArray[np.bool_]", primitives: Sequence[Primitive]) -> Any:
    """(m,) triangles that come again in one material, facing the same way.

    All sides of a copy run along those of its original, so that only few triangles have to be compared.
    """
    import numpy as np

    edges = surface.edges
    sides = edges.sides > 2
    sides[edges.pairs[~edges.agree]] = True
    chosen = np.flatnonzero(sides.reshape(-1, 3).all(axis=1) & ~lost)
    made = np.zeros(len(lost), bool)
    if len(chosen):
        made[chosen] = _again(surface, chosen, primitives)
    return made


def _again(surface: Surface, chosen: "NDArray[np.int64]", primitives: Sequence[Primitive]) -> Any:
    """Which of the chosen triangles are like one before them."""
    import numpy as np

    names = {name: index for index, name in enumerate(sorted({each.material for each in primitives}))}
    material = np.array([names[each.material] for each in primitives])[surface.owner[chosen]]
    corners = surface.corners[chosen]
    start = np.argmin(corners, axis=1)
    rows = np.arange(len(corners))
    turned_to_least = [corners[rows, (start + step) % 3] for step in range(3)]
    first, inverse = weld([*turned_to_least, material])
    return first[inverse] != rows


def _without(surface: Surface, drop: "NDArray[np.bool_]") -> Surface:
    from dataclasses import replace

    return replace(surface, corners=surface.corners[~drop], owner=surface.owner[~drop])


def _merge(
    primitive: Primitive, drop: "NDArray[np.bool_]", point: "NDArray[np.int64]"
) -> "tuple[NDArray[np.int64], NDArray[np.int64]] | None":
    """Which vertices are used and differ, and for each vertex its place among them (-1 for unused).

    Only vertices that share their point with others can be equal.
    """
    import numpy as np

    used = np.zeros(len(point), bool)
    kept = primitive.triangles[~drop] if drop.any() else primitive.triangles
    used[np.asarray(kept).reshape(-1)] = True
    near = np.flatnonzero(used & (np.bincount(point, used) > 1).take(point))
    columns = [primitive.position, primitive.normal, primitive.uv, primitive.colour, primitive.tangent]
    first, inverse = weld([each[near] for each in columns if each is not None])
    if used.all() and len(first) == len(near):
        return None
    lead = np.arange(len(point))
    lead[near] = near[first[inverse]]
    own = used & (lead == np.arange(len(point)))
    return np.flatnonzero(own), np.where(used, (np.cumsum(own) - 1).take(lead), -1)


def _condition(
    mesh: Mesh,
    primitives: Sequence[Primitive],
    surface: Surface,
    pieces: Pieces,
    loops: Sequence[Loop],
    merges: Sequence[Any],
) -> Condition:
    low, high = mesh.bounds()
    unused = [0 if merge is None else int((merge[1] < 0).sum()) for merge in merges]
    same = [0 if merge is None else len(merge[1]) - len(merge[0]) for merge in merges]
    islands = islands_of(pieces)
    maps = {material.name for material in mesh.materials if material.normal}
    x, y, z = (float(value) for value in high - low)
    return Condition(
        triangles=mesh.triangles,
        vertices=mesh.vertices,
        parts=len(mesh.parts),
        area=float(pieces.area.sum()),
        extents=(x, y, z),
        watertight=bool(len(surface.corners)) and not pieces.open.any(),
        pieces=pieces.count,
        unused_vertices=sum(unused),
        duplicate_vertices=sum(same) - sum(unused),
        without_normals=sum(len(each.position) for each in primitives if each.normal is None),
        without_tangents=sum(len(each.position) for each in primitives if wants_tangents(each, maps)),
        holes=tuple(Hole(length=each.length, edges=each.edges, position=each.middle) for each in loops[:MAX_HOLES]),
        hole_count=len(loops),
        border=sum(each.length for each in loops),
        non_manifold_edges=int((surface.edges.count > 2).sum()),
        non_manifold_vertices=_pinched(surface),
        islands=int(islands.sum()),
        island_triangles=int(pieces.triangles[islands].sum()),
    )


def wants_tangents(primitive: Primitive, maps: set[str]) -> bool:
    """Whether a normal map needs tangents that are not there."""
    return primitive.material in maps and primitive.uv is not None and primitive.tangent is None


def islands_of(pieces: Pieces) -> "NDArray[np.bool_]":
    """(count,) which pieces are so small that they look like dirt of the scan."""
    import numpy as np

    small = pieces.area < SMALL * pieces.area.sum()
    return np.asarray(small & (pieces.triangles < max(4, SMALL_TRIANGLES * pieces.triangles.sum())))


def _pinched(surface: Surface) -> int:
    """Points with more than two border edges."""
    import numpy as np

    edges = surface.edges
    ends = np.concatenate([edges.low[edges.border], edges.high[edges.border]])
    return int((np.bincount(ends) > 2).sum()) if len(ends) else 0


def _with(condition: Condition, **masks: Any) -> Condition:
    from msgspec.structs import replace

    return replace(
        condition, **{name: int(mask if isinstance(mask, int) else mask.sum()) for name, mask in masks.items()}
    )
