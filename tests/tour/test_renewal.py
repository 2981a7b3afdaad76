"""A site that changes under its visitors' feet: the house serves it at once, and nobody loses their way."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from msgspec.structs import replace as changed

from clients.visitor import Visitor
from scenes.scene import Scene, Site
from tests.builders import FACTS, build_site
from tests.people import house_settings, two_sites
from tour.keys import HOUSE
from tour.messages import AnnotationChanged, Hello
from tour.renewal import MOST, difference, messages


def with_notes(site: Site, **changes: Any) -> Site:
    """The site with its annotation `well` changed."""
    notes = tuple(changed(note, **changes) if note.id == "well" else note for note in site.scene.annotations)
    return replace(site, scene=changed(site.scene, annotations=notes))


def with_fact(site: Site, text: str) -> Site:
    """The site with another fact `depth`."""
    depth = changed(FACTS[0], text={**FACTS[0].text, "en": text})
    return replace(site, facts=MappingProxyType({**site.facts, "depth": depth}), takes=())


def only_the_bench(site: Site) -> Site:
    """The site without its well."""
    scene: Scene = changed(site.scene, annotations=site.scene.annotations[1:], stops=site.scene.stops[1:])
    facts = MappingProxyType({"bench": site.facts["bench"]})
    tours = tuple(changed(tour, stops=("bench",)) for tour in site.tours)
    return replace(site, scene=scene, facts=facts, takes=(), tours=tours)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The builders' site."""
    return build_site(tmp_path / "site")


def test_the_same_site_differs_in_nothing(site: Site) -> None:
    assert difference(site, replace(site)).changed == ()


def test_a_moved_thing_and_a_thing_told_otherwise_have_changed(site: Site) -> None:
    assert [note.id for note in difference(site, with_notes(site, radius=9.0)).changed] == ["well"]
    assert [note.id for note in difference(site, with_fact(site, "It is deep.")).changed] == ["well"]


def test_a_thing_that_is_gone_is_named(site: Site) -> None:
    found = difference(site, only_the_bench(site))
    assert (found.changed, found.removed) == ((), ("well",))
    assert list(messages(found, {})) == [AnnotationChanged(annotation="well", label="", removed=True)]


def test_of_very_many_changes_one_word_is_said(site: Site) -> None:
    many = tuple(changed(site.scene.annotations[0], id=f"note-{number}") for number in range(MOST + 1))
    found = difference(site, replace(site, scene=changed(site.scene, annotations=many)))
    assert list(messages(found, {})) == [AnnotationChanged(annotation="", label="")]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TestServer]:
    """A server that tells curated words."""
    async with TestServer(two_sites(tmp_path, house_settings(tmp_path))) as server:
        yield server


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Closes visits."""
    async with AsyncExitStack() as stack:
        yield stack


async def come_in(server: TestServer, stack: AsyncExitStack, **hello: Any) -> Visitor:
    address = str(server.make_url("/visit")).replace("http", "ws", 1)
    visitor = Visitor(address, Hello(**{"site": "well", "language": "en", "audio": (), **hello}))
    return await stack.enter_async_context(visitor)


async def test_visitors_are_told_in_the_language_they_read(server: TestServer, stack: AsyncExitStack) -> None:
    house = server.app[HOUSE]
    reader = await come_in(server, stack, language="it")
    elsewhere = await come_in(server, stack, site="hall")
    label = {"en": "The old well", "it": "Il vecchio pozzo", "zh-Hans": "老井"}
    await house.renew(with_notes(house.sites["well"], label=label))
    await reader.until(lambda: bool(reader.changes))
    assert reader.changes == [AnnotationChanged(annotation="well", label="Il vecchio pozzo")]
    assert elsewhere.changes == []
    assert all(visit.outbox.written == 0 for visit in house.visits.at("hall"))


async def test_who_arrives_after_the_change_hears_the_new_words(server: TestServer, stack: AsyncExitStack) -> None:
    house = server.app[HOUSE]
    visitor = await come_in(server, stack)
    await house.renew(with_fact(house.sites["well"], "The well is 40 feet deep."))
    await arrive(visitor, "mouth", (0.0, 0.0, 4.0))
    assert "40 feet" in (await visitor.hears(1)).text


async def test_who_stands_at_what_is_removed_stays_on_their_feet(server: TestServer, stack: AsyncExitStack) -> None:
    house = server.app[HOUSE]
    visitor = await come_in(server, stack)
    await arrive(visitor, "mouth", (0.0, 0.0, 4.0))
    await house.renew(only_the_bench(house.sites["well"]))
    await visitor.until(lambda: bool(visitor.changes))
    for reaction in ("more", "repeat", "like", "skip"):
        await visitor.react(reaction)
    await visitor.ask("q1", "How deep is the well?")
    await arrive(visitor, "bench", (20.0, 0.0, 4.0))
    await visitor.until(lambda: any("bench" in each.text for each in visitor.heard))
    assert visitor.problems == []


async def test_who_loses_their_language_goes_on_in_the_first(server: TestServer, stack: AsyncExitStack) -> None:
    house = server.app[HOUSE]
    await come_in(server, stack, language="it")
    await house.renew(replace(house.sites["well"], languages=("en", "zh-Hans")))
    assert [visit.language for visit in house.visits.at("well")] == ["en"]


async def test_a_new_site_opens(server: TestServer, stack: AsyncExitStack) -> None:
    house = server.app[HOUSE]
    await house.renew(replace(house.sites["well"], id="inn"))
    visitor = await come_in(server, stack, site="inn")
    assert visitor.welcome is not None
    assert visitor.welcome.site == "inn"


async def arrive(visitor: Visitor, stop: str, feet: tuple[float, float, float]) -> None:
    await visitor.stand(feet)
    await visitor.until(lambda: any(each.stop == stop for each in visitor.encounters))
