"""Blobs as plain files named by their SHA-256."""

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from scenes.stores.packed import SUFFIXES, beside, unpacks_to

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1024 * 1024


class FileStore:
    """An `AssetStore` in a folder: `ab/abcd…` for each blob, never changed once it is there.

    A blob is a copy and not a hard link, so that its bytes stay true to its name when the source is edited in place.
    It appears whole or not at all: it is written beside, synced, and renamed.
    """

    def __init__(self, root: Path) -> None:
        """`root` is made when the first blob comes."""
        self._root = root

    def put(self, source: Path) -> str:
        """Take a file's bytes in and return their digest; raises `OSError` where either side cannot be used.

        Files packed beside the source (`x.glb.br`) come with it where they unpack to the same bytes.
        """
        digest = self._take(source, None)
        for coding, packed in beside(source).items():
            if coding not in self.codings(digest) and unpacks_to(packed, coding, digest, source.stat().st_size):
                self._take(packed, digest + SUFFIXES[coding])
        return digest

    def drop(self, digest: str) -> None:
        """Remove a blob with its packed forms; one that is not known is gone already."""
        place = self.path(digest)
        for path in (*self.codings(digest).values(), *((place,) if place else ())):
            path.unlink(missing_ok=True)

    def codings(self, digest: str) -> Mapping[str, Path]:
        """The packed forms of a blob, by content coding; none of a blob that is not known."""
        place = self.path(digest)
        return {} if place is None else beside(place)

    def _take(self, source: Path, name: str | None) -> str:
        self._root.mkdir(parents=True, exist_ok=True)
        handle, coming = tempfile.mkstemp(dir=self._root, prefix=".coming-")
        try:
            with source.open("rb") as reader, os.fdopen(handle, "wb") as writer:
                digest = _copy(reader, writer)
            self._settle(Path(coming), name or digest)
        finally:
            Path(coming).unlink(missing_ok=True)
        return digest

    def path(self, digest: str) -> Path | None:
        """The file of a blob, or None where it is not known or `digest` is no digest."""
        if DIGEST.fullmatch(digest) is None:
            return None
        place = self._place(digest)
        return place if place.is_file() else None

    def _place(self, name: str) -> Path:
        return self._root / name[:2] / name

    def _settle(self, coming: Path, name: str) -> None:
        place = self._place(name)
        if place.is_file():
            return
        place.parent.mkdir(exist_ok=True)
        coming.chmod(0o444)
        coming.replace(place)
        _sync(place.parent)


def _copy(reader: BinaryIO, writer: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := reader.read(CHUNK):
        digest.update(chunk)
        writer.write(chunk)
    writer.flush()
    os.fsync(writer.fileno())
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
