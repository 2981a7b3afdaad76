"""The model files of a site pack: what they hold, by content."""

import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from scenes.pack_error import SitePackError
from scenes.pack_read import Entry, inside
from scenes.pose import Quaternion, Vector
from scenes.scene import Level, Model, Picture, Tiles

MAX_MODEL_BYTES = 512 * 1024 * 1024
MAX_JSON_BYTES = 16 * 1024 * 1024
MAX_TILES = 200_000
IMAGES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
TRIANGLES = 4
"""glTF primitive mode."""


class ModelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[model]]` of `site.toml`; `levels` and `tiles` are paths inside the pack, levels lightest first.

    A file `x.draco.glb` beside the level `x.glb` is its copy for slow links.
    """

    id: str
    levels: tuple[str, ...] = ()
    tiles: str = ""
    role: Literal["visible", "walkable"] = "visible"
    position: Vector = (0.0, 0.0, 0.0)
    orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    scale: float = 1.0


class PictureEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[picture]]` of `site.toml`; `file` is a path inside the pack, `bounds` metres (x, z, x, z) of a plan."""

    id: str
    kind: Literal["thumbnail", "turntable", "plan"]
    file: str
    bounds: tuple[float, float, float, float] | None = None


def read_model(folder: Path, entry: Entry[ModelEntry], required: bool) -> Model:
    """The model of an entry with its levels; files that are missing are left out unless they are `required`."""
    row = entry.value
    if not row.levels and not row.tiles:
        raise entry.error("levels", "no files", 'name at least one, such as levels = ["models/place.glb"]')
    levels = [
        _with_draco(path)
        for number, name in enumerate(row.levels)
        if (path := _file(folder, name, entry, f"levels[{number}]", required)) is not None
    ]
    tileset = _file(folder, row.tiles, entry, "tiles", required) if row.tiles else None
    return Model(
        id=row.id,
        levels=tuple(levels),
        role=row.role,
        position=row.position,
        orientation=row.orientation,
        scale=row.scale,
        tiles=read_tiles(tileset) if tileset else None,
    )


def read_picture(folder: Path, entry: Entry[PictureEntry], required: bool) -> Picture | None:
    """The picture of an entry; None where its file is missing and not `required`."""
    row = entry.value
    path = _file(folder, row.file, entry, "file", required)
    if path is None:
        return None
    if path.suffix not in IMAGES:
        raise entry.error("file", f"{path.suffix} is no picture", f"one of {', '.join(IMAGES)}")
    return Picture(id=row.id, kind=row.kind, file=_level(path, IMAGES[path.suffix]), bounds=row.bounds)


def read_tiles(tileset: Path) -> Tiles:
    """A tileset and the files beside it that its tiles name; raises `SitePackError` where one is missing."""
    document = _json_file(tileset)
    names = sorted(set(_contents(document.get("root"), tileset)))
    files = []
    for name in names:
        path = inside(tileset.parent, name, tileset, "content.uri")
        if not path.is_file():
            raise SitePackError(tileset, "content.uri", f"no such file: {name}", "ingest the scan again")
        files.append(_level(path, "model/gltf-binary"))
    return Tiles(tileset=_level(tileset, "application/json"), files=tuple(files))


def _contents(tile: Any, file: Path) -> Iterator[str]:
    waiting, seen = [tile], 0
    while waiting:
        tile = waiting.pop()
        seen += 1
        if not isinstance(tile, dict) or seen > MAX_TILES:
            raise SitePackError(file, "root", f"no tree of at most {MAX_TILES} tiles", "ingest the scan again")
        content = tile.get("content")
        if content is not None:
            yield str(content.get("uri", "")) if isinstance(content, dict) else ""
        children = tile.get("children", [])
        waiting += children if isinstance(children, list) else [None]


def _json_file(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_JSON_BYTES:
        raise SitePackError(path, "", f"more than {MAX_JSON_BYTES} bytes", "ingest the scan again")
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as wrong:
        raise SitePackError(path, "", f"no valid JSON ({wrong})", "ingest the scan again") from wrong
    return document if isinstance(document, dict) else {}


def _file(folder: Path, name: str, entry: Entry[Any], field: str, required: bool) -> Path | None:
    field = f"{entry.field}.{field}"
    path = inside(folder, name, entry.file, field)
    if path.is_file():
        return path
    if required:
        raise SitePackError(entry.file, field, f"no such file: {name}", "put the file there or correct its name")
    return None


def _with_draco(path: Path) -> Level:
    beside = path.with_name(f"{path.stem}.draco.glb")
    level = read_level(path)
    return replace(level, draco=read_level(beside)) if beside.is_file() else level


def _level(path: Path, media_type: str) -> Level:
    size = path.stat().st_size
    if size > MAX_MODEL_BYTES:
        raise SitePackError(path, "", f"{size} bytes, at most {MAX_MODEL_BYTES}", "simplify or split the model")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Level(path=path, digest=digest, size=size, media_type=media_type)


def read_level(path: Path) -> Level:
    """Digest, size and triangle count of a GLB; raises `SitePackError` when it is none."""
    return replace(_level(path, "model/gltf-binary"), triangles=_triangles(path))


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
