"""The model files of a site pack: what they hold, by content."""

import hashlib
import json
import re
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from scenes.pack_error import SitePackError
from scenes.pack_read import Entry, inside
from scenes.pose import PoseError, Quaternion, Vector, pose
from scenes.scene import Level, Model, Picture, Tiles

MAX_MODEL_BYTES = 512 * 1024 * 1024
MAX_JSON_BYTES = 16 * 1024 * 1024
MAX_TILES = 200_000
IMAGES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
TILE = re.compile(r"([0-9a-f]{64})\.glb")
"""The name of a tile's file: its SHA-256."""
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
        orientation=_orientation(entry),
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
    _check_bounds(entry)
    return Picture(id=row.id, kind=row.kind, file=_level(path, IMAGES[path.suffix]), bounds=row.bounds)


def _check_bounds(entry: Entry[PictureEntry]) -> None:
    if entry.value.bounds is None:
        return
    left, top, right, bottom = entry.value.bounds
    if not (left < right and top < bottom):
        raise entry.error("bounds", "they enclose nothing", "lowest x and z, then highest x and z, in metres")


def _orientation(entry: Entry[ModelEntry]) -> Quaternion:
    try:
        return pose((0.0, 0.0, 0.0), entry.value.orientation).orientation
    except PoseError as wrong:
        raise entry.error("orientation", "no rotation", "give a quaternion [x, y, z, w], not all zero") from wrong


def read_tiles(tileset: Path) -> Tiles:
    """A tileset and the files beside it that its tiles name, each `<sha256>.glb`.

    Their names are trusted here, so that a large tileset loads at once; `check_tiles` compares them with their bytes.
    Raises `SitePackError` where a file is missing, or named by anything but a digest.
    """
    if tileset.suffix != ".json":
        raise SitePackError(tileset, "", "no tileset", "name it tileset.json")
    names = tile_names(tileset)
    return Tiles(tileset=_level(tileset, "application/json"), files=tuple(_tile(tileset, name) for name in names))


def tile_names(tileset: Path) -> tuple[str, ...]:
    """The files that the tiles of a tileset name, in order; raises `SitePackError` where it is none."""
    return tuple(sorted(set(_contents(_json_file(tileset).get("root"), tileset))))


def check_tiles(tiles: Tiles) -> Iterator[SitePackError]:
    """The files whose bytes are not what their names say, one after another; reads every byte."""
    for file in tiles.files:
        if digest_of(file.path) != file.digest:
            yield SitePackError(file.path, "", "its bytes are not those its name stands for", "ingest the scan again")


def _tile(tileset: Path, name: str) -> Level:
    match = TILE.fullmatch(name)
    if match is None:
        problem = f"{name[:80]!r} is no name of a tile"
        raise SitePackError(
            tileset, "content.uri", problem, "name each file <sha256>.glb and put it beside the tileset"
        )
    path = tileset.with_name(name)
    try:
        state = path.lstat()
    except OSError:
        raise SitePackError(tileset, "content.uri", f"no such file: {name}", "ingest the scan again") from None
    if not stat.S_ISREG(state.st_mode):
        raise SitePackError(tileset, "content.uri", f"{name} is no plain file", "put the file itself into the pack")
    return Level(path=path, digest=match.group(1), size=state.st_size)


def _contents(tile: Any, file: Path) -> Iterator[str]:
    waiting, seen = [tile], 0
    while waiting:
        tile = waiting.pop()
        seen += 1
        if not isinstance(tile, dict) or seen > MAX_TILES:
            raise SitePackError(file, "root", f"no tree of at most {MAX_TILES} tiles", "ingest the scan again")
        _check_explicit(tile, file)
        content = tile.get("content")
        if content is not None:
            yield str(content.get("uri", "")) if isinstance(content, dict) else ""
        children = tile.get("children", [])
        waiting += children if isinstance(children, list) else [None]


def _check_explicit(tile: dict[str, Any], file: Path) -> None:
    for field in ("contents", "implicitTiling"):
        if field in tile:
            raise SitePackError(file, field, "not read here", "write each tile with one content, as ingest does")


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
    return Level(path=path, digest=digest_of(path), size=size, media_type=media_type)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
