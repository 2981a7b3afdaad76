"""A light stand-in for what is too large to hold: for pictures, for the ground, for the first levels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scenes.mesh import Mesh, PointCloud, Primitive
from scenes.tile_cut import cut


def draft_of(tileset: Path, triangles: int) -> Mesh:
    """The finest whole surface of a tileset with at most so many triangles; never coarser than its root."""
    from scenes.read import read

    parts: dict[str, list[Primitive]] = {}
    materials: dict[str, Any] = {}
    notice = ""
    for number, (path, offset) in enumerate(cut(tileset, triangles)):
        mesh = read(path, units="m", up="y").mesh
        assert mesh is not None
        notice = notice or mesh.copyright
        renamed = {material.name: f"{number}.{material.name}" for material in mesh.materials}
        materials |= {renamed[each.name]: replace(each, name=renamed[each.name]) for each in mesh.materials}
        for part, primitives in mesh.parts.items():
            placed = (
                replace(each, material=renamed[each.material], position=each.position + offset) for each in primitives
            )
            parts.setdefault(part, []).extend(placed)
    return Mesh(parts=parts, materials=tuple(materials.values()), copyright=notice)


@dataclass(slots=True)
class Thinned:
    """Pieces of a point cloud on their way to somebody else; every so-many-th point is kept."""

    pieces: Iterable[PointCloud]
    limit: int
    kept: list[PointCloud] = field(default_factory=list)
    every: int = 1

    def passing(self) -> Iterator[PointCloud]:
        """The pieces, unchanged."""
        for piece in self.pieces:
            self.kept.append(_every(piece, self.every))
            while sum(len(each.position) for each in self.kept) > self.limit:
                self.every *= 2
                self.kept = [_every(each, 2) for each in self.kept]
            yield piece

    def cloud(self) -> PointCloud:
        """What was kept, once all pieces have passed."""
        from scenes.read.cloud_source import joined

        return joined(self.kept, "")


def _every(cloud: PointCloud, step: int) -> PointCloud:
    cut = {name: None if (rows := getattr(cloud, name)) is None else rows[::step] for name in ("colour", "intensity")}
    return PointCloud(
        position=cloud.position[::step], origin=cloud.origin, crs=cloud.crs, copyright=cloud.copyright, **cut
    )
