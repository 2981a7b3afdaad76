"""Jobs are done to their end, whatever happens to who does them."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tour.jobs.counting import count, numbers
from tour.jobs import Errand, Job, Runner
from tour.jobs.job import ask, cancel, get
from tour.jobs.runner import Failed
from tour.records import Records

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records.open(tmp_path / "records.sqlite") as opened:
        yield opened


async def asked(records: Records, **request: Any) -> Job:
    return await records.write(ask, "count", "well", request, "p-aziza", datetime.now(UTC))


async def ended(records: Records, job: Job) -> Job:
    async with asyncio.timeout(30):
        while (found := await records.read(get, job.id)).is_open:
            await asyncio.sleep(0.01)
    return found


async def until(records: Records, job: Job, done: int) -> None:
    async with asyncio.timeout(30):
        while (await records.read(get, job.id)).done < done:
            await asyncio.sleep(0.005)


def begun_and_killed(path: Path, seconds: float) -> None:
    """A process that does jobs, killed so long after it began."""
    command = [sys.executable, "-m", "tests.tour.jobs.counting", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


async def test_what_waits_is_done_and_says_how_far_it_is(records: Records) -> None:
    first, second = await asked(records, to=3), await asked(records, to=5)
    runner = Runner(records, {"count": count})
    runner.begin()
    done = await ended(records, second)
    assert (done.state, done.result, done.done, done.total, done.stage) == ("done", {"counted": 5}, 5, 5, "number 4")
    assert (await records.read(get, first.id)).ended <= done.ended
    await runner.close()


async def test_what_a_closing_house_leaves_goes_on_when_it_opens(records: Records) -> None:
    job = await asked(records, to=40, pause=0.005)
    runner = Runner(records, {"count": count}, name="a/1/a")
    runner.begin()
    await until(records, job, 5)
    await runner.close()
    left = await records.read(get, job.id)
    assert (left.state, 5 <= left.done < 40) == ("waiting", True)
    again = Runner(records, {"count": count}, name="b/1/b")
    again.begin()
    assert (await ended(records, job)).state == "done"
    assert await records.read(numbers) == list(range(40))
    await again.close()


async def test_a_running_job_is_cancelled_and_keeps_what_was_done(records: Records) -> None:
    job = await asked(records, to=10_000, pause=0.005)
    runner = Runner(records, {"count": count})
    runner.begin()
    await until(records, job, 3)
    await records.write(cancel, job.id, "p-marco", datetime.now(UTC))
    done = await ended(records, job)
    assert done.state == "cancelled"
    assert await records.read(numbers) == list(range(done.done))
    await runner.close()


async def test_a_wish_to_cancel_reaches_work_in_the_middle_of_a_long_step(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tour.jobs.runner.BEAT", 0.02)
    job = await asked(records, to=1, pause=1000.0)
    runner = Runner(records, {"count": count})
    runner.begin()
    async with asyncio.timeout(10):
        while (await records.read(get, job.id)).stage != "counting":
            await asyncio.sleep(0.01)
    await records.write(cancel, job.id, "p-marco", datetime.now(UTC))
    assert (await ended(records, job)).state == "cancelled"
    await runner.close()


async def test_work_that_cannot_be_done_says_why_and_the_next_is_done(records: Records) -> None:
    async def cannot(errand: Errand) -> Mapping[str, Any]:
        raise Failed("no model is here") if errand.job.request["kindly"] else ValueError("secret")

    kind, unkind = await asked(records, kindly=True), await asked(records, kindly=False)
    runner = Runner(records, {"count": cannot})
    runner.begin()
    assert (await ended(records, kind)).problem == "no model is here"
    assert (await ended(records, unkind)).problem == "Something went wrong; the log says what."
    await runner.close()


async def test_a_job_that_another_process_holds_is_left_to_it(records: Records) -> None:
    job = await asked(records, to=1000, pause=0.01)
    one, other = (Runner(records, {"count": count}, name=f"elsewhere/{n}/x") for n in (1, 2))
    doing = asyncio.create_task(one.do(job.id))
    await until(records, job, 1)
    assert await other.do(job.id) is None
    doing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await doing
    assert (await records.read(get, job.id)).state == "waiting"


async def test_killed_again_and_again_it_loses_and_repeats_nothing(tmp_path: Path) -> None:
    path, chance = tmp_path / "records.sqlite", random.Random(7)
    async with Records.open(path) as records:
        job = await asked(records, to=60, pause=0.004)
    for _ in range(6):
        await asyncio.to_thread(begun_and_killed, path, chance.uniform(0.0, 0.12))
    async with Records.open(path) as records:
        left = await records.read(get, job.id)
        assert left.done == len(await records.read(numbers)), "progress and work are written down together"
        runner = Runner(records, {"count": count})
        runner.begin()
        assert (await ended(records, job)).state == "done"
        assert await records.read(numbers) == list(range(60))
        await runner.close()
