"""A site as IIIF: a Presentation 4 Manifest with one Scene, and its annotations as a W3C AnnotationPage.

Written against the Presentation 4.0 draft of 2026: what may have several values stands in an array, resources that a
client may refer to have an HTTP(S) id without a fragment, lights and cameras are painted. Turns are written one axis at
a time, because the draft does not say in which order one transform turns about several.
"""

from collections.abc import Callable, Iterator
from typing import Any

from scenes.annotation import CONTEXT as ANNOTATION_CONTEXT
from scenes.annotation import PREFIX, Annotation, selectors, to_web_annotation
from scenes.exchange.sun import falling
from scenes.exchange.transform import turns
from scenes.language import LanguageMap
from scenes.media import as_body, digest_in
from scenes.pose import Pose, Quaternion, Vector
from scenes.rights import copyright_notice, licence_url
from scenes.scene import Level, Model, Rights, Site, Sound
from scenes.stops import Stop, Tour

CONTEXT = "http://iiif.io/api/presentation/4/context.json"

EYES = 1.6
"""Metres above the feet."""

DAYLIGHT = 0.6
"""Share of the light that comes from everywhere; the rest is the sun's."""

Address = Callable[[Level], str]
"""The absolute URL of a level's file."""


def manifest(site: Site, iri: str, address: Address, own: dict[str, Any] | None = None) -> dict[str, Any]:
    """The site as a Manifest whose own URL is `iri` + `/manifest.json`.

    `own` is an extension (`scenes.exchange.extension`), kept where a JSON-LD processor passes over it.
    """
    rights = licence_url(site.rights.licence)
    return {
        "@context": CONTEXT,
        "id": f"{iri}/manifest.json",
        "type": "Manifest",
        "label": _texts(site.title),
        "summary": _texts(site.summary),
        "metadata": [
            {"label": {"en": ["Holder"]}, "value": {"none": [site.rights.holder]}},
            {"label": {"en": ["Licence"]}, "value": {"none": [site.rights.licence]}},
        ],
        **({"rights": rights} if rights else {}),
        "requiredStatement": {"label": {"en": ["Rights"]}, "value": _statement(site.rights)},
        **_thumbnail(site, address),
        "navPlace": _place(site, iri),
        "seeAlso": [
            {"id": f"{iri}/annotations.json", "type": "Dataset", "format": "application/ld+json"},
            {"id": f"{iri}/scene.svx.json", "type": "Dataset", "format": "application/si-dpo-3d.document+json"},
        ],
        "items": [_scene(site, iri, address)],
        "structures": [_range(tour, site, iri) for tour in site.tours],
        **({PREFIX + "site": {"@context": None, **own}} if own else {}),
    }


def annotation_page(site: Site, iri: str, address: Address | None = None) -> dict[str, Any]:
    """The site's annotations as a W3C AnnotationPage whose own URL is `iri` + `/annotations.json`."""
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": f"{iri}/annotations.json",
        "type": "AnnotationPage",
        "items": [_web_annotation(each, iri, _found(site, address)) for each in site.scene.annotations],
    }


def _found(site: Site, address: Address | None) -> Callable[[str], str]:
    """Where a file of an annotation is: under its name in the pack where nothing else is said."""
    known = {level.digest: level for level in site.attached}
    return lambda file: address(known[digest_in(file)]) if address and digest_in(file) in known else file


def _web_annotation(annotation: Annotation, iri: str, found: Callable[[str], str]) -> dict[str, Any]:
    whole = to_web_annotation(annotation, f"{iri}/scene", found)
    del whole["@context"]
    return {**whole, "id": f"{iri}/annotations/{annotation.id}"}


def _scene(site: Site, iri: str, address: Address) -> dict[str, Any]:
    visible = [model for model in site.scene.models if model.role == "visible" and model.levels]
    described = [_described(each, site, iri, _found(site, address)) for each in site.scene.annotations]
    page = {"id": f"{iri}/scene/annotations", "type": "AnnotationPage", "items": described}
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
                "items": [
                    *(_model(model, iri, address) for model in visible),
                    _camera(site.scene.entrance, iri),
                    *_lights(site.scene.sun, iri),
                    *(_sound(sound, iri, address) for sound in site.sounds),
                ],
            }
        ],
        **({"annotations": [page]} if described else {}),
    }


def _model(model: Model, iri: str, address: Address) -> dict[str, Any]:
    finest = model.levels[-1]
    body = {"id": address(finest), "type": "Model", "format": finest.media_type, "label": {"none": [model.id]}}
    steps = list(_turns(model.orientation))
    if model.scale != 1:
        steps.insert(0, {"type": "ScaleTransform", **dict.fromkeys("xyz", model.scale)})
    return _painting(f"{iri}/scene/models/{model.id}", body, steps, model.position, iri)


def _camera(entrance: Pose, iri: str) -> dict[str, Any]:
    x, y, z = entrance.position
    camera = {
        "id": f"{iri}/scene/entrance/camera",
        "type": "PerspectiveCamera",
        "label": {"en": ["Entrance"]},
        "fieldOfView": 60.0,
        "near": 0.1,
        "far": 10000.0,
    }
    return _painting(f"{iri}/scene/entrance", camera, list(_turns(entrance.orientation)), (x, y + EYES, z), iri)


def _lights(sun: Vector, iri: str) -> Iterator[dict[str, Any]]:
    sky = {"id": f"{iri}/scene/sky/light", "type": "AmbientLight", "color": "#ffffff", "intensity": _share(DAYLIGHT)}
    yield _painting(f"{iri}/scene/sky", sky, [], (0.0, 0.0, 0.0), iri)
    light = {"id": f"{iri}/scene/sun/light", "type": "DirectionalLight", "color": "#ffffff", "intensity": _share(1.0)}
    yield _painting(f"{iri}/scene/sun", light, [_turn(*step) for step in falling(sun)], (0.0, 0.0, 0.0), iri)


def _sound(sound: Sound, iri: str, address: Address) -> dict[str, Any]:
    """An emitter of sound; the draft has no word for how far it is heard."""
    name = f"{iri}/scene/sounds/{sound.id}"
    emitter = {
        "id": f"{name}/audio",
        "type": "AmbientAudio" if sound.position is None else "PointAudio",
        "label": {"en": [sound.kind]},
        "source": {"id": address(sound.file), "type": "Audio", "format": sound.file.media_type},
        "volume": _share(sound.volume),
    }
    return {**_painting(name, emitter, [], sound.position or (0.0, 0.0, 0.0), iri), "timeMode": "loop"}


def _share(value: float) -> dict[str, Any]:
    return {"type": "Quantity", "quantityValue": value, "unit": "relative"}


def _turns(orientation: Quaternion) -> Iterator[dict[str, Any]]:
    return (_turn(*step) for step in turns(orientation))


def _turn(axis: str, degrees: float) -> dict[str, Any]:
    return {"type": "RotateTransform", **dict.fromkeys("xyz", 0.0), axis: degrees}


def _painting(
    name: str, body: dict[str, Any], transform: list[dict[str, Any]], position: Vector, iri: str
) -> dict[str, Any]:
    target = _point(f"{name}/target", iri, position) if any(position) else {"id": f"{iri}/scene", "type": "Scene"}
    if transform:
        body = {"id": f"{name}/body", "type": "SpecificResource", "source": body, "transform": transform}
    return {"id": name, "type": "Annotation", "motivation": ["painting"], "body": body, "target": target}


def _described(annotation: Annotation, site: Site, iri: str, found: Callable[[str], str]) -> dict[str, Any]:
    told = {"type": "Choice", "items": [_body(annotation, tag, site) for tag in annotation.label]}
    shown = [as_body(each, found(each.file)) for each in annotation.media]
    name = f"{iri}/annotations/{annotation.id}"
    return {
        "id": name,
        "type": "Annotation",
        "motivation": [annotation.motivation],
        "label": _texts(annotation.label),
        "body": [told, *shown] if shown else told,
        "target": _selected(f"{name}/target", iri, selectors(annotation)),
    }


def _body(annotation: Annotation, tag: str, site: Site) -> dict[str, Any]:
    facts = [site.facts[fact].text.get(tag, "") for fact in annotation.facts]
    value = "\n".join(filter(None, facts)) or annotation.label[tag]
    return {"type": "TextualBody", "value": value, "language": [tag], "format": "text/plain"}


def _range(tour: Tour, site: Site, iri: str) -> dict[str, Any]:
    stops = {stop.id: stop for stop in site.scene.stops}
    name = f"{iri}/tours/{tour.id}"
    items = [_stop(stops[stop], f"{name}/{number}/{stop}", iri) for number, stop in enumerate(tour.stops, 1)]
    return {"id": name, "type": "Range", "label": _texts(tour.title), "items": items}


def _stop(stop: Stop, name: str, iri: str) -> dict[str, Any]:
    items = [_point(f"{name}/place", iri, stop.position)]
    return {"id": name, "type": "Range", "label": _texts(stop.title), "items": items}


def _point(name: str, iri: str, position: Vector) -> dict[str, Any]:
    x, y, z = position
    return _selected(name, iri, [{"type": "PointSelector", "x": x, "y": y, "z": z}])


def _selected(name: str, iri: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    source = {"id": f"{iri}/scene", "type": "Scene"}
    return {"id": name, "type": "SpecificResource", "source": source, "selector": found}


def _thumbnail(site: Site, address: Address) -> dict[str, Any]:
    files = [picture.file for picture in site.pictures if picture.kind == "thumbnail"]
    rows = [{"id": address(file), "type": "Image", "format": file.media_type} for file in files[:1]]
    return {"thumbnail": rows} if rows else {}


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
    return _texts(rights.statement) or {"none": [copyright_notice(rights)]}


def _texts(texts: LanguageMap) -> dict[str, list[str]]:
    return {tag: [text] for tag, text in texts.items()}
