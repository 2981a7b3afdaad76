"""A site as the API describes it; the same types make the schemas of `/api/openapi.json`."""

from collections import Counter
from collections.abc import Callable, Mapping

from msgspec import Struct

from narration.tailoring import offered
from scenes.annotation import Annotation
from scenes.facts import Fact, told_in
from scenes.language import LanguageMap, lookup
from scenes.pose import Quaternion, Vector
from scenes.scene import Level, Model, Picture, Place, Rights, Scene, Site, Sound, Tiles
from scenes.stops import Stop, Tour
from tour.routes.assets import url
from tour.routes.attached import MediaDescription, attached, media_of

Address = Callable[[Level], str]
"""Where a file is served."""


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


def summarize(site: Site) -> SiteSummary:
    """The site's line in the list of sites."""
    return SiteSummary(id=site.id, title=site.title, summary=site.summary, languages=site.spoken, place=site.place)


def describe(site: Site, address: Address | None = None) -> SiteDescription:
    """The whole site but its facts; `address` says where a file is served, by default among the assets."""
    address = address or asset_url
    return SiteDescription(
        id=site.id,
        title=site.title,
        summary=site.summary,
        languages=site.spoken,
        tiers={tag: each.tier for tag, each in site.translations.items() if tag in site.offered},
        place=site.place,
        rights=site.rights,
        scene=_scene(site.scene, address),
        annotations=tuple(_annotation(each, attached(site, address)) for each in site.scene.annotations),
        stops=tuple(_stop(each) for each in site.scene.stops),
        tours=site.tours,
        themes=_themes(site),
        pictures=tuple(_picture(each, address) for each in site.pictures),
        sounds=tuple(_sound(each, address) for each in site.sounds),
    )


def _themes(site: Site) -> tuple[str, ...]:
    """What visitors may say that they like to hear about, the commonest first."""
    count = Counter(theme for fact in site.facts.values() for theme in fact.themes)
    return tuple(theme for theme, _ in count.most_common() if offered(theme))


def tell(site: Site, language: str) -> FactList:
    """The site's facts in the given language or its nearest relative, else in the site's first language."""
    chosen = lookup(language, site.spoken) or site.languages[0]
    return FactList(language=chosen, facts={fact.id: _fact(fact, chosen, site) for fact in site.stated.values()})


def asset_url(level: Level) -> str:
    """The path under which a level is served."""
    return url(level.digest, level.path.suffix)


def _scene(scene: Scene, address: Address) -> SceneDescription:
    return SceneDescription(
        id=scene.id,
        background=scene.background,
        sun=scene.sun,
        entrance=EntranceDescription(position=scene.entrance.position, orientation=scene.entrance.orientation),
        models=tuple(_model(each, address) for each in scene.models),
    )


def _model(model: Model, address: Address) -> ModelDescription:
    return ModelDescription(
        id=model.id,
        role=model.role,
        position=model.position,
        orientation=model.orientation,
        scale=model.scale,
        levels=tuple(_level(level, address) for level in model.levels),
        tiles=None if model.tiles is None else _tiles(model.tiles, address),
    )


def _level(level: Level, address: Address) -> LevelDescription:
    return LevelDescription(
        url=address(level),
        bytes=level.size,
        media_type=level.media_type,
        triangles=level.triangles,
        draco=None if level.draco is None else FileDescription(url=address(level.draco), bytes=level.draco.size),
    )


def _tiles(tiles: Tiles, address: Address) -> TilesDescription:
    size = sum(file.size for file in tiles.files)
    return TilesDescription(url=address(tiles.tileset), bytes=size, files=len(tiles.files))


def _picture(picture: Picture, address: Address) -> PictureDescription:
    return PictureDescription(
        id=picture.id,
        kind=picture.kind,
        url=address(picture.file),
        bytes=picture.file.size,
        media_type=picture.file.media_type,
        bounds=picture.bounds,
    )


def _sound(sound: Sound, address: Address) -> SoundDescription:
    return SoundDescription(
        id=sound.id,
        kind=sound.kind,
        url=address(sound.file),
        bytes=sound.file.size,
        media_type=sound.file.media_type,
        position=sound.position,
        radius=sound.radius,
        volume=sound.volume,
    )


def _annotation(annotation: Annotation, where: Mapping[str, str]) -> AnnotationDescription:
    return AnnotationDescription(
        id=annotation.id,
        label=annotation.label,
        position=annotation.position,
        radius=annotation.radius,
        part=annotation.part,
        region=annotation.region,
        media=media_of(annotation, where),
    )


def _stop(stop: Stop) -> StopDescription:
    return StopDescription(
        id=stop.id, title=stop.title, position=stop.position, radius=stop.radius, annotation=stop.annotation
    )


def _fact(fact: Fact, language: str, site: Site) -> FactDescription:
    cited = ((site.sources[cite.source], cite.locator) for cite in fact.cites if cite.source in site.sources)
    return FactDescription(
        text=told_in(fact, language) or told_in(fact, site.languages[0]) or "",
        disputed=fact.disputed,
        sources=tuple(
            SourceDescription(
                author=source.author,
                title=source.title,
                year=source.year,
                publisher=source.publisher,
                url=source.url,
                locator=locator,
            )
            for source, locator in cited
        ),
    )
