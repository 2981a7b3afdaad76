"""The small real model drafts, the check judges, a real voice speaks, and a person reads what came of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from narration.models.shelf import Shelf
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from scenes.site_pack import load_site
from tests.builders import write_pack
from tests.engines.little_llama import small_weights
from tour.engines import Engines
from tour.jobs import Job, Runner
from tour.jobs.job import ask, get
from tour.preparing import KIND, Preparation
from tour.preparing.means import means_of
from tour.records import Records
from tour.review.decisions import Decision, Reader, decide
from tour.review.drafts import Draft
from tour.review.queue import Wanted, queue
from tour.review.shelf import with_approved
from tour.settings import Settings, read_settings

pytestmark = pytest.mark.engine


async def prepared(settings: Settings, records: Records) -> tuple[Job, tuple[Draft, ...]]:
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    speech = Speech(engines.voices, cache=SpeechCache(settings.data / "speech"))
    request = {"languages": ["en"], "audiences": ["child", "expert"]}
    job = await records.write(ask, KIND, "well", request, "p-curator", datetime.now(UTC))
    async with engines.running():
        work = Preparation(means=means_of(settings, records, engines, speech)).work
        await Runner(records, {KIND: work}).do(job.id)
    found = await records.read(queue, "well", Wanted())
    return await records.read(get, job.id), found.drafts


async def test_whatever_a_small_model_says_only_what_holds_waits_to_be_told(tmp_path: Path) -> None:
    small_weights()
    write_pack(tmp_path / "sites" / "well")
    settings = Settings(
        data=tmp_path / "data", weights=read_settings().weights, sites=str(tmp_path / "sites"), guide="small",
        voices="espeak", recognizer="none",
    )  # fmt: skip
    async with Records.open(tmp_path / "records.sqlite") as records:
        job, drafts = await prepared(settings, records)
        assert (job.state, job.problem, job.result["drafts"]) == ("done", "", 4)
        assert {(each.stop, each.audience) for each in drafts} == {
            (stop, who) for stop in ("mouth", "bench") for who in ("child", "expert")
        }
        sentences = [each for draft in drafts for each in draft.sentences]
        assert all(each.claim and each.claim.verdict == "supported" for each in sentences)
        proposals = [claim for each in sentences for claim in each.proposals]
        assert proposals, "the model was asked"
        assert all(claim.reason for claim in proposals if claim.verdict != "supported")
        assert all("smollm2-135m" in each.model.lower() for each in sentences if each.ai), "the weights, by name"
        assert all(draft.voice for draft in drafts)
        assert list((tmp_path / "data" / "speech").rglob("*.speech"))
        site = load_site(tmp_path / "sites" / "well")
        child = next(each for each in drafts if (each.stop, each.audience) == ("mouth", "child"))
        by = Reader(id="p-aziza", name="Aziza")
        await records.write(decide, site, child.id, Decision(act="approve"), by, now=datetime.now(UTC))
        told = await records.read(with_approved, site)
        assert ("mouth", "en", "child") in {(each.stop, each.language, each.audience) for each in told.takes}
