"""The files that records name, by content, each under a name that says what it is."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
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

    def put(self, source: Path, name: str) -> str:
        """Take a file in under the suffix of its `name` in the pack and return its digest; raises `OSError`."""
        digest = self._blobs.put(source)
        place = self._place(digest, name)
        blob = self._blobs.path(digest)
        if not place.is_file():
            link(blob or source, place)
        return digest

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
