"""The files of models, pictures and sounds that a document names: those beside it are taken, the others listed."""

import hashlib
import json
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace as with_fields

from scenes.annotation import Annotation
from scenes.exchange.documents import Beside
from scenes.exchange.draft import Draft, DraftModel
from scenes.exchange.fresh import Notes
from scenes.exchange.tables import file_name
from scenes.finding import Refused
from scenes.pack_error import SitePackError
from scenes.pack_models import read_level, read_tiles
from scenes.rights import rights_of
from scenes.scene import Level, Model, Site
from scenes.sounds import unplayable
from scenes.validate import guard

BESIDE = "put it beside the document and import again"


def models_of(draft: Draft, beside: Beside, notes: Notes) -> tuple[tuple[Model, ...], dict[str, Path]]:
    """The models whose files are there, and those files by the names they get in the pack."""
    models, files = [], dict[str, Path]()
    for each in draft.models:
        levels = list(_levels(each, beside, notes))
        if not levels:
            notes.say("MODEL_MISSING", f"the model {each.id!r} has no file here", BESIDE)
            continue
        names = [f"models/{each.id}.{number}.glb" for number in range(len(levels))]
        files |= zip(names, levels, strict=True)
        models.append(
            Model(
                id=each.id,
                levels=tuple(Level(path=Path(name), digest="", size=0) for name in names),
                position=each.position,
                orientation=each.orientation,
                scale=each.scale,
            )
        )
    return tuple(models), files


def found_files(site: Site, digests: Mapping[str, str], beside: Beside, notes: Notes) -> tuple[Site, dict[str, Path]]:
    """Our site with those of its files that lie beside the document, by their names in the pack."""
    files: dict[str, Path] = {}

    def here(level: Level) -> bool:
        name = file_name(level, site.folder)
        found = beside.file(quote(name), "")
        if found is None:
            notes.say("FILE_MISSING", f"{name} is not beside the document", BESIDE)
            return False
        if name in digests and _digest(found) != digests[name]:
            notes.say("FILE_CHANGED", f"{name} is not the file that was exported", "see whether it is the right one")
        if found.suffix == ".glb" and (problem := _problem(found)):
            notes.say("FILE_NOT_TAKEN", f"{name}: {problem}", "export the site again")
            return False
        files[name] = found
        return True

    models = tuple(_with_files(model, here, beside, files) for model in site.scene.models)
    models = tuple(model for model in models if model.levels or model.tiles)
    pictures = tuple(picture for picture in site.pictures if here(picture.file))
    sounds = tuple(sound for sound in site.sounds if _plays(sound.file, site, beside, notes) and here(sound.file))
    attached = tuple(level for level in site.attached if here(level))
    scene = with_fields(site.scene, models=models, annotations=_with_media(site, attached))
    return replace(site, scene=scene, pictures=pictures, sounds=sounds, attached=attached), files


def _plays(level: Level, site: Site, beside: Beside, notes: Notes) -> bool:
    """Whether a sound can be played if it is there, looked at before the whole of it is read."""
    name = file_name(level, site.folder)
    found = beside.file(quote(name), "")
    problem, remedy = unplayable(found) if found is not None else ("", "")
    if problem:
        notes.say("SOUND_NOT_TAKEN", f"{name}: {problem}", remedy)
    return not problem


def _with_media(site: Site, attached: tuple[Level, ...]) -> tuple[Annotation, ...]:
    """The annotations with those of their pictures and sounds that are there."""
    names = {file_name(level, site.folder) for level in attached}
    return tuple(
        with_fields(note, media=tuple(each for each in note.media if each.file in names)) if note.media else note
        for note in site.scene.annotations
    )


def _with_files(model: Model, here: Callable[[Level], bool], beside: Beside, files: dict[str, Path]) -> Model:
    levels = tuple(level for level in model.levels if here(level))
    for level in levels:
        draco = level.path.with_name(f"{level.path.stem}.draco.glb").as_posix()
        if (found := beside.file(quote(draco), "")) is not None and not _problem(found):
            files[draco] = found
    tiles = model.tiles if model.tiles is not None and here(model.tiles.tileset) else None
    if tiles is not None:
        name = tiles.tileset.path
        for tile in read_tiles(files[name.as_posix()]).files:
            guard(tile.path)
            files[(name.parent / tile.path.name).as_posix()] = tile.path
    return with_fields(model, levels=levels, tiles=tiles)


def _levels(model: DraftModel, beside: Beside, notes: Notes) -> Iterator[Path]:
    for uri, pointer in model.files:
        found = beside.file(uri, pointer)
        if found is None:
            notes.say("FILE_MISSING", f"{uri[:200]} is not beside the document; nothing is fetched", BESIDE, pointer)
            continue
        problem = _problem(found)
        if problem:
            notes.say("FILE_NOT_TAKEN", f"{found.name}: {problem}", "take it in with tour ingest", pointer)
        else:
            yield found


def _problem(file: Path) -> str:
    """What keeps a stranger's GLB from being served, or nothing."""
    try:
        guard(file)
        read_level(file)
    except Refused as refused:
        return refused.findings[0].message
    except SitePackError as wrong:
        return wrong.problem
    return ""


def stated_rights(draft: Draft, files: Mapping[str, Path]) -> Draft:
    """The draft with the rights that its models state, where the document itself names nobody."""
    if draft.holder:
        return draft
    for file in files.values():
        rights, _ = rights_of(_document(file))
        if rights is not None:
            return replace(draft, holder=rights.holder, licence=rights.licence, statement=rights.statement)
    return draft


def _document(file: Path) -> dict[str, Any]:
    """The JSON of a GLB that the guard has passed."""
    with file.open("rb") as glb:
        (length,) = struct.unpack("<12xI4x", glb.read(20))
        found = json.loads(glb.read(length))
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
