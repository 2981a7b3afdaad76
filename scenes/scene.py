"""A site and the scene one walks in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from scenes.annotation import Annotation
from scenes.bridges import Bridge, Story
from scenes.facts import Fact, Source, Term
from scenes.language import LanguageMap
from scenes.pose import Pose, Quaternion, Vector
from scenes.stops import Stop, Tour
from scenes.take import Take
from scenes.translation import Translation


class Rights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who holds what, in words a visitor may read, and the licence as an SPDX identifier or a URL."""

    licence: str
    holder: str
    statement: LanguageMap = {}


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where on Earth: WGS 84 degrees, Wikidata item, ISO 3166 country."""

    latitude: float
    longitude: float
    wikidata: str = ""
    country: str = ""


class Level(Struct, frozen=True, kw_only=True):
    """One level of detail of a model: a file of the pack, by name and by content."""

    path: Path
    digest: str
    """SHA-256, lower-case hex."""
    size: int
    """Bytes."""
    media_type: str = "model/gltf-binary"
    triangles: int = 0
    draco: "Level | None" = None
    """The same level with KHR_draco_mesh_compression, for slow links."""


class Tiles(Struct, frozen=True, kw_only=True):
    """A model, or a point cloud, as 3D Tiles 1.1 with glTF content; the tileset names its files by digest."""

    tileset: Level
    """The tileset's JSON; its frame is the model's, turned so that z is up."""
    files: tuple[Level, ...]
    """Every file that the tileset names."""


class Picture(Struct, frozen=True, kw_only=True):
    """A picture of a model or of the whole site, made when it was taken in."""

    id: str
    kind: Literal["thumbnail", "turntable", "plan"]
    file: Level
    bounds: tuple[float, float, float, float] | None = None
    """Of a plan: metres, lowest x and z, highest x and z; the picture's left upper corner is the lowest of both."""


class Sound(Struct, frozen=True, kw_only=True):
    """What a place sounds like: a recording that goes round and round."""

    id: str
    kind: Literal["wind", "bell", "water", "birds", "voices", "steps", "music", "sound"]
    """What is heard, so that it can be said to who does not hear it."""
    file: Level
    position: Vector | None = None
    """Where it comes from; None: everywhere."""
    radius: float = 30.0
    """Metres beyond which it is not heard."""
    volume: float = 0.5


class Model(Struct, frozen=True, kw_only=True):
    """A glTF 2.0 asset with its levels of detail, lightest first."""

    id: str
    levels: tuple[Level, ...]
    role: Literal["visible", "walkable"] = "visible"
    """A walkable model is never drawn: it is the ground that visitors may stand on."""
    position: Vector = (0.0, 0.0, 0.0)
    orientation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    scale: float = 1.0
    tiles: Tiles | None = None
    """Finer than any level; the levels, if there are any, are seen until the first tiles have come."""


class Scene(Struct, frozen=True, kw_only=True):
    """What is in the space, and where one enters it."""

    id: str
    models: tuple[Model, ...]
    annotations: tuple[Annotation, ...]
    stops: tuple[Stop, ...]
    entrance: Pose
    background: str = "#bcd4ea"
    sun: Vector = (0.4, 0.8, 0.4)
    """Direction towards the sun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A heritage site (CIDOC-CRM E27) with everything that may be shown and told there."""

    id: str
    title: LanguageMap
    summary: LanguageMap
    welcome: LanguageMap
    languages: tuple[str, ...]
    place: Place
    rights: Rights
    scene: Scene
    tours: tuple[Tour, ...]
    facts: MappingProxyType[str, Fact]
    sources: MappingProxyType[str, Source]
    glossary: MappingProxyType[str, Term]
    takes: tuple[Take, ...]
    folder: Path
    pictures: tuple[Picture, ...] = ()
    bridges: MappingProxyType[str, Bridge] = field(default_factory=lambda: MappingProxyType({}))
    stories: MappingProxyType[str, Story] = field(default_factory=lambda: MappingProxyType({}))
    translations: Mapping[str, Translation] = field(default_factory=dict)
    """Further languages that a machine wrote, by tag."""
    attached: tuple[Level, ...] = ()
    """Pictures and sounds of annotations."""
    sounds: tuple[Sound, ...] = ()
    """What the place sounds like."""
    offered: tuple[str, ...] = ()
    """Those of them in which a tour can be told."""

    @property
    def stated(self) -> dict[str, Fact]:
        """Everything that may be stated as fact, by id: the site's facts and its bridges."""
        return {**self.facts, **{bridge.id: bridge.fact for bridge in self.bridges.values()}}

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every language a visitor may choose: those people wrote, then the translated ones."""
        return (*self.languages, *self.offered)

    @property
    def files(self) -> tuple[Level, ...]:
        """Every file but tiles: levels, their Draco copies, pictures, sounds, what is attached to annotations."""
        levels = [level for model in self.scene.models for level in model.levels]
        copies = [level.draco for level in levels if level.draco is not None]
        return (*levels, *copies, *self._shown, *self.attached)

    @property
    def _shown(self) -> tuple[Level, ...]:
        """What is seen and heard of the whole site."""
        return (*(picture.file for picture in self.pictures), *(sound.file for sound in self.sounds))

    @property
    def tiles(self) -> tuple[Level, ...]:
        """Every tileset with its tiles' files."""
        found = (model.tiles for model in self.scene.models if model.tiles is not None)
        return tuple(level for tiles in found for level in (tiles.tileset, *tiles.files))
