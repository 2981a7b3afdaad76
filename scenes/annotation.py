"""A named place or part of a scene (W3C Web Annotation on an IIIF Scene)."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from scenes.language import LanguageMap
from scenes.media import Media, as_body, from_body
from scenes.pose import Vector
from scenes.wkt import read_region

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PREFIX = "caravanserai:"
"""What the standard has no word for is kept under this prefix."""


class Annotation(Struct, frozen=True, kw_only=True):
    """A label and facts, tied to a point of the scene and, where there is one, to a named part of the model."""

    id: str
    label: LanguageMap
    position: Vector
    """What is looked at, metres in scene space."""
    radius: float = 5.0
    """Metres: how large the thing is seen from its middle."""
    facts: tuple[str, ...] = ()
    part: str = ""
    """Name of the glTF node, or empty."""
    motivation: str = "describing"
    region: str = ""
    """Its outline as well-known text (`scenes.wkt`), metres in scene space, or empty."""
    media: tuple[Media, ...] = ()
    """What is shown or played where it is told."""


def _as_it_is(file: str) -> str:
    return file


def to_web_annotation(annotation: Annotation, scene: str, address: Callable[[str], str] = _as_it_is) -> dict[str, Any]:
    """Write the annotation as W3C Web Annotation JSON-LD whose target is a point of the scene `scene` (an IRI).

    `address` says where a file of the pack is found. With a region the target has two selectors, the point and a
    `WktSelector`: each selects the same thing.
    """
    found = selectors(annotation)
    return {
        "@context": CONTEXT,
        "id": annotation.id,
        "type": "Annotation",
        "motivation": annotation.motivation,
        "body": [
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "value": text,
                "language": tag,
                "format": "text/plain",
            }
            for tag, text in annotation.label.items()
        ]
        + [as_body(each, address(each.file)) for each in annotation.media],
        "target": {
            "type": "SpecificResource",
            "source": {"id": scene, "type": "Scene"},
            "selector": found if len(found) > 1 else found[0],
        },
        PREFIX + "facts": list(annotation.facts),
        PREFIX + "radius": annotation.radius,
        PREFIX + "part": annotation.part,
    }


def selectors(annotation: Annotation) -> list[dict[str, Any]]:
    """The `PointSelector` of an annotation and, where it has a region, its `WktSelector`."""
    x, y, z = annotation.position
    point = {"type": "PointSelector", "x": x, "y": y, "z": z}
    return [point, {"type": "WktSelector", "value": annotation.region}] if annotation.region else [point]


def from_web_annotation(data: dict[str, Any]) -> Annotation:
    """Read what `to_web_annotation` wrote.

    Raises `ValueError` that names the field when the target is no point or region, or the label has no language.
    """
    try:
        selector = data["target"]["selector"]
        found = {each["type"]: each for each in (selector if isinstance(selector, list) else [selector])}
        region = str(found["WktSelector"]["value"]) if "WktSelector" in found else ""
        outline = read_region(region) if region else None
        position = outline.middle if outline and "PointSelector" not in found else _point(found["PointSelector"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"target.selector: a PointSelector with numbers x, y, z is needed ({wrong!r})") from wrong
    return Annotation(
        id=str(data.get("id", "")),
        label=_label(data.get("body", [])),
        position=position,
        radius=float(data.get(PREFIX + "radius", max(outline.radius, 0.05) if outline else 5.0)),
        facts=tuple(data.get(PREFIX + "facts", ())),
        part=str(data.get(PREFIX + "part", "")),
        motivation=str(data.get("motivation", "describing")),
        region=region,
        media=_media(data.get("body", [])),
    )


def _point(selector: dict[str, Any]) -> Vector:
    return (float(selector["x"]), float(selector["y"]), float(selector["z"]))


def _media(bodies: Any) -> tuple[Media, ...]:
    found = (from_body(body) for body in bodies if isinstance(body, dict)) if isinstance(bodies, list) else ()
    return msgspec.convert([msgspec.to_builtins(each) for each in found if each is not None], tuple[Media, ...])


def _label(bodies: Any) -> LanguageMap:
    try:
        label = {body["language"]: body["value"] for body in bodies if body.get("purpose") == "tagging"}
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"body: each label needs a value and a language ({wrong!r})") from wrong
    if not all(isinstance(text, str) for pair in label.items() for text in pair):
        raise ValueError("body: each label's value and language are texts")
    if not label:
        raise ValueError("body: at least one TextualBody with purpose tagging, value and language is needed")
    return label
