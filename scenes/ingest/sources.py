"""The files of an ingest: which are scans, which belong to them, and their digest."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from scenes.finding import Finding, Refused
from scenes.validate.caps import JSON_BYTES
from scenes.validate.notes import readable

MODELS = {".glb", ".gltf", ".obj", ".ply", ".stl", ".zip", ".e57", ".las", ".laz"}
"""`.copc.laz` is a `.laz`."""
COMPANIONS = {".bin", ".mtl", ".jpg", ".jpeg", ".png", ".webp", ".ktx2", ".tga", ".bmp", ".tif", ".tiff"}
MAX_FILES = 64
MAX_COMPANIONS = 4096
HEAD = 1 << 20
"""Bytes of an OBJ in which its `mtllib` must stand."""


class Source(Struct, frozen=True, kw_only=True):
    """One scan with the files that it names, by content."""

    path: Path
    companions: tuple[Path, ...] = ()
    size: int = 0
    """Bytes of all of them."""
    digest: str = ""
    """SHA-256 over the names and contents of all of them, lower-case hex."""
    stamps: tuple[tuple[int, ...], ...] = ()
    """What the disk said of each of them before its content was read."""

    @property
    def name(self) -> str:
        """The scan's file name as it can be shown."""
        return readable(self.path.name, 255)

    @property
    def label(self) -> str:
        """The same without its extension."""
        return readable(self.path.stem, 200)

    def check_unchanged(self) -> None:
        """Raises `Refused` where one of the files is no longer what the digest is of."""
        if tuple(map(_stamp, (self.path, *self.companions))) != self.stamps:
            message = "the file, or one that belongs to it, changed while it was read"
            remedy = "wait until it has been written and try again"
            raise Refused(Finding(code="FILE_CHANGED", message=message, file=self.name, remedy=remedy))


def sources(files: Sequence[Path]) -> tuple[Source, ...]:
    """The scans among `files`, in the order of their names; files that belong to one are found beside it.

    Raises `Refused` for a file that is missing, is no file, or of a kind that is not known.
    """
    if len(files) > MAX_FILES:
        raise Refused(Finding(code="TOO_MANY_FILES", message=f"{len(files)} files", remedy=f"at most {MAX_FILES}"))
    for file in files:
        _known(file)
    found = scans(files)
    if not found:
        kinds = ", ".join(sorted(MODELS))
        raise Refused(Finding(code="NO_MODEL", message="none of the files is a scan", remedy=f"give one of {kinds}"))
    return tuple(_source(path) for path in found)


def scans(files: Sequence[Path]) -> list[Path]:
    """Those of `files` that are scans and do not only belong to one, in the order of their names."""
    return sorted({file.resolve() for file in files if file.suffix.lower() in MODELS})


def _known(file: Path) -> None:
    if _odd(file):
        message = "its name, or that of its folder, holds bytes that are no text"
        raise Refused(Finding(code="FILE_NAME", message=message, file=_shown(file), remedy="rename it"))
    if not os.path.exists(file):
        message = "there is no such file"
        raise Refused(Finding(code="FILE_NOT_FOUND", message=message, file=_shown(file), remedy="check its name"))
    if not os.path.isfile(file):
        message = "this is a folder, a pipe or a device, not a file"
        raise Refused(
            Finding(code="FILE_UNREADABLE", message=message, file=_shown(file), remedy="name the scan itself")
        )
    if file.suffix.lower() not in MODELS | COMPANIONS:
        kinds = ", ".join(sorted(MODELS))
        message = f"{readable(file.suffix) or 'a file without extension'} is not taken in"
        raise Refused(Finding(code="UNKNOWN_FORMAT", message=message, file=_shown(file), remedy=f"give one of {kinds}"))


def _odd(file: Path) -> bool:
    try:
        os.path.realpath(file).encode()
    except UnicodeEncodeError:
        return True
    return False


def _shown(file: Path) -> str:
    return readable(str(file), 255)


def _source(path: Path) -> Source:
    try:
        beside = tuple(sorted({found for found in islice(_named(path), MAX_COMPANIONS) if os.path.isfile(found)}))
        every = (path, *beside)
        stamps = tuple(map(_stamp, every))
        digest = _digest(every)
    except OSError as wrong:
        message = f"it cannot be read: {wrong.strerror}"
        remedy = "give yourself the right to read it, or copy it to this machine"
        raise Refused(Finding(code="FILE_UNREADABLE", message=message, file=_shown(path), remedy=remedy)) from wrong
    return Source(path=path, companions=beside, size=sum(stamp[2] for stamp in stamps), digest=digest, stamps=stamps)


def _digest(files: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for each in files:
        with each.open("rb") as file:
            whole.update(os.fsencode(each.name) + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _stamp(path: Path) -> tuple[int, ...]:
    """Which file stands there, its bytes and when it was last written; nothing where it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def _named(path: Path) -> Iterator[Path]:
    """The files in the scan's own folder that it names; whatever leads out of it is the guard's to refuse."""
    names = {".gltf": _of_gltf, ".obj": _of_obj}.get(path.suffix.lower())
    if names is None:
        return
    root = path.parent.resolve()
    for name in names(path):
        beside = _beside(root, name)
        if beside is not None and beside != path:
            yield beside
            if beside.suffix.lower() == ".mtl" and os.path.isfile(beside):
                yield from (found for image in _images(beside) if (found := _beside(root, image)) is not None)


def _beside(root: Path, name: str) -> Path | None:
    with suppress(OSError, ValueError, RuntimeError):
        found = (root / name).resolve()
        return found if found.is_relative_to(root) else None
    return None


def _of_gltf(path: Path) -> list[str]:
    if path.stat().st_size > JSON_BYTES:
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
    return [name.strip() for name in re.findall(r"^mtllib[ \t]+(\S.*)$", head, re.MULTILINE)]


def _images(material: Path) -> list[str]:
    with material.open("rb") as file:
        text = file.read(HEAD).decode(errors="replace")
    lines = re.findall(r"^[ \t]*(?:map_\w+|bump|norm)[ \t]+(\S.*)$", text, re.MULTILINE | re.IGNORECASE)
    return [line.split()[-1] for line in lines]
