"""Our own site back from another format, with what was changed there.

The document as read is compared with the same document as we would write it: what differs, somebody changed, and that
is taken. Everything else, and everything the format has no place for, is the extension's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from msgspec.structs import replace as with_fields

from scenes.annotation import Annotation
from scenes.exchange.draft import UNKNOWN, Draft, DraftAnnotation, DraftModel, DraftSound, DraftStop, DraftTour
from scenes.exchange.fresh import Notes, annotation_of, stop_of, unsourced
from scenes.language import LanguageMap, is_tag
from scenes.pose import Vector
from scenes.rights import UNSTATED
from scenes.scene import Model, Place, Rights, Site, Sound
from scenes.stops import Stop, Tour

Named = TypeVar("Named", DraftModel, DraftAnnotation, DraftTour, DraftSound)


def merged(site: Site, before: Draft, now: Draft, notes: Notes) -> Site:
    """The site with the changes between `before`, its own export, and `now`, the document that came back."""
    scene = site.scene
    annotations = tuple(_annotations(site, before, now, notes))
    stops = tuple(_stops(scene.stops, annotations, before, now, notes))
    scene = with_fields(
        scene,
        models=tuple(_models(scene.models, before, now, notes)),
        annotations=annotations,
        stops=stops,
        entrance=scene.entrance if now.entrance in (before.entrance, None) else now.entrance,
        background=scene.background if now.background in (before.background, "") else now.background,
        sun=scene.sun if now.sun in (before.sun, None) else now.sun,
    )
    return replace(
        site,
        title=texts(site.title, before.title, now.title),
        summary=texts(site.summary, before.summary, now.summary),
        rights=_rights(site.rights, before, now),
        place=_place(site.place, before.place, now.place),
        scene=scene,
        sounds=tuple(_sounds(site.sounds, before, now, notes)),
        tours=tuple(_tours(site.tours, {stop.id for stop in stops}, before, now, notes)),
    )


def texts(ours: LanguageMap, before: LanguageMap, now: LanguageMap) -> LanguageMap:
    """Our texts with those that were changed or added."""
    changed = {tag: text for tag, text in now.items() if before.get(tag) != text and is_tag(tag) and tag != UNKNOWN}
    return {**ours, **changed}


def _rights(ours: Rights, before: Draft, now: Draft) -> Rights:
    if now.licence != before.licence and now.licence != UNSTATED:
        ours = with_fields(ours, licence=now.licence)
    if now.holder != before.holder and now.holder:
        ours = with_fields(ours, holder=now.holder)
    return with_fields(ours, statement=texts(ours.statement, before.statement, now.statement))


def _place(ours: Place, before: Place | None, now: Place | None) -> Place:
    if now is None or now == before:
        return ours
    return with_fields(ours, latitude=now.latitude, longitude=now.longitude)


def _models(ours: tuple[Model, ...], before: Draft, now: Draft, notes: Notes) -> Iterator[Model]:
    """Models are told apart by name; one that is new in the document has to be taken in as a scan."""
    was, found = _by_id(before.models), _by_id(now.models)
    for model in ours:
        old, new = was.get(model.id), found.get(model.id)
        if old is None or new is None or _pose(old) == _pose(new):
            yield model
        else:
            position, orientation, scale = _pose(new)
            yield with_fields(model, position=position, orientation=orientation, scale=scale)
    for name in found.keys() - was.keys():
        notes.say("MODEL_ADDED", f"the model {name!r} is new in the document", "take its file in with tour ingest")
    for name in was.keys() - found.keys():
        notes.say(
            "MODEL_KEPT", f"the model {name!r} is gone from the document and was kept", "take it out of site.toml"
        )


def _sounds(ours: tuple[Sound, ...], before: Draft, now: Draft, notes: Notes) -> Iterator[Sound]:
    """Many viewers have no sound: one that is gone from a document was not taken out by anybody for sure."""
    was, found = _by_id(before.sounds), _by_id(now.sounds)
    for sound in ours:
        old, new = was.get(sound.id), found.get(sound.id)
        if old is None or new is None:
            yield sound
        else:
            position = sound.position if new.position == old.position else new.position
            yield with_fields(sound, position=position, volume=sound.volume if new.volume == old.volume else new.volume)
    for name in found.keys() - was.keys():
        notes.say("SOUND_ADDED", f"the sound {name!r} is new in the document", "write it into site.toml as a [[sound]]")
    for name in was.keys() - found.keys():
        notes.say(
            "SOUND_KEPT", f"the sound {name!r} is gone from the document and was kept", "take it out of site.toml"
        )


def _pose(model: DraftModel) -> tuple[Vector, tuple[float, float, float, float], float]:
    return model.position, model.orientation, model.scale


def _annotations(site: Site, before: Draft, now: Draft, notes: Notes) -> Iterator[Annotation]:
    was, found = _by_id(before.annotations), _by_id(now.annotations)
    needed = {stop.annotation for stop in site.scene.stops}
    for ours in site.scene.annotations:
        old, new = was.get(ours.id), found.get(ours.id)
        if old is not None and new is not None:
            yield _annotation(ours, old, new, notes)
        elif old is None or ours.id in needed:
            yield ours
            if old is not None:
                notes.say("ANNOTATION_KEPT", f"{ours.id!r} is gone from the document, but a stop looks at it")
    known = {each.id for each in site.scene.annotations}
    for name, new in found.items():
        if name not in was and name not in known:
            yield from _added(new, site.languages, notes)


def _annotation(ours: Annotation, old: DraftAnnotation, new: DraftAnnotation, notes: Notes) -> Annotation:
    if new.texts != old.texts:
        for text in new.texts:
            changed = {tag: words for tag, words in text.items() if all(each.get(tag) != words for each in old.texts)}
            if changed:
                unsourced(new, changed, False, notes)
    return with_fields(
        ours,
        label=texts(ours.label, old.label, new.label),
        position=ours.position if new.position == old.position else new.position,
        region=ours.region if new.region == old.region else new.region,
    )


def _added(new: DraftAnnotation, languages: tuple[str, ...], notes: Notes) -> Iterator[Annotation]:
    label = {languages[0] if tag == UNKNOWN else tag: text for tag, text in new.label.items()}
    missing = [tag for tag in languages if tag not in label]
    if missing:
        message = f"the new annotation {new.id!r} has no label in {', '.join(missing)}"
        notes.say("NO_LABEL", message, "name it in every language and import again")
        return
    for text in new.texts:
        unsourced(new, text, False, notes)
    yield annotation_of(replace(new, label=label), ())


def _stops(
    ours: tuple[Stop, ...], annotations: tuple[Annotation, ...], before: Draft, now: Draft, notes: Notes
) -> Iterator[Stop]:
    was, found = _steps(before), _steps(now)
    for stop in ours:
        old, new = was.get(stop.id), found.get(stop.id)
        if old is None or new is None:
            yield stop
            continue
        moved = zip(stop.position, new.position, old.position, strict=True)
        x, y, z = (at + there - here for at, there, here in moved)
        position = stop.position if new.position == old.position else (x, y, z)
        yield with_fields(stop, title=texts(stop.title, old.title, new.title), position=position)
    known = {stop.id for stop in ours}
    languages = set.intersection(*(set(stop.title) for stop in ours)) if ours else set()
    for name, new in found.items():
        if name in known or name in was:
            continue
        if languages <= set(new.title) and annotations:
            yield stop_of(new, annotations, 0.0)
        else:
            notes.say("NO_LABEL", f"the new stop {name!r} lacks a language", "name it in every language, import again")


def _tours(ours: tuple[Tour, ...], stops: set[str], before: Draft, now: Draft, notes: Notes) -> Iterator[Tour]:
    was, found = _by_id(before.tours), _by_id(now.tours)
    for tour in ours:
        old, new = was.get(tour.id), found.get(tour.id)
        if old is None or new is None:
            yield tour
            continue
        order = tuple(stop.id for stop in new.stops if stop.id in stops)
        same = [stop.id for stop in new.stops] == [stop.id for stop in old.stops]
        title = texts(tour.title, old.title, new.title)
        yield with_fields(tour, title=title, stops=tour.stops if same or not order else order)
    for name, new in found.items():
        order = tuple(stop.id for stop in new.stops if stop.id in stops)
        languages = set(ours[0].title) if ours else set(new.title)
        if name not in was and order and languages <= set(new.title):
            yield Tour(id=name, title=new.title, stops=order, minutes=2 * len(order))
        elif name not in was:
            notes.say("NO_LABEL", f"the new tour {name!r} lacks a language or a stop", "name it, then import again")


def _steps(draft: Draft) -> dict[str, DraftStop]:
    return {stop.id: stop for tour in draft.tours for stop in tour.stops}


def _by_id(rows: Iterable[Named]) -> dict[str, Named]:
    return {each.id: each for each in rows}
