"""A site, a scene, a model and what else there is, put as the API describes it."""

from collections import Counter
from collections.abc import Callable, Mapping

from narration.tailoring import offered
from scenes.annotation import Annotation
from scenes.facts import Fact, told_in
from scenes.language import lookup
from scenes.scene import Level, Model, Picture, Scene, Site, Sound, Tiles
from scenes.stops import Stop
from tour.routes.assets import url
from tour.routes.attached import attached, media_of
from tour.routes.description import (
    AnnotationDescription,
    EntranceDescription,
    FactDescription,
    FactList,
    FileDescription,
    LevelDescription,
    ModelDescription,
    PictureDescription,
    SceneDescription,
    SiteDescription,
    SiteSummary,
    SoundDescription,
    SourceDescription,
    StopDescription,
    TilesDescription,
)

Address = Callable[[Level], str]
"""Where a file is served."""


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
