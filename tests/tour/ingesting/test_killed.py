"""Killed in the middle of an ingest: it goes on where it stood, and what it brings is there once or not at all."""

import asyncio
import random
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from scenes.stores import sqlite
from tests.builders import box_glb
from tests.tour.ingesting.scans import in_pieces
from tests.tour.uploads.killing import Doomed, doomed
from tour.audit.chain import entries, verify
from tour.records import Records
from tour.records.records import FILE

JOBS = "/api/sites/louvre/jobs"


async def job_of(house: Doomed, session: aiohttp.ClientSession) -> Any:
    return (await house.ask(session, "GET", JOBS, 200))["jobs"][0]


async def until(house: Doomed, session: aiohttp.ClientSession, stage: str) -> Any:
    """The job once it has come so far, or has ended."""
    async with asyncio.timeout(240):
        while True:
            job = await job_of(house, session)
            if stage in job["stage"] or job["state"] not in {"waiting", "running"}:
                return job
            await asyncio.sleep(0.02)


async def begun(house: Doomed, session: aiohttp.ClientSession) -> None:
    """An ingest of a small scan in two files."""
    uploads = []
    for name, data in in_pieces(box_glb("lamp")).items():
        path = await house.begin(session, name, len(data))
        await house.patch(session, path, 0, data)
        uploads.append(path.rpartition("/")[2])
    wanted = {"uploads": uploads, "draco": False}
    await house.ask(session, "POST", "/api/sites/louvre/ingest", 202, wanted)


def examine(house: Doomed) -> None:
    """Everything is there once."""
    with Records.open_now(house.data / FILE) as records:
        assert records.read(verify) == []
        assert len(records.read(entries, what="scans-taken-in")) == 1
        assert records.read(sqlite.count, "louvre") == {"site": 1, "model": 2, "annotation": 1, "stop": 1}
        versions = [len(records.read(sqlite.history, "louvre", kind, id_)) for kind, id_ in (
            ("model", "lamp"), ("model", "walk"), ("annotation", "lamp"), ("stop", "entrance"))]  # fmt: skip
        assert versions == [1, 1, 1, 1]
    assert list((house.data / "uploads").iterdir()) == []
    assert list((house.data / "ingest").iterdir()) == []


async def killed_at(house: Doomed, stages: list[str], chance: random.Random) -> Any:
    """The ended job of an ingest during which the house was killed at these stages."""
    for stage in stages:
        async with aiohttp.ClientSession() as session:
            job = await until(house, session, stage)
        await asyncio.sleep(chance.uniform(0.0, 0.3))
        await house.kill()
        await house.open()
        if job["state"] not in {"waiting", "running"}:
            break
    async with aiohttp.ClientSession() as session:
        return await until(house, session, "(ended)")


@pytest.mark.timeout(300)
async def test_twice(tmp_path: Path) -> None:
    async with doomed(tmp_path) as house:
        async with aiohttp.ClientSession() as session:
            await begun(house, session)
        job = await killed_at(house, ["compare", "turntable"], random.Random(3))
        assert (job["state"], job["result"]["models"]) == ("done", ["lamp"]), job
        assert job["result"]["pictures"][0]["before"].endswith(".webp")
    examine(house)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(8))
async def test_at_random(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    stages = ["laying", "compare", "pictures", "turntable", "ground", "keep", "taken in"]
    async with doomed(tmp_path) as house:
        async with aiohttp.ClientSession() as session:
            await begun(house, session)
        job = await killed_at(house, [each for each in stages if chance.random() < 0.5], chance)
        assert (job["state"], job["result"]["models"]) == ("done", ["lamp"]), job
    examine(house)
