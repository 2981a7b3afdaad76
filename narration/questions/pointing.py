"""What is pointed or looked at, by name: an annotation, a named part of the model, or else what is closest."""

import math
import re
from functools import lru_cache

from narration.memory import Seen
from narration.text.glossary import glossary_of
from narration.text.wordlists import words
from scenes.annotation import Annotation
from scenes.language import LanguageMap
from scenes.locate import Look, along
from scenes.pose import Vector
from scenes.scene import Site

CLOSE = 12.0
"""Metres from a thing's edge within which what has no name is said to be close to it."""


@lru_cache(maxsize=1)
def _asked() -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["that"]["patterns"]), re.IGNORECASE)


def asks_what(question: str) -> bool:
    """Whether the visitor wants to know what they point or look at."""
    return _asked().search(" ".join(question.split())) is not None


def pointed_at(site: Site, look: Look | None, origin: Vector, direction: Vector, at: float) -> Seen | None:
    """What a ray means, or None where nothing near it has a name; `look` is what the models' surfaces say of it."""
    note = look.beside if look else along(site.scene, origin, direction)
    if note is not None:
        return seen(note, at, pointed=True)
    if look is None or not math.isfinite(look.distance):
        return None
    if name := part_name(site, look.part):
        return Seen(label=name, pointed=True, at=at)
    nearest = _nearest(site, _hit(origin, direction, look.distance))
    if nearest is None:
        return None
    return Seen(label=nearest.label, facts=nearest.facts, annotation=nearest.id, close=True, pointed=True, at=at)


def seen(note: Annotation, at: float, *, pointed: bool = False) -> Seen:
    """An annotation that is looked or pointed at."""
    return Seen(label=note.label, facts=note.facts, annotation=note.id, pointed=pointed, at=at)


def part_name(site: Site, part: str) -> LanguageMap:
    """The glossary's names for a named part of the model, such as `Arcade-2` or `meta_sudans.001`; empty for none."""
    plain = re.sub(r"[\s_]+", "-", re.sub(r"(?:[.\-_ ]?\d+)+$", "", part.strip())).lower()
    key = next((name.term for name in glossary_of(site.glossary).names if plain and _same(name.form, plain)), plain)
    term = site.glossary.get(key)
    return {tag: forms[0] for tag, forms in term.names.items() if forms} if term else {}


def _same(form: str, plain: str) -> bool:
    return re.sub(r"\s+", "-", form.lower()) == plain


def _hit(origin: Vector, direction: Vector, distance: float) -> Vector:
    length = math.hypot(*direction)
    x, y, z = (start + along_axis / length * distance for start, along_axis in zip(origin, direction, strict=True))
    return x, y, z


def _nearest(site: Site, point: Vector) -> Annotation | None:
    edges = [(math.dist(note.position, point) - note.radius, note) for note in site.scene.annotations]
    near = [(edge, note) for edge, note in edges if edge <= CLOSE]
    return min(near, key=lambda pair: pair[0])[1] if near else None
