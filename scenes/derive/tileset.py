"""The JSON of a 3D Tiles 1.1 tileset: a tree of boxes, each with its error and its content, refined by replacing.

Boxes are given in the tile frame, in which z is up; glTF content is y up, and whoever shows it turns it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

FORMAT = "1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tile with what it holds; numbers in metres, y up."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]
    error: float
    """How far the tile's surface is at most from that of the leaves below it; of points the distance between them."""
    content: str
    """The name of its file; empty where there is nothing at this level."""
    size: int
    """Bytes of its file."""
    count: int
    """Triangles or points in its file."""
    children: "tuple[Tile, ...]" = ()

    @property
    def all(self) -> "list[Tile]":
        """The tile and everything below it."""
        waiting, found = [self], []
        while waiting:
            found.append(waiting.pop())
            waiting += found[-1].children
        return found

    @property
    def depth(self) -> int:
        """How many tiles there are from here to the farthest leaf."""
        return 1 + max((child.depth for child in self.children), default=0)


def tileset(
    root: Tile, *, refine: Literal["REPLACE", "ADD"], origin: Sequence[float] = (0.0, 0.0, 0.0), notice: str = ""
) -> bytes:
    """The file `tileset.json`; `origin` (metres, y up) is where tiles have their zero, `notice` says whose it is."""
    whole = sum((high - low) ** 2 for low, high in zip(root.low, root.high, strict=True)) ** 0.5
    tile = _tile(root) | {"refine": refine}
    if any(origin):
        x, y, z = origin
        tile["transform"] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, 0.0 - z, y, 1]
    extras = {"generator": "Caravanserai"} | ({"copyright": notice} if notice else {})
    document = {
        "asset": {"version": FORMAT, "extras": extras},
        "geometricError": max(whole, root.error),
        "root": tile,
    }
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def _tile(tile: Tile) -> dict[str, Any]:
    made: dict[str, Any] = {"boundingVolume": {"box": _box(tile)}, "geometricError": tile.error}
    if tile.content:
        made["content"] = {"uri": tile.content}
    if tile.children:
        made["children"] = [_tile(child) for child in tile.children]
    return made


def _box(tile: Tile) -> list[float]:
    middle = [(low + high) / 2 for low, high in zip(tile.low, tile.high, strict=True)]
    half = [(high - low) / 2 for low, high in zip(tile.low, tile.high, strict=True)]
    x, y, z = middle
    return [x, 0.0 - z, y, half[0], 0, 0, 0, half[2], 0, 0, 0, half[1]]
