"""Blobs served where they lie in a pack, so that a place of thousands of tiles opens at once."""

import hashlib
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scenes.scene import Level
from scenes.store import AssetStore
from scenes.stores.packed import beside, unpacks_to

State = tuple[int, int, int]
"""Inode, bytes and time of change: what a file was when it was last compared with its digest."""


@dataclass(slots=True)
class _Entry:
    level: Level
    compared: State | None = None
    codings: dict[str, Path] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class PackStore:
    """An `AssetStore` of files that are in packs already, over another that keeps what is put.

    Names are not believed: a file is compared with its digest when it is first asked for, and again after it changed.
    A file that is no longer what it was is not there. Safe to use from several threads.
    """

    def __init__(self, kept: AssetStore, levels: Iterable[Level]) -> None:
        """`levels` stay where they are; nothing is read before it is asked for."""
        self._kept = kept
        self._entries: dict[str, _Entry] = {}
        self.stand(levels)

    def stand(self, levels: Iterable[Level]) -> None:
        """Serve these files too from where they lie: those of a site that came, or that came anew."""
        for level in levels:
            known = self._entries.get(level.digest)
            if known is None or known.level != level:
                self._entries[level.digest] = _Entry(level)

    def put(self, source: Path) -> str:
        """Take a file's bytes into the store underneath and return their digest."""
        return self._kept.put(source)

    def path(self, digest: str) -> Path | None:
        """The pack's file of that digest, else what the store underneath has."""
        entry = self._true(digest)
        return self._kept.path(digest) if entry is None else entry.level.path

    def drop(self, digest: str) -> None:
        """Remove a blob from the store underneath; what lies in a pack stays there."""
        self._kept.drop(digest)

    def codings(self, digest: str) -> Mapping[str, Path]:
        """The files packed beside it that unpack to it."""
        entry = self._true(digest)
        return self._kept.codings(digest) if entry is None else entry.codings

    def _true(self, digest: str) -> _Entry | None:
        entry = self._entries.get(digest)
        if entry is None:
            return None
        with entry.lock:
            return entry if _compare(entry) else None


def _compare(entry: _Entry) -> bool:
    path, digest, size = entry.level.path, entry.level.digest, entry.level.size
    try:
        state = _state(path)
        if state == entry.compared:
            return True
        entry.compared = None
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                return False
    except OSError:
        return False
    packed = beside(path).items()
    entry.codings = {coding: place for coding, place in packed if unpacks_to(place, coding, digest, size)}
    entry.compared = state
    return True


def _state(path: Path) -> State:
    now = os.stat(path)
    return now.st_ino, now.st_size, now.st_mtime_ns
