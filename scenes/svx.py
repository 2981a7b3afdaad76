"""A site as a Smithsonian Voyager document (SVX 1.0, `application/si-dpo-3d.document+json`).

Schema: dpo-voyager `document.schema.json` and the `model`, `meta` and `setup` schemas it refers to, as of 2025.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from scenes.annotation import PREFIX
from scenes.exchange.orbit import orbit
from scenes.exchange.transform import applied, product, rotation, scaling
from scenes.language import LanguageMap
from scenes.pose import Vector
from scenes.rights import copyright_notice
from scenes.scene import Level, Model, Scene, Site
from scenes.stops import Stop, Tour

MEDIA_TYPE = "application/si-dpo-3d.document+json"

QUALITIES = {
    1: ("High",),
    2: ("Thumb", "High"),
    3: ("Thumb", "Medium", "High"),
    4: ("Thumb", "Low", "Medium", "High"),
    5: ("Thumb", "Low", "Medium", "High", "Highest"),
}
"""Names for so many levels, lightest first; Voyager shows the thumb at once and the best when it has come."""

MOST = max(QUALITIES)
HEX = re.compile(r"#[0-9a-fA-F]{6}")
SETUP = "scenes/0/setup/navigation/"
"""Voyager's path of the camera's properties, under which a snapshot's values are named."""

EYES = 1.6
"""Metres above the feet."""

Article = Callable[[str, str], str]
"""The URI of the article about an annotation in a language; empty where there is none."""


def document(
    site: Site,
    address: Callable[[Level], str],
    article: Article | None = None,
    own: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The site as an SVX document; `address` gives the URI of a level's file, `article` that of an article.

    `own` is an extension (`scenes.exchange.extension`); Voyager keeps it among what it knows of the collection. Voyager
    ties an annotation to a model: they all hang on the first visible one. Left out are walkable models, all but the
    five finest levels, tiles, and stops that are on no tour.
    """
    models = [model for model in site.scene.models if model.role == "visible" and model.levels]
    nodes = [_entrance(site.scene), _sun(site.scene), *(_node(model, index) for index, model in enumerate(models))]
    return {
        "asset": {
            "type": MEDIA_TYPE,
            "version": "1.0",
            "generator": "Caravanserai",
            "copyright": copyright_notice(site.rights),
        },
        "scene": 0,
        "scenes": [{"name": site.id, "units": "m", "nodes": list(range(len(nodes))), "meta": 0, "setup": 0}],
        "nodes": nodes,
        "cameras": [{"type": "perspective", "perspective": {"yfov": 52.0, "znear": 0.1, "zfar": 10000.0}}],
        "lights": [{"type": "directional", "color": [1.0, 1.0, 1.0], "intensity": 1.0}],
        "metas": [_meta(site, article, own)],
        "setups": [_setup(site)],
        **({"models": list(_models(models, site, address, article))} if models else {}),
    }


def by_language(texts: LanguageMap) -> dict[str, str]:
    """A language map with Voyager's keys: upper-case tags."""
    return {tag.upper(): text for tag, text in texts.items()}


def _meta(site: Site, article: Article | None, own: dict[str, Any] | None) -> dict[str, Any]:
    collection: dict[str, Any] = {
        "titles": by_language(site.title),
        "intros": by_language(site.summary),
        **({PREFIX + "site": own} if own else {}),
    }
    articles = list(_articles(site, article)) if article else []
    return {"collection": collection, **({"articles": articles} if articles else {})}


def _articles(site: Site, article: Article) -> Iterator[dict[str, Any]]:
    for annotation in site.scene.annotations:
        uris = {tag.upper(): uri for tag in site.languages if (uri := article(annotation.id, tag))}
        if uris:
            titles = by_language(annotation.label)
            yield {"id": annotation.id, "titles": titles, "uris": uris, "mimeType": "text/html"}


def _models(
    models: list[Model], site: Site, address: Callable[[Level], str], article: Article | None
) -> Iterator[dict[str, Any]]:
    for index, model in enumerate(models):
        annotations = [] if index else list(_annotations(site, model, article))
        yield {
            "units": "m",
            "derivatives": list(_derivatives(model.levels[-MOST:], address)),
            **({"annotations": annotations} if annotations else {}),
        }


def _derivatives(levels: tuple[Level, ...], address: Callable[[Level], str]) -> Iterator[dict[str, Any]]:
    for level, quality in zip(levels, QUALITIES[len(levels)], strict=True):
        asset = {"uri": address(level), "type": "Model", "mimeType": level.media_type}
        size = {"byteSize": level.size} if level.size else {}
        faces = {"numFaces": level.triangles} if level.triangles else {}
        yield {"usage": "Web3D", "quality": quality, "assets": [asset | size | faces]}


def _annotations(site: Site, model: Model, article: Article | None) -> Iterator[dict[str, Any]]:
    for annotation in site.scene.annotations:
        leads = {tag: _lead(site, annotation.facts, tag) for tag in annotation.label}
        first = next(iter(annotation.label))
        told = article is not None and article(annotation.id, site.languages[0])
        yield {
            "id": annotation.id,
            "title": annotation.label[first],
            "titles": by_language(annotation.label),
            "lead": leads[first],
            "leads": by_language({tag: text for tag, text in leads.items() if text}),
            **({"articleId": annotation.id} if told else {}),
            "position": _local(annotation.position, model),
            "direction": [0.0, 1.0, 0.0],
            "style": "Standard",
        }


def _lead(site: Site, facts: tuple[str, ...], tag: str) -> str:
    return " ".join(filter(None, (site.facts[fact].text.get(tag, "") for fact in facts)))


def _local(position: Vector, model: Model) -> list[float]:
    x, y, z, w = model.orientation
    moved = [value - origin for value, origin in zip(position, model.position, strict=True)]
    return list(applied(product(scaling([1 / model.scale] * 3), rotation((-x, -y, -z, w))), moved))


def _node(model: Model, index: int) -> dict[str, Any]:
    turned = {"rotation": list(model.orientation)} if model.orientation != (0.0, 0.0, 0.0, 1.0) else {}
    placed = {"translation": list(model.position), **turned, "scale": [model.scale] * 3}
    return {"name": model.id, "model": index, **placed}


def _entrance(scene: Scene) -> dict[str, Any]:
    x, y, z = scene.entrance.position
    return {
        "name": "Entrance",
        "camera": 0,
        "translation": [x, y + EYES, z],
        "rotation": [max(-1.0, min(1.0, value)) for value in scene.entrance.orientation],
    }


def _sun(scene: Scene) -> dict[str, Any]:
    return {"name": "Sun", "light": 0, "translation": [value * 100 for value in scene.sun]}


def _setup(site: Site) -> dict[str, Any]:
    colour = site.scene.background
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)] if HEX.fullmatch(colour) else []
    x, y, z = site.scene.entrance.position
    ahead = site.scene.entrance.forward
    eyes = (x, y + EYES, z)
    turned, offset = orbit(eyes, (eyes[0] + ahead[0], eyes[1] + ahead[1], eyes[2] + ahead[2]))
    limits = {"minOrbit": [-90, None, None], "maxOrbit": [90, None, None]}
    limits |= {"minOffset": [None, None, None], "maxOffset": [None, None, None]}
    return {
        "navigation": {"type": "Orbit", "enabled": True, "orbit": {"orbit": turned, "offset": offset, **limits}},
        **({"background": {"style": "Solid", "color0": channels}} if channels else {}),
        **(_tours(site) if site.tours else {}),
    }


def _tours(site: Site) -> dict[str, Any]:
    """A step of a Voyager tour is a snapshot of its viewer: here of the camera alone, at the stop's place."""
    stops = {stop.id: stop for stop in site.scene.stops}
    used = dict.fromkeys(stop for tour in site.tours for stop in tour.stops)
    return {
        "tours": [_tour(tour, stops) for tour in site.tours],
        "snapshots": {
            "features": ["navigation"],
            "targets": [SETUP + "orbit", SETUP + "offset"],
            "states": [_state(stops[stop], site.scene) for stop in used],
        },
    }


def _tour(tour: Tour, stops: dict[str, Stop]) -> dict[str, Any]:
    steps = [{"id": stop, "titles": by_language(stops[stop].title)} for stop in tour.stops]
    return {"id": tour.id, "titles": by_language(tour.title), "steps": steps}


def _state(stop: Stop, scene: Scene) -> dict[str, Any]:
    x, y, z = stop.position
    looked_at = next(each.position for each in scene.annotations if each.id == stop.annotation)
    return {
        "id": stop.id,
        "curve": "EaseQuad",
        "duration": 2.0,
        "threshold": 0.5,
        "values": list(orbit((x, y + EYES, z), looked_at)),
    }
