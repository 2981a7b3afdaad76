"""Reading W3C Web Annotations about a scene: ours as they were, and those of others as drafts."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace as with_fields

from scenes.annotation import PREFIX, Annotation, from_web_annotation
from scenes.exchange.documents import Json, listed, numbered, refused, table
from scenes.exchange.draft import Draft, DraftAnnotation
from scenes.exchange.iiif_annotations import described, last_part, point
from scenes.exchange.texts import plain, slug
from scenes.finding import Finding
from scenes.rights import licence_of

MAX_ANNOTATIONS = 5000


def read_annotations(document: Any) -> tuple[tuple[Annotation, ...], Draft]:
    """Ours, exactly as written, and a draft of the others, of an AnnotationPage, a list or a single annotation.

    Raises `Refused` for one of ours that is broken, for more than 5,000, or for an unsafe address.
    """
    ours: list[Annotation] = []
    others: list[DraftAnnotation] = []
    left: list[Finding] = []
    taken: set[str] = set()
    rows = list(_rows(document))
    for row, place in rows:
        if PREFIX + "radius" in row:
            ours.append(_own(row, place, taken))
        elif point(row.get("target"), place) is not None and (found := described(row, place, 1.0, taken)):
            others.append(found)
        else:
            message = f"the annotation {last_part(row.get('id'))!r}, which says nothing or selects no point"
            left.append(Finding(code="ANNOTATION_NOT_TAKEN", message=message, severity="information", pointer=place))
    draft = Draft(
        format="webannotation",
        title={},
        licence=licence_of(next((str(row["rights"]) for row, _ in rows if row.get("rights")), "")),
        holder=next((name for row, _ in rows if (name := _creator(row))), ""),
        annotations=tuple(others),
        left=tuple(left),
    )
    return tuple(ours), draft


def _rows(document: Any) -> Iterator[tuple[Json, str]]:
    pages = listed(document)
    whole = table(document)
    if whole.get("type") == "AnnotationCollection":
        pages = listed(whole.get("first"))
    count = 0
    for page, place in numbered(pages, ""):
        entry = table(page)
        inside = entry.get("type") == "AnnotationPage"
        rows = numbered(listed(entry.get("items")), "/items") if inside else [(page, place)]
        for row, where in rows:
            count += 1
            if count > MAX_ANNOTATIONS:
                raise refused("DOCUMENT_TOO_LARGE", f"more than {MAX_ANNOTATIONS} annotations", "split it")
            yield table(row), where


def _own(row: Json, place: str, taken: set[str]) -> Annotation:
    facts = row.get(PREFIX + "facts", [])
    try:
        if not (isinstance(facts, list) and all(isinstance(fact, str) for fact in facts)):
            raise ValueError(f"{PREFIX}facts: a list of fact ids is needed")
        found = from_web_annotation(row)
    except (ValueError, TypeError, AttributeError) as wrong:
        remedy = "write it as scenes/README.md shows"
        raise refused("ANNOTATION_BROKEN", str(wrong)[:300], remedy, place) from wrong
    return with_fields(found, id=slug(last_part(found.id), taken, "annotation"))


def _creator(row: Json) -> str:
    for agent in listed(row.get("creator")):
        name = agent if isinstance(agent, str) else table(agent).get("name")
        if plain(name):
            return plain(name)
    return ""
