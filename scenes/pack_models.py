"""The model files of a site pack: what they hold, by content."""

import hashlib
import json
import struct
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from scenes.pack_error import SitePackError
from scenes.pack_read import Entry, inside
from scenes.pose import Vector
from scenes.scene import Level, Model

MAX_MODEL_BYTES = 512 * 1024 * 1024
MAX_JSON_BYTES = 16 * 1024 * 1024
TRIANGLES = 4
"""glTF primitive mode."""


class ModelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[model]]` of `site.toml`; `levels` are paths inside the pack, lightest first."""

    id: str
    levels: tuple[str, ...]
    role: Literal["visible", "walkable"] = "visible"
    position: Vector = (0.0, 0.0, 0.0)
    scale: float = 1.0


def read_model(folder: Path, entry: Entry[ModelEntry], required: bool) -> Model:
    """The model of an entry with its levels; files that are missing are left out unless they are `required`."""
    row = entry.value
    if not row.levels:
        raise entry.error("levels", "no files", 'name at least one, such as levels = ["models/place.glb"]')
    levels = []
    for number, name in enumerate(row.levels):
        field = f"{entry.field}.levels[{number}]"
        path = inside(folder, name, entry.file, field)
        if path.is_file():
            levels.append(read_level(path))
        elif required:
            raise SitePackError(entry.file, field, f"no such file: {name}", "put the model there or correct its name")
    return Model(id=row.id, levels=tuple(levels), role=row.role, position=row.position, scale=row.scale)


def read_level(path: Path) -> Level:
    """Digest, size and triangle count of a GLB; raises `SitePackError` when it is none."""
    size = path.stat().st_size
    if size > MAX_MODEL_BYTES:
        raise SitePackError(path, "", f"{size} bytes, at most {MAX_MODEL_BYTES}", "simplify or split the model")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Level(path=path, digest=digest, size=size, triangles=_triangles(path))


def _triangles(path: Path) -> int:
    document = _document(path)
    try:
        accessors, meshes = document.get("accessors", []), document.get("meshes", [])
        each = [sum(_of(primitive, accessors) for primitive in mesh["primitives"]) for mesh in meshes]
        return sum(
            each[node["mesh"]] * _copies(node, accessors) for node in document.get("nodes", []) if "mesh" in node
        )
    except (LookupError, TypeError, AttributeError) as wrong:
        raise _no_glb(path, f"accessors, meshes and nodes do not fit together ({wrong!r})") from wrong


def _of(primitive: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    if primitive.get("mode", TRIANGLES) != TRIANGLES:
        return 0
    vertices = primitive.get("indices", primitive["attributes"].get("POSITION"))
    return int(accessors[vertices]["count"]) // 3


def _copies(node: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    instancing = node.get("extensions", {}).get("EXT_mesh_gpu_instancing", {}).get("attributes", {})
    return min((int(accessors[accessor]["count"]) for accessor in instancing.values()), default=1)


def _document(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        head = file.read(20)
        if len(head) < 20:
            raise _no_glb(path, f"only {len(head)} bytes")
        magic, version, _, length, kind = struct.unpack("<4sIII4s", head)
        if magic != b"glTF" or version != 2 or kind != b"JSON" or length > MAX_JSON_BYTES:
            raise _no_glb(path, "its header is no glTF 2.0 header")
        text = file.read(length)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise _no_glb(path, f"its JSON chunk is broken ({wrong})") from wrong
    if not isinstance(document, dict):
        raise _no_glb(path, "its JSON chunk is no object")
    return document


def _no_glb(path: Path, problem: str) -> SitePackError:
    return SitePackError(path, "", f"no glTF binary: {problem}", "export the model again as .glb (glTF 2.0)")
