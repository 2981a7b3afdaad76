"""Everything that deserves a curator's attention in what a site tells, found by rules alone."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace as changed

from narration.consistency.contradicting import discord, opposed
from narration.consistency.naming import nameless
from narration.consistency.twins import TWIN, couples
from narration.text.glossary import glossary_of
from scenes.facts import Fact
from scenes.scene import Site
from scenes.store import Kind

MOST = 60
"""Notes of one matter."""
MOST_COUPLES = 200
"""Facts that may speak of the same, held against each other in one go; the most alike first."""
LONGEST = 160
"""Characters of a text that is quoted."""
NAMED_IN = 5
"""Facts that a note on a name lists."""

Matter = Literal["contradicts", "numbers", "twin", "no-source", "untold", "nameless", "nothing-told", "nowhere-told"]


class Note(Struct, frozen=True, kw_only=True):
    """Something to look at again, and where."""

    matter: Matter
    kind: Kind
    id: str
    """The record that it is about; of a name that no glossary has, the first fact that says it."""
    language: str = ""
    other: str = ""
    """The id of the other fact, the other language, or the name."""
    reason: str = ""
    """For a person, in English, where the rules gave one."""
    also: tuple[str, ...] = ()
    """Further facts that say the name."""
    text: str = ""
    """What the record says or is called, shortened."""
    other_text: str = ""
    """What the other fact says, or this one in the other language."""


def notes(site: Site) -> list[Note]:
    """At most `MOST` notes of each matter, the gravest first."""
    found = (_contradicting, _discord, _sourceless, _empty, _untold, _names)
    counts = Counter[Matter]()
    kept: list[Note] = []
    for note in chain.from_iterable(each(site) for each in found):
        counts[note.matter] += 1
        if counts[note.matter] <= MOST:
            kept.append(_quoted(note, site))
    return kept


def shortened(fact: Fact, language: str) -> str:
    """The beginning of what a fact says in a language (BCP 47), else in its first."""
    text = fact.text.get(language) or next(iter(fact.text.values()), "")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _quoted(note: Note, site: Site) -> Note:
    """The note with the words that it is about."""
    language = note.language if note.matter in {"contradicts", "numbers"} else site.languages[0]
    fact = site.facts.get(note.id) if note.kind == "fact" else None
    if fact is None:
        return note
    other, tag = (fact, note.other) if note.matter == "numbers" else (site.facts.get(note.other), language)
    return changed(
        note, text=shortened(fact, language), other_text=shortened(other, tag) if other is not None else "",
    )  # fmt: skip


def _discord(site: Site) -> Iterator[Note]:
    for fact in site.facts.values():
        found = discord(fact)
        if found is not None:
            language, other, reason = found
            yield Note(matter="numbers", kind="fact", id=fact.id, language=language, other=other, reason=reason)


def _sourceless(site: Site) -> Iterator[Note]:
    for fact in site.facts.values():
        if not any(cite.source in site.sources for cite in fact.cites):
            yield Note(matter="no-source", kind="fact", id=fact.id)


def _contradicting(site: Site) -> Iterator[Note]:
    """Contradictions, then twins."""
    twins: list[Note] = []
    for couple in couples(site.facts, site.languages)[:MOST_COUPLES]:
        found = opposed(couple, site.facts, site.glossary)
        if found is not None:
            language, claim = found
            yield Note(
                matter="contradicts", kind="fact", id=couple.one, other=couple.other, language=language,
                reason=claim.reason,
            )  # fmt: skip
        elif couple.alike >= TWIN:
            twins.append(Note(matter="twin", kind="fact", id=couple.one, other=couple.other))
    yield from twins


def _empty(site: Site) -> Iterator[Note]:
    """Stops and tours with nothing in them, and facts that nothing tells."""
    notes_ = {note.id: note for note in site.scene.annotations}
    for stop in site.scene.stops:
        note = notes_.get(stop.annotation)
        if not stop.facts and not (note and note.facts):
            yield Note(matter="nothing-told", kind="stop", id=stop.id)
    for tour in site.tours:
        if not tour.stops:
            yield Note(matter="nothing-told", kind="tour", id=tour.id)
    told = {fact for stop in site.scene.stops for fact in stop.facts}
    told |= {fact for note in site.scene.annotations for fact in note.facts}
    for fact in site.facts:
        if fact not in told:
            yield Note(matter="nowhere-told", kind="fact", id=fact)


def _untold(site: Site) -> Iterator[Note]:
    """Facts that lack one of the site's languages."""
    for fact in site.facts.values():
        for tag in site.languages:
            if not fact.text.get(tag, "").strip():
                yield Note(matter="untold", kind="fact", id=fact.id, language=tag)


def _names(site: Site) -> Iterator[Note]:
    """Names that no glossary has, those that most facts say first; by the site's first language."""
    language = site.languages[0] if site.languages else ""
    found = nameless(site.facts.values(), language, glossary_of(site.glossary))
    for name, ids in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        also = tuple(ids[1:NAMED_IN])
        yield Note(matter="nameless", kind="fact", id=ids[0], language=language, other=name, also=also)
