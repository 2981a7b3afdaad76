"""A site made ready for review: words for every stop and audience, what speaks against them, and their sound."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from narration.engine import EngineContext, EngineUnavailable
from narration.engines.scripted import Scripted, echo
from narration.engines.scripted_voice import ScriptedVoice
from narration.prompt import Prompt
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from narration.voice.voices import Voices
from scenes.pack_records import import_records, take_apart
from scenes.scene import Site
from scenes.site_pack import load_site
from scenes.stores import sqlite
from scenes.stores.files import FileStore
from scenes.stores.named import NamedFiles
from scenes.translations import read_translations
from tests.builders import write_pack
from tour.jobs import Job, Runner
from tour.jobs.job import ask, get
from tour.preparing import KIND, Means, Preparation
from tour.records import Records
from tour.review.decisions import Decision, Reader, decide
from tour.review.desk import Desk
from tour.review.drafts import approved
from tour.review.queue import Queue, Wanted, queue

AZIZA = Reader(id="p-aziza", name="Aziza")


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records.open(tmp_path / "records.sqlite") as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return load_site(write_pack(tmp_path / "sites" / "well"))


@pytest.fixture
async def house(site: Site, tmp_path: Path) -> AsyncIterator["House"]:
    async with Voices({"scripted": ScriptedVoice}, EngineContext(weights=lambda name: None)) as voices:
        yield House(site, voices, SpeechCache(tmp_path / "speech"))


class House:
    """A site, a scripted model and a scripted voice."""

    def __init__(self, site: Site, voices: Voices, cache: SpeechCache) -> None:
        self.folder, self.model = site.folder, Scripted(script=echo)
        self.voices, self.cache, self.in_records = voices, cache, False
        self.records: Records | None = None

    def means(self) -> Means:
        async def found(name: str) -> tuple[Site, bool]:
            kept = await self.records.read(Desk({}).site, name) if self.records and self.in_records else None
            if kept is None and name != "well":
                raise LookupError(f"site {name!r} is not here")
            return kept or load_site(self.folder), kept is not None

        async def ready() -> None:
            return None

        return Means(
            site=found, ready=ready, model=lambda: self.model,
            speech=Speech(self.voices, cache=self.cache), voice=self.voices.choose,
        )  # fmt: skip

    async def prepare(self, records: Records, **request: Any) -> Job:
        self.records = records
        job = await records.write(ask, KIND, "well", request, "p-curator", datetime.now(UTC))
        await Runner(records, {KIND: Preparation(means=self.means()).work}).do(job.id)
        return await records.read(get, job.id)


async def waiting(records: Records) -> Queue:
    return await records.read(queue, "well", Wanted(states=("screened",)), limit=200)


async def test_every_stop_and_audience_waits_in_the_queue_with_its_sound(records: Records, house: House) -> None:
    job = await house.prepare(records, languages=["en", "it"], audiences=["", "child"])
    assert (job.state, job.problem, job.result) == ("done", "", {"drafts": 7, "spoken": 8})
    assert job.done == job.total
    found = await waiting(records)
    assert {(each.stop, each.language, each.audience) for each in found.drafts} == {
        (stop, tag, who) for stop in ("mouth", "bench") for tag in ("en", "it") for who in ("", "child")
    } - {("mouth", "en", "")}, "for which the pack has an approved take"
    depth = next(each for each in found.drafts if (each.stop, each.language) == ("mouth", "it"))
    assert [each.text for each in depth.sentences] == [
        "Il pozzo è profondo 12 metri.",
        "Marco Rossi scavò il pozzo nel 1502.",
    ]
    assert {each.model for each in depth.sentences} <= {"", "scripted"}
    assert all(each.claim and each.claim.verdict == "supported" for each in depth.sentences)
    assert depth.voice == "tone-it"
    (pack,) = await records.read(approved, "well")
    assert pack.voice == "tone-en", "what is approved is spoken ahead too"


async def test_the_sound_is_where_a_visitor_finds_it(records: Records, house: House) -> None:
    await house.prepare(records, languages=["it"], stops=["mouth"])
    silent = Speech(house.voices, cache=house.cache)
    voice = house.voices.choose("it")
    assert voice is not None
    before = len(list(house.cache._folder.rglob("*.speech")))
    assert await silent.prepare("Il pozzo è profondo 12 metri.", voice)
    assert len(list(house.cache._folder.rglob("*.speech"))) == before > 0


async def test_what_the_model_invents_is_refused_and_kept_beside_the_words(records: Records, house: House) -> None:
    house.model = Scripted(
        script=["The well is 13 metres deep.", "It is 14 metres deep.", "Marcus Rossi dug the well in 1502."]
    )
    await house.prepare(records, languages=["en"], audiences=["child"], stops=["mouth"], sound=False)
    (found,) = (await waiting(records)).drafts
    assert (found.refused, found.objections, found.author) == (2, 0, "scripted (a language model)")
    assert [claim.verdict for claim in found.sentences[0].proposals] == ["contradicted"] * 2
    assert "13" in found.sentences[0].proposals[0].reason


async def test_asking_again_makes_nothing_anew_unless_it_shall(records: Records, house: House) -> None:
    await house.prepare(records, languages=["it"], sound=False)
    first = await waiting(records)
    prompts = len(house.model.prompts)
    assert (await house.prepare(records, languages=["it"], sound=False)).result == {"drafts": 0}
    assert len(house.model.prompts) == prompts
    rejected = Decision(act="reject", category="factual", reason="no")
    await records.write(decide, load_site(house.folder), first.drafts[0].id, rejected, AZIZA, now=datetime.now(UTC))
    assert (await house.prepare(records, languages=["it"], sound=False)).result == {"drafts": 0}
    assert (await house.prepare(records, languages=["it"], sound=False, again=True)).result == {"drafts": 2}
    assert not {each.id for each in (await waiting(records)).drafts} & {each.id for each in first.drafts}


async def test_a_fact_that_changed_is_reason_for_a_new_draft(records: Records, house: House) -> None:
    await house.prepare(records, languages=["it"], sound=False)
    facts = house.folder / "facts" / "facts.toml"
    facts.write_text(facts.read_text().replace("profondo 12", "fondo 12"))
    assert (await house.prepare(records, languages=["it"], sound=False)).result == {"drafts": 1}


async def test_taken_up_again_it_goes_on_where_it_stood(records: Records, house: House) -> None:
    asked = 0

    def dies(prompt: Prompt) -> str:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise asyncio.CancelledError
        return echo(prompt)

    house.model, house.records = Scripted(script=dies), records
    job = await records.write(
        ask, KIND, "well", {"languages": ["en", "it", "zh-Hans"], "audiences": ["child"]}, "p", datetime.now(UTC)
    )
    doing = asyncio.create_task(Runner(records, {KIND: Preparation(means=house.means()).work}).do(job.id))
    with suppress(asyncio.CancelledError):
        await doing
    left = len((await waiting(records)).drafts)
    assert 0 < left < 6
    await records.write(lambda c: c.execute("UPDATE jobs SET state = 'running', holder = 'gone/1/x', held_until = ''"))
    await Runner(records, {KIND: Preparation(means=house.means()).work}).do(job.id)
    done = await records.read(get, job.id)
    assert (done.state, done.result["drafts"]) == ("done", 6 - left)
    found = (await waiting(records)).drafts
    assert len({(each.stop, each.language) for each in found}) == len(found) == 6


FRENCH = {
    "The well is 12 metres deep.": "Le puits a 12 mètres de profondeur.",
    "Marcus Rossi dug the well in 1502.": "Marcus Rossi a creusé le puits en 1502.",
    "Scholars disagree whether the bench is older than the well.": "Le banc est vieux.",
    "The mouth of the well": "La margelle du puits",
    "The bench": "Le banc",
    "The Well": "Le puits",
    "A stone well.": "Un puits de pierre.",
    "Welcome to the well.": "Bienvenue au puits.",
}


def translating(prompt: Prompt) -> str:
    """What a model would make of a text of the site, and back."""
    asked = prompt.own[-1].text.removeprefix("Text: ").strip().splitlines()[-1].removeprefix("Text: ")
    both = {**FRENCH, **{text: original for original, text in FRENCH.items()}}
    return next((reply for text, reply in both.items() if text.lower() == asked.lower()), "")


async def test_a_language_that_nobody_wrote_is_translated_first(records: Records, house: House) -> None:
    house.model = Scripted(script=translating)
    job = await house.prepare(records, languages=["fr"], sound=False)
    assert (job.state, job.problem) == ("done", "")
    kept = read_translations(house.folder)["fr"]
    assert (set(kept.facts), kept.drafts) == ({"bench", "depth", "year"}, {})
    assert (kept.site.title, kept.stops, kept.labels["bench"]) == (
        "Le puits", {"mouth": "La margelle du puits", "bench": "Le banc"}, "Le banc",
    )  # fmt: skip
    assert load_site(house.folder).offered == ("fr",), "and so visitors may choose it"
    found = (await waiting(records)).drafts
    assert "Le puits a 12 mètres de profondeur." in [each.text for draft in found for each in draft.sentences]
    assert all(each.ai for draft in found for each in draft.sentences)
    asked = len(house.model.prompts)
    await house.prepare(records, languages=["fr"], sound=False)
    assert len(house.model.prompts) == asked, "what was tried once is left to people"


async def test_a_name_that_does_not_hold_is_left_to_people(records: Records, house: House) -> None:
    def wrong(prompt: Prompt) -> str:
        return "Le 12" if any("bench" in turn.text for turn in prompt.own) else translating(prompt)

    house.model = Scripted(script=wrong)
    await house.prepare(records, languages=["fr"], stops=["bench"], sound=False)
    kept = read_translations(house.folder)["fr"]
    assert "bench" not in kept.stops
    assert kept.drafts["stops.bench"] == "Le 12"
    assert kept.objections["stops.bench"]
    assert load_site(house.folder).offered == ()


async def test_a_site_kept_in_records_is_prepared_from_them(records: Records, house: House, tmp_path: Path) -> None:
    parts = take_apart(house.folder, NamedFiles(FileStore(tmp_path / "files"), tmp_path / "files"))
    await records.write(import_records, parts, author="p-curator", now=datetime.now(UTC))
    house.in_records = True
    await house.prepare(records, languages=["it"], stops=["bench"], sound=False)
    (found,) = (await waiting(records)).drafts
    site = await records.read(Desk({}).site, "well")
    await records.write(decide, site, found.id, Decision(act="approve"), AZIZA, now=datetime.now(UTC))
    laid = await records.read(sqlite.get, "well", "take", "bench.it")
    assert laid is not None
    assert (laid.body["state"], laid.body["reviewer"], list(laid.body["rests_on"])) == ("approved", "Aziza", ["bench"])
    await records.write(decide, site, found.id, Decision(act="reopen"), AZIZA, now=datetime.now(UTC))
    assert await records.read(sqlite.get, "well", "take", "bench.it") is None


@pytest.mark.parametrize(
    ("request_", "said"),
    [({"stops": ["moat"]}, "no stop 'moat'"), ({"audiences": []}, "at least one audience")],
)
async def test_what_cannot_be_prepared_says_why(records: Records, house: House, request_: Any, said: str) -> None:
    job = await house.prepare(records, **request_)
    assert job.state == "failed"
    assert said in job.problem


async def test_a_model_that_goes_away_fails_the_job_and_keeps_what_was_made(records: Records, house: House) -> None:
    house.model = Scripted(script=[EngineUnavailable("scripted", "gone")])
    job = await house.prepare(records, languages=["fr"], sound=False)
    assert job.state == "failed"
    assert "gone" in job.problem
