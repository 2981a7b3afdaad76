"""Narrations that somebody writes themselves: they are reviewed like a machine's."""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from narration.audience import AgeGroup
from narration.draft import DraftSentence, screened
from narration.review import NotAllowed
from scenes.language import lookup
from scenes.scene import Site
from scenes.take import TakeSentence
from tour.audit import append
from tour.review.decisions import Decision, Reader, check
from tour.review.drafts import Draft, make


class Slot(NamedTuple):
    """A place in the tour: where, in which language, for whom."""

    stop: str
    language: str
    audience: AgeGroup


def by_hand(
    connection: Connection, site: Site, slot: Slot, sentences: Sequence[TakeSentence], by: Reader, now: datetime
) -> Draft:
    """Put somebody's own words into the queue; raises `NotAllowed` for a place or words that there cannot be."""
    if slot.stop not in {stop.id for stop in site.scene.stops}:
        raise NotAllowed(f"stop: there is no stop {slot.stop!r} at this site.")
    if slot.language not in (*site.languages, *site.translations):
        near = lookup(slot.language, (*site.languages, *site.translations))
        raise NotAllowed(
            f"language: this site is not told in {slot.language!r}" + (f"; write {near}." if near else ".")
        )
    check(Decision(act="edit", sentences=tuple(sentences)), site)
    said = [DraftSentence(text=each.text, facts=each.facts, origin="person") for each in sentences]
    found = screened(said, site, slot.language, slot.audience)
    draft = make(connection, site, *slot, found, who=by.id, author=by.name, now=now)
    details = {"stop": slot.stop, "language": slot.language, "audience": slot.audience}
    append(connection, by.id, "take-drafted", draft.id, site.id, details, now=now)
    return draft
