"""What differs between two states of a site, in words a curator reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Literal, TypeVar

from msgspec import Struct

from scenes.bridges import Bridge, Story
from scenes.facts import Citation, Fact, Source, Term
from scenes.pack_diff_scene import annotations_words, model_words, picture_words, scene_words, sound_words, stop_words
from scenes.pack_diff_words import names, texts, value
from scenes.scene import Picture, Site
from scenes.stops import Tour
from scenes.take import Take

T = TypeVar("T")
Kind = Literal[
    "site",
    "fact",
    "source",
    "term",
    "annotation",
    "stop",
    "tour",
    "take",
    "model",
    "picture",
    "sound",
    "bridge",
    "story",
]


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that differs."""

    kind: Kind
    id: str
    """Of the thing; stop and language of a take."""
    what: Literal["added", "removed", "changed"]
    words: tuple[str, ...] = ()
    """What changed, each a short phrase."""

    def __str__(self) -> str:
        """The change as one line."""
        name = self.kind if self.kind == "site" else f"{self.kind} {self.id}"
        said = "; ".join(self.words)
        if self.what == "changed":
            return f"{name}: {said}"
        return f"{name}: {self.what}{f' ({said})' if said else ''}"


def compare(before: Site, after: Site) -> tuple[Change, ...]:
    """The changes that make `after` of `before`; none where both tell and show the same."""
    return (
        *_site(before, after),
        *_things("fact", before.facts, after.facts, _fact, lambda fact: [", ".join(fact.text)]),
        *_things("source", before.sources, after.sources, _source),
        *_things("term", before.glossary, after.glossary, _term),
        *_things("annotation", *_by_id(before.scene.annotations, after.scene.annotations), annotations_words),
        *_things("stop", *_by_id(before.scene.stops, after.scene.stops), stop_words),
        *_things("tour", *_by_id(before.tours, after.tours), _tour),
        *_takes(before.takes, after.takes),
        *_things("model", *_by_id(before.scene.models, after.scene.models), model_words),
        *_things("picture", *_by_id(before.pictures, after.pictures), picture_words, _kind),
        *_things("sound", *_by_id(before.sounds, after.sounds), sound_words, lambda sound: [sound.kind]),
        *_things("bridge", before.bridges, after.bridges, _bridge),
        *_things("story", before.stories, after.stories, _story),
    )


def _by_id(before: Iterable[T], after: Iterable[T]) -> tuple[dict[str, T], dict[str, T]]:
    return {each.id: each for each in before}, {each.id: each for each in after}  # type: ignore[attr-defined]


def _things(
    kind: Kind,
    before: Mapping[str, T],
    after: Mapping[str, T],
    words: Callable[[T, T], Iterator[str]],
    about: Callable[[T], Sequence[str]] = lambda thing: (),
) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Change(kind=kind, id=name, what="removed", words=tuple(about(before[name])))
        elif name not in before:
            yield Change(kind=kind, id=name, what="added", words=tuple(about(after[name])))
        elif found := tuple(words(before[name], after[name])):
            yield Change(kind=kind, id=name, what="changed", words=found)


def _site(before: Site, after: Site) -> Iterator[Change]:
    words = (
        *value("id", before.id, after.id),
        *names("languages", before.languages, after.languages),
        *(word for field in ("title", "summary", "welcome") for word in _field_texts(field, before, after)),
        *value("licence", before.rights.licence, after.rights.licence),
        *value("rights holder", before.rights.holder, after.rights.holder),
        *texts("statement of rights", before.rights.statement, after.rights.statement),
        *value("Wikidata item", before.place.wikidata, after.place.wikidata),
        *value("country", before.place.country, after.place.country),
        *value("latitude", before.place.latitude, after.place.latitude),
        *value("longitude", before.place.longitude, after.place.longitude),
        *scene_words(before.scene, after.scene),
    )
    if words:
        yield Change(kind="site", id=after.id, what="changed", words=words)


def _field_texts(field: str, before: Any, after: Any) -> Iterator[str]:
    return texts(field, getattr(before, field), getattr(after, field))


def _fact(before: Fact, after: Fact) -> Iterator[str]:
    yield from texts("text", before.text, after.text)
    yield from names("sources", map(_cited, before.cites), map(_cited, after.cites))
    yield from names("terms", before.terms, after.terms)
    yield from names("themes", before.themes, after.themes)
    yield from value("disputed", before.disputed, after.disputed)
    yield from value("licence", before.licence, after.licence)


def _cited(cite: Citation) -> str:
    return " ".join(filter(None, (cite.source, cite.locator)))


def _source(before: Source, after: Source) -> Iterator[str]:
    for field in ("author", "title", "year", "publisher", "url"):
        yield from value(field, getattr(before, field), getattr(after, field))


def _term(before: Term, after: Term) -> Iterator[str]:
    yield from texts("names", before.names, after.names)
    yield from value("kind", before.kind, after.kind)


def _tour(before: Tour, after: Tour) -> Iterator[str]:
    yield from texts("title", before.title, after.title)
    yield from names("stops", before.stops, after.stops)
    yield from value("minutes", before.minutes, after.minutes)
    yield from value("audience", before.audience, after.audience)


def _bridge(before: Bridge, after: Bridge) -> Iterator[str]:
    yield from _fact(before.fact, after.fact)
    yield from texts("translations", before.translated, after.translated)
    for field in ("cultures", "at", "facts"):
        yield from names(field, getattr(before, field), getattr(after, field))
    yield from _authorship(before, after)


def _story(before: Story, after: Story) -> Iterator[str]:
    for field in ("title", "text"):
        yield from _field_texts(field, before, after)
    for field in ("bridges", "facts", "themes"):
        yield from names(field, getattr(before, field), getattr(after, field))
    yield from value("licence", before.licence, after.licence)
    yield from _authorship(before, after)


def _takes(before: Iterable[Take], after: Iterable[Take]) -> Iterator[Change]:
    first, second = _spoken(before), _spoken(after)
    for key in sorted(first.keys() | second.keys()):
        for old, new in zip_longest(first.get(key, ()), second.get(key, ())):
            yield from _take(" ".join(key), old, new)


def _spoken(takes: Iterable[Take]) -> dict[tuple[str, ...], list[Take]]:
    """Takes by stop, language and audience, the approved one first, so that it is compared with the approved one."""
    found: dict[tuple[str, ...], list[Take]] = {}
    for take in sorted(takes, key=lambda take: take.state != "approved"):
        key = tuple(filter(None, (take.stop, take.language, take.audience)))
        found.setdefault(key, []).append(take)
    return found


def _take(name: str, before: Take | None, after: Take | None) -> Iterator[Change]:
    if before is None or after is None:
        known = after if before is None else before
        what: Literal["added", "removed"] = "added" if before is None else "removed"
        yield Change(kind="take", id=name, what=what, words=(known.state,) if known is not None else ())
    elif words := tuple(_take_words(before, after)):
        yield Change(kind="take", id=name, what="changed", words=words)


def _take_words(before: Take, after: Take) -> Iterator[str]:
    yield from value("state", before.state, after.state)
    pairs = list(zip_longest(before.sentences, after.sentences))
    changed = sum(old != new for old, new in pairs)
    if changed:
        yield f"{changed} of {len(pairs)} sentences changed"
    yield from _authorship(before, after)


def _authorship(before: Any, after: Any) -> Iterator[str]:
    for field in ("author", "reviewer", "reviewed"):
        yield from value(field, getattr(before, field), getattr(after, field))
    yield from value("written by a machine", before.ai, after.ai)


def _kind(picture: Picture) -> list[str]:
    return [picture.kind]
