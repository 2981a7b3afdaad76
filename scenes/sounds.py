"""What a place sounds like when nobody speaks: recordings that go round and round, in one spot or everywhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from scenes.ogg import FIRST_BYTES, held_in
from scenes.pack_check import check_position
from scenes.pack_models import digest_of
from scenes.pack_read import Entry, index, inside
from scenes.pose import Vector
from scenes.scene import Level, Sound

KINDS = Literal["wind", "bell", "water", "birds", "voices", "steps", "music", "sound"]
SUFFIX, MEDIA_TYPE, OPUS = ".ogg", "audio/ogg", "Opus"
MOST, MOST_BYTES = 8, 1024 * 1024
ENCODE = "encode it as Opus in Ogg, .ogg"
FARTHEST = 1000.0
"""Metres of a radius."""


class SoundEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[sound]]` of `site.toml`; `file` is a path inside the pack."""

    id: str
    kind: KINDS
    file: str
    position: Vector | None = None
    radius: float = 30.0
    volume: float = 0.5


def rows_of(site: Entry[Any]) -> dict[str, Entry[SoundEntry]]:
    """The sounds of a site's manifest by id; raises `SitePackError` for too many and for one that cannot be."""
    if len(site.value.sound) > MOST:
        raise site.error("sound", f"{len(site.value.sound)} sounds", f"at most {MOST}")
    rows = index(Entry(row, site.file, f"sound {row.id[:64]!r}") for row in site.value.sound)
    for entry in rows.values():
        _check(entry)
    return rows


def read_sounds(folder: Path, site: Entry[Any], required: bool) -> Iterator[Sound]:
    """What the place of the pack in `folder` sounds like; files that are missing are left out unless `required`."""
    for entry in rows_of(site).values():
        path = inside(folder, entry.value.file, entry.file, f"{entry.field}.file")
        if path.is_file():
            yield sound_of(entry, path)
        elif required:
            raise entry.error("file", f"no such file: {entry.value.file}", "put the file there or correct its name")


def sound_of(entry: Entry[SoundEntry], path: Path, digest: str = "") -> Sound:
    """The sound of an entry whose file lies at `path`; raises `SitePackError` for what cannot be played.

    `digest` is its SHA-256 where that is known; else the file is read for it, once it is known to be small.
    """
    row = entry.value
    problem, remedy = unplayable(path)
    if problem:
        raise entry.error("file", problem, remedy)
    size = path.stat().st_size
    level = Level(path=path, digest=digest or digest_of(path), size=size, media_type=MEDIA_TYPE)
    return Sound(id=row.id, kind=row.kind, file=level, position=row.position, radius=row.radius, volume=row.volume)


def unplayable(path: Path) -> tuple[str, str]:
    """Why a file is no sound of a place and what to do, by its name, first page and size; empty where it is one."""
    with path.open("rb") as file:
        held = held_in(file.read(FIRST_BYTES))
    if path.suffix != SUFFIX or held is None:
        return "no Ogg Opus sound", ENCODE
    if held != OPUS:
        return f"{held or 'something that is not known here'} in Ogg, no Opus: not every browser plays it", ENCODE
    if (size := path.stat().st_size) > MOST_BYTES:
        return f"{size} bytes, at most {MOST_BYTES}", "make it shorter, it is played in a loop"
    return "", ""


def _check(entry: Entry[SoundEntry]) -> None:
    row = entry.value
    if not 0 < row.radius <= FARTHEST:
        raise entry.error("radius", f"{row.radius} metres", f"more than 0, at most {FARTHEST:.0f}")
    if not 0 <= row.volume <= 1:
        raise entry.error("volume", f"{row.volume}", "0 to 1")
    if row.position is not None:
        check_position(entry, "position", row.position)
