"""Which tiles of a tileset show all of it with no more than so many triangles."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Placed = tuple[dict[str, Any], "NDArray[np.float64]"]
"""A tile and the offset of its frame in the tileset's, z up."""


def cut(tileset: Path, share: float) -> "list[tuple[Path, NDArray[np.float64]]]":
    """The files of the finest cut through the tree that has at most `share` triangles, or of its coarsest.

    Each comes with the metres (x, y, z), y up, that its content is moved by. Only translations are known, which is
    what `scenes.derive.tileset` writes. Raises `ValueError` for any other transform.
    """
    import numpy as np

    root = json.loads(tileset.read_bytes())["root"]
    found = _filled([(root, _moved(root, np.zeros(3)))])
    while any(tile.get("children") for tile, _ in found):
        finer = _filled([below for tile in found for below in _below(tile)])
        if sum(_triangles(tileset.parent / tile["content"]["uri"]) for tile, _ in finer) > share:
            break
        found = finer
    return [(tileset.parent / tile["content"]["uri"], offset[[0, 2, 1]] * (1, 1, -1)) for tile, offset in found]


def _filled(tiles: Sequence[Placed]) -> list[Placed]:
    """These tiles, and for each without content the first below it that have some."""
    found: list[Placed] = []
    waiting = list(reversed(tiles))
    while waiting:
        tile = waiting.pop()
        if tile[0].get("content"):
            found.append(tile)
        else:
            waiting += reversed(_below(tile) if tile[0].get("children") else [])
    return found


def _below(placed: Placed) -> list[Placed]:
    """The children of a tile, or itself where it has none."""
    tile, offset = placed
    return [(child, _moved(child, offset)) for child in tile.get("children", [])] or [placed]


def _moved(tile: dict[str, Any], offset: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    matrix = np.array(tile.get("transform", np.eye(4)), np.float64).reshape(4, 4)
    if not np.array_equal(matrix[:3, :3], np.eye(3)):
        raise ValueError("tileset: a tile is turned or scaled; ingest the scan again")
    moved: NDArray[np.float64] = offset + matrix[3, :3]
    return moved


def _triangles(path: Path) -> int:
    from scenes.read.gltf_file import open_gltf

    file = open_gltf(path)
    primitives = [row for mesh in file.document.get("meshes", []) for row in mesh.get("primitives", [])]
    corners = [file.row("accessors", row.get("indices", row["attributes"]["POSITION"])) for row in primitives]
    return sum(int(accessor["count"]) // 3 for accessor in corners)
