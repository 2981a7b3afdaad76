"""A site as a Smithsonian Voyager document (SVX 1.0, `application/si-dpo-3d.document+json`).

Schema: dpo-voyager `document.schema.json` and the `model`, `meta` and `setup` schemas it refers to.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from scenes.language import LanguageMap
from scenes.pose import Vector
from scenes.scene import Level, Model, Scene, Site

MEDIA_TYPE = "application/si-dpo-3d.document+json"

QUALITIES = {1: ("High",), 2: ("Thumb", "High"), 3: ("Thumb", "Medium", "High"), 4: ("Thumb", "Low", "Medium", "High")}
"""Names for so many levels, lightest first; Voyager shows the thumb at once and High when it has come."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")

EYES = 1.6
"""Metres above the feet."""


def document(site: Site, address: Callable[[Level], str]) -> dict[str, Any]:
    """The site as an SVX document; `address` gives the URI of a level's file.

    Voyager ties an annotation to a model: they all hang on the first visible one. Left out are walkable models, all
    but the four finest levels, and tours, whose steps in Voyager are snapshots of its own viewer.
    """
    models = [model for model in site.scene.models if model.role == "visible" and model.levels]
    nodes = [_entrance(site.scene), _sun(site.scene), *(_node(model, index) for index, model in enumerate(models))]
    return {
        "asset": {
            "type": MEDIA_TYPE,
            "version": "1.0",
            "generator": "Caravanserai",
            "copyright": f"{site.rights.holder}, {site.rights.licence}",
        },
        "scene": 0,
        "scenes": [{"name": site.id, "units": "m", "nodes": list(range(len(nodes))), "meta": 0, "setup": 0}],
        "nodes": nodes,
        "cameras": [{"type": "perspective", "perspective": {"yfov": 52.0, "znear": 0.1, "zfar": 10000.0}}],
        "lights": [{"type": "directional", "color": [1.0, 1.0, 1.0], "intensity": 1.0}],
        "metas": [{"collection": {"titles": _by_language(site.title), "intros": _by_language(site.summary)}}],
        "setups": [_setup(site)],
        **({"models": list(_models(models, site, address))} if models else {}),
    }


def _models(models: list[Model], site: Site, address: Callable[[Level], str]) -> Iterator[dict[str, Any]]:
    for index, model in enumerate(models):
        annotations = [] if index else _annotations(site, model)
        yield {
            "units": "m",
            "derivatives": list(_derivatives(model.levels[-4:], address)),
            **({"annotations": annotations} if annotations else {}),
        }


def _derivatives(levels: tuple[Level, ...], address: Callable[[Level], str]) -> Iterator[dict[str, Any]]:
    for level, quality in zip(levels, QUALITIES[len(levels)], strict=True):
        asset = {"uri": address(level), "type": "Model", "mimeType": level.media_type, "byteSize": level.size}
        faces = {"numFaces": level.triangles} if level.triangles else {}
        yield {"usage": "Web3D", "quality": quality, "assets": [asset | faces]}


def _annotations(site: Site, model: Model) -> list[dict[str, Any]]:
    return [
        {
            "id": annotation.id,
            "title": next(iter(annotation.label.values())),
            "lead": _lead(site, annotation.facts),
            "position": _local(annotation.position, model),
            "direction": [0.0, 1.0, 0.0],
            "style": "Standard",
        }
        for annotation in site.scene.annotations
    ]


def _lead(site: Site, facts: tuple[str, ...]) -> str:
    first = site.languages[0]
    return " ".join(site.facts[fact].text.get(first, "") for fact in facts)


def _local(position: Vector, model: Model) -> list[float]:
    return [(value - origin) / model.scale for value, origin in zip(position, model.position, strict=True)]


def _node(model: Model, index: int) -> dict[str, Any]:
    return {"name": model.id, "model": index, "translation": list(model.position), "scale": [model.scale] * 3}


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
    background = {"background": {"style": "Solid", "color0": channels}} if channels else {}
    return {"navigation": {"type": "Walk", "enabled": True}, **background}


def _by_language(texts: LanguageMap) -> dict[str, str]:
    return {tag.upper(): text for tag, text in texts.items()}
