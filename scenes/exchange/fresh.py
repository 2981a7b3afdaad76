"""A draft of somebody else's made a site of ours, with what had to be supplied or left said in words.

Texts are facts only with a source. Where the document says whose it is, what it tells becomes facts that cite the
document itself and carry the theme `imported`; where it does not, texts are kept for a curator beside the pack.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from scenes.annotation import Annotation
from scenes.exchange.captions import sentences
from scenes.exchange.documents import Beside
from scenes.exchange.draft import Draft, DraftAnnotation, DraftAudio, DraftStop
from scenes.exchange.texts import cut
from scenes.facts import Citation, Fact, Source
from scenes.finding import Finding
from scenes.ingest.draft import WELCOME
from scenes.language import LanguageMap, lookup
from scenes.pose import Pose, Vector, facing
from scenes.rights import UNSTATED
from scenes.scene import Model, Place, Rights, Scene, Site
from scenes.stops import Stop, Tour
from scenes.take import Take, TakeSentence
from scenes.wkt import read_region

BACKGROUND = "#bcd4ea"
SUN = (0.4, 0.8, 0.4)
"""As a pack has them that does not say."""

SOURCE = "document"
"""Id of the source that stands for the document itself."""

THEME = "imported"
BACK = 5.0
"""Metres in front of a thing from which it is seen, where nothing says otherwise."""
RADIUS = 2.0
"""Metres: the size of a thing nobody has measured."""


@dataclass(slots=True, kw_only=True)
class Notes:
    """What was supplied or left, and the texts that wait for a source."""

    findings: list[Finding] = field(default_factory=list)
    texts: list[tuple[str, LanguageMap]] = field(default_factory=list)
    """Label of what they are about, and the text."""

    def say(self, code: str, message: str, remedy: str = "", pointer: str = "") -> None:
        """Note one thing."""
        self.findings.append(
            Finding(code=code, message=message, severity="information", remedy=remedy, pointer=pointer)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the making of a site rests on beside the draft."""

    site: str
    languages: tuple[str, ...]
    year: int
    """The year that stands for a document's where it has none."""
    beside: Beside


def fresh_site(draft: Draft, models: tuple[Model, ...], context: Context, notes: Notes) -> Site:
    """The site of a draft; every text of it has the context's languages."""
    first = context.languages[0]
    title = _whole(draft.title, context.languages) or dict.fromkeys(context.languages, context.site)
    annotations = draft.annotations or (_thing(draft, models, title),)
    facts = dict(_facts(annotations, draft, context, notes))
    ours = tuple(annotation_of(each, (each.id,) if each.id in facts else ()) for each in annotations)
    ground = draft.ground if draft.ground is not None else 0.0
    stops = tuple(_stops(draft, ours, ground)) or (_first_stop(draft, ours[0], title, ground),)
    entrance = _entrance(draft, stops[0], ours[0].position, ground, notes)
    return Site(
        id=context.site,
        title=title,
        summary=_whole(draft.summary, context.languages) or title,
        welcome={tag: WELCOME.get(lookup(tag, WELCOME) or "", title[tag]) for tag in context.languages},
        languages=context.languages,
        place=draft.place or _nowhere(notes),
        rights=rights_of_draft(draft, notes),
        scene=Scene(
            id=context.site,
            models=models,
            annotations=ours,
            stops=stops,
            entrance=entrance,
            background=draft.background or BACKGROUND,
            sun=_direction((0.0, 0.0, 0.0), draft.sun) if draft.sun and any(draft.sun) else SUN,
        ),
        tours=tuple(tours_of(draft)),
        facts=MappingProxyType(facts),
        sources=MappingProxyType({SOURCE: _source(draft, title[first], context, notes)} if facts else {}),
        glossary=MappingProxyType({}),
        takes=tuple(_takes(draft, stops, context, notes)),
        folder=Path(),
    )


def annotation_of(draft: DraftAnnotation, facts: tuple[str, ...]) -> Annotation:
    """The annotation of ours; as large as its region, where it has one."""
    radius = max(read_region(draft.region).radius, 0.05) if draft.region else RADIUS
    return Annotation(
        id=draft.id,
        label=draft.label,
        position=draft.position,
        radius=min(radius, 1000.0),
        facts=facts,
        motivation=draft.motivation,
        region=draft.region,
    )


def stop_of(draft: DraftStop, annotations: tuple[Annotation, ...], ground: float) -> Stop:
    """Where a step of another format's tour stands: on the ground under its camera, before what that looks at."""
    x, y, z = draft.position
    seen = _looked_at(draft, annotations)
    feet = (x, y if draft.standing else ground, z)
    return Stop(id=draft.id, title=draft.title, annotation=seen.id, position=feet, facts=seen.facts)


def tours_of(draft: Draft) -> Iterator[Tour]:
    """The tours of a draft; two minutes a stop until somebody has walked them."""
    for tour in draft.tours:
        stops = tuple(stop.id for stop in tour.stops)
        yield Tour(id=tour.id, title=tour.title, stops=stops, minutes=2 * len(stops))


def rights_of_draft(draft: Draft, notes: Notes) -> Rights:
    """The rights as the document states them."""
    licence = draft.licence or UNSTATED
    if licence == UNSTATED:
        notes.say("LICENCE_UNSTATED", "the document names no licence that is known", "write it into site.toml")
    statement = {tag: text for tag, text in draft.statement.items() if text != draft.holder}
    return Rights(licence=licence, holder=cut(draft.holder, 500) or "unstated", statement=statement)


def _whole(texts: LanguageMap, languages: tuple[str, ...]) -> LanguageMap:
    """The texts, where each of the languages has one."""
    return texts if all(tag in texts for tag in languages) else {}


def _thing(draft: Draft, models: tuple[Model, ...], title: LanguageMap) -> DraftAnnotation:
    """The annotation of a document that has none: the thing itself."""
    position = models[0].position if models else (0.0, 0.0, 0.0)
    return DraftAnnotation(id="place", label=title, position=position)


def _facts(
    annotations: tuple[DraftAnnotation, ...], draft: Draft, context: Context, notes: Notes
) -> Iterator[tuple[str, Fact]]:
    for annotation in annotations:
        for text in annotation.texts[:1]:
            if draft.holder and all(tag in text for tag in context.languages):
                fact = Fact(
                    id=annotation.id,
                    text=text,
                    cites=(Citation(source=SOURCE, locator=annotation.id),),
                    licence=draft.licence or UNSTATED,
                    themes=(THEME,),
                )
                yield annotation.id, fact
            else:
                unsourced(annotation, text, draft.holder != "", notes)


def unsourced(annotation: DraftAnnotation, text: LanguageMap, partly: bool, notes: Notes) -> None:
    """Keep a text that is no fact yet for the curator."""
    label = next(iter(annotation.label.values()))
    why = "it is not in all the site's languages" if partly else "nobody is named who says it"
    message = f"the text about {label[:80]!r} is no fact yet: {why}"
    notes.say("TEXT_WITHOUT_SOURCE", message, "write it as a [[fact]] with its source; it is kept in imported/")
    notes.texts.append((label, text))


def _source(draft: Draft, title: str, context: Context, notes: Notes) -> Source:
    years = [int(each) for each in re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", draft.holder)]
    if not years:
        message = f"the document has no year; {context.year}, in which it was read, stands for it in the source"
        notes.say("YEAR_UNSTATED", message, "correct it in facts/sources.toml")
    return Source(
        id=SOURCE,
        author=cut(draft.holder, 500),
        title=cut(title, 500),
        year=years[0] if years else context.year,
        url=draft.base,
    )


def _stops(draft: Draft, annotations: tuple[Annotation, ...], ground: float) -> Iterator[Stop]:
    every = {stop.id: stop for tour in draft.tours for stop in tour.stops}
    return (stop_of(stop, annotations, ground) for stop in every.values())


def _first_stop(draft: Draft, annotation: Annotation, title: LanguageMap, ground: float) -> Stop:
    x, _, z = annotation.position
    x, y, z = draft.entrance.position if draft.entrance else (x, ground, z + BACK)
    feet = (x, ground if draft.ground is not None else y, z)
    return Stop(id="entrance", title=title, annotation=annotation.id, position=feet, facts=annotation.facts)


def _looked_at(stop: DraftStop, annotations: tuple[Annotation, ...]) -> Annotation:
    """The annotation nearest to where the camera looks, or nearest to where one stands."""
    if stop.target is None:
        return min(annotations, key=lambda each: math.dist(each.position, stop.position))
    ahead = _direction(stop.position, stop.target)
    return max(
        annotations,
        key=lambda each: sum(a * b for a, b in zip(ahead, _direction(stop.position, each.position), strict=True)),
    )


def _direction(start: Vector, end: Vector) -> Vector:
    length = math.dist(start, end) or 1.0
    x, y, z = ((b - a) / length for a, b in zip(start, end, strict=True))
    return (x, y, z)


def _entrance(draft: Draft, stop: Stop, target: Vector, ground: float, notes: Notes) -> Pose:
    if draft.entrance is None:
        notes.say("ENTRANCE_SUPPLIED", "no camera says where to enter: the first stop does", "correct it in site.toml")
        return facing(stop.position, target)
    x, y, z = draft.entrance.position
    notes.say(
        "ENTRANCE_FROM_CAMERA",
        "the entrance is under the document's first camera",
        "see in a headset whether one stands on the ground, and correct [entrance] in site.toml",
    )
    height = ground if draft.ground is not None else y
    return Pose(position=(x, height, z), orientation=draft.entrance.orientation)


def _nowhere(notes: Notes) -> Place:
    notes.say("PLACE_UNSTATED", "the document does not say where on Earth this is", "write [place] in site.toml")
    return Place(latitude=0.0, longitude=0.0)


def _takes(draft: Draft, stops: tuple[Stop, ...], context: Context, notes: Notes) -> Iterator[Take]:
    """The captions of an annotation's sound as a narration that waits for review, at the stop before it."""
    clips = {clip.id: clip for clip in draft.audio}
    done: set[tuple[str, str]] = set()
    for annotation in draft.annotations:
        clip = clips.get(annotation.audio)
        stop = next((each for each in stops if each.annotation == annotation.id), None)
        if clip is None or stop is None:
            continue
        for language, words in _said(clip, context):
            if (stop.id, language) not in done:
                done.add((stop.id, language))
                rows = tuple(TakeSentence(text=each) for each in words)
                author = cut(draft.holder, 200) or "imported captions"
                yield Take(stop=stop.id, language=language, sentences=rows, state="draft", author=author)


def _said(clip: DraftAudio, context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    for tag, uri in clip.captions.items():
        file = context.beside.file(uri, f"{clip.pointer}/captionUris")
        words = sentences(file) if file is not None and tag in context.languages else ()
        if words:
            yield tag, words
