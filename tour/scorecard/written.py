"""How much of what may be told at a site a person wrote, by sentences, and how far its stops are reviewed."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from narration.text.sentences import sentences
from scenes.facts import written_in
from scenes.language import lookup, text_in
from scenes.scene import Site


class Written(Struct, frozen=True, kw_only=True):
    """The sentences that are written down to be told in one language."""

    language: str
    people: int
    """Written by a person."""
    reviewed: int
    """Drafted by a machine and approved by a person."""
    translated: int
    """Put into the language by a machine, and checked by rules alone."""


class Covered(Struct, frozen=True, kw_only=True):
    """How far one language is reviewed."""

    language: str
    stops: int
    approved: int
    """Stops whose words for everybody a person approved."""


def written(site: Site) -> list[Written]:
    """By language, in the site's order."""
    return [_written(site, tag) for tag in site.spoken]


def covered(site: Site) -> list[Covered]:
    """By language, in the site's order."""
    told = {(take.language, take.stop) for take in site.takes if take.state == "approved" and not take.audience}
    stops = [stop.id for stop in site.scene.stops]
    return [
        Covered(language=tag, stops=len(stops), approved=sum((tag, stop) in told for stop in stops))
        for tag in site.spoken
    ]  # fmt: skip


def without_source(site: Site) -> int:
    """Facts that name no source."""
    return sum(not fact.cites for fact in site.facts.values())


def _written(site: Site, tag: str) -> Written:
    counts = Counter(_takes(site, tag))
    for fact in site.stated.values():
        own = written_in(fact, tag)
        text = text_in(fact.text if own else fact.translated, tag)
        if text is not None:
            counts["people" if own else "translated"] += _many(text, tag)
    return Written(
        language=tag, people=counts["people"], reviewed=counts["reviewed"], translated=counts["translated"]
    )  # fmt: skip


def _takes(site: Site, tag: str) -> Iterator[str]:
    for take in site.takes:
        if take.state == "approved" and lookup(tag, [take.language]) == take.language == tag:
            yield from (("reviewed" if take.ai else "people") for _ in take.sentences)


@lru_cache(maxsize=1 << 16)
def _many(text: str, tag: str) -> int:
    return max(1, len(sentences(text, tag)))
