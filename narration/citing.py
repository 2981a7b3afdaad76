"""The sources of what was told, said in one breath to those who know the field."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narration.audience import Audience
from narration.notices import notice
from narration.utterance import Sentence
from scenes.facts import Citation, Fact
from scenes.scene import Site

SPOKEN = 4
"""Sources named aloud; all of them stand beside the captions."""


def cited(facts: Sequence[Fact], site: Site, audience: Audience, language: str) -> Iterator[Sentence]:
    """One sentence with the sources of the facts and their locators, for experts only."""
    if audience.age_group != "expert" or not facts:
        return
    names = list(dict.fromkeys(_named(site, cite) for cite in _ranked(facts)))[:SPOKEN]
    ids = tuple(fact.id for fact in facts if any(_named(site, cite) in names for cite in fact.cites))
    yield replace(notice("sources-here", language, sources="; ".join(names)), facts=ids)


def _ranked(facts: Sequence[Fact]) -> list[Citation]:
    """What can be looked up by its place comes first."""
    return sorted((cite for fact in facts for cite in fact.cites), key=lambda cite: not cite.locator)


def _named(site: Site, cite: Citation) -> str:
    """`Suetonius, Vespasian 9`; a work without a locator by its year: `Welch 2007`."""
    source = site.sources[cite.source]
    author = source.author.split(";")[0].split(",")[0].strip()
    return f"{author}, {cite.locator.replace(';', ',')}" if cite.locator else f"{author} {source.year}"
