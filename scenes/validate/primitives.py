"""Meshes by arithmetic: formats and counts of what a primitive draws, and how much a scene draws in all."""

from collections import Counter
from typing import Any

from scenes.validate import caps
from scenes.validate.accessors import SHAPE, UNSIGNED
from scenes.validate.json_pointer import escaped
from scenes.validate.notes import Notes, shown

QUANTIZED = (5120, 5121, 5122, 5123)
FLOAT = 5126


def check_primitives(document: dict[str, Any], notes: Notes) -> None:
    """Formats of positions and indices, equal counts, and the budget of all that is drawn."""
    accessors = document.get("accessors", [])
    quantized = "KHR_mesh_quantization" in document.get("extensionsUsed", [])
    sizes: list[int] = []
    for i, mesh in enumerate(document.get("meshes", [])):
        drawn = 0
        for j, primitive in enumerate(mesh["primitives"]):
            pointer = f"/meshes/{i}/primitives/{j}"
            _attributes(primitive, accessors, quantized, f"{pointer}/attributes", notes)
            drawn += vertices(primitive, accessors) + _indices(primitive, accessors, pointer, notes)
        sizes.append(drawn)
    _budget(document, sizes, notes)


def vertices(primitive: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    """How many vertices a primitive has: those that all of its attributes have."""
    return min(int(accessors[int(i)]["count"]) for i in primitive["attributes"].values())


def _attributes(
    primitive: dict[str, Any], accessors: list[dict[str, Any]], quantized: bool, pointer: str, notes: Notes
) -> None:
    counts = [int(accessors[int(i)]["count"]) for i in primitive["attributes"].values()]
    for (name, i), count in zip(primitive["attributes"].items(), counts, strict=True):
        if accessors[int(i)]["type"] not in SHAPE:
            _format(accessors[int(i)], f"{pointer}/{escaped(name)}", notes)
        elif count != counts[0]:
            unequal = "All accessors of the same primitive must have the same count."
            notes.error("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", unequal, f"{pointer}/{escaped(name)}")
    if "POSITION" in primitive["attributes"]:
        position = accessors[int(primitive["attributes"]["POSITION"])]
        components = (FLOAT, *QUANTIZED) if quantized else (FLOAT,)
        if position["type"] != "VEC3" or position["componentType"] not in components:
            _format(position, f"{pointer}/POSITION", notes)


def _format(accessor: dict[str, Any], pointer: str, notes: Notes) -> None:
    given = f"{{{shown(accessor['type'])}, {shown(accessor['componentType'])}}}"
    message = f"Invalid accessor format '{given}' for this attribute semantic."
    notes.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", message, pointer)


def _indices(primitive: dict[str, Any], accessors: list[dict[str, Any]], pointer: str, notes: Notes) -> int:
    if "indices" not in primitive:
        return 0
    accessor = accessors[int(primitive["indices"])]
    if accessor["type"] != "SCALAR" or accessor["componentType"] not in UNSIGNED:
        given = f"{{{shown(accessor['type'])}, {shown(accessor['componentType'])}}}"
        message = f"Invalid indices accessor format '{given}'."
        notes.error("MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT", message, f"{pointer}/indices")
    return int(accessor["count"])


def _instances(node: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    """How often a node draws its mesh (EXT_mesh_gpu_instancing)."""
    rows = node.get("extensions", {}).get("EXT_mesh_gpu_instancing", {}).get("attributes", {}).values()
    return max((int(accessors[int(i)]["count"]) for i in rows), default=1)


def _budget(document: dict[str, Any], sizes: list[int], notes: Notes) -> None:
    """A mesh counts as often as nodes use it, and once when none does."""
    uses: Counter[int] = Counter()
    for node in document.get("nodes", []):
        if "mesh" in node:
            uses[int(node["mesh"])] += _instances(node, document.get("accessors", []))
    drawn = sum(size * max(1, uses[i]) for i, size in enumerate(sizes))
    stored = sum(int(each["count"]) for each in document.get("accessors", []))
    if drawn > caps.DRAWN or drawn > max(caps.DRAWN_FREE, caps.DRAWN_RATIO * stored):
        much = f"The scene draws {drawn} vertices and indices from {stored} that are stored."
        notes.error("SCENE_TOO_LARGE", much, "/meshes")
