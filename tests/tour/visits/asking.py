"""A visitor who asks for what nobody else would, and what the house keeps of that."""

import asyncio
from pathlib import Path

from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from narration.engines.scripted import Scripted, echo
from narration.prompt import Prompt
from scenes.pack_zip import pack
from tests.spoken import KnowsTheWords, silence, spoken, understood
from tour.analytics.deeds import Done, done
from tour.keys import HOUSE, RECORDS, SECRETS
from tour.messages import Profile
from tour.records.backup import back_up

MOUTH, BENCH = (0.0, 0.0, 4.0), (20.0, 0.0, 4.0)
WELL, SEAT = (0.0, 1.0, 0.0), (20.0, 0.5, 0.0)
TYPED, ALOUD, INTEREST = "zebrafish-lantern", "quicksilver umbrella", "ocarina-moss"
SAID = Profile(home_country="ir", interests=(INTEREST,))


async def walk_and_ask(server: TestServer, visitor: Visitor) -> list[str]:
    """Do everything a visitor can do before a guide that repeats their words; what must not be found."""
    model_of(server)._script = repeats
    server.app[HOUSE].engines.recognizer = KnowsTheWords(says=[understood(f"Where is the {ALOUD}?")])
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1, ended=False)
    await visitor.ask("q1", f"Who stole the {TYPED}?")
    await answered(visitor, "q1")
    await visitor.say_aloud("q2", spoken() + silence(0.2), pace=0)
    await answered(visitor, "q2")
    await visitor.ask("q3", "How deep is the well?")
    await answered(visitor, "q3")
    for reaction in ("like", "wrong"):
        await visitor.react(reaction)
    await visitor.stand(BENCH, SEAT)
    await visitor.until(lambda: any(each.stop == "bench" for each in visitor.encounters))
    assert visitor.welcome is not None
    return [TYPED, ALOUD, INTEREST, visitor.welcome.visit, visitor.welcome.resume]


async def ask_once(visitor: Visitor) -> None:
    """The least that is kept: a question at the well, and going on to the bench."""
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1, ended=False)
    await visitor.ask("q1", f"Who stole the {TYPED}?")
    await answered(visitor, "q1")
    await visitor.stand(BENCH, SEAT)
    await visitor.until(lambda: any(each.stop == "bench" for each in visitor.encounters))


def model_of(server: TestServer) -> Scripted:
    """The model of the house, which keeps what it was asked for tests alone."""
    model = server.app[HOUSE].engines.model
    assert isinstance(model, Scripted)
    return model


def repeats(prompt: Prompt) -> str:
    """What a model says that has read a visitor's words says them again; the check refuses that."""
    told = [word for word in (TYPED, ALOUD, INTEREST) if any(word in turn.text for turn in prompt.turns)]
    return f"The {told[0]} is here." if told else echo(prompt)


async def answered(visitor: Visitor, question: str) -> None:
    await visitor.until(lambda: any(each.started.question == question and each.ended for each in visitor.heard))


async def forgotten(visitor: Visitor) -> None:
    """Wait until the guide says that everything is gone."""
    await visitor.until(lambda: any("Everything I knew" in each.text for each in visitor.heard))


async def deeds(server: TestServer) -> list[Done]:
    """What is kept of what visitors did, once it is written down."""
    return await server.app[RECORDS].read(done, server.app[SECRETS].keys, "well")


async def asked(server: TestServer, count: int) -> list[Done]:
    """The questions that are kept, as soon as there are so many."""
    while len(those := [each for each in await deeds(server) if each.deed.kind == "asked"]) < count:
        await asyncio.sleep(0.05)
    return those


async def rows(server: TestServer, table: str) -> list[dict[str, object]]:
    return await server.app[RECORDS].read(lambda c: [dict(row) for row in c.execute(f"SELECT * FROM {table}")])


def copy_all(server: TestServer, tmp_path: Path, name: str) -> None:
    """A backup of the records and a pack of the site, as an operator makes them."""
    (tmp_path / "copies").mkdir(exist_ok=True)
    back_up(server.app[RECORDS].path, tmp_path / "copies" / f"{name}.sqlite")
    pack(tmp_path / "pack", tmp_path / "copies" / f"{name}.zip")
