"""Where each mesh of a glTF scene stands: node transforms and instances."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.read.gltf_accessor import floats
from scenes.read.gltf_file import GltfFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_DEPTH = 1_000
MAX_NODES = 1_000_000
MAX_PLACED = 100_000
"""Meshes that may stand in a scene, instances counted."""
FARTHEST = 1e12
INSTANCING = "EXT_mesh_gpu_instancing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A mesh and where it stands."""

    name: str
    mesh: int
    matrix: "NDArray[np.float64]"
    """(4, 4), from the mesh to the scene."""


def placed(file: GltfFile) -> list[Placed]:
    """Every mesh of the default scene; raises `Refused` for cycles, nodes with two parents and too many of anything."""
    import numpy as np

    found: list[Placed] = []
    for index, matrix in _walk(file):
        node = file.row("nodes", index)
        if "mesh" not in node:
            continue
        name = str(node.get("name") or file.row("meshes", node["mesh"]).get("name") or f"part-{len(found) + 1}")
        for place in _instances(file, node, index):
            if not (np.abs(place) < FARTHEST).all():
                file.refuse("VALUE_NOT_IN_RANGE", "An instance's place is not finite, or absurd.", f"/nodes/{index}")
            found.append(Placed(name=name, mesh=node["mesh"], matrix=matrix @ place))
            if len(found) > MAX_PLACED:
                file.refuse("TOO_MANY_MESHES", f"More than {MAX_PLACED} meshes stand in the scene.", f"/nodes/{index}")
    return found


def _walk(file: GltfFile) -> "Iterator[tuple[int, NDArray[np.float64]]]":
    """Nodes in depth-first order with their transforms into the scene."""
    import numpy as np

    seen: set[int] = set()
    waiting = [(root, np.eye(4), 0) for root in reversed(_roots(file))]
    while waiting:
        index, above, depth = waiting.pop()
        if index in seen:
            file.refuse("NODE_LOOP", f"Node {index} stands in the scene twice.", f"/nodes/{index}")
        if depth > MAX_DEPTH or len(seen) > MAX_NODES:
            file.refuse("NODES_TOO_DEEP", f"Nodes are nested more than {MAX_DEPTH} deep.", f"/nodes/{index}")
        seen.add(index)
        node = file.row("nodes", index)
        own = local(node)
        if not (np.abs(own) < FARTHEST).all() or not (np.abs(matrix := above @ own) < FARTHEST).all():
            file.refuse("VALUE_NOT_IN_RANGE", "A node's transform is not finite, or absurd.", f"/nodes/{index}")
        yield index, matrix
        waiting += [(child, matrix, depth + 1) for child in reversed(node.get("children", []))]


def _roots(file: GltfFile) -> list[int]:
    scenes = file.document.get("scenes")
    if scenes:
        return list(file.row("scenes", file.document.get("scene", 0)).get("nodes", []))
    nodes = file.document.get("nodes", [])
    children = {child for node in nodes for child in node.get("children", [])}
    return [index for index in range(len(nodes)) if index not in children]


def local(node: dict[str, Any]) -> "NDArray[np.float64]":
    """A node's own transform (4, 4)."""
    import numpy as np

    if "matrix" in node:
        return np.array(node["matrix"], float).reshape(4, 4).T
    made: NDArray[np.float64] = compose(
        np.array([node.get("translation", (0, 0, 0))], float),
        np.array([node.get("rotation", (0, 0, 0, 1))], float),
        np.array([node.get("scale", (1, 1, 1))], float),
    )[0]
    return made


def compose(
    translation: "NDArray[np.float64]", rotation: "NDArray[np.float64]", scale: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Matrices (n, 4, 4) of translations (n, 3), quaternions xyzw (n, 4) and scales (n, 3)."""
    import numpy as np

    x, y, z, w = (rotation / np.maximum(np.linalg.norm(rotation, axis=1, keepdims=True), 1e-12)).T
    turn = np.empty((len(rotation), 3, 3))
    turn[:, 0] = np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=1)
    turn[:, 1] = np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=1)
    turn[:, 2] = np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=1)
    made = np.zeros((len(rotation), 4, 4))
    made[:, :3, :3] = turn * scale[:, None, :]
    made[:, :3, 3] = translation
    made[:, 3, 3] = 1.0
    return made


def _instances(file: GltfFile, node: dict[str, Any], index: int) -> "NDArray[np.float64]":
    import numpy as np

    extension = node.get("extensions", {}).get(INSTANCING)
    if extension is None:
        return np.eye(4)[None]
    given = {name: floats(file, accessor) for name, accessor in extension.get("attributes", {}).items()}
    counts = {len(rows) for name, rows in given.items() if name in ("TRANSLATION", "ROTATION", "SCALE")}
    if len(counts) != 1:
        file.refuse("INSTANCES_DIFFER", "Instances need attributes of one length.", f"/nodes/{index}/extensions")
    count = counts.pop()
    return compose(
        given.get("TRANSLATION", np.zeros((count, 3))),
        given.get("ROTATION", np.tile([0.0, 0.0, 0.0, 1.0], (count, 1))),
        given.get("SCALE", np.ones((count, 3))),
    )
