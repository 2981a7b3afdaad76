"""What is asked about is what was pointed at, or looked at."""

import asyncio

from aiohttp.test_utils import TestServer

from tests.tour.visits.conftest import Enter
from tour.messages import VisitorPointed
from tour.steps import GLANCE


async def test_that_is_what_was_pointed_at_a_moment_ago(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(VisitorPointed(origin=(0.0, 1.0, 5.0), direction=(0.0, 0.0, -1.0)))
    await visitor.hears(1)
    await visitor.ask("q1", "What is that?")
    heard = await visitor.hears(2)
    assert heard.text.startswith("You are looking at this: The well.")
    assert heard.started.question == "q1"


async def test_how_do_you_know_names_the_source_of_what_was_pointed_at(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(VisitorPointed(origin=(0.0, 1.0, 5.0), direction=(0.0, 0.0, -1.0)))
    await visitor.hears(1)
    await visitor.ask("q1", "How do you know?")
    heard = await visitor.hears(2)
    assert "Anna Rossi, “Wells of the Hill” (1931, p. 4)" in heard.text


async def test_that_is_what_is_looked_at_when_nothing_was_pointed_at(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand((0.0, 0.0, 12.0), (0.0, 1.0, 0.0))
    await asyncio.sleep(3 * GLANCE)
    await visitor.ask("q1", "What is that?")
    heard = await visitor.hears(1)
    assert "The well" in heard.text
