"""A site as the tables of its pack: what `site.toml` and its neighbours hold, as plain values, and back."""

from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from scenes.annotation import Annotation
from scenes.bridges import Bridge, Story
from scenes.facts import Fact, Source, Term
from scenes.media_files import named
from scenes.pack_models import ModelEntry, PictureEntry
from scenes.pose import pose
from scenes.scene import Level, Model, Picture, Scene, Site, Sound, Tiles
from scenes.site_pack import Entrance, Manifest, TakeEntry
from scenes.sounds import MEDIA_TYPE, SoundEntry
from scenes.stops import Stop, Tour
from scenes.take import Take, TakeSentence

T = TypeVar("T")


class Tables(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a pack tells, in the order of its files."""

    site: Manifest
    source: tuple[Source, ...] = ()
    term: tuple[Term, ...] = ()
    fact: tuple[Fact, ...] = ()
    annotation: tuple[Annotation, ...] = ()
    stop: tuple[Stop, ...] = ()
    tour: tuple[Tour, ...] = ()
    take: tuple[TakeEntry, ...] = ()
    bridge: tuple[Bridge, ...] = ()
    story: tuple[Story, ...] = ()


def tables_of(site: Site) -> Tables:
    """The tables of a site; files are named as they lie in its folder."""
    return Tables(
        site=_manifest(site),
        source=tuple(site.sources.values()),
        term=tuple(site.glossary.values()),
        fact=tuple(site.facts.values()),
        annotation=site.scene.annotations,
        stop=site.scene.stops,
        tour=site.tours,
        take=tuple(_take(take) for take in site.takes),
        bridge=tuple(site.bridges.values()),
        story=tuple(site.stories.values()),
    )


def site_of(tables: Tables, folder: Path) -> Site:
    """The site of the tables; its files are named under `folder` and need not be there, so they have no digest."""
    manifest = tables.site
    entrance = pose(manifest.entrance.position, manifest.entrance.orientation)
    return Site(
        id=manifest.id,
        title=manifest.title,
        summary=manifest.summary,
        welcome=manifest.welcome,
        languages=manifest.languages,
        place=manifest.place,
        rights=manifest.rights,
        scene=Scene(
            id=manifest.id,
            models=tuple(_model(row, folder) for row in manifest.model),
            annotations=tables.annotation,
            stops=tables.stop,
            entrance=entrance,
            background=manifest.background,
            sun=manifest.sun,
        ),
        tours=tables.tour,
        facts=MappingProxyType({row.id: row for row in tables.fact}),
        sources=MappingProxyType({row.id: row for row in tables.source}),
        glossary=MappingProxyType({row.id: row for row in tables.term}),
        takes=tuple(take_of(row) for row in tables.take),
        folder=folder,
        pictures=tuple(_picture(row, folder) for row in manifest.picture),
        sounds=tuple(_sound(row, folder) for row in manifest.sound),
        attached=tuple(named((each for row in tables.annotation for each in row.media), folder)),
        bridges=MappingProxyType({row.id: row for row in tables.bridge}),
        stories=MappingProxyType({row.id: row for row in tables.story}),
    )


def lean(value: Any) -> Any:
    """A struct as plain values without the fields that have their default, all the way down."""
    if isinstance(value, Struct):
        fields = msgspec.structs.fields(type(value))
        return {each.name: lean(found) for each in fields if (found := getattr(value, each.name)) != _default(each)}
    if isinstance(value, dict):
        return {key: lean(each) for key, each in value.items()}
    return [lean(each) for each in value] if isinstance(value, tuple | list) else value


def file_name(level: Level, folder: Path) -> str:
    """The name of a file in its pack, with slashes."""
    path = level.path
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()


def _manifest(site: Site) -> Manifest:
    scene = site.scene
    return Manifest(
        id=site.id,
        languages=site.languages,
        title=site.title,
        summary=site.summary,
        welcome=site.welcome,
        place=site.place,
        rights=site.rights,
        entrance=Entrance(position=scene.entrance.position, orientation=scene.entrance.orientation),
        model=tuple(_model_entry(model, site.folder) for model in scene.models if model.levels or model.tiles),
        picture=tuple(_picture_entry(picture, site.folder) for picture in site.pictures),
        sound=tuple(_sound_entry(sound, site.folder) for sound in site.sounds),
        background=scene.background,
        sun=scene.sun,
    )


def _model_entry(model: Model, folder: Path) -> ModelEntry:
    return ModelEntry(
        id=model.id,
        levels=tuple(file_name(level, folder) for level in model.levels),
        tiles=file_name(model.tiles.tileset, folder) if model.tiles else "",
        role=model.role,
        position=model.position,
        orientation=model.orientation,
        scale=model.scale,
    )


def _model(row: ModelEntry, folder: Path) -> Model:
    return Model(
        id=row.id,
        levels=tuple(_level(folder / name) for name in row.levels),
        role=row.role,
        position=row.position,
        orientation=row.orientation,
        scale=row.scale,
        tiles=Tiles(tileset=_level(folder / row.tiles), files=()) if row.tiles else None,
    )


def _picture_entry(picture: Picture, folder: Path) -> PictureEntry:
    return PictureEntry(id=picture.id, kind=picture.kind, file=file_name(picture.file, folder), bounds=picture.bounds)


def _picture(row: PictureEntry, folder: Path) -> Picture:
    return Picture(id=row.id, kind=row.kind, file=_level(folder / row.file), bounds=row.bounds)


def _sound_entry(sound: Sound, folder: Path) -> SoundEntry:
    return SoundEntry(
        id=sound.id,
        kind=sound.kind,
        file=file_name(sound.file, folder),
        position=sound.position,
        radius=sound.radius,
        volume=sound.volume,
    )


def _sound(row: SoundEntry, folder: Path) -> Sound:
    level = Level(path=folder / row.file, digest="", size=0, media_type=MEDIA_TYPE)
    return Sound(id=row.id, kind=row.kind, file=level, position=row.position, radius=row.radius, volume=row.volume)


def _level(path: Path) -> Level:
    return Level(path=path, digest="", size=0)


def _take(take: Take) -> TakeEntry:
    return TakeEntry(
        stop=take.stop,
        language=take.language,
        sentence=take.sentences,
        state=take.state,
        author=take.author,
        reviewer=take.reviewer,
        reviewed=take.reviewed,
        ai=take.ai,
        audience=take.audience,
        rests_on=take.rests_on,
    )


def take_of(row: TakeEntry) -> Take:
    """The take of a row."""
    sentences: tuple[TakeSentence, ...] = row.sentence
    return Take(
        stop=row.stop,
        language=row.language,
        sentences=sentences,
        state=row.state,
        author=row.author,
        reviewer=row.reviewer,
        reviewed=row.reviewed,
        ai=row.ai,
        audience=row.audience,
        rests_on=row.rests_on,
    )
