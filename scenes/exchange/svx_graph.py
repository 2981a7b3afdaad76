"""Voyager's tree of nodes, walked without trusting it: one parent each, no cycle, a bounded depth."""

from dataclasses import dataclass
from typing import Any

from scenes.exchange.documents import Json, listed, numbers, refused, table
from scenes.exchange.transform import Matrix, from_columns, product, rotation, scaling, translation

METRES = {
    "mm": 0.001,
    "cm": 0.01,
    "m": 1.0,
    "km": 1000.0,
    "in": 0.0254,
    "ft": 0.3048,
    "yd": 0.9144,
    "mi": 1609.344,
}
MAX_NODES = 20_000
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node and its transform into the scene, metres on its outside, the scene's units on its inside."""

    node: Json
    matrix: Matrix
    pointer: str


def placed(document: Json, scene: Json, pointer: str) -> list[Placed]:
    """The scene's nodes in the order of the tree; a model's own units are metres inside its node's transform.

    Raises `Refused` for a node that is named twice, is its own ancestor or is not there.
    """
    unit = METRES[str(scene.get("units", "cm"))]
    outside, inside = scaling([unit] * 3), scaling([1 / unit] * 3)
    rows = listed(document.get("nodes"))
    seen: set[int] = set()
    found: list[Placed] = []
    waiting = [(index, outside, f"{pointer}/nodes", 0) for index in reversed(listed(scene.get("nodes")))]
    while waiting:
        index, parent, where, depth = waiting.pop()
        node = _node(rows, index, seen, where, depth)
        matrix = product(parent, _matrix(node, f"/nodes/{index}"))
        found.append(Placed(node=node, matrix=product(matrix, inside), pointer=f"/nodes/{index}"))
        children = reversed(listed(node.get("children")))
        waiting += [(child, matrix, f"/nodes/{index}/children", depth + 1) for child in children]
    return found


def _node(rows: list[Any], index: Any, seen: set[int], where: str, depth: int) -> Json:
    if not (isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(rows)):
        raise refused("UNRESOLVED_REFERENCE", f"there is no nodes[{index!s:.20}]", "correct the index", where)
    if index in seen:
        raise refused("NODE_CYCLE", f"nodes[{index}] has two parents or is its own ancestor", "untie the tree", where)
    if depth > MAX_DEPTH or len(seen) >= MAX_NODES:
        raise refused(
            "DOCUMENT_TOO_DEEP", f"nodes nested beyond {MAX_DEPTH} or more than {MAX_NODES}", "flatten", where
        )
    seen.add(index)
    return table(rows[index])


def _matrix(node: Json, pointer: str) -> Matrix:
    if "matrix" in node:
        return from_columns(numbers(node["matrix"], 16, pointer + "/matrix"))
    return product(
        translation(numbers(node.get("translation", [0, 0, 0]), 3, pointer + "/translation")),
        rotation(numbers(node.get("rotation", [0, 0, 0, 1]), 4, pointer + "/rotation")),
        scaling(numbers(node.get("scale", [1, 1, 1]), 3, pointer + "/scale")),
    )
