"""With consent the guide suits itself to a visitor; without it, and after it, everybody hears the good general tour."""

from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from tests.scenes.test_bridges import TOML
from tests.tour.visits.conftest import Enter, Serve
from tour.keys import HOUSE
from tour.messages import Consent, ForgetMe, Goodbye, Profile
from tour.personal import Personal
from tour.visit import Visit

MOUTH, BENCH = (0.0, 0.0, 4.0), (20.0, 0.0, 4.0)
WELL, SEAT = (0.0, 1.0, 0.0), (20.0, 0.5, 0.0)
IRANIAN = Profile(home_country="ir", interests=("measure",))


@pytest.fixture
async def bridged(tmp_path: Path, serve: Serve) -> TestServer:
    """A server whose site has a bridge to Iran with a story."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/bridges.toml").write_text(TOML, encoding="utf-8")
    return await serve()


def visit_of(server: TestServer, visitor: Visitor) -> Visit:
    assert visitor.welcome is not None
    found = server.app[HOUSE].visits.find(visitor.welcome.resume)
    assert found is not None
    return found


async def offered(server: TestServer, enter: Enter) -> Visitor:
    """A visitor from Iran who agreed, at the end of the first stop."""
    visitor = await enter(server, profile=IRANIAN)
    await visitor.send(Consent(purposes=("personalise",)))
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1)
    return visitor


async def test_a_bridge_comes_at_the_end_of_a_stop_with_an_offer(bridged: TestServer, enter: Enter) -> None:
    visitor = await offered(bridged, enter)
    captions = visitor.heard[0].captions
    assert "".join(each.text for each in captions if each.facts == ("qanat",)).strip() == "Wells stand in Iran too."
    assert "The bucket" in "".join(each.text for each in captions if each.offer == "story")
    assert [each.offer for each in captions] == sorted(each.offer for each in captions), "the offer comes last"
    assert not any(each.imaginative for each in captions)


async def test_the_facts_of_the_site_tell_where_a_bridge_is_from(bridged: TestServer, enter: Enter) -> None:
    visitor = await offered(bridged, enter)
    assert "qanat" in visitor.heard[0].facts
    async with ClientSession() as session, session.get(bridged.make_url("/api/sites/well/facts?language=en")) as answer:
        facts = (await answer.json())["facts"]
    assert facts["qanat"]["sources"][0]["author"] == "Li Wei"


async def test_a_story_is_an_utterance_of_its_own_and_all_of_it_imagined(bridged: TestServer, enter: Enter) -> None:
    visitor = await offered(bridged, enter)
    await visitor.react("story")
    story = await visitor.hears(2)
    assert story.started.imaginative
    assert "imagined" in story.captions[0].text
    assert "A bucket could sing." in story.text
    assert {(caption.imaginative, caption.facts) for caption in story.captions} == {(True, ())}
    await visitor.react("story")
    again = await visitor.hears(3)
    assert not again.started.imaginative
    assert "bucket" not in again.text


@pytest.mark.parametrize("purposes", [(), ("analytics",)])
async def test_without_consent_nobody_is_told_apart(
    bridged: TestServer, enter: Enter, purposes: tuple[str, ...]
) -> None:
    visitor = await enter(bridged, profile=IRANIAN)
    await visitor.send(Consent(purposes=purposes))  # type: ignore[arg-type]
    await visitor.stand(MOUTH, WELL)
    heard = await visitor.hears(1)
    assert "Iran" not in heard.text
    await visitor.react("like")
    await visitor.react("story")
    assert "bucket" not in (await visitor.hears(2)).text
    assert visit_of(bridged, visitor).personal == Personal(purposes=frozenset(purposes), _offered=IRANIAN), (
        "nothing was measured"
    )


async def test_withdrawing_consent_ends_what_was_offered(bridged: TestServer, enter: Enter) -> None:
    visitor = await offered(bridged, enter)
    await visitor.send(Consent())
    await visitor.react("story")
    assert "bucket" not in (await visitor.hears(2)).text
    visit = visit_of(bridged, visitor)
    assert (visit.memory.offered, visit.memory.bridged) == ("", set())


async def test_the_general_tour_goes_on_at_once_when_they_withdraw(bridged: TestServer, enter: Enter) -> None:
    visitor = await enter(bridged, profile=IRANIAN, language="it")
    await visitor.send(Consent(purposes=("personalise",)))
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].chunks))
    await visitor.send(Consent())
    rest = await visitor.hears(2)
    assert visitor.heard[0].ended == "interrupted"
    assert "1502" in rest.text
    assert "Iran" not in rest.text


@pytest.mark.parametrize("farewell", [ForgetMe(), Goodbye()])
async def test_forgetting_and_leaving_wipe_what_was_known(
    bridged: TestServer, enter: Enter, farewell: ForgetMe | Goodbye
) -> None:
    visitor = await offered(bridged, enter)
    await visitor.react("like")
    visit = visit_of(bridged, visitor)
    await visitor.until(lambda: bool(visit.personal.audience.liked or visit.memory.told))
    await visitor.send(farewell)
    await visitor.until(lambda: visit.personal == Personal())
    memory = visit.memory
    assert (memory.offered, memory.bridged, memory.stories, memory.told) == ("", set(), set(), set())
