"""The sounds of somebody else's document whose files lie beside it, as sounds of a place."""

from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from scenes.exchange.documents import Beside
from scenes.exchange.draft import Draft, DraftSound
from scenes.exchange.fresh import Notes
from scenes.pack_error import SitePackError
from scenes.pack_read import Entry
from scenes.scene import Sound
from scenes.sounds import KINDS, MOST, SUFFIX, SoundEntry, sound_of


def sounds_of(draft: Draft, beside: Beside, notes: Notes) -> tuple[tuple[Sound, ...], dict[str, Path]]:
    """The sounds that can be played, and their files by the names they get in the pack; of others it is said why."""
    sounds, files = list[Sound](), dict[str, Path]()
    for each in draft.sounds:
        found = beside.file(each.file, each.pointer)
        if found is None:
            continue
        name = f"sounds/{each.id}{SUFFIX}"
        try:
            sound = _sound(each, found, len(sounds))
        except SitePackError as wrong:
            notes.say("SOUND_NOT_TAKEN", f"{each.file[:200]}: {wrong.problem}", wrong.remedy, each.pointer)
            continue
        if sound.position is not None:
            notes.say(
                "REACH_ASSUMED",
                f"the sound {sound.id!r} is heard up to {sound.radius:g} m away: IIIF has a point and a volume for it,"
                " no distance at which it ends",
                "write the radius of its [[sound]] in site.toml",
                each.pointer,
            )
        sounds.append(replace(sound, file=replace(sound.file, path=Path(name))))
        files[name] = found
    return tuple(sounds), files


def _sound(draft: DraftSound, file: Path, before: int) -> Sound:
    kind: KINDS = next((each for each in get_args(KINDS) if each == draft.label), "sound")
    row = SoundEntry(id=draft.id, kind=kind, file=file.name, position=draft.position, volume=draft.volume)
    entry = Entry(row, file, "")
    if before == MOST:
        raise entry.error("", f"one more than {MOST} sounds", "leave another out, or put this one in its place by hand")
    return sound_of(entry, file, "")
