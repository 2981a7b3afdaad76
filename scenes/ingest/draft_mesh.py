"""A light stand-in for what is too large to hold: for pictures, for the ground, for the first levels."""

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from scenes.mesh import Mesh, PointCloud, Primitive
from scenes.pack_models import read_level


def draft_of(tileset: Path, triangles: int) -> Mesh:
    """The finest whole surface of a tileset with at most so many triangles; never coarser than its root."""
    from scenes.read import read

    parts: dict[str, list[Primitive]] = {}
    materials: dict[str, Any] = {}
    notice = ""
    for number, path in enumerate(_cut(tileset, triangles)):
        mesh = read(path, units="m", up="y").mesh
        assert mesh is not None
        notice = notice or mesh.copyright
        renamed = {material.name: f"{number}.{material.name}" for material in mesh.materials}
        materials |= {renamed[each.name]: _with(each, name=renamed[each.name]) for each in mesh.materials}
        for part, primitives in mesh.parts.items():
            parts.setdefault(part, []).extend(_with(each, material=renamed[each.material]) for each in primitives)
    return Mesh(parts=parts, materials=tuple(materials.values()), copyright=notice)


def _with(value: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(value, **changes)


def _cut(tileset: Path, limit: int) -> list[Path]:
    """The files of the tiles that together are the whole surface: the coarsest give way to their children first."""
    order = count()
    root = json.loads(tileset.read_bytes())["root"]
    front = [(-root["geometricError"], next(order), root)]
    total, done = _triangles(tileset, root), []
    while front:
        _, _, tile = heapq.heappop(front)
        children = tile.get("children", [])
        finer = total - _triangles(tileset, tile) + sum(_triangles(tileset, child) for child in children)
        if not children or ("content" in tile and finer > limit):
            done.append(tile)
            continue
        total = finer
        for child in children:
            heapq.heappush(front, (-child["geometricError"], next(order), child))
    return [tileset.parent / tile["content"]["uri"] for tile in done if "content" in tile]


def _triangles(tileset: Path, tile: dict[str, Any]) -> int:
    return read_level(tileset.parent / tile["content"]["uri"]).triangles if "content" in tile else 0


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
        return joined(self.kept)


def _every(cloud: PointCloud, step: int) -> PointCloud:
    cut = {name: None if (rows := getattr(cloud, name)) is None else rows[::step] for name in ("colour", "intensity")}
    return PointCloud(
        position=cloud.position[::step], origin=cloud.origin, crs=cloud.crs, copyright=cloud.copyright, **cut
    )


def joined(clouds: list[PointCloud]) -> PointCloud:
    """Clouds of one origin as one; colours and intensities only where all have them."""
    import numpy as np

    def rows(name: str) -> Any:
        every = [getattr(each, name) for each in clouds]
        return None if any(each is None for each in every) else np.concatenate(every)

    first = clouds[0]
    return PointCloud(
        position=np.concatenate([each.position for each in clouds]),
        colour=rows("colour"),
        intensity=rows("intensity"),
        origin=first.origin,
        crs=first.crs,
        copyright=first.copyright,
    )
