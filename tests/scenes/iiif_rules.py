"""The rules of the IIIF Presentation 4.0 draft and of W3C Web Annotation, as far as scenes are concerned.

There is no schema of Presentation 4 that could be had offline, so the draft's sentences are written out here: what must
be there, what must be an array, what an id and a language map look like, which properties a type may have. Names that a
prefix sets apart (`caravanserai:…`) are extensions and are passed over.
"""

import re
from collections.abc import Iterator
from typing import Any

from scenes.language import is_tag
from scenes.wkt import read_region

Json = dict[str, Any]

HTTP = re.compile(r"https?://[^\s/#]+(/[^\s#]*)?")
RIGHTS = re.compile(r"http://(creativecommons\.org/(licenses|publicdomain)|rightsstatements\.org/vocab)/\S+")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FORMAT = re.compile(r"[a-z]+/[\w.+-]+")
LABELLED = {"id", "type", "label"}

REQUIRED = {
    "Manifest": {"@context", "id", "type", "label", "items"},
    "Scene": {"id", "type", "items"},
    "AnnotationPage": {"id", "type", "items"},
    "Annotation": {"id", "type", "motivation", "target"},
    "SpecificResource": {"id", "type", "source"},
    "TextualBody": {"type", "value"},
    "Choice": {"type", "items"},
    "Model": {"id", "type"},
    "Image": {"id", "type"},
    "Dataset": {"id", "type"},
    "Range": {"id", "type", "items"},
    "PerspectiveCamera": {"id", "type"},
    "AmbientLight": {"id", "type"},
    "DirectionalLight": {"id", "type"},
    "AmbientAudio": {"id", "type", "source"},
    "PointAudio": {"id", "type", "source"},
    "PointSelector": {"type", "x", "y", "z"},
    "WktSelector": {"type", "value"},
    "RotateTransform": {"type"},
    "ScaleTransform": {"type"},
    "Quantity": {"type", "quantityValue", "unit"},
    "FeatureCollection": {"id", "type", "features"},
    "Feature": {"id", "type", "properties", "geometry"},
    "Point": {"type", "coordinates"},
}
MAY = {
    "Manifest": {
        *("summary", "metadata", "rights", "requiredStatement", "thumbnail", "navPlace", "seeAlso", "structures"),
        *("annotations", "provider", "homepage", "rendering", "behavior", "partOf", "service", "services", "start"),
    },
    "Scene": {"label", "summary", "backgroundColor", "spatialScale", "annotations", "duration", "interactionMode"},
    "AnnotationPage": {"label"},
    "Annotation": {"body", "label", "behavior", "exclude", "rights", "creator", "created", "timeMode"},
    "SpecificResource": {"selector", "transform", "scope"},
    "TextualBody": {"id", "language", "format", "purpose", "position"},
    "Choice": {"id"},
    "Model": {"format", "label", "profile"},
    "Image": {"format", "label", "width", "height"},
    "Dataset": {"format", "profile", "label"},
    "Range": {"label", "summary", "annotations"},
    "PerspectiveCamera": {"label", "fieldOfView", "near", "far", "lookAt"},
    "AmbientLight": {"label", "color", "intensity"},
    "DirectionalLight": {"label", "color", "intensity", "lookAt"},
    "AmbientAudio": {"label", "volume"},
    "PointAudio": {"label", "volume"},
    "PointSelector": {"id", "instant"},
    "WktSelector": {"id"},
    "RotateTransform": {"x", "y", "z"},
    "ScaleTransform": {"x", "y", "z"},
}
ARRAYS = {"items", "annotations", "structures", "seeAlso", "thumbnail", "metadata", "motivation", "selector"}
ARRAYS |= {"transform", "behavior", "provider", "features"}
CONTAINERS = {"Scene", "Canvas", "Timeline"}
PAINTED = {"Model", "SpecificResource", "PerspectiveCamera", "AmbientLight", "DirectionalLight", "Choice"}
PAINTED |= {"AmbientAudio", "PointAudio"}


def problems(manifest: Json) -> list[str]:
    """What a Manifest does against the draft's rules, each with where."""
    found = list(_problems(manifest, "", None))
    named = [node["id"] for node in nodes(manifest) if "id" in node and not _is_reference(node)]
    found += [f"{name} is defined twice" for name in sorted({each for each in named if named.count(each) > 1})]
    return found


def nodes(value: Any) -> Iterator[Json]:
    """Every object with a type, extensions left out."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = [each for name, each in value.items() if ":" not in name and name not in ("source", "@context")]
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)


def web_annotation_problems(page: Json) -> list[str]:
    """What an AnnotationPage does against the W3C Web Annotation Data Model (sections 3 to 5)."""
    found = []
    if page.get("@context") != "http://www.w3.org/ns/anno.jsonld" or page.get("type") != "AnnotationPage":
        found.append("no AnnotationPage with W3C's context")
    for row in page["items"]:
        where = row.get("id", "?")
        if not HTTP.fullmatch(str(row.get("id"))) or row.get("type") != "Annotation":
            found.append(f"{where}: an Annotation needs an IRI")
        found += [f"{where}: {each}" for each in (*_bodies(row.get("body")), *_target(row.get("target")))]
        if "rights" in row and not HTTP.fullmatch(row["rights"]):
            found.append(f"{where}: rights is an IRI")
        allowed = {"id", "type", "motivation", "body", "target", "rights", "creator", "created"}
        found += [f"{where}: {name} is no term" for name in row if ":" not in name and name not in allowed]
    return found


def _problems(node: Any, where: str, parent: str | None) -> Iterator[str]:
    if isinstance(node, list):
        for place, each in enumerate(node):
            yield from _problems(each, f"{where}/{place}", parent)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("type")
    if kind is not None and not (where.endswith("source") or _is_reference(node)):
        yield from _node(node, str(kind), where)
    for name, value in node.items():
        if ":" in name or name in ("geometry", "properties"):
            continue
        if name in ARRAYS and not isinstance(value, list):
            yield f"{where}/{name} is no array"
        if name in ("label", "summary") or (parent in ("metadata", "requiredStatement") and name == "value"):
            yield from _language_map(value, f"{where}/{name}")
        else:
            yield from _problems(value, f"{where}/{name}", name)


def _node(node: Json, kind: str, where: str) -> Iterator[str]:
    if kind not in REQUIRED:
        yield f"{where}: there is no type {kind}"
        return
    names = {name for name in node if ":" not in name}
    yield from (f"{where}: a {kind} must have {name}" for name in sorted(REQUIRED[kind] - names))
    if kind in MAY:
        yield from (f"{where}: a {kind} may not have {name}" for name in sorted(names - REQUIRED[kind] - MAY[kind]))
    if "id" in node and not HTTP.fullmatch(str(node["id"])):
        yield f"{where}: {node['id']} is no HTTP(S) URI without a fragment"
    yield from _values(node, kind, where)


def _values(node: Json, kind: str, where: str) -> Iterator[str]:
    if "rights" in node and not RIGHTS.fullmatch(node["rights"]):
        yield f"{where}: rights {node['rights']} is neither Creative Commons' nor RightsStatements.org's"
    for name in ("backgroundColor", "color"):
        if name in node and not COLOUR.fullmatch(node[name]):
            yield f"{where}: {node[name]} is no colour"
    if "format" in node and not FORMAT.fullmatch(node["format"]):
        yield f"{where}: {node['format']} is no media type"
    if kind == "Annotation":
        yield from _motivated(node, where)
    if kind == "WktSelector":
        read_region(node["value"])
    if kind == "Manifest":
        types = {item.get("type") for item in node["items"]}
        if not node["items"] or not types <= CONTAINERS:
            yield f"{where}: a Manifest's items are containers, not {types}"
    if kind == "Range":
        yield from (f"{where}: an item needs id and type" for each in node["items"] if not {"id", "type"} <= set(each))


def _motivated(node: Json, where: str) -> Iterator[str]:
    painting = "painting" in node["motivation"]
    about = "/annotations/" in where
    if painting and about:
        yield f"{where}: annotations must not paint"
    if not painting and not about:
        yield f"{where}: what stands in items must paint"
    if painting and node.get("body", {}).get("type") not in PAINTED:
        yield f"{where}: {node.get('body', {}).get('type')} cannot be painted"
    target = node["target"]
    source = target.get("source", target)
    if source.get("type") != "Scene" or "id" not in source:
        yield f"{where}: the target is no scene"


def _language_map(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield f"{where} is no language map"
        return
    for tag, texts in value.items():
        if tag != "none" and not is_tag(tag):
            yield f"{where}: {tag} is no language"
        if not (isinstance(texts, list) and texts and all(isinstance(each, str) for each in texts)):
            yield f"{where}/{tag} is no array of strings"


def _is_reference(node: Json) -> bool:
    return set(node) <= {"id", "type"} and node.get("type") in CONTAINERS


def _bodies(value: Any) -> Iterator[str]:
    for body in value if isinstance(value, list) else [value]:
        if body.get("type") != "TextualBody" or not isinstance(body.get("value"), str):
            yield "a TextualBody has one value"
        if not is_tag(str(body.get("language"))) or not FORMAT.fullmatch(body.get("format", "")):
            yield "a TextualBody should have one language and one format"
        if body.get("purpose") not in ("tagging", "describing", "identifying", "commenting"):
            yield f"{body.get('purpose')} is no motivation"


def _target(target: Json) -> Iterator[str]:
    if target.get("type") != "SpecificResource" or not HTTP.fullmatch(str(target.get("source", {}).get("id"))):
        yield "a SpecificResource has exactly one source with an IRI"
    found = target.get("selector")
    for selector in found if isinstance(found, list) else [found]:
        if selector["type"] not in ("PointSelector", "WktSelector"):
            yield f"{selector['type']} selects nothing in a scene"
