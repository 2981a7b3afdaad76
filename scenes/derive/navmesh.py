"""The ground that visitors can walk on, found by Recast in a scan, and where to stand on it first."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.derive.recast import VISITOR, Agent, recast
from scenes.mesh import Mesh, Primitive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ISLAND = 1.0
"""Square metres below which a place that is cut off is no place to stand."""
ENOUGH, SHARE = 6.0, 0.12
"""A scan is walked in when its largest island has so many square metres and this share of the scan's footprint."""
GENERATOR = "caravanserai scenes.derive.navmesh"
NODE = "walk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Navmesh:
    """What was found to walk on; areas in square metres."""

    area: float
    islands: int
    largest: float
    footprint: float
    """Area of the scan's box from above."""
    triangles: int
    position: "Array"
    """(n, 3) metres."""
    corners: "NDArray[np.int64]"
    """(m, 3) rows of `position`."""
    island: "NDArray[np.int64]"
    """(m,), 0 for the largest island, then by area."""

    @property
    def share(self) -> float:
        """Walkable area in shares of the footprint; more than 1 where floors lie over one another."""
        return self.area / self.footprint if self.footprint else 0.0

    @property
    def place(self) -> bool:
        """Whether one walks in the scan, not round it."""
        return self.largest >= ENOUGH and self.largest >= SHARE * self.footprint

    def summary(self) -> dict[str, float | int | bool]:
        """What a report says of it."""
        return {
            "area": round(self.area, 2),
            "islands": self.islands,
            "largest": round(self.largest, 2),
            "footprint": round(self.footprint, 2),
            "share": round(self.share, 4),
            "triangles": self.triangles,
            "place": self.place,
        }


def navmesh(mesh: Mesh, out: Path | None = None, *, agent: Agent = VISITOR, limit: float = 120.0) -> Navmesh:
    """The ground of a mesh on which a visitor of the agent's size can stand and walk, islands under 1 m² dropped.

    With `out` it is written there as a plain GLB with one node, `walk`, unless there is nothing to walk on. `limit` is
    in seconds. Raises `NodeMissing` and `NavmeshFailed`, and `ValueError` for a mesh without triangles or with numbers
    that are not finite.
    """
    import numpy as np

    position, triangles = joined(mesh)
    low, high = position.min(axis=0), position.max(axis=0)
    corners, island = recast(position, triangles, agent, limit)
    found = _kept(corners, island, float(np.prod((high - low)[[0, 2]])))
    if out is not None and found.triangles:
        write(found, out)
    return found


def joined(mesh: Mesh) -> "tuple[Array, NDArray[np.int64]]":
    """All positions and triangles of a mesh; raises `ValueError` where they are none, or not finite, or wrong."""
    import numpy as np

    if not mesh.triangles:
        raise ValueError("a mesh without triangles has no ground")
    every = [each for primitives in mesh.parts.values() for each in primitives]
    starts = np.cumsum([0, *(len(each.position) for each in every)])
    position = np.concatenate([each.position for each in every]).astype(np.float64)
    triangles = np.concatenate([each.triangles + start for each, start in zip(every, starts, strict=False)])
    if not np.isfinite(position).all():
        raise ValueError("a position is not finite: repair the mesh first")
    if triangles.min() < 0 or triangles.max() >= len(position):
        raise ValueError("a triangle uses a vertex that is not there")
    return position, triangles.astype(np.int64)


def _kept(corners: "Array", island: "NDArray[np.int64]", footprint: float) -> Navmesh:
    """Islands that are large enough, numbered by area, their corners welded."""
    import numpy as np

    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(face, axis=1) / 2
    total = np.bincount(island, area) if len(island) else np.empty(0)
    order = np.argsort(-total, kind="stable")
    rank = np.empty(len(total), dtype=np.int64)
    rank[order] = np.arange(len(total))
    large = total[island] >= ISLAND if len(island) else np.empty(0, dtype=bool)
    flat = np.round(corners[large].reshape(-1, 3), 4)
    position, rows = np.unique(flat, axis=0, return_inverse=True) if len(flat) else (flat, np.empty(0, dtype=np.int64))
    sizes = np.sort(total[total >= ISLAND])[::-1]
    return Navmesh(
        area=float(sizes.sum()),
        islands=len(sizes),
        largest=float(sizes[0]) if len(sizes) else 0.0,
        footprint=footprint,
        triangles=int(large.sum()),
        position=position,
        corners=rows.reshape(-1, 3).astype(np.int64),
        island=rank[island[large]] if len(island) else island,
    )


def write(found: Navmesh, out: Path, *, copyright_notice: str = "") -> None:
    """Write the ground as a plain GLB with one node, `walk`, whole or not at all."""
    from scenes import gltf
    from scenes.mesh import Material

    material = Material(name=NODE, colour=(0.5, 0.5, 0.5), roughness=1.0)
    part = Primitive(material=NODE, position=found.position, triangles=found.corners)
    data = gltf.write(
        {NODE: [part]}, [material], copyright_notice=copyright_notice, generator=GENERATOR, compress=False
    )
    beside = out.with_name(out.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
