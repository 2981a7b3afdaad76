"""Which languages a draft can be a site in: those in which everything that must be said is said."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from scenes.exchange.draft import UNKNOWN, Draft
from scenes.finding import Finding
from scenes.language import LanguageMap


def spoken(draft: Draft, wanted: str) -> tuple[Draft, tuple[str, ...], list[Finding]]:
    """The draft with its texts of unknown language given one, the site's languages, and what had to be left.

    The first language is the one most labels have, or `wanted` where none is known. Annotations, stops and tours that
    have no text in it are left out; further languages are those that every label has.
    """
    counts = Counter(tag for texts in _labels(draft) for tag in texts if tag != UNKNOWN)
    first = wanted if wanted in counts or not counts else max(counts, key=lambda tag: (counts[tag], tag == "en"))
    draft = _mapped(draft, lambda texts: _known(texts, first))
    draft, left = _without(draft, first)
    labels = list(_labels(draft))
    every = [tag for tag in sorted(counts) if tag != first and all(tag in texts for texts in labels)]
    for tag in sorted(set(counts) - {first, *every}):
        missing = sum(tag not in texts for texts in labels)
        message = f"{tag} is not among the site's languages: {missing} of {len(labels)} labels have no text in it"
        remedy = f"the texts that there are were kept; write the others and add {tag} to site.toml"
        left.append(Finding(code="LANGUAGE_INCOMPLETE", message=message, severity="information", remedy=remedy))
    return draft, (first, *every), left


def _labels(draft: Draft) -> Iterator[LanguageMap]:
    if draft.title:
        yield draft.title
    yield from (each.label for each in draft.annotations)
    yield from (tour.title for tour in draft.tours)
    yield from (stop.title for tour in draft.tours for stop in tour.stops)


def _mapped(draft: Draft, change: Callable[[LanguageMap], LanguageMap]) -> Draft:
    annotations = tuple(
        replace(each, label=change(each.label), texts=tuple(change(text) for text in each.texts))
        for each in draft.annotations
    )
    tours = tuple(
        replace(
            tour,
            title=change(tour.title),
            stops=tuple(replace(stop, title=change(stop.title)) for stop in tour.stops),
        )
        for tour in draft.tours
    )
    return replace(
        draft,
        title=change(draft.title),
        summary=change(draft.summary),
        statement=change(draft.statement),
        annotations=annotations,
        tours=tours,
    )


def _known(texts: LanguageMap, first: str) -> LanguageMap:
    if UNKNOWN not in texts:
        return texts
    others = {tag: text for tag, text in texts.items() if tag != UNKNOWN}
    return others if first in others else {first: texts[UNKNOWN], **others}


def _without(draft: Draft, first: str) -> tuple[Draft, list[Finding]]:
    """The draft without what has no label in its first language."""
    left = [_mute(each.id, "annotation", first) for each in draft.annotations if first not in each.label]
    kept = []
    for tour in draft.tours:
        stops = tuple(stop for stop in tour.stops if first in stop.title)
        if first in tour.title and stops:
            kept.append(replace(tour, stops=stops))
        else:
            left.append(_mute(tour.id, "tour", first))
    annotations = tuple(each for each in draft.annotations if first in each.label)
    title = draft.title if first in draft.title else {}
    return replace(draft, annotations=annotations, tours=tuple(kept), title=title), left


def _mute(name: str, kind: str, first: str) -> Finding:
    message = f"the {kind} {name!r} has no label in {first}"
    return Finding(code="NO_LABEL", message=message, severity="information", remedy="name it and import again")
