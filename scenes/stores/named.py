"""The files that records name, by content, each under a name that says what it is."""

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from scenes.store import AssetStore
from scenes.stores.files import DIGEST

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class NamedFiles:
    """Blobs of an `AssetStore` that also lie in one folder as `<sha256>.<suffix>`, the same bytes on the disk.

    Readers of models go by a file's suffix, and a tileset's tiles lie beside it under the names that it gives them.
    """

    def __init__(self, blobs: AssetStore, root: Path) -> None:
        """`root` is made when the first file comes; on the blobs' own disk nothing is kept twice."""
        self._blobs, self._root = blobs, root
        self._lock = threading.Lock()

    def put(self, source: Path, name: str) -> str:
        """Take a file in under the suffix of its `name` in the pack and return its digest; raises `OSError`."""
        digest = self._blobs.put(source)
        place = self._place(digest, name)
        with self._lock:
            blob = self._blobs.path(digest) or self._blobs.path(self._blobs.put(source))  # it may have been dropped
            if not place.is_file():
                link(blob or source, place)
            with suppress(PermissionError):  # another's file, which is as old as it is
                os.utime(place)
        return digest

    def resting(self, suffixes: Collection[str], before: float) -> dict[str, set[str]]:
        """The files of these suffixes that nobody put since `before` (seconds of the epoch): suffixes by digest."""
        found: dict[str, set[str]] = {}
        with suppress(FileNotFoundError), os.scandir(self._root) as entries:
            for entry in entries:
                digest, dot, suffix = entry.name.partition(".")
                if dot + suffix in suffixes and DIGEST.fullmatch(digest) and entry.stat().st_mtime < before:
                    found.setdefault(digest, set()).add(dot + suffix)
        return found

    def drop(self, digest: str, suffix: str, before: float) -> int:
        """Remove a file, and the blob with it where it has no other name; its bytes, 0 where it was put meanwhile."""
        with self._lock:
            place = self.path(digest, f"file{suffix}")
            if place is None or (state := place.stat()).st_mtime >= before:
                return 0
            place.unlink()
            if not any(self._root.glob(f"{digest}*")):
                self._blobs.drop(digest)
        return state.st_size

    def path(self, digest: str, name: str) -> Path | None:
        """The file of that digest and of the suffix of `name`, or None where it is not here."""
        if DIGEST.fullmatch(digest) is None:
            return None
        place = self._place(digest, name)
        return place if place.is_file() else None

    def _place(self, digest: str, name: str) -> Path:
        suffix = PurePosixPath(name).suffix.lower()
        return self._root / f"{digest}{suffix if SUFFIX.fullmatch(suffix) else ''}"


def link(source: Path, place: Path) -> None:
    """Make `place` the same file as `source`, or a copy where the disk cannot; whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place)
    except FileExistsError:
        return
    except OSError:
        _copy(source, place)


def link_all(files: Mapping[str, Path], folder: Path) -> None:
    """Every file of a pack into its folder, by its name there."""
    for name, source in files.items():
        link(source, folder / name)


def _copy(source: Path, place: Path) -> None:
    handle, coming = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
    os.close(handle)
    try:
        shutil.copyfile(source, coming)
        Path(coming).replace(place)
    finally:
        Path(coming).unlink(missing_ok=True)
