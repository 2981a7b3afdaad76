"""Where an entry is put together: unfinished files beside the shelf, which nobody else looks at.

A file grows as `NAME.partial`; when its SHA-256 is right it becomes `NAME` here, and when every file of the entry is
here, all move to the shelf. Whatever is interrupted is taken up again by the next pull.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from narration.models.catalogue import Entry, WeightFile
from narration.models.disk import PIECE, Disk, settle, sha256
from narration.models.errors import Stopped
from narration.models.progress import Arrived, Fetching, Notice, Stop, Tell

PULLING = ".pulling"
Read = Callable[[int], bytes]


class Staging:
    """The unfinished files of one entry, under `SHELF/.pulling/ID`."""

    def __init__(self, entry: Entry, shelf: Path, *, disk: Disk, tell: Tell, stop: Stop) -> None:
        self.entry = entry
        self.folder = shelf / PULLING / entry.id
        self.packages = shelf / PULLING / f"{entry.id}.packages"
        self.here: set[str] = set()
        """Names of files that are verified, here or on the shelf."""
        self._disk = disk
        self._tell = tell
        self._stop = stop

    def partial(self, file: WeightFile) -> Path:
        """Where the file grows."""
        return self.folder / f"{file.name}.partial"

    def staged(self, file: WeightFile) -> Path:
        """Where the file waits once verified."""
        return self.folder / file.name

    def size(self, file: WeightFile) -> int:
        """Bytes of the unfinished file that are here; 0 when there are more than there can be."""
        try:
            size = self.partial(file).stat().st_size
        except FileNotFoundError:
            return 0
        return size if size <= file.bytes else 0

    def open(self, file: WeightFile, keep: int) -> BinaryIO:
        """The unfinished file, cut to its first `keep` bytes, ready for the next."""
        path = self.partial(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = self._disk.open(path, "ab")
        if out.tell() != keep:
            out.truncate(keep)
            out.seek(keep)
        return out

    def write(self, out: BinaryIO, piece: bytes) -> None:
        """Add a piece; raises `Stopped` when asked to stop."""
        self.check_stop()
        out.write(piece)

    def check_stop(self) -> None:
        """Raise `Stopped` when asked to stop."""
        if self._stop():
            raise Stopped(f"{self.entry.id}: stopped; what has arrived is kept, pull again to go on")

    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop()

    def arrived(self, file: WeightFile, source: str) -> Arrived:
        """A listener for the bytes of one file that tells how much of the whole entry is here."""
        before = sum(other.bytes for other in self.entry.files if other.name in self.here)

        def tell(count: int) -> None:
            done = min(before + count, self.entry.bytes)
            self._tell(Fetching(entry=self.entry.id, source=source, file=file.name, done=done, total=self.entry.bytes))

        return tell

    def notice(self, text: str) -> None:
        """Tell an operator something."""
        self._tell(Notice(entry=self.entry.id, text=text))

    def finish(self, file: WeightFile) -> bool:
        """Take the unfinished file as finished if its SHA-256 is right, else throw it away."""
        path = self.partial(file)
        if path.stat().st_size != file.bytes or sha256(path) != file.sha256:
            path.unlink()
            return False
        settle(path)
        os.replace(path, self.staged(file))
        self.here.add(file.name)
        return True

    def copy(self, read: Read, out: BinaryIO, limit: int, arrived: Arrived | None = None, start: int = 0) -> int:
        """Copy at most `limit` bytes and return how many; `arrived` counts from `start`."""
        copied = 0
        while copied < limit and (piece := read(min(PIECE, limit - copied))):
            self.write(out, piece)
            copied += len(piece)
            if arrived:
                arrived(start + copied)
        return copied
