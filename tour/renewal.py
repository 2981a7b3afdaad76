"""A site that changes while visitors are in it: what is told to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scenes.annotation import Annotation
from scenes.scene import Site
from tour.messages import AnnotationChanged

MOST = 100
"""Annotations of which each visitor is told one by one; beyond, that the scene is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What visitors of a site see or hear otherwise than before."""

    changed: tuple[Annotation, ...] = ()
    """New, moved, renamed, or with other facts told of them."""
    removed: tuple[str, ...] = ()


def difference(before: Site | None, after: Site) -> Difference:
    """What is another in `after`."""
    if before is None:
        return Difference()
    old = {note.id: note for note in before.scene.annotations}
    told = {name for name, fact in after.facts.items() if before.facts.get(name) != fact}
    changed = (
        note
        for note in after.scene.annotations
        if old.get(note.id) != note or (told and not told.isdisjoint(note.facts))
    )
    left = {note.id for note in after.scene.annotations}
    return Difference(changed=tuple(changed), removed=tuple(name for name in old if name not in left))


def messages(found: Difference, label: Mapping[str, str]) -> Iterator[AnnotationChanged]:
    """What a visitor is told of it, `label` being what each annotation is called in the language they read."""
    if len(found.changed) + len(found.removed) > MOST:
        yield AnnotationChanged(annotation="", label="")
        return
    for note in found.changed:
        yield AnnotationChanged(annotation=note.id, label=label[note.id])
    for name in found.removed:
        yield AnnotationChanged(annotation=name, label="", removed=True)
