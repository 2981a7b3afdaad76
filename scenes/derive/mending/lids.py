"""Lids over holes: flat where the rim is nearly flat, else cones to the middle of the rim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.derive.mending.holes import Loop
from scenes.derive.mending.normals import rows_of
from scenes.derive.mending.surface import Surface
from scenes.mesh import Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_SIDES = 20_000
"""Of a hole that is filled."""
MAX_EARS = 1_000
"""Of a rim that is closed by a flat lid."""
FLAT = 0.15
"""How far from a plane a rim may be for a flat lid, over its width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lid:
    """Triangles that close one hole, over places of their own."""

    position: "NDArray[np.float64]"
    triangles: "NDArray[np.int64]"
    normal: "NDArray[np.float64]"
    """One for all of a flat lid."""


def with_lids(made: list[Primitive], surface: Surface, loops: Sequence[Loop]) -> tuple[list[Primitive], int]:
    """The primitives with lids, each in the primitive beside its hole, and how many holes were closed.

    Holes whose rim forks, or has more than 20,000 sides, stay open.
    """
    lids: dict[int, list[Lid]] = {}
    for loop in loops:
        if loop.simple and 3 <= loop.edges <= MAX_SIDES:
            lids.setdefault(loop.owner, []).append(_lid(surface.position[loop.points[::-1]]))
    for owner, some in lids.items():
        made[owner] = _joined(made[owner], some)
    return made, sum(len(some) for some in lids.values())


def _lid(rim: "NDArray[np.float64]") -> Lid:
    """Over the places of a rim, in the order that faces outwards."""
    import numpy as np

    from scenes.read.polygons import cut

    centred = rim - rim.mean(axis=0)
    spread = np.linalg.svd(centred, compute_uv=False)
    if len(rim) == 3 or (len(rim) <= MAX_EARS and spread[2] <= FLAT * spread[1]):
        around = np.cross(centred, np.roll(centred, -1, axis=0)).sum(axis=0)
        normal = np.broadcast_to(_unit(around[None]), rim.shape)
        return Lid(position=rim, triangles=np.asarray(cut(rim[None])[0]), normal=normal)
    count = len(rim)
    order = np.arange(count)
    triangles = np.stack([order, np.roll(order, -1), np.full(count, count)], axis=1)
    position = np.vstack([rim, rim.mean(axis=0)])
    face = np.cross(position[triangles[:, 1]] - rim, position[count] - rim)
    total = np.vstack([face + np.roll(face, 1, axis=0), face.sum(axis=0)])
    return Lid(position=position, triangles=triangles, normal=_unit(total))


def _joined(primitive: Primitive, lids: Sequence[Lid]) -> Primitive:
    """The primitive and its lids; texture coordinates and colours of a lid are those of its rim."""
    import numpy as np

    match = {tuple(place): index for index, place in enumerate(primitive.position.tolist())}
    count, rows, triangles = len(primitive.position), [], [np.asarray(primitive.triangles)]
    for each in lids:
        near = [match.get(tuple(place), -1) for place in each.position.tolist()]
        known = next((index for index in near if index >= 0), 0)
        rows += [index if index >= 0 else known for index in near]
        triangles.append(each.triangles + count)
        count += len(each.position)
    made = rows_of(primitive, np.concatenate([np.arange(len(primitive.position)), rows]), np.concatenate(triangles))
    position = np.concatenate([primitive.position, *(each.position for each in lids)])
    normal = None if primitive.normal is None else np.concatenate([primitive.normal, *(each.normal for each in lids)])
    return replace(made, position=position, normal=normal, tangent=None)


def _unit(rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-300))
