"""A site that is still being written, without whatever names something that is not there."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace as changed

from scenes.bridges import Bridge, Story
from scenes.facts import Citation, Fact
from scenes.scene import Site

Row = TypeVar("Row", bound=Struct)


def tellable(site: Site) -> Site:
    """The site as it can be told now: names of facts, sources, terms and things that nobody wrote yet are left out.

    A stop without what is looked at from there goes with them. What a take or a text says is never touched.
    """
    notes = {note.id for note in site.scene.annotations}
    stops = tuple(stop for stop in site.scene.stops if stop.annotation in notes)
    facts = {id_: _fact(fact, site) for id_, fact in site.facts.items()}
    return replace(
        site,
        facts=MappingProxyType(facts),
        bridges=_told({id_: _bridge(each, site) for id_, each in site.bridges.items()}),
        stories=_told({id_: _story(each, site) for id_, each in site.stories.items()}),
        takes=tuple(take for take in site.takes if all(f in facts for each in take.sentences for f in each.facts)),
        scene=changed(
            site.scene,
            annotations=tuple(changed(each, facts=_those(each.facts, facts)) for each in site.scene.annotations),
            stops=tuple(changed(each, facts=_those(each.facts, facts)) for each in stops),
        ),
    )


def _fact(fact: Fact, site: Site) -> Fact:
    return changed(fact, cites=_cites(fact.cites, site), terms=_those(fact.terms, site.glossary))


def _bridge(bridge: Bridge, site: Site) -> Bridge:
    cites, terms, facts = _cites(bridge.cites, site), _those(bridge.terms, site.glossary), bridge.facts
    return changed(bridge, cites=cites, terms=terms, facts=_those(facts, site.facts))


def _story(story: Story, site: Site) -> Story:
    return changed(story, bridges=_those(story.bridges, site.bridges), facts=_those(story.facts, site.facts))


def _cites(cites: Iterable[Citation], site: Site) -> tuple[Citation, ...]:
    return tuple(cite for cite in cites if cite.source in site.sources)


def _those(ids: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    return tuple(each for each in ids if each in known)


def _told(rows: Mapping[str, Row]) -> MappingProxyType[str, Row]:
    return MappingProxyType(dict(rows))
