"""The files that belong to a model: those in its own folder and below, and nothing else on the machine."""

import mmap
import os
import re
import stat
from pathlib import Path
from urllib.parse import unquote

from scenes.validate.notes import Notes, readable

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
DRIVE = re.compile(r"[A-Za-z]:([/\\]|$)")


class Bundle:
    """A folder whose files are mapped on demand; closing it lets them go."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where relative URIs begin."""
        self.folder = folder
        self._open: dict[Path, memoryview] = {}

    def __enter__(self) -> "Bundle":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Lets the mapped files go as soon as nobody looks at them."""
        self._open.clear()

    def resolve(self, name: str, notes: Notes, pointer: str = "") -> Path | None:
        """The regular file that a relative path names, or nothing, and why."""
        parts = _parts(name)
        if parts is None:
            notes.error("URI_OUTSIDE_BUNDLE", f"'{readable(name)}' leads out of the model's folder.", pointer)
            return None
        path = self.folder
        for part in parts:
            path = path / part
            if path.is_symlink():
                notes.error("URI_SYMLINK", f"'{readable(name)}' goes through a symbolic link.", pointer)
                return None
        if not parts or not path.is_file():
            notes.error("IO_ERROR", f"Resource not found ({readable(name)}).", pointer)
            return None
        return path

    def read(self, path: Path, most: int, notes: Notes, pointer: str = "") -> memoryview | None:
        """The bytes of a file, mapped and not loaded; nothing, and why, when it is no plain file or over `most`."""
        if path in self._open:
            return self._open[path]
        found = self.look(path, most, notes, pointer)
        if found is not None:
            self._open[path] = found
        return found

    def look(self, path: Path, most: int, notes: Notes, pointer: str = "") -> memoryview | None:
        """The same for bytes that are wanted once: they are let go with the last reference."""
        try:
            found = self._map(path, most)
        except OSError as wrong:
            notes.error("IO_ERROR", f"'{path.name}' cannot be read: {wrong.strerror or wrong}.", pointer)
            return None
        if isinstance(found, int):
            notes.error("FILE_TOO_LARGE", f"'{path.name}' has {found} bytes; at most {most} are read.", pointer)
            return None
        return found

    def _map(self, path: Path, most: int) -> memoryview | int:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise OSError(0, "it is not a plain file")
            if facts.st_size > most:
                return facts.st_size
            if not facts.st_size:
                return memoryview(b"")
            return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
        finally:
            os.close(descriptor)


def file_of(uri: str, notes: Notes, pointer: str) -> str | None:
    """The relative path that a URI stands for, percent signs undone; nothing, and why, when it has a scheme."""
    if SCHEME.match(uri) and not DRIVE.match(uri):
        notes.error("NON_RELATIVE_URI", f"Non-relative URI found: '{readable(uri)}'.", pointer)
        return None
    if uri.startswith(":") or not uri:
        notes.error("INVALID_URI", f"Invalid URI '{readable(uri)}'. Parser output: empty scheme.", pointer)
        return None
    return unquote(uri, errors="replace")


def _parts(name: str) -> list[str] | None:
    """Steps below the folder, or nothing when the name leads elsewhere."""
    if name.startswith(("/", "\\")) or DRIVE.match(name) or "\\" in name or "\0" in name:
        return None
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts or len(parts) > 32 or any(len(part.encode(errors="replace")) > 255 for part in parts):
        return None
    return parts
