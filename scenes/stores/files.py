"""Blobs as plain files named by their SHA-256."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

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
        """Take a file's bytes in and return their digest; raises `OSError` where either side cannot be used."""
        self._root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._root, prefix=".coming-")
        beside = Path(name)
        try:
            with source.open("rb") as reader, os.fdopen(handle, "wb") as writer:
                digest = _copy(reader, writer)
            self._settle(beside, digest)
        finally:
            beside.unlink(missing_ok=True)
        return digest

    def path(self, digest: str) -> Path | None:
        """The file of a blob, or None where it is not known or `digest` is no digest."""
        if DIGEST.fullmatch(digest) is None:
            return None
        place = self._place(digest)
        return place if place.is_file() else None

    def _place(self, digest: str) -> Path:
        return self._root / digest[:2] / digest

    def _settle(self, beside: Path, digest: str) -> None:
        place = self._place(digest)
        if place.is_file():
            return
        place.parent.mkdir(exist_ok=True)
        beside.chmod(0o444)
        beside.replace(place)
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
