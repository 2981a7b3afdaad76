"""Before consent and after `forget-me` nothing of a visitor lies anywhere; in between only what is sealed."""

import base64
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from tests.tour.visits.asking import (
    ALOUD,
    BENCH,
    INTEREST,
    MOUTH,
    SAID,
    SEAT,
    TYPED,
    WELL,
    answered,
    ask_once,
    asked,
    copy_all,
    forgotten,
    model_of,
    rows,
    walk_and_ask,
)
from tests.tour.visits.conftest import Enter
from tests.tour.visits.searching import found, remembered
from tour.analytics.deeds import done
from tour.keys import HOUSE, SECRETS
from tour.logs import JsonLines
from tour.messages import Consent, ForgetMe, Goodbye
from tour.privacy.words import named
from tour.records import Records


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as records:
        records.execute("CREATE TABLE kept (words)")
        records.execute("INSERT INTO kept VALUES (?)", (f"where is the {TYPED}?",))
        records.commit()
    with zipfile.ZipFile(tmp_path / "pack.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("take", base64.b64encode(f"no {ALOUD} here".encode()))
    (tmp_path / "log").write_text(INTEREST.encode().hex())
    assert sorted(found(tmp_path, (TYPED, ALOUD, INTEREST))) == [
        ("log", INTEREST),
        ("pack.zip", ALOUD),
        ("records.sqlite", TYPED),
    ]


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path) -> Iterator[None]:
    """The house's logs, at their most talkative, beside its records."""
    (tmp_path / "logs").mkdir()
    file = logging.FileHandler(tmp_path / "logs" / "house.log")
    file.setFormatter(JsonLines())
    logging.getLogger().addHandler(file)
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    yield
    logging.getLogger().setLevel(before)
    logging.getLogger().removeHandler(file)
    file.close()


@pytest.mark.parametrize("purposes", [(), ("personalise", "voice")])
async def test_without_consent_to_it_nothing_a_visitor_did_or_said_is_kept(
    server: TestServer, enter: Enter, tmp_path: Path, purposes: tuple[str, ...]
) -> None:
    visitor = await enter(server, profile=SAID)
    if purposes:
        await visitor.send(Consent(purposes=purposes))  # type: ignore[arg-type]
    planted = await walk_and_ask(server, visitor)
    copy_all(server, tmp_path, "during")
    await visitor.send(Goodbye())
    await visitor.cut()
    assert await rows(server, "deeds") == []
    assert {row["purpose"] for row in await rows(server, "consents")} == set(purposes)
    assert found(tmp_path, planted) == []


async def test_after_forget_me_nothing_is_left(server: TestServer, enter: Enter, tmp_path: Path) -> None:
    visitor = await enter(server, profile=SAID)
    await visitor.send(Consent(purposes=("personalise", "analytics", "voice"), words=named("en")))
    planted = await walk_and_ask(server, visitor)
    questions = await asked(server, 3)
    assert [(each.deed.words, each.deed.answered) for each in questions] == [
        (f"Who stole the {TYPED}?", False),
        (f"Where is the {ALOUD}?", False),
        ("How deep is the well?", True),
    ]
    assert {each.deed.country for each in questions} == {"IR"}
    copy_all(server, tmp_path, "before")
    assert found(tmp_path, planted) == [], "what is kept is sealed"
    master = server.app[SECRETS].master_file.read_bytes()

    await visitor.send(ForgetMe())
    await forgotten(visitor)
    copy_all(server, tmp_path, "after")
    assert await rows(server, "deeds") == []
    assert server.app[SECRETS].keys.visitors() == set()
    assert {(row["visitor"], row["ended"]) for row in await rows(server, "consents")} == {("", "forgotten")}
    assert found(tmp_path, planted) == []
    assert ("data/keys.sqlite", questions[0].visitor) not in found(tmp_path, [questions[0].visitor]), (
        "what the records called them leads nowhere any more"
    )
    with Records.open_now(tmp_path / "copies" / "before.sqlite") as backup:
        assert len(backup.read(lambda c: c.execute("SELECT * FROM deeds").fetchall())) >= len(questions)
        assert backup.read(done, server.app[SECRETS].keys, "well") == [], f"and {len(master)} bytes of master key"


async def test_after_forget_me_the_house_remembers_nothing_either(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=SAID)
    await visitor.send(Consent(purposes=("personalise", "analytics", "voice")))
    planted = (await walk_and_ask(server, visitor))[:3]
    await asked(server, 3)
    assert INTEREST in remembered(server.app[HOUSE], planted), "the search finds what is remembered"
    await visitor.send(ForgetMe())
    await forgotten(visitor)
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: visitor.encounters[-1].stop == "mouth")
    server.app[HOUSE].engines.recognizer = None
    model_of(server).prompts.clear()
    assert remembered(server.app[HOUSE], planted) == set()


async def test_a_visit_that_goes_on_is_forgotten_over_http_too(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await ask_once(visitor)
    await asked(server, 1)
    assert visitor.welcome is not None
    mine = {"visit": visitor.welcome.visit, "resume": visitor.welcome.resume}
    async with (
        ClientSession() as session,
        session.post(server.make_url("/api/privacy/mine/erase"), json=mine) as answer,
    ):
        assert answer.status == 200
        assert (await answer.json())["records"] >= 1
    await forgotten(visitor)
    await visitor.ask("q9", f"Who stole the {TYPED}?")
    await answered(visitor, "q9")
    assert await rows(server, "deeds") == []


async def test_what_is_done_after_forgetting_is_not_kept_either(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=SAID)
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1, ended=False)
    await visitor.send(ForgetMe())
    await forgotten(visitor)
    await visitor.ask("q1", f"Who stole the {TYPED}?")
    await answered(visitor, "q1")
    await visitor.stand(BENCH, SEAT)
    await visitor.until(lambda: any(each.stop == "bench" for each in visitor.encounters))
    await visitor.send(Goodbye())
    await visitor.cut()
    assert await rows(server, "deeds") == []
    assert server.app[SECRETS].keys.visitors() == set()
