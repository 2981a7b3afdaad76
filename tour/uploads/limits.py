"""How much may come into a house."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection

from tour.settings import Settings
from tour.uploads.refusing import Refusing
from tour.uploads.upload import uploads

GB = 10**9
MOST_OPEN = 64
"""Uploads of one person at one site; so many files one ingest takes in."""
SPARE = 2 * 1024**3
"""Bytes of the disk that are left to everything else when an upload is begun."""
FLOOR = 1024**3
"""Bytes of the disk below which no piece is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a house takes."""

    largest: int
    """Bytes of one file."""
    together: int
    """Bytes of all files that wait to be used, as they were announced."""
    kept: timedelta
    """How long an upload is kept after its last piece."""

    def check(self, connection: Connection, site: str, who: str, size: int, folder: Path) -> None:
        """Raise `Refusing` where a file of that size cannot come in now, and say what would help."""
        if size > self.largest:
            limit = {"Tus-Max-Size": str(self.largest)}
            raise Refusing(413, f"{said(size)} are announced; a file may have {said(self.largest)}. {SMALLER}", limit)
        here = uploads(connection)
        if sum(each.by == who and each.site == site for each in here) >= MOST_OPEN:
            raise Refusing(
                409, f"{MOST_OPEN} uploads of yours wait at this site already. Take them in, or delete some."
            )
        if sum(each.size for each in here) + size > self.together:
            raise Refusing(507, f"Uploads may take {said(self.together)} here, and they do. {LATER}")
        coming = sum(each.size - each.offset for each in here)
        if free(folder) - coming - SPARE < size:
            raise Refusing(507, f"The disk of this house has no room for {said(size)} more. {LATER}")


SMALLER = "Simplify or split the scan, or have an operator take it in with tour ingest."
LATER = "Take in or delete other uploads first, or ask an operator to make room."


def limits_of(settings: Settings) -> Limits:
    """The limits that an operator has set."""
    return Limits(
        largest=int(settings.upload_largest_gb * GB),
        together=int(settings.upload_total_gb * GB),
        kept=timedelta(days=settings.upload_days),
    )


def free(folder: Path) -> int:
    """Bytes that can still be written to the disk on which a folder lies, or will lie."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(there).free


def check_room(folder: Path) -> None:
    """Raise `Refusing` (507) where the disk is all but full."""
    if free(folder) < FLOOR:
        raise Refusing(507, f"The disk of this house is full. {LATER}")


def said(size: int) -> str:
    """Bytes for a person."""
    return f"{size / GB:,.1f} GB" if size >= GB else f"{size / 1e6:,.1f} MB" if size >= 10**6 else f"{size:,} bytes"
