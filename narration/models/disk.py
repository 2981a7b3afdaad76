"""The disk as a pull sees it: how much room there is, how files are opened."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from narration.models.errors import DiskFull

PIECE = 1 << 20
MARGIN = 64 << 20
"""Room that is left free beside the weights."""


def _open(path: Path, mode: str) -> BinaryIO:
    return cast(BinaryIO, path.open(mode))


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Free bytes of a folder's file system, and a way to open files for writing."""

    free: Callable[[Path], int] = _free
    open: Callable[[Path, str], BinaryIO] = _open


def check_room(disk: Disk, folder: Path, needed: int, what: str) -> None:
    """Raise `DiskFull` when `needed` bytes and a margin do not fit, saying how much is missing and where."""
    missing = needed + MARGIN - disk.free(folder)
    if missing > 0:
        raise DiskFull(
            f"{what} needs {megabytes(needed + MARGIN)} in {folder}, {megabytes(missing)} more than is free; "
            "make room or choose another folder with --weights"
        )


def sha256(path: Path, length: int | None = None) -> str:
    """SHA-256 of a file, or of its first `length` bytes, in hexadecimal."""
    digest = hashlib.sha256()
    left = path.stat().st_size if length is None else length
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def settle(path: Path) -> None:
    """Bring a file's bytes to the disk before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def megabytes(count: int) -> str:
    """A size for people, in decimal megabytes."""
    return f"{count / 1e6:,.0f} MB" if count >= 10_000_000 else f"{count / 1e6:,.1f} MB"
