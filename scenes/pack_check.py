"""Whether the parts of a site pack fit together: languages, references, numbers."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scenes.annotation import Annotation
from scenes.bridges import Bridge, Story
from scenes.countries import COUNTRIES
from scenes.facts import Fact, Source, Term
from scenes.language import LanguageMap, is_tag
from scenes.media import MOST as MOST_MEDIA
from scenes.media import digest_in
from scenes.pack_read import ID, Entry
from scenes.pose import REACH, Vector
from scenes.stops import Stop, Tour
from scenes.take import Take

MAX_TEXT = 4000
"""Characters of one text in one language."""

MAX_LINE = 500
"""Characters of a licence, a holder or a source of a medium."""

MAX_RADIUS = 1000.0
"""Metres."""

TAG_REMEDY = "write a BCP 47 tag such as en or zh-Hans"
STATES = ("draft", "pending", "approved", "rejected")
AUDIENCES = ("", "child", "family", "adult", "expert")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a pack tells, by id, each entry with its place."""

    languages: tuple[str, ...]
    sources: Mapping[str, Entry[Source]]
    glossary: Mapping[str, Entry[Term]]
    facts: Mapping[str, Entry[Fact]]
    annotations: Mapping[str, Entry[Annotation]]
    stops: Mapping[str, Entry[Stop]]
    tours: Mapping[str, Entry[Tour]]
    takes: tuple[Entry[Take], ...]
    bridges: Mapping[str, Entry[Bridge]] = field(default_factory=dict)
    stories: Mapping[str, Entry[Story]] = field(default_factory=dict)
    translations: tuple[str, ...] = ()
    """Further languages that a machine translated the facts into: people may approve takes in them."""


def check(parts: Parts, only: Collection[tuple[str, str]] | None = None) -> None:
    """Raise the first `SitePackError` among the parts.

    With `only`, kinds and ids of what was added or changed, the others are taken to fit: nothing that they name, and
    no language, may have gone since they were checked.
    """
    tests: tuple[tuple[str, Mapping[str, Entry[Any]], Callable[[Entry[Any], Parts], None]], ...] = (
        ("term", parts.glossary, _term), ("fact", parts.facts, _fact), ("annotation", parts.annotations, _annotation),
        ("stop", parts.stops, _stop), ("tour", parts.tours, _tour), ("bridge", parts.bridges, _bridge),
        ("story", parts.stories, _story),
    )  # fmt: skip
    for kind, rows, test in tests:
        for id_ in rows if only is None else [id_ for changed, id_ in only if changed == kind]:
            test(rows[id_], parts)
    for kind, id_ in only or ():
        if kind == "fact" and id_ in parts.bridges:
            _bridge(parts.bridges[id_], parts)
    if only is None or any(kind == "take" for kind, _ in only):
        _takes(parts)


def check_languages(entry: Entry[Any], languages: tuple[str, ...]) -> None:
    """Refuse a site with no language, a malformed tag or one given twice."""
    if not languages:
        raise entry.error("languages", "none", 'name at least one, such as languages = ["en"]')
    for tag in languages:
        if not is_tag(tag):
            raise entry.error("languages", f"{tag[:40]!r} is no language tag", TAG_REMEDY)
    if len(set(languages)) < len(languages):
        raise entry.error("languages", "a language is named twice", "name each once")


def check_texts(entry: Entry[Any], field: str, texts: LanguageMap, languages: Iterable[str]) -> None:
    """Refuse a language map that lacks one of the languages, or holds a blank or endless text."""
    for tag in languages:
        if not texts.get(tag, "").strip():
            raise entry.error(
                f"{field}.{tag}", "no text in this language", "write it, or drop the language from site.toml"
            )
    for tag, text in texts.items():
        if not is_tag(tag):
            raise entry.error(f"{field}.{tag[:40]}", "no language tag", TAG_REMEDY)
        if len(text) > MAX_TEXT:
            raise entry.error(f"{field}.{tag}", f"{len(text)} characters, at most {MAX_TEXT}", "shorten it")


def check_position(entry: Entry[Any], field: str, position: Vector) -> None:
    """Refuse a place out of every scene."""
    if any(abs(value) > REACH for value in position):
        raise entry.error(field, f"{position} is out of reach", f"metres, at most {REACH:.0f} from the origin")


def _known(entry: Entry[Any], field: str, ids: Iterable[str], known: Mapping[str, Any], kind: str) -> None:
    for name in ids:
        if name not in known:
            raise entry.error(field, f"there is no {kind} {name[:80]!r}", f"correct the id or add the {kind}")


def _radius(entry: Entry[Any], radius: float) -> None:
    if not 0 < radius <= MAX_RADIUS:
        raise entry.error("radius", f"{radius} is no radius", f"metres, above 0 and at most {MAX_RADIUS:.0f}")


def _term(entry: Entry[Term], parts: Parts) -> None:
    for tag in parts.languages:
        names = entry.value.names.get(tag, ())
        if not names or not all(name.strip() for name in names):
            raise entry.error(f"names.{tag}", "no name in this language", "write the preferred name first")


def _fact(entry: Entry[Fact], parts: Parts) -> None:
    fact = entry.value
    check_texts(entry, "text", fact.text, parts.languages)
    if not fact.cites:
        raise entry.error("cites", "no source", 'cite at least one, such as cites = [{ source = "…", locator = "…" }]')
    _known(entry, "cites", (cite.source for cite in fact.cites), parts.sources, "source")
    _known(entry, "terms", fact.terms, parts.glossary, "term")


def _bridge(entry: Entry[Bridge], parts: Parts) -> None:
    bridge = entry.value
    check_texts(entry, "text", bridge.text, parts.languages)
    check_texts(entry, "translated", bridge.translated, ())
    if bridge.id in parts.facts:
        raise entry.error("id", f"{bridge.id!r} is also a fact's", "give the bridge an id of its own")
    if not bridge.cites:
        raise entry.error("cites", "no source", 'cite at least one, such as cites = [{ source = "…", locator = "…" }]')
    if not bridge.cultures:
        raise entry.error("cultures", "none", 'name at least one, such as cultures = ["CN"]')
    for culture in bridge.cultures:
        if not (culture in COUNTRIES or (ID.fullmatch(culture) and len(culture) > 2)):
            problem, remedy = f"{culture[:40]!r} is no country", "write it as ISO 3166-1 does, such as CN or GB"
            raise entry.error("cultures", problem, remedy)
    _known(entry, "cites", (cite.source for cite in bridge.cites), parts.sources, "source")
    _known(entry, "at", bridge.at, {**parts.stops, **parts.annotations}, "stop or annotation")
    _known(entry, "facts", bridge.facts, parts.facts, "fact")
    _known(entry, "terms", bridge.terms, parts.glossary, "term")
    _reviewed(entry)


def _story(entry: Entry[Story], parts: Parts) -> None:
    story = entry.value
    check_texts(entry, "title", story.title, parts.languages)
    check_texts(entry, "text", story.text, parts.languages)
    if not story.bridges:
        raise entry.error("bridges", "none", "name the bridges it was made from")
    _known(entry, "bridges", story.bridges, parts.bridges, "bridge")
    _known(entry, "facts", story.facts, parts.facts, "fact")
    _reviewed(entry)


def _annotation(entry: Entry[Annotation], parts: Parts) -> None:
    annotation = entry.value
    check_texts(entry, "body", annotation.label, parts.languages)
    check_position(entry, "target.selector", annotation.position)
    _radius(entry, annotation.radius)
    _known(entry, "caravanserai:facts", annotation.facts, parts.facts, "fact")
    check_media(entry)
    for number, each in enumerate(annotation.media):
        field = "alt" if each.kind == "Image" else "title"
        check_texts(entry, f"media[{number}].{field}", getattr(each, field), parts.languages)


def check_media(entry: Entry[Annotation]) -> None:
    """Refuse media that no pack can hold: too many, unnamed, in no language; raises `SitePackError`."""
    media = entry.value.media
    if len(media) > MOST_MEDIA:
        raise entry.error("media", f"{len(media)}, at most {MOST_MEDIA}", "attach some of them elsewhere")
    for number, each in enumerate(media):
        field = f"media[{number}]"
        if not digest_in(each.file):
            raise entry.error(f"{field}.file", f"{each.file[:100]!r} is no file of a medium", "attach it again")
        for name in ("title", "alt"):
            check_texts(entry, f"{field}.{name}", getattr(each, name), ())
        if max(len(each.licence), len(each.holder), len(each.source)) > MAX_LINE:
            raise entry.error(field, f"more than {MAX_LINE} characters", "shorten licence, holder and source")


def _stop(entry: Entry[Stop], parts: Parts) -> None:
    stop = entry.value
    check_texts(entry, "title", stop.title, parts.languages)
    check_position(entry, "position", stop.position)
    _radius(entry, stop.radius)
    _known(entry, "annotation", (stop.annotation,), parts.annotations, "annotation")
    _known(entry, "facts", stop.facts, parts.facts, "fact")


def _tour(entry: Entry[Tour], parts: Parts) -> None:
    tour = entry.value
    check_texts(entry, "title", tour.title, parts.languages)
    if not tour.stops:
        raise entry.error("stops", "no stops", "name at least one")
    if tour.minutes <= 0:
        raise entry.error("minutes", f"{tour.minutes} minutes", "say how long the tour takes")
    _known(entry, "stops", tour.stops, parts.stops, "stop")


def _takes(parts: Parts) -> None:
    approved: dict[tuple[str, str, str], Entry[Take]] = {}
    for entry in parts.takes:
        _take(entry, parts)
        if entry.value.state != "approved":
            continue
        key = (entry.value.stop, entry.value.language, entry.value.audience)
        if key in approved:
            problem = f"{key[0]} in {key[1]} is also approved in {approved[key].file.name}"
            raise entry.error("", problem, "approve one take for a stop, a language and an audience")
        approved[key] = entry


def _take(entry: Entry[Take], parts: Parts) -> None:
    take = entry.value
    _known(entry, "stop", (take.stop,), parts.stops, "stop")
    if take.language not in (*parts.languages, *parts.translations):
        remedy = "add it to site.toml, or translate the facts into it"
        raise entry.error("language", f"{take.language[:40]!r} is none of the site's languages", remedy)
    if take.state not in STATES:
        raise entry.error("state", f"{take.state[:40]!r} is no state", f"one of {', '.join(STATES)}")
    if take.audience not in AUDIENCES:
        raise entry.error("audience", f"{take.audience[:40]!r} is none", f"one of {', '.join(AUDIENCES[1:])}, or empty")
    if not take.sentences:
        raise entry.error("sentences", "none", "write at least one [[take.sentence]]")
    for number, sentence in enumerate(take.sentences):
        if not sentence.text.strip() or len(sentence.text) > MAX_TEXT:
            raise entry.error(f"sentence[{number}].text", "blank or too long", f"1 to {MAX_TEXT} characters")
        _known(entry, f"sentence[{number}].facts", sentence.facts, parts.facts, "fact")
    if take.state == "approved" and not take.reviewer:
        raise entry.error("reviewer", "approved by nobody", "name who approved it")
    _reviewed(entry)


def _reviewed(entry: Entry[Any]) -> None:
    reviewed: str = entry.value.reviewed
    try:
        date.fromisoformat(reviewed or "2026-01-01")
    except ValueError as wrong:
        raise entry.error("reviewed", f"{reviewed[:40]!r} is no date", "write it as 2026-11-23") from wrong
