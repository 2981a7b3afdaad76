"""Before consent and after `forget-me` nothing of a visitor lies anywhere; in between only what is sealed."""

import asyncio
import base64
import gc
import gzip
import logging
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import CoroutineType, FrameType, FunctionType, ModuleType

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from clients.visitor import Visitor
from narration.engines.scripted import Scripted, echo
from narration.phrases import phrase
from narration.prompt import Prompt
from scenes.pack_zip import pack
from tests.spoken import KnowsTheWords, silence, spoken, understood
from tests.tour.visits.conftest import Enter
from tour.analytics.deeds import Done, done
from tour.keys import HOUSE, RECORDS, SECRETS
from tour.logs import JsonLines
from tour.messages import Consent, ForgetMe, Goodbye, Profile
from tour.people.tempo import Tempo
from tour.privacy.kept import export
from tour.privacy.words import named
from tour.records import Records
from tour.records.backup import back_up

MOUTH, BENCH = (0.0, 0.0, 4.0), (20.0, 0.0, 4.0)
WELL, SEAT = (0.0, 1.0, 0.0), (20.0, 0.5, 0.0)
TYPED, ALOUD, INTEREST = "zebrafish-lantern", "quicksilver umbrella", "ocarina-moss"
NOT_FOLLOWED = (ModuleType, type, FrameType, FunctionType, logging.Logger)
SAID = Profile(home_country="ir", interests=(INTEREST,))


def forms(words: str) -> Iterator[bytes]:
    """How words may lie in a file."""
    for text in (words, words.upper(), words.replace("-", " ").replace(" ", "-")):
        raw = text.encode()
        yield from (raw, text.encode("utf-16-le"), raw.hex().encode())
        for shift in range(3):
            yield base64.b64encode(bytes(shift) + raw)[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder as it lies there, and what is packed into it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    yield from ((path, packed.read(name)) for name in packed.namelist())
            if path.suffix == ".gz":
                yield path, gzip.decompress(path.read_bytes())


def found(folder: Path, planted: Iterable[str]) -> list[tuple[str, str]]:
    """Which planted words lie in which file."""
    searched = list(everything(folder))
    assert any(path.name == "records.sqlite" for path, _ in searched), "the search looks at the records"
    return [
        (str(path.relative_to(folder)), words)
        for path, data in searched
        for words in planted
        if any(form in data for form in forms(words))
    ]


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


def remembered(root: object, planted: Iterable[str]) -> set[str]:
    """Planted words in any text that can be reached from an object or is kept by a cache of a module."""
    seen, waiting, words = set[int](), [root, *caches()], set[str]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen or not is_ours(each):
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes):
            text = each if isinstance(each, str) else each.decode("utf-8", "replace")
            words |= {word for word in planted if word in text}
        else:
            waiting += gc.get_referents(each)
    return words


def is_ours(each: object) -> bool:
    """Whether something belongs to the server, not to the test that looks at it or to the visitor."""
    if isinstance(each, CoroutineType):
        return not {"tests", "clients"} & set(Path(each.cr_code.co_filename).parts)
    home = type(each).__module__.partition(".")[0]
    return home not in {"_pytest", "clients", "tests"} and not isinstance(each, NOT_FOLLOWED)


def caches() -> Iterator[object]:
    """What every cached function of ours has kept: the house does not lead there."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("tour", "narration", "scenes"):
            yield from (each for each in vars(module).values() if hasattr(each, "cache_info"))


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


async def test_words_spoken_aloud_need_a_consent_of_their_own(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await walk_and_ask(server, visitor)
    assert ALOUD not in " ".join(each.deed.words for each in await asked(server, 2))


async def test_who_agrees_when_too_many_do_is_told_that_it_was_not_taken_in(server: TestServer, enter: Enter) -> None:
    house = server.app[HOUSE]
    assert house.keeping is not None
    house.keeping = replace(house.keeping, together=Tempo(at_once=1, a_minute=0.001))
    first, second = await enter(server), await enter(server, language="it")
    await first.send(Consent(purposes=("analytics",)))
    await ask_once(first)
    await second.send(Consent(purposes=("personalise", "analytics")))
    await second.until(lambda: bool(second.problems))
    (told,) = second.problems
    assert (told.code, told.retry_after) == ("consent-refused", None)
    assert told.message.startswith("Il consenso")
    assert first.problems == []
    assert {row["purpose"] for row in await rows(server, "consents")} == {"analytics"}


async def test_of_a_child_nothing_is_kept(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=Profile(age_group="child"))
    await visitor.send(Consent(purposes=("personalise", "analytics", "voice")))
    await ask_once(visitor)
    await visitor.send(Goodbye())
    await visitor.cut()
    assert await rows(server, "deeds") == []
    assert {row["purpose"] for row in await rows(server, "consents")} == {"personalise"}


async def test_what_was_done_before_consent_is_not_kept_with_it(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.stand(MOUTH, WELL)
    await visitor.hears(1, ended=False)
    await visitor.ask("q1", f"Who stole the {TYPED}?")
    await answered(visitor, "q1")
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.ask("q2", "How deep is the well?")
    await answered(visitor, "q2")
    await visitor.stand(BENCH, SEAT)
    questions = await asked(server, 1)
    assert [(each.deed.words, each.deed.answered, each.deed.stop) for each in questions] == [
        ("How deep is the well?", True, "mouth")
    ]


async def test_withdrawing_removes_what_was_kept_and_its_key(server: TestServer, enter: Enter, tmp_path: Path) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("personalise", "analytics")))
    await ask_once(visitor)
    await asked(server, 1)
    copy_all(server, tmp_path, "before")
    await visitor.send(Consent(purposes=("personalise",)))
    while await rows(server, "deeds"):
        await asyncio.sleep(0.05)
    with Records.open_now(tmp_path / "copies" / "before.sqlite") as backup:
        assert backup.read(done, server.app[SECRETS].keys, "well") == []


async def test_a_visitor_can_have_what_is_kept_of_them(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server, profile=SAID, language="it")
    await visitor.send(Consent(purposes=("personalise", "analytics"), words=named("it")))
    await ask_once(visitor)
    await asked(server, 1)
    assert visitor.welcome is not None
    key = server.app[SECRETS].keys.claim(visitor.welcome.visit, visitor.welcome.resume)
    assert key is not None
    told = await server.app[RECORDS].read(export, key)
    assert {consent["version"] for consent in told["consents"]} == {1}
    assert {deed["kind"] for deed in told["deeds"]} >= {"arrived", "asked", "stood"}
    assert {deed["language"] for deed in told["deeds"]} == {"it"}


async def test_a_house_whose_books_fail_keeps_nothing_and_still_tells(
    server: TestServer, enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = await enter(server)
    await server.app[RECORDS].write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    await visitor.send(Consent(purposes=("analytics",)))
    await visitor.stand(MOUTH, WELL)
    assert "12 metres" in (await visitor.hears(1)).text
    assert await rows(server, "deeds") == []
    assert "could not be written down" in caplog.text


async def test_who_takes_back_what_cannot_be_crossed_out_is_told_just_that(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.send(Consent(purposes=("analytics",)))
    await ask_once(visitor)
    await asked(server, 1)
    await server.app[RECORDS].write(lambda c: c.execute("ALTER TABLE consents RENAME TO lost"))
    await visitor.send(Consent(purposes=()))
    await visitor.until(lambda: len(visitor.consents) == 2)
    assert [(each.code, each.message) for each in visitor.problems] == [
        ("withdrawal-failed", phrase("withdrawal-failed", "en"))
    ]
    assert [(each.outcome, each.purposes) for each in visitor.consents] == [
        ("taken", ("analytics",)),
        ("withdrawal-failed", None),
    ]
