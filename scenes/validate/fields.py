"""The types of what the guard and the readers look at in a glTF document, as a table."""

from collections.abc import Iterator
from typing import Any

from scenes.validate import caps
from scenes.validate.json_pointer import escaped, select
from scenes.validate.kinds import (
    Kind,
    anything,
    distinct_indices,
    filled_mapping,
    mapping,
    numbers,
    objects,
    stride,
    text,
    texts,
    whole,
)
from scenes.validate.material_fields import MATERIAL_FIELDS
from scenes.validate.notes import Notes

INDEX = whole()
PACKED = tuple(f"bufferViews/*/extensions/{name}" for name in ("EXT_meshopt_compression", "KHR_meshopt_compression"))
INSTANCES = "nodes/*/extensions/EXT_mesh_gpu_instancing/attributes"
DRACO = "meshes/*/primitives/*/extensions/KHR_draco_mesh_compression"

Field = tuple[str, str, Kind, bool]
"""Pattern of the owner, name, kind, whether it must be there."""

FIELDS: tuple[Field, ...] = (
    ("", "asset", mapping, True),
    ("asset", "version", text, True),
    *(("", name, anything, False) for name in caps.ENTITIES),
    ("", "extensionsUsed", texts, False),
    ("", "extensionsRequired", texts, False),
    ("", "scene", INDEX, False),
    ("scenes/*", "nodes", distinct_indices, False),
    ("nodes/*", "children", distinct_indices, False),
    ("nodes/*", "mesh", INDEX, False),
    ("nodes/*", "camera", INDEX, False),
    ("nodes/*", "skin", INDEX, False),
    ("nodes/*", "name", text, False),
    ("nodes/*", "matrix", numbers(16), False),
    ("nodes/*", "translation", numbers(3), False),
    ("nodes/*", "rotation", numbers(4), False),
    ("nodes/*", "scale", numbers(3), False),
    ("meshes/*", "primitives", objects, True),
    ("meshes/*/primitives/*", "attributes", filled_mapping, True),
    ("meshes/*/primitives/*/attributes", "*", INDEX, True),
    ("meshes/*/primitives/*", "indices", INDEX, False),
    ("meshes/*/primitives/*", "material", INDEX, False),
    ("meshes/*/primitives/*", "mode", whole(0, 6), False),
    ("meshes/*/primitives/*", "targets", objects, False),
    ("meshes/*/primitives/*/targets/*", "*", INDEX, True),
    ("meshes/*/primitives/*", "extensions", mapping, False),
    ("meshes/*/primitives/*/extensions", "KHR_draco_mesh_compression", mapping, False),
    (DRACO, "bufferView", INDEX, True),
    (DRACO, "attributes", filled_mapping, True),
    (f"{DRACO}/attributes", "*", INDEX, True),
    ("accessors/*", "bufferView", INDEX, False),
    ("accessors/*", "byteOffset", INDEX, False),
    ("accessors/*", "componentType", INDEX, True),
    ("accessors/*", "count", whole(1), True),
    ("accessors/*", "type", text, True),
    ("accessors/*", "min", numbers(), False),
    ("accessors/*", "max", numbers(), False),
    ("accessors/*", "sparse", mapping, False),
    ("accessors/*/sparse", "count", whole(1), True),
    ("accessors/*/sparse", "indices", mapping, True),
    ("accessors/*/sparse", "values", mapping, True),
    ("accessors/*/sparse/indices", "bufferView", INDEX, True),
    ("accessors/*/sparse/indices", "byteOffset", INDEX, False),
    ("accessors/*/sparse/indices", "componentType", INDEX, True),
    ("accessors/*/sparse/values", "bufferView", INDEX, True),
    ("accessors/*/sparse/values", "byteOffset", INDEX, False),
    ("bufferViews/*", "buffer", INDEX, True),
    ("bufferViews/*", "byteOffset", INDEX, False),
    ("bufferViews/*", "byteLength", whole(1), True),
    ("bufferViews/*", "byteStride", stride, False),
    ("bufferViews/*", "extensions", mapping, False),
    *((pattern.rpartition("/")[0], pattern.rpartition("/")[2], mapping, False) for pattern in PACKED),
    *((pattern, "buffer", INDEX, True) for pattern in PACKED),
    *((pattern, "byteOffset", INDEX, False) for pattern in PACKED),
    *((pattern, "byteLength", whole(1), True) for pattern in PACKED),
    *((pattern, "byteStride", whole(1, 256), True) for pattern in PACKED),
    *((pattern, "count", whole(1), True) for pattern in PACKED),
    ("buffers/*", "byteLength", whole(1), True),
    ("buffers/*", "uri", text, False),
    ("buffers/*", "extensions", mapping, False),
    ("images/*", "uri", text, False),
    ("images/*", "mimeType", text, False),
    ("images/*", "bufferView", INDEX, False),
    ("images/*", "name", text, False),
    ("materials/*", "name", text, False),
    ("materials/*", "pbrMetallicRoughness", mapping, False),
    ("materials/*/pbrMetallicRoughness", "baseColorFactor", numbers(4), False),
    ("materials/*", "emissiveFactor", numbers(3), False),
    ("nodes/*", "extensions", mapping, False),
    ("nodes/*/extensions", "EXT_mesh_gpu_instancing", mapping, False),
    (INSTANCES.removesuffix("/attributes"), "attributes", filled_mapping, True),
    (INSTANCES, "*", INDEX, True),
    ("textures/*", "source", INDEX, False),
    ("textures/*", "sampler", INDEX, False),
    ("textures/*", "extensions", mapping, False),
    *MATERIAL_FIELDS,
)


BY_OWNER: dict[str, list[tuple[str, Kind, bool]]] = {}
for _owner, _name, _kind, _required in FIELDS:
    BY_OWNER.setdefault(_owner, []).append((_name, _kind, _required))


def check_fields(document: dict[str, Any], notes: Notes) -> None:
    """Everything in the table that is missing or is not what it has to be."""
    for owner, fields in BY_OWNER.items():
        for at, value in select(document, owner):
            if isinstance(value, dict):
                _fields(at, value, fields, notes)
    for name, most in caps.ENTITIES.items():
        _few(document, name, most, notes)
        for at, entry in select(document, f"{name}/*"):
            wrong = mapping(entry)
            if wrong:
                notes.error(*wrong, at)
    _primitives(document, notes)


def _primitives(document: dict[str, Any], notes: Notes) -> None:
    for at, target in select(document, "meshes/*/primitives/*/targets/*"):
        if target == {}:
            notes.error("EMPTY_ENTITY", "Entity cannot be empty.", at)
    primitives = sum(1 for _ in select(document, "meshes/*/primitives/*"))
    if primitives > caps.PRIMITIVES:
        many = f"The meshes have {primitives} primitives; at most {caps.PRIMITIVES} are read."
        notes.error("TOO_MANY_ENTITIES", many, "/meshes")


def _fields(at: str, owner: dict[str, Any], fields: list[tuple[str, Kind, bool]], notes: Notes) -> None:
    for name, kind, required in fields:
        if required or name in owner:
            _field(at, owner, name, kind, required, notes)


def _field(at: str, owner: dict[str, Any], name: str, kind: Kind, required: bool, notes: Notes) -> None:
    if name != "*" and name not in owner:
        if required:
            notes.error("UNDEFINED_PROPERTY", f"Property '{name}' must be defined.", at or "/")
        return
    for key in list(owner) if name == "*" else [name]:
        wrong = kind(owner[key])
        if wrong:
            code, message = wrong
            notes.error(code, message, f"{at}/{escaped(key)}{_which(code, owner[key])}")


def _which(code: str, value: Any) -> str:
    """The validator points at the second of two equal elements."""
    if code != "DUPLICATE_ELEMENTS":
        return ""
    seen: set[Any] = set()
    second: Iterator[int] = (i for i, each in enumerate(value) if each in seen or seen.add(each))  # type: ignore[func-returns-value]
    return f"/{next(second)}"


def _few(document: dict[str, Any], name: str, most: int, notes: Notes) -> None:
    entries = document.get(name)
    if isinstance(entries, list) and len(entries) > most:
        notes.error("TOO_MANY_ENTITIES", f"There are {len(entries)} {name}; at most {most} are read.", f"/{name}")
