"""Bodies, targets and selectors of annotations, as IIIF and W3C Web Annotation write them, alone or in arrays."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from scenes.exchange.documents import Json, listed, number, refused, table
from scenes.exchange.draft import UNKNOWN, DraftAnnotation
from scenes.exchange.texts import cut, language_map, plain, slug, tagged
from scenes.language import LanguageMap
from scenes.pose import REACH, Vector
from scenes.wkt import Region, WktError, read_region, scaled

LABEL_LENGTH = 80
"""Characters up to which a text that stands alone serves as a label."""

LABELS = ("tagging", "identifying", "naming", "classifying")
"""Purposes of a body that names what it is about."""

ABOUT = {"Scene", "Model", "SpecificResource", "Manifest"}


def resource(value: Any, pointer: str) -> tuple[Json, list[Any]]:
    """The resource of a body and its transforms: itself, the source of a SpecificResource, the first of a Choice."""
    transform: list[Any] = []
    for _ in range(8):
        found = table(next(iter(listed(value)), {}))
        transform = listed(found.get("transform")) + transform
        if found.get("type") == "SpecificResource":
            value = found.get("source")
        elif found.get("type") == "Choice":
            value = found.get("items")
        else:
            return found, transform
    raise refused("DOCUMENT_TOO_DEEP", "bodies within bodies", "flatten them", pointer)


def last_part(name: Any) -> str:
    """The last part of an IRI, by which a person would know it."""
    text = name if isinstance(name, str) else ""
    parts = [part for part in unquote(urlsplit(text[:2048]).path).replace(":", "/").split("/") if part]
    return plain(parts[-1]) if parts else ""


def about(row: Json) -> bool:
    """Whether an annotation is about a place in the scene, not about another annotation."""
    target = next(iter(listed(row.get("target"))), None)
    return isinstance(target, str) or str(table(target).get("type", "SpecificResource")) in ABOUT


def point(target: Any, pointer: str) -> Vector | None:
    """The point that a target selects: of its PointSelector, or the middle of its WktSelector's region."""
    for selector in _selectors(target):
        if selector.get("type") == "PointSelector":
            x, y, z = (number(selector.get(axis), 0.0, f"{pointer}/selector/{axis}") for axis in "xyz")
            return (x, y, z)
    found = _region(target, pointer)
    return found[0].middle if found else None


def described(row: Json, pointer: str, unit: float, taken: set[str]) -> DraftAnnotation | None:
    """The annotation with its label, texts and place; None where it says nothing."""
    label, texts = _words(row)
    if not label:
        return None
    where = point(row.get("target"), pointer + "/target") or _own_position(row, pointer) or (0.0, 0.0, 0.0)
    x, y, z = (value * unit for value in where)
    if not all(abs(value) <= REACH for value in (x, y, z)):
        message = f"more than {REACH:.0f} m from the origin"
        raise refused("OUT_OF_REACH", message, "correct it or the scene's spatialScale", pointer + "/target")
    region = _region(row.get("target"), pointer)
    motivation = next((str(each) for each in listed(row.get("motivation"))), "describing")
    return DraftAnnotation(
        id=slug(last_part(row.get("id")) or next(iter(label.values())), taken, "annotation"),
        label=label,
        position=(x, y, z),
        region=scaled(region[1], unit) if region else "",
        texts=texts,
        motivation=motivation[:64],
    )


def _words(row: Json) -> tuple[LanguageMap, tuple[LanguageMap, ...]]:
    label = language_map(row.get("label"))
    bodies = list(_bodies(row))
    for body in bodies:
        if body.get("purpose") in LABELS:
            label |= {tag: text for tag, text in _text(body).items() if tag not in label}
    texts: LanguageMap = {}
    for body in bodies:
        if body.get("purpose") not in LABELS:
            for tag, text in _text(body).items():
                texts[tag] = cut(f"{texts[tag]}\n{text}") if tag in texts else text
    if label:
        return label, ((texts,) if texts and texts != label else ())
    short = {tag: cut(text.split("\n")[0], LABEL_LENGTH) for tag, text in texts.items()}
    return short, ((texts,) if texts != short else ())


def _bodies(row: Json) -> Iterator[Json]:
    if row.get("bodyValue"):
        yield {"type": "TextualBody", "value": row["bodyValue"]}
    waiting, seen = listed(row.get("body"))[::-1], 0
    while waiting and seen < 1000:
        seen += 1
        body = waiting.pop()
        if isinstance(body, dict):
            nested = body.get("items") if body.get("type") == "Choice" else None
            nested = body.get("source") if body.get("type") == "SpecificResource" else nested
            waiting += listed(nested)[::-1]
            if nested is None:
                yield body


def _text(body: Json) -> LanguageMap:
    text = plain(body.get("value")) if body.get("type", "TextualBody") == "TextualBody" else ""
    tags = [str(tag) for tag in listed(body.get("language"))] or [UNKNOWN]
    return {tagged(tags[0]): cut(text)} if text else {}


def _own_position(row: Json, pointer: str) -> Vector | None:
    found = (point(body.get("position"), pointer + "/body/position") for body in _bodies(row) if body.get("position"))
    return next((each for each in found if each), None)


def _selectors(target: Any) -> list[Json]:
    first = table(next(iter(listed(target)), {}))
    return [table(selector) for selector in listed(first.get("selector"))]


def _region(target: Any, pointer: str) -> tuple[Region, str] | None:
    for selector in _selectors(target):
        if selector.get("type") == "WktSelector":
            text = str(selector.get("value", ""))
            try:
                return read_region(text), text
            except WktError as wrong:
                remedy = "write it as POLYGON Z ((0 0 0, 4 0 0, 4 3 0, 0 0 0))"
                raise refused("INVALID_WKT", str(wrong), remedy, pointer + "/target/selector") from wrong
    return None
