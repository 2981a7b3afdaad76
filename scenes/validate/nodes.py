"""The tree of nodes: one parent each, no loop, not too deep; walked without recursion."""

from typing import Any

from scenes.validate import caps
from scenes.validate.notes import Notes


def check_nodes(document: dict[str, Any], notes: Notes) -> None:
    """Two parents, loops, depth, and scenes that begin in the middle of the tree."""
    nodes = document.get("nodes", [])
    parents = _parents(nodes, notes)
    _loops(parents, notes)
    if not notes.failed:
        _depth(parents, notes)
        _roots(document, parents, notes)


def _parents(nodes: list[dict[str, Any]], notes: Notes) -> list[int]:
    """For each node its parent, or -1."""
    parents = [-1] * len(nodes)
    for i, node in enumerate(nodes):
        for place, child in enumerate(node.get("children", [])):
            if parents[int(child)] == -1:
                parents[int(child)] = i
            else:
                twice = f"Value overrides parent of node {int(child)}."
                notes.error("NODE_PARENT_OVERRIDE", twice, f"/nodes/{i}/children/{place}")
    return parents


def _loops(parents: list[int], notes: Notes) -> None:
    """Each node has one parent: from every node up until a walked one; meeting one's own steps is a loop."""
    walk = [-1] * len(parents)
    for start in range(len(parents)):
        at = start
        while at != -1 and walk[at] == -1:
            walk[at] = start
            at = parents[at]
        if at != -1 and walk[at] == start and parents[at] != -1:
            _loop(at, parents, notes)


def _loop(first: int, parents: list[int], notes: Notes) -> None:
    at = first
    while True:
        notes.error("NODE_LOOP", "Node is a part of a node loop.", f"/nodes/{at}")
        at = parents[at]
        if at == first:
            return


def _depth(parents: list[int], notes: Notes) -> None:
    depths = [0] * len(parents)
    for start in range(len(parents)):
        path = []
        at = start
        while at != -1 and not depths[at]:
            path.append(at)
            at = parents[at]
        above = depths[at] if at != -1 else 0
        for below, node in enumerate(reversed(path), 1):
            depths[node] = above + below
    deepest = max(range(len(depths)), key=depths.__getitem__, default=-1)
    if deepest >= 0 and depths[deepest] > caps.NODE_DEPTH:
        deep = f"The node is {depths[deepest]} levels deep; at most {caps.NODE_DEPTH} are read."
        notes.error("NODE_TOO_DEEP", deep, f"/nodes/{deepest}")


def _roots(document: dict[str, Any], parents: list[int], notes: Notes) -> None:
    for i, scene in enumerate(document.get("scenes", [])):
        for place, node in enumerate(scene.get("nodes", [])):
            if parents[int(node)] != -1:
                inner = f"Node {int(node)} is not a root node."
                notes.error("SCENE_NON_ROOT_NODE", inner, f"/scenes/{i}/nodes/{place}")
