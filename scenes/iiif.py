"""A site as IIIF: a Presentation 4 Manifest with one Scene, and its annotations as a W3C AnnotationPage.

Written against the Presentation 4.0 draft. Where its texts disagree whether a single `body` or `target` stands in an
array, the plain object is written, which the Web Annotation model allows too.
"""

import math
import re
from collections.abc import Callable
from typing import Any

from scenes.annotation import CONTEXT as ANNOTATION_CONTEXT
from scenes.annotation import Annotation, to_web_annotation
from scenes.language import LanguageMap
from scenes.pose import Pose, Vector
from scenes.scene import Level, Model, Rights, Site
from scenes.stops import Stop, Tour

CONTEXT = "http://iiif.io/api/presentation/4/context.json"

EYES = 1.6
"""Metres above the feet."""

CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")

Address = Callable[[Level], str]
"""The absolute URL of a level's file."""


def manifest(site: Site, iri: str, address: Address) -> dict[str, Any]:
    """The site as a Manifest whose own URL is `iri` + `/manifest.json`."""
    rights = rights_url(site.rights.licence)
    return {
        "@context": CONTEXT,
        "id": f"{iri}/manifest.json",
        "type": "Manifest",
        "label": _texts(site.title),
        "summary": _texts(site.summary),
        **({"rights": rights} if rights else {}),
        "requiredStatement": {"label": {"en": ["Rights"]}, "value": _statement(site.rights)},
        "navPlace": _place(site, iri),
        "seeAlso": [
            {"id": f"{iri}/annotations.json", "type": "Dataset", "format": "application/ld+json"},
            {"id": f"{iri}/scene.svx.json", "type": "Dataset", "format": "application/si-dpo-3d.document+json"},
        ],
        "items": [_scene(site, iri, address)],
        "structures": [_range(tour, site, iri) for tour in site.tours],
    }


def annotation_page(site: Site, iri: str) -> dict[str, Any]:
    """The site's annotations as a W3C AnnotationPage whose own URL is `iri` + `/annotations.json`."""
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": f"{iri}/annotations.json",
        "type": "AnnotationPage",
        "items": [_web_annotation(each, iri) for each in site.scene.annotations],
    }


def rights_url(licence: str) -> str:
    """The URL that IIIF wants for a licence: itself when it is one, Creative Commons' for theirs, else nothing."""
    if licence.startswith(("http://", "https://")):
        return licence
    if licence == "CC0-1.0":
        return "http://creativecommons.org/publicdomain/zero/1.0/"
    match = CREATIVE_COMMONS.fullmatch(licence)
    return f"http://creativecommons.org/licenses/{match.group(1).lower()}/{match.group(2)}/" if match else ""


def _web_annotation(annotation: Annotation, iri: str) -> dict[str, Any]:
    whole = to_web_annotation(annotation, f"{iri}/scene")
    del whole["@context"]
    return {**whole, "id": f"{iri}/annotations/{annotation.id}"}


def _scene(site: Site, iri: str, address: Address) -> dict[str, Any]:
    visible = [model for model in site.scene.models if model.role == "visible" and model.levels]
    return {
        "id": f"{iri}/scene",
        "type": "Scene",
        "label": _texts(site.title),
        "backgroundColor": site.scene.background,
        "spatialScale": {"type": "Quantity", "quantityValue": 1.0, "unit": "m"},
        "items": [
            {
                "id": f"{iri}/scene/content",
                "type": "AnnotationPage",
                "items": [*(_model(model, iri, address) for model in visible), _camera(site.scene.entrance, iri)],
            }
        ],
        "annotations": [
            {
                "id": f"{iri}/scene/annotations",
                "type": "AnnotationPage",
                "items": [_described(each, site, iri) for each in site.scene.annotations],
            }
        ],
    }


def _model(model: Model, iri: str, address: Address) -> dict[str, Any]:
    finest = model.levels[-1]
    body: dict[str, Any] = {"id": address(finest), "type": "Model", "format": finest.media_type}
    if model.scale != 1:
        x = y = z = model.scale
        scale = {"type": "ScaleTransform", "x": x, "y": y, "z": z}
        body = {"type": "SpecificResource", "source": body, "transform": [scale]}
    return _painting(f"{iri}/scene/models/{model.id}", body, model.position, iri)


def _camera(entrance: Pose, iri: str) -> dict[str, Any]:
    x, y, z = entrance.position
    forward = entrance.forward
    degrees = math.degrees(math.atan2(-forward[0], -forward[2]))
    camera = {"id": f"{iri}/scene/entrance/camera", "type": "PerspectiveCamera", "fieldOfView": 60.0}
    turn = {"type": "RotateTransform", "x": 0.0, "y": degrees, "z": 0.0}
    body = {"type": "SpecificResource", "source": camera, "transform": [turn]}
    return _painting(f"{iri}/scene/entrance", body, (x, y + EYES, z), iri)


def _painting(name: str, body: dict[str, Any], position: Vector, iri: str) -> dict[str, Any]:
    target = _point(iri, position) if any(position) else {"id": f"{iri}/scene", "type": "Scene"}
    return {"id": name, "type": "Annotation", "motivation": ["painting"], "body": body, "target": target}


def _described(annotation: Annotation, site: Site, iri: str) -> dict[str, Any]:
    return {
        "id": f"{iri}/annotations/{annotation.id}",
        "type": "Annotation",
        "motivation": [annotation.motivation],
        "label": _texts(annotation.label),
        "body": {"type": "Choice", "items": [_body(annotation, tag, site) for tag in annotation.label]},
        "target": _point(iri, annotation.position),
    }


def _body(annotation: Annotation, tag: str, site: Site) -> dict[str, Any]:
    facts = [site.facts[fact].text.get(tag, "") for fact in annotation.facts]
    value = "\n".join(filter(None, facts)) or annotation.label[tag]
    return {"type": "TextualBody", "value": value, "language": tag, "format": "text/plain"}


def _range(tour: Tour, site: Site, iri: str) -> dict[str, Any]:
    stops = {stop.id: stop for stop in site.scene.stops}
    name = f"{iri}/tours/{tour.id}"
    items = [_stop(stops[stop], f"{name}/stops/{number}", iri) for number, stop in enumerate(tour.stops, 1)]
    return {"id": name, "type": "Range", "label": _texts(tour.title), "items": items}


def _stop(stop: Stop, name: str, iri: str) -> dict[str, Any]:
    place = {"id": f"{name}/place", **_point(iri, stop.position)}
    return {"id": name, "type": "Range", "label": _texts(stop.title), "items": [place]}


def _point(iri: str, position: Vector) -> dict[str, Any]:
    x, y, z = position
    return {
        "type": "SpecificResource",
        "source": {"id": f"{iri}/scene", "type": "Scene"},
        "selector": {"type": "PointSelector", "x": x, "y": y, "z": z},
    }


def _place(site: Site, iri: str) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [site.place.longitude, site.place.latitude]}
    feature = {
        "id": f"{iri}/place/1",
        "type": "Feature",
        "properties": {"label": _texts(site.title)},
        "geometry": point,
    }
    return {"id": f"{iri}/place", "type": "FeatureCollection", "features": [feature]}


def _statement(rights: Rights) -> dict[str, list[str]]:
    return _texts(rights.statement) or {"none": [f"{rights.holder}, {rights.licence}"]}


def _texts(texts: LanguageMap) -> dict[str, list[str]]:
    return {tag: [text] for tag, text in texts.items()}
