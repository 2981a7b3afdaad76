"""The steps that run in processes of their own, each on one file of triangles or on two tiles that become one."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.derive.simplifier import Simplifier
from scenes.derive.tileset import Tile
from scenes.derive.tiling.content import content
from scenes.derive.tiling.deviation import deviation
from scenes.derive.tiling.look import Look
from scenes.derive.tiling.mesh import TileMesh, box, candidates, merge, slopes, weld
from scenes.derive.tiling.reduce import reduce
from scenes.derive.tiling.share import Shared, settle
from scenes.derive.tiling.split import centres, into_leaves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEXELS = 4
"""Texels of a shrunken picture that count as much as an error of their length: a blur is seen later than a shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A tile that is built, the leaves it covers, and where its mesh waits for its parent."""

    tile: Tile
    first: int
    last: int
    mesh: Path


@dataclass(slots=True, kw_only=True)
class Builder:
    """What every step needs; `folder` takes the tiles' files, `scratch` what is thrown away."""

    look: Look
    folder: Path
    scratch: Path
    leaf_triangles: int
    simplifier: Simplifier = field(default_factory=Simplifier)

    def __enter__(self) -> "Builder":
        """Start the simplifier."""
        self.simplifier.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        """End the simplifier."""
        self.simplifier.__exit__(*raised)

    def cut(self, bucket: Path, first: int, leaves: int) -> "NDArray[np.int32]":
        """Cut a file into welded leaves, numbered from `first`; the box of each (k, 6)."""
        import numpy as np

        block = np.fromfile(bucket, self.look.layout.dtype)
        boxes = []
        for number, rows in enumerate(into_leaves(centres(block), leaves)):
            mesh = weld(block[rows], first + number)
            mesh.save(self._leaf(first + number))
            boxes.append(box(mesh))
        bucket.unlink()
        return np.asarray(boxes, np.int32).reshape(-1, 6)

    def border(self, first: int, leaves: int, boxes: "NDArray[np.int32]") -> "tuple[NDArray[Any], ...]":
        """The places that leaves may share with others: keys, the leaf of each, the normals' sum of each."""
        import numpy as np

        found = []
        for leaf in range(first, first + leaves):
            mesh = TileMesh.load(self._leaf(leaf))
            touching = mesh.used(mesh.triangles[candidates(mesh, leaf, boxes)[mesh.triangles].any(axis=1)])
            near = np.unique(self.look.grid.keys(touching.position[candidates(touching, leaf, boxes)]))
            slope = np.zeros((len(near), 3))
            if self.look.smooth and len(near):
                keys, slope = slopes(touching, self.look.grid)
                slope = slope[np.searchsorted(keys, near)]
            found.append((near, np.full(len(near), leaf, np.int32), slope))
        return tuple(np.concatenate(arrays) for arrays in zip(*found, strict=True))

    def grow(self, first: int, leaves: int) -> Node:
        """Build the tiles of one file from its leaves up to one."""
        shared = Shared.load(self.scratch / "shared")
        tile, mesh = self._grown(first, leaves, shared)
        return self._node(tile, mesh, first, first + leaves - 1)

    def join(self, left: Node, right: Node) -> Node:
        """Build the parent of two neighbours."""
        meshes = [TileMesh.load(each.mesh) for each in (left, right)]
        span = (left.first, right.first, right.last)
        tile, mesh = self._parent([left.tile, right.tile], meshes, span)
        for each in (left, right):
            each.mesh.unlink()
        return self._node(tile, mesh, left.first, right.last)

    def _grown(self, first: int, leaves: int, shared: Shared) -> tuple[Tile, TileMesh]:
        if leaves == 1:
            return self._settled(first, shared)
        half = leaves // 2
        left = self._grown(first, half, shared)
        right = self._grown(first + half, leaves - half, shared)
        span = (first, first + half, first + leaves - 1)
        return self._parent([left[0], right[0]], [left[1], right[1]], span)

    def _settled(self, leaf: int, shared: Shared) -> tuple[Tile, TileMesh]:
        path = self._leaf(leaf)
        mesh = settle(TileMesh.load(path), shared, self.look.grid, self.look.smooth)
        path.unlink()
        return self._written(mesh, (), 0.0), mesh

    def _parent(
        self, tiles: Sequence[Tile], meshes: Sequence[TileMesh], span: tuple[int, int, int]
    ) -> tuple[Tile, TileMesh]:
        first, middle, last = span
        both = merge(meshes[0], meshes[1], first, middle, last)
        locked = both.outside(first, last)
        target = min(self.leaf_triangles, len(both.triangles) // 2)
        mesh, points = reduce(both, locked, target, self.simplifier)
        step = self.look.grid.step
        error = max(tile.error for tile in tiles) + deviation(points, mesh.position, mesh.triangles) * step
        return self._written(mesh, tuple(tiles), error), mesh

    def _written(self, mesh: TileMesh, children: tuple[Tile, ...], error: float) -> Tile:
        data, texel = content(mesh, self.look, leaf=not children)
        name = f"{hashlib.sha256(data).hexdigest()}.glb"
        (self.folder / name).write_bytes(data)
        corners = box(mesh).astype(float) * self.look.grid.step
        return Tile(
            low=_each(min, [corners[:3].tolist(), *(child.low for child in children)]),
            high=_each(max, [corners[3:].tolist(), *(child.high for child in children)]),
            error=max(error, texel * TEXELS) if children else 0.0,
            content=name,
            size=len(data),
            count=len(mesh.triangles),
            children=children,
        )

    def _node(self, tile: Tile, mesh: TileMesh, first: int, last: int) -> Node:
        path = self.scratch / f"node-{first}-{last}"
        mesh.save(path)
        return Node(tile=tile, first=first, last=last, mesh=path)

    def _leaf(self, number: int) -> Path:
        return self.scratch / f"leaf-{number}"


def _each(choose: Callable[[Iterable[float]], float], corners: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    x, y, z = (choose(values) for values in zip(*corners, strict=True))
    return x, y, z
