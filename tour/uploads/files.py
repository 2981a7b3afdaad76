"""Where the bytes of uploads lie, each upload in a file named by its id, and who is writing to which."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from scenes.stores.named import link
from tour.uploads.refusing import Refusing

FOLDER = "uploads"
"""Of the data folder."""
LEFT = 3600.0
"""Seconds after which a file without an upload will not get one."""


class UploadFiles:
    """The folder of uploads of one house; one writer a file."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first upload comes."""
        self.root = root
        self._written: set[str] = set()

    def place(self, id_: str) -> Path:
        """The file of an upload."""
        return self.root / id_

    def make(self, id_: str) -> None:
        """An empty file that is there for good when this returns."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.place(id_).open("xb") as file:
            os.fsync(file.fileno())
        _sync(self.root)

    def open(self, id_: str, offset: int) -> BinaryIO:
        """The file, to be written from `offset` on; what lay behind that was never acknowledged and is gone.

        Raises `Refusing` (410) where bytes are missing that were acknowledged: with a backup they do not come back.
        """
        try:
            file = self.place(id_).open("r+b")
        except FileNotFoundError:
            raise _lost() from None
        if os.fstat(file.fileno()).st_size < offset:
            file.close()
            raise _lost()
        file.truncate(offset)
        file.seek(offset)
        return file

    @contextmanager
    def alone(self, id_: str) -> Iterator[None]:
        """Be the only one who writes to an upload; raises `Refusing` (423) where somebody does."""
        if id_ in self._written:
            raise Refusing(423, "A piece of this upload is coming in already. Wait a moment.", {"Retry-After": "1"})
        self._written.add(id_)
        try:
            yield
        finally:
            self._written.discard(id_)

    def drop(self, id_: str) -> None:
        """Remove the file, if it is there."""
        self.place(id_).unlink(missing_ok=True)

    def lay_out(self, names: Mapping[str, str], folder: Path) -> list[Path]:
        """The files of uploads (ids by name) in a fresh folder under their names; nothing is copied.

        Raises `Refusing` (410) where one is not here.
        """
        shutil.rmtree(folder, ignore_errors=True)
        for name, id_ in names.items():
            if not self.place(id_).is_file():
                raise _lost()
            link(self.place(id_), folder / name)
        return [folder / name for name in names]

    def sweep(self, known: set[str], now: float) -> None:
        """Remove old files that belong to no upload: theirs was dropped, or its begin never got that far.

        `now` in seconds since 1970.
        """
        with suppress(FileNotFoundError):
            for file in self.root.iterdir():
                if file.name not in known and file.stat().st_mtime < now - LEFT:
                    file.unlink(missing_ok=True)


def _lost() -> Refusing:
    return Refusing(410, "Bytes of this upload are not here any more. Delete it, and send the file again.")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
