"""The files of an ingest: which are scans, which belong to them, and their digest."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from scenes.finding import Finding, Refused

MODELS = {".glb", ".gltf", ".obj", ".ply", ".stl", ".zip", ".e57", ".las", ".laz"}
"""`.copc.laz` is a `.laz`."""
COMPANIONS = {".bin", ".mtl", ".jpg", ".jpeg", ".png", ".webp", ".ktx2", ".tga", ".bmp", ".tif", ".tiff"}
MAX_FILES = 64
MAX_COMPANIONS = 4096
HEAD = 1 << 20
"""Bytes of an OBJ in which its `mtllib` must stand."""
MAX_JSON = 64 << 20


class Source(Struct, frozen=True, kw_only=True):
    """One scan with the files that it names, by content."""

    path: Path
    companions: tuple[Path, ...] = ()
    size: int = 0
    """Bytes of all of them."""
    digest: str = ""
    """SHA-256 over the names and contents of all of them, lower-case hex."""


def sources(files: Sequence[Path]) -> tuple[Source, ...]:
    """The scans among `files`, in the order of their names; files that belong to one are found beside it.

    Raises `Refused` for a file that is missing, is no file, or of a kind that is not known.
    """
    if len(files) > MAX_FILES:
        raise Refused(Finding(code="TOO_MANY_FILES", message=f"{len(files)} files", remedy=f"at most {MAX_FILES}"))
    for file in files:
        _known(file)
    found = sorted({file.resolve() for file in files if file.suffix.lower() in MODELS})
    if not found:
        kinds = ", ".join(sorted(MODELS))
        raise Refused(Finding(code="NO_MODEL", message="none of the files is a scan", remedy=f"give one of {kinds}"))
    return tuple(_source(path) for path in found)


def _known(file: Path) -> None:
    if not file.is_file():
        raise Refused(Finding(code="FILE_NOT_FOUND", message="no such file", file=str(file), remedy="check its name"))
    if file.suffix.lower() not in MODELS | COMPANIONS:
        kinds = ", ".join(sorted(MODELS))
        message = f"{file.suffix or 'a file without extension'} is not taken in"
        raise Refused(Finding(code="UNKNOWN_FORMAT", message=message, file=file.name, remedy=f"one of {kinds}"))


def _source(path: Path) -> Source:
    beside = tuple(sorted({found for found in _named(path) if found.is_file()}))[:MAX_COMPANIONS]
    whole = hashlib.sha256()
    for each in (path, *beside):
        with each.open("rb") as file:
            whole.update(each.name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
    size = sum(each.stat().st_size for each in (path, *beside))
    return Source(path=path, companions=beside, size=size, digest=whole.hexdigest())


def _named(path: Path) -> Iterator[Path]:
    """The files in the scan's own folder that it names; whatever leads out of it is the guard's to refuse."""
    names = {".gltf": _of_gltf, ".obj": _of_obj}.get(path.suffix.lower())
    if names is None:
        return
    root = path.parent.resolve()
    for name in (name for name in names(path) if "\0" not in name):
        beside = (root / name).resolve()
        if beside.is_relative_to(root) and beside != path:
            yield beside
            if beside.suffix.lower() == ".mtl" and beside.is_file():
                yield from ((root / image).resolve() for image in _images(beside))


def _of_gltf(path: Path) -> list[str]:
    if path.stat().st_size > MAX_JSON:
        return []
    try:
        document = json.loads(path.read_bytes())
        entries = [*document.get("buffers", []), *document.get("images", [])]
        uris = [entry.get("uri") for entry in entries]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []
    return [unquote(uri) for uri in uris if isinstance(uri, str) and not uri.startswith("data:")]


def _of_obj(path: Path) -> list[str]:
    with path.open("rb") as file:
        head = file.read(HEAD).decode(errors="replace")
    return [name.strip() for name in re.findall(r"^mtllib\s+(.+)$", head, re.MULTILINE)]


def _images(material: Path) -> list[str]:
    with material.open("rb") as file:
        text = file.read(HEAD).decode(errors="replace")
    lines = re.findall(r"^\s*(?:map_\w+|bump|norm)\s+(.+)$", text, re.MULTILINE | re.IGNORECASE)
    return [line.split()[-1] for line in lines if line.split()]
