"""The record beside verified weights: which bytes were hashed, and how the files looked then.

It lets a server know in a few `stat` calls that weights are whole; `verify` alone reads every byte again.
"""

import os
from pathlib import Path

import msgspec

from narration.models.catalogue import Entry, WeightFile

NAME = ".verified.json"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when its SHA-256 was computed."""

    bytes: int
    mtime_ns: int
    sha256: str


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """What was verified."""

    files: dict[str, Seen]


def read_marker(folder: Path) -> Marker | None:
    """The marker of an entry's folder; None when there is none that can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Marker)
    except (OSError, msgspec.ValidationError, msgspec.DecodeError):
        return None


def write_marker(folder: Path, entry: Entry) -> None:
    """Record that every file of the entry was just verified; the marker appears whole or not at all."""
    marker = Marker(files={file.name: _seen(folder / file.name, file) for file in entry.files})
    unfinished = folder / (NAME + ".new")
    unfinished.write_bytes(msgspec.json.encode(marker))
    os.replace(unfinished, folder / NAME)


def remove_marker(folder: Path) -> None:
    """Say that the files are no longer known to be whole."""
    (folder / NAME).unlink(missing_ok=True)


def is_unchanged(folder: Path, file: WeightFile, marker: Marker | None) -> bool:
    """Whether a file was verified against this SHA-256 and has not been touched since."""
    seen = marker.files.get(file.name) if marker else None
    if seen is None or seen.sha256 != file.sha256 or seen.bytes != file.bytes:
        return False
    try:
        status = (folder / file.name).stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (seen.bytes, seen.mtime_ns)


def verified_digest(path: Path) -> str | None:
    """The SHA-256 that a file was verified against, in hexadecimal; None where it was not, or was touched since."""
    marker = read_marker(path.parent)
    seen = marker.files.get(path.name) if marker else None
    try:
        status = path.stat()
    except OSError:
        return None
    unchanged = seen is not None and (status.st_size, status.st_mtime_ns) == (seen.bytes, seen.mtime_ns)
    return seen.sha256 if seen and unchanged else None


def _seen(path: Path, file: WeightFile) -> Seen:
    status = path.stat()
    return Seen(bytes=status.st_size, mtime_ns=status.st_mtime_ns, sha256=file.sha256)
