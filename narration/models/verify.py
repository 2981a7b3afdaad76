"""Read every byte of what lies on the shelf and compare it with the catalogue."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from narration.models.catalogue import Entry, WeightFile
from narration.models.disk import sha256
from narration.models.marker import remove_marker, write_marker
from narration.models.progress import Fetching, Tell, silent

State = Literal["whole", "missing", "damaged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file that is not what the catalogue says."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found of an entry."""

    entry: Entry
    state: State
    damages: tuple[Damage, ...] = ()


def verify(entry: Entry, folder: Path, *, tell: Tell = silent) -> Verdict:
    """Hash an entry's files in `folder/ID`; the verdict is recorded, so that damaged weights are no longer used.

    Files that were put there by hand and turn out whole are taken into use. `damages` names each bad file.
    """
    shelf = folder / entry.id
    if not any((shelf / file.name).exists() for file in entry.files):
        remove_marker(shelf)
        return Verdict(entry=entry, state="missing")
    damages = []
    done = 0
    for file in entry.files:
        if reason := _damage(shelf / file.name, file):
            damages.append(Damage(file=file.name, reason=reason))
        done += file.bytes
        tell(Fetching(entry=entry.id, source="disk", file=file.name, done=done, total=entry.bytes))
    if damages:
        return _record_damage(entry, shelf, damages)
    write_marker(shelf, entry)
    return Verdict(entry=entry, state="whole")


def _record_damage(entry: Entry, shelf: Path, damages: list[Damage]) -> Verdict:
    remove_marker(shelf)
    return Verdict(entry=entry, state="damaged", damages=tuple(damages))


def _damage(path: Path, file: WeightFile) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return "missing"
    if size != file.bytes:
        return f"has {size:,} bytes instead of {file.bytes:,}"
    return "" if sha256(path) == file.sha256 else "its SHA-256 is not that of the catalogue"
