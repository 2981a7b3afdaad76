"""Turn a place of any size into 3D Tiles 1.1: a tree of glTF files of which a viewer loads what it sees.

Triangles are cut by planes into leaves; parents are two neighbours welded and simplified while the border to everything
else stays as it is, so that tiles of whatever level meet without a crack. Everything waits on disk, not in memory.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.derive.tileset import Tile, tileset
from scenes.derive.tiling.build import Builder, Node
from scenes.derive.tiling.look import Look, bare, kept_images
from scenes.derive.tiling.pool import Call, pool
from scenes.derive.tiling.share import gather
from scenes.derive.tiling.split import into_files
from scenes.derive.tiling.spool import Spool
from scenes.mesh import Material, Mesh, Primitive

LEAF_TRIANGLES = 20_000
BUCKET_TRIANGLES = 400_000
"""In memory at once, in each process."""
PROCESSES = 2
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TilesReport:
    """What was made."""

    triangles: int
    """Of all leaves; zero for points."""
    points: int = 0
    tiles: int
    bytes: int
    """Of all files, `tileset.json` among them."""
    depth: int
    """Levels from the root to the farthest leaf."""
    errors: tuple[float, ...]
    """For each level, from the root, the largest error of its tiles, metres."""


def tile(
    materials: Sequence[Material],
    chunks: Iterable[tuple[str, Primitive]] | Mesh,
    folder: Path,
    *,
    scratch: Path,
    copyright: str = "",  # noqa: A002
    progress: Progress | None = None,
    leaf_triangles: int = LEAF_TRIANGLES,
    bucket_triangles: int = BUCKET_TRIANGLES,
    processes: int = PROCESSES,
) -> TilesReport:
    """Write `tileset.json` and a file for each tile, named by its SHA-256, into `folder`, which is replaced whole.

    `chunks` are pairs of part name and triangles in scene space (metres, y up), read once; a vertex that chunks share
    has to have the same position in all. `scratch` needs room for about 200 bytes a triangle. The same input gives the
    same files, however many `processes` work. Raises `ValueError` for chunks that do not fit together or have nothing
    in them, `NodeMissing` without Node.js. Format: OGC 3D Tiles 1.1.
    """
    told = progress or (lambda stage, share: None)
    if isinstance(chunks, Mesh):
        copyright = copyright or chunks.copyright  # noqa: A001
        chunks = _pairs(chunks)
    with beside(folder, scratch) as (made, workshop):
        sizes = leaf_triangles, bucket_triangles
        builder, counts = _prepare(materials, chunks, made, workshop, copyright, sizes, told)
        root = _build(builder, counts, processes, told).tile
        document = tileset(root, refine="REPLACE", origin=builder.look.grid.origin, notice=copyright)
        (made / "tileset.json").write_bytes(document)
    return report(root, len(document))


def report(root: Tile, document: int, points: bool = False) -> TilesReport:
    """What a tree of tiles and a tileset.json of so many bytes come to."""
    every = root.all
    leaves = sum(each.count for each in every if not each.children)
    all_points = sum(each.count for each in every)
    size = sum({each.content: each.size for each in every}.values()) + document
    return TilesReport(
        triangles=0 if points else leaves,
        points=all_points if points else 0,
        tiles=len(every),
        bytes=size,
        depth=root.depth,
        errors=tuple(_errors(root)),
    )


def _errors(root: Tile) -> Iterator[float]:
    level = [root]
    while level:
        yield max(each.error for each in level)
        level = [child for each in level for child in each.children]


def _pairs(mesh: Mesh) -> Iterator[tuple[str, Primitive]]:
    for part, primitives in mesh.parts.items():
        for primitive in primitives:
            yield part, primitive


@contextmanager
def beside(folder: Path, scratch: Path) -> Iterator[tuple[Path, Path]]:
    """A folder that takes the place of `folder` at the end if nothing went wrong, and one that is thrown away."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside,
        tempfile.TemporaryDirectory(prefix="tiles-", dir=scratch) as workshop,
    ):
        made = Path(beside) / "new"
        made.mkdir()
        yield made, Path(workshop)
        if folder.exists():
            folder.rename(Path(beside) / "old")
        made.rename(folder)


def _prepare(
    materials: Sequence[Material],
    chunks: Iterable[tuple[str, Primitive]],
    made: Path,
    workshop: Path,
    notice: str,
    sizes: tuple[int, int],
    told: Progress,
) -> tuple[Builder, list[int]]:
    spool = _spooled(materials, chunks, workshop, told)
    grid = spool.grid()
    used = {material for _, material in spool.groups}
    numbers = {material.name: number for number, material in enumerate(materials)}
    look = Look(
        grid=grid,
        layout=spool.layout(),
        groups=[(part, numbers[material]) for part, material in spool.groups],
        materials=[bare(material) for material in materials],
        textured=[
            kept_images(material, workshop / "images") if material.name in used else () for material in materials
        ],
        images=workshop / "images",
        copyright=notice,
    )
    buckets = workshop / "buckets"
    buckets.mkdir()
    counts = into_files(spool, grid, buckets, sizes[1], lambda share: told("sort", share))
    told("sort", 1.0)
    spool.path.unlink()
    return Builder(look=look, folder=made, scratch=workshop, leaf_triangles=sizes[0]), counts


def _spooled(
    materials: Sequence[Material], chunks: Iterable[tuple[str, Primitive]], workshop: Path, told: Progress
) -> Spool:
    spool = Spool(path=workshop / "spool", materials=materials)
    with spool.path.open("wb") as file:
        for part, primitive in chunks:
            spool.add(part, primitive, file)
    if not spool.triangles:
        raise ValueError("there are no triangles to tile")
    told("read", 1.0)
    return spool


def _build(builder: Builder, counts: Sequence[int], processes: int, told: Progress) -> Node:
    leaves = [-(-count // builder.leaf_triangles) for count in counts]
    firsts = [sum(leaves[:number]) for number in range(len(leaves))]
    filled = [number for number, count in enumerate(leaves) if count]
    with pool(builder, processes) as call:
        where = [(firsts[number], leaves[number]) for number in filled]
        buckets = [builder.scratch / "buckets" / str(number) for number in filled]
        _share(builder, where, buckets, call, told)
        grown = call("grow", where, lambda share: told("build", share * 0.9))
        nodes: list[Node | None] = [None] * len(leaves)
        for number, node in zip(filled, grown, strict=True):
            nodes[number] = node
        return _joined(nodes, call, told)


def _share(builder: Builder, where: Any, buckets: Any, call: Call, told: Progress) -> None:
    import numpy as np

    cut = [(bucket, *place) for bucket, place in zip(buckets, where, strict=True)]
    boxes = np.concatenate(call("cut", cut, lambda share: told("cut", share)))
    found = call("border", [(*place, boxes) for place in where], lambda share: told("border", share))
    keys, leaf, slope = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    gather(keys, leaf, slope).save(builder.scratch / "shared")


def _joined(nodes: "Sequence[Node | None]", call: Call, told: Progress) -> Node:
    """Neighbours two by two until one is left; who has no neighbour waits."""
    while len(nodes) > 1:
        pairs = list(zip(nodes[::2], nodes[1::2], strict=True))
        joined = iter(call("join", [pair for pair in pairs if None not in pair], lambda share: None))
        nodes = [next(joined) if None not in pair else pair[0] or pair[1] for pair in pairs]
    told("build", 1.0)
    assert nodes[0] is not None
    return nodes[0]
