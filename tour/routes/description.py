"""A site as the API describes it; the same types make the schemas of `/api/openapi.json`."""

from msgspec import Struct

from scenes.language import LanguageMap
from scenes.pose import Quaternion, Vector
from scenes.scene import Place, Rights
from scenes.stops import Tour
from tour.routes.attached import MediaDescription


class SiteSummary(Struct, frozen=True, kw_only=True):
    """A site in the list of sites."""

    id: str
    title: LanguageMap
    summary: LanguageMap
    languages: tuple[str, ...]
    place: Place


class SiteList(Struct, frozen=True, kw_only=True):
    """The sites that can be visited here."""

    sites: tuple[SiteSummary, ...]


class EntranceDescription(Struct, frozen=True, kw_only=True):
    """Where a visit begins: feet in metres, orientation as x, y, z, w."""

    position: Vector
    orientation: Quaternion


class FileDescription(Struct, frozen=True, kw_only=True):
    """A file to fetch."""

    url: str
    bytes: int


class LevelDescription(Struct, frozen=True, kw_only=True):
    """One level of detail; `draco` is the same with KHR_draco_mesh_compression, smaller and slower to unpack."""

    url: str
    bytes: int
    media_type: str
    triangles: int
    draco: FileDescription | None


class TilesDescription(Struct, frozen=True, kw_only=True):
    """3D Tiles 1.1 with glTF content: the tileset's address; `bytes` of all files that its tiles name together."""

    url: str
    bytes: int
    files: int


class ModelDescription(Struct, frozen=True, kw_only=True):
    """A model with its levels, lightest first.

    Where there are `tiles`, they are finer than any level, in the model's frame turned so that z is up.
    """

    id: str
    role: str
    position: Vector
    orientation: Quaternion
    scale: float
    levels: tuple[LevelDescription, ...]
    tiles: TilesDescription | None


class PictureDescription(Struct, frozen=True, kw_only=True):
    """A picture of a model or of the site; `bounds` of a plan: metres, lowest x and z, highest x and z."""

    id: str
    kind: str
    url: str
    bytes: int
    media_type: str
    bounds: tuple[float, float, float, float] | None


class SoundDescription(Struct, frozen=True, kw_only=True):
    """What the place sounds like, in a loop: at `position`, heard within `radius` metres, or everywhere."""

    id: str
    kind: str
    url: str
    bytes: int
    media_type: str
    position: Vector | None
    radius: float
    volume: float


class SceneDescription(Struct, frozen=True, kw_only=True):
    """What is in the space; metres, right-handed, +Y up."""

    id: str
    background: str
    sun: Vector
    entrance: EntranceDescription
    models: tuple[ModelDescription, ...]


class AnnotationDescription(Struct, frozen=True, kw_only=True):
    """A named place or part."""

    id: str
    label: LanguageMap
    position: Vector
    radius: float
    part: str
    region: str
    """Its outline as well-known text (OGC 06-103r4) with x, y and z in metres, or empty."""
    media: tuple[MediaDescription, ...]
    """Shown or played where it is told."""


class StopDescription(Struct, frozen=True, kw_only=True):
    """A place to stand."""

    id: str
    title: LanguageMap
    position: Vector
    radius: float
    annotation: str


class SiteDescription(Struct, frozen=True, kw_only=True):
    """Everything a client needs to show a site and walk in it."""

    id: str
    title: LanguageMap
    summary: LanguageMap
    languages: tuple[str, ...]
    tiers: dict[str, str]
    """Of the languages that are told in translation: `reviewed` by a person, or `checked` by machine."""
    place: Place
    rights: Rights
    scene: SceneDescription
    annotations: tuple[AnnotationDescription, ...]
    stops: tuple[StopDescription, ...]
    tours: tuple[Tour, ...]
    themes: tuple[str, ...]
    pictures: tuple[PictureDescription, ...]
    sounds: tuple[SoundDescription, ...]


class SourceDescription(Struct, frozen=True, kw_only=True):
    """A published work and where in it a fact is found."""

    author: str
    title: str
    year: int
    publisher: str
    url: str
    locator: str


class FactDescription(Struct, frozen=True, kw_only=True):
    """What is known, in one language, and from where."""

    text: str
    disputed: bool
    sources: tuple[SourceDescription, ...]


class FactList(Struct, frozen=True, kw_only=True):
    """The facts of a site by id, in the language that is nearest to the one asked for."""

    language: str
    facts: dict[str, FactDescription]
