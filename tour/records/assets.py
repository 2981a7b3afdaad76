"""The files that records name, kept beside their backups by content and brought back from there.

A backup `FILE` names them; they lie in the folder `assets` beside it as `ab/abcd…`, each under its SHA-256, with its
packed forms. Backups in one folder share them: a next one adds what is not there yet.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from sqlite3 import Connection

from scenes.pack_error import SitePackError
from scenes.pack_models import digest_of, tile_names
from scenes.stores.files import DIGEST, FileStore
from scenes.stores.named import NamedFiles
from scenes.stores.packed import beside as packed_forms
from tour.records.database import connect
from tour.records.problem import RecordsError

FOLDER = "assets"
"""Name of the folder beside a backup, and of the blobs' in the data folder."""

NAMED = (
    "SELECT DISTINCT versions.kind, each.key, each.value FROM versions, json_each(versions.body, '$.files') AS each"
    " WHERE json_type(versions.body, '$.files') = 'object' AND each.type = 'text'"
)

Progress = Callable[[int, int], None]
Names = Mapping[str, frozenset[str]]
"""Names in packs by digest: their suffixes say what a file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What came of keeping files, or of bringing them back."""

    files: int
    """Those that the records name."""
    fresh: int
    """Those that were not there yet."""
    size: int
    """Bytes of those."""
    lost: tuple[str, ...] = ()
    """Digests of files that are nowhere, or whose bytes are not theirs any more."""


def keep(backup: Path, data: Path, progress: Progress = lambda done, total: None) -> Kept:
    """Keep every file that the records in a backup name beside it, from the house's folder `data`.

    On one disk nothing lies twice. Raises `OSError` where the disk does not take it.
    """
    house, target = FileStore(data / FOLDER), FileStore(backup.parent / FOLDER)
    names = _named_in(backup, house)
    fresh = size = 0
    lost = []
    for number, digest in enumerate(sorted(names)):
        progress(number, len(names))
        source = house.path(digest)
        if source is None:
            lost.append(digest)
        elif target.path(digest) is None:
            if _take(source, backup.parent / FOLDER / digest[:2] / digest, target):
                fresh, size = fresh + 1, size + source.stat().st_size
            else:
                lost.append(digest)
    return Kept(files=len(names), fresh=fresh, size=size, lost=tuple(lost))


def bring_back(
    records: Path, beside: Path, data: Path, progress: Progress = lambda done, total: None, *, partly: bool = False
) -> Kept:
    """Bring every file that `records` name from `beside`, a backup's folder of files, into the house's folder `data`.

    Each is held against its digest; those of the house that are sound stay. Raises `RecordsError` where one is nowhere
    to be had as it was, unless `partly`; whatever came until then does no harm.
    """
    house, kept = FileStore(data / FOLDER), FileStore(beside)
    named = data / "named"
    files, names = NamedFiles(house, named), _named_in(records, house, kept)
    fresh = size = 0
    lost = []
    for number, (digest, called) in enumerate(sorted(names.items())):
        progress(number, len(names))
        source = _sound_one(digest, house, kept, named)
        if source is None:
            lost.append(digest)
            continue
        if house.path(digest) is None:
            fresh, size = fresh + 1, size + source.stat().st_size
        for name in called:
            if files.path(digest, name) is None:
                files.put(source, name)
    if lost and not partly:
        raise _nowhere(beside, lost)
    return Kept(files=len(names), fresh=fresh, size=size, lost=tuple(lost))


def _sound_one(digest: str, house: FileStore, kept: FileStore, named: Path) -> Path | None:
    """Where a file lies with its own bytes; the house's is removed where they are not."""
    here, there = house.path(digest), kept.path(digest)
    if here is not None and _sound(here, digest):
        return here
    if here is not None:
        _drop(here, named, digest)
    return there if there is not None and _sound(there, digest) else None


def _nowhere(beside: Path, lost: list[str]) -> RecordsError:
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    problem = f"{lost[0][:12]}…{more}: missing or damaged, though the backup names them"
    remedy = "put the folder assets of the backup beside it, or give --partly to go without them"
    return RecordsError(beside, problem, remedy)


def _named_in(records: Path, *stores: FileStore) -> Names:
    """What any version of any record names, tiles of tilesets among it."""
    names: dict[str, set[str]] = {}
    with closing(connect(records, writes=False)) as connection:
        rows = list(_named(connection))
    for kind, name, digest in rows:
        names.setdefault(digest, set()).add(PurePosixPath(name).name)
        for tile in _tiles(digest, stores) if kind == "model" and name.endswith(".json") else ():
            names.setdefault(tile.partition(".")[0], set()).add(tile)
    return {digest: frozenset(called) for digest, called in names.items()}


def _named(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for kind, name, digest in connection.execute(NAMED):
        if DIGEST.fullmatch(digest):
            yield kind, name, digest


def _tiles(digest: str, stores: tuple[FileStore, ...]) -> tuple[str, ...]:
    """The names of the tiles of a tileset, none where it is nowhere to be read."""
    for store in stores:
        place = store.path(digest)
        if place is not None and _sound(place, digest):
            try:
                return tile_names(place)
            except SitePackError:
                return ()
    return ()


def _take(source: Path, place: Path, target: FileStore) -> bool:
    """Have a blob lie at `place` too, linked where both are on one disk; False where its bytes are not its own."""
    place.parent.mkdir(parents=True, exist_ok=True)
    packed = {file: place.with_name(place.name + file.suffix) for file in packed_forms(source).values()}
    try:
        for file, copy in {source: place, **packed}.items():
            if not copy.exists():
                os.link(file, copy)
    except OSError:
        return target.put(source) == place.name
    return True


def _sound(path: Path, digest: str) -> bool:
    return digest_of(path) == digest


def _drop(blob: Path, named: Path, digest: str) -> None:
    """Remove a blob whose bytes are not its own any more, wherever it lies in the house."""
    for path in (blob, *packed_forms(blob).values(), *named.glob(f"{digest}*")):
        path.unlink(missing_ok=True)
