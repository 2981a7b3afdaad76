"""Turn a point cloud of any size into 3D Tiles 1.1: an octree whose tiles add to each other."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scenes.derive.tile import Progress, TilesReport, beside, report
from scenes.derive.tileset import Tile, tileset
from scenes.derive.tiling.cells import Cell, scatter
from scenes.derive.tiling.cloud_spool import CloudSpool
from scenes.derive.tiling.octree import Octree, finest
from scenes.derive.tiling.pool import pool
from scenes.mesh import PointCloud

TILE_POINTS = 50_000
CELL_POINTS = 1_000_000
"""In memory at once, in each process."""
PROCESSES = 2
Built = tuple[Cell, int, Tile | None]
"""A cell, its number, and what was left for its own tiles."""
Levels = Mapping[tuple[int, int], int]


def tile_points(
    clouds: Iterable[PointCloud],
    folder: Path,
    *,
    scratch: Path,
    copyright: str = "",  # noqa: A002
    progress: Progress | None = None,
    points: int = TILE_POINTS,
    cell_points: int = CELL_POINTS,
    processes: int = PROCESSES,
) -> TilesReport:
    """Write `tileset.json` and a file for each tile, named by its SHA-256, into `folder`, which is replaced whole.

    Clouds (metres, y up) are read once; of points in one place, to a millimetre or a 2**18th of the cloud, one is kept.
    A tile has at most about so many `points`, chosen evenly in space; its error is the distance between them. Colours
    are those of the cloud, else its intensity as grey, else its height. `scratch` needs room for 45 bytes a point. The
    same input gives the same files. Raises `ValueError` for no points or rows that do not fit. Format: 3D Tiles 1.1.
    """
    told = progress or (lambda stage, share: None)
    with beside(folder, scratch) as (made, workshop):
        spool = _spooled(clouds, workshop)
        told("read", 1.0)
        grid = spool.grid()
        (workshop / "cells").mkdir()
        bits = spool.bits(grid)
        cells = scatter(lambda: spool.records(grid), workshop / "cells", cell_points, bits)
        spool.path.unlink()
        told("sort", 1.0)
        octree = Octree(
            grid=grid,
            bits=bits,
            folder=made,
            scratch=workshop,
            most=points,
            copyright=copyright or spool.copyright,
        )
        root = _build(octree, cells, processes, told)
        document = tileset(root, refine="ADD", origin=grid.origin, notice=octree.copyright)
        (made / "tileset.json").write_bytes(document)
    return report(root, len(document), points=True)


def _spooled(clouds: Iterable[PointCloud], workshop: Path) -> CloudSpool:
    spool = CloudSpool(path=workshop / "spool")
    with spool.path.open("wb") as file:
        for cloud in clouds:
            spool.add(cloud, file)
    if not spool.points:
        raise ValueError("there are no points to tile")
    return spool


def _build(octree: Octree, cells: Sequence[Cell], processes: int, told: Progress) -> Tile:
    with pool(octree, processes) as call:
        counts = call("count", [(cell,) for cell in cells], lambda share: told("count", share))
        levels = _levels(cells, counts, octree.most)
        ways = [[levels[level, cell.code >> 3 * (cell.level - level)] for level in range(cell.level)] for cell in cells]
        arguments = list(zip(cells, range(len(cells)), ways, strict=True))
        grown = call("grow", arguments, lambda share: told("build", share * 0.95))
    below = list(zip(cells, range(len(cells)), grown, strict=True))
    root = _above(octree, below, levels, 0, 0)
    told("build", 1.0)
    assert root is not None
    return root


def _levels(cells: Sequence[Cell], counts: Sequence[Sequence[int]], most: int) -> Levels:
    """For each ancestor of the cells, by level and code, the level at which it takes a point in each filled cell."""
    totals: dict[tuple[int, int], list[int]] = {}
    for cell, mine in zip(cells, counts, strict=True):
        for level in range(cell.level):
            way = level, cell.code >> 3 * (cell.level - level)
            so_far = totals.get(way, [0] * len(mine))
            totals[way] = [before + more for before, more in zip(so_far, mine, strict=True)]
    return {way: finest(total, way[0], most) for way, total in totals.items()}


def _above(octree: Octree, below: Sequence[Built], levels: Levels, level: int, code: int) -> Tile | None:
    """The tile of a cell of that level and code, from the built cells in it; None where nothing is left for it."""
    if len(below) == 1 and below[0][0].level == level:
        return below[0][2]
    children = []
    for octant in range(8):
        way = (code << 3) | octant
        inside = [each for each in below if each[0].code >> 3 * (each[0].level - level - 1) == way]
        child = _above(octree, inside, levels, level + 1, way) if inside else None
        children += [child] if child is not None else []
    numbers = [number for _, number, _ in below]
    made = octree.above(level, levels[level, code], numbers, children)
    return made if made.content or made.children else None
