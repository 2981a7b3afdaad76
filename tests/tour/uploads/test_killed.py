"""Killed in the middle of an upload: no acknowledged byte is lost, and none counts that did not come."""

import asyncio
import random
from pathlib import Path

import aiohttp
import pytest

from tests.tour.uploads.killing import Doomed, doomed
from tour.audit.chain import entries, verify
from tour.records import Records
from tour.records.records import FILE

SIZE = 24 * 1024 * 1024
PIECES = (64 * 1024, 700 * 1024, 9 * 1024 * 1024)
LONGEST = 0.25
"""Seconds that the house lives while something is sent."""


async def send_until_it_is_killed(house: Doomed, path: str, data: bytes, start: int, chance: random.Random) -> int:
    """Send on from `start`, and kill the house meanwhile; how far it had acknowledged."""
    known = start

    async def send() -> None:
        nonlocal known
        async with aiohttp.ClientSession() as session:
            while known < len(data):
                known = await house.patch(session, path, known, data[known : known + chance.choice(PIECES)])

    sending = asyncio.create_task(send())
    await asyncio.wait({sending}, timeout=chance.uniform(0.0, LONGEST))
    await house.kill()
    await asyncio.gather(sending, return_exceptions=True)
    return known


async def go_through(folder: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    data = chance.randbytes(SIZE)
    async with doomed(folder) as house:
        async with aiohttp.ClientSession() as session:
            path = await house.begin(session, "venus.glb", SIZE)
        known = 0
        for _ in range(times):
            acknowledged = await send_until_it_is_killed(house, path, data, known, chance)
            await house.open()
            async with aiohttp.ClientSession() as session:
                known = await house.offset(session, path)
            assert acknowledged <= known <= SIZE
            file = house.data / "uploads" / path.rpartition("/")[2]
            assert file.read_bytes()[:known] == data[:known]
            if known == SIZE:
                async with aiohttp.ClientSession() as session:
                    path, known = await house.begin(session, "venus.glb", SIZE), 0
        async with aiohttp.ClientSession() as session:
            while known < SIZE:
                known = await house.patch(session, path, known, data[known : known + 8 * 1024 * 1024])
        assert (house.data / "uploads" / path.rpartition("/")[2]).read_bytes() == data
    with Records.open_now(house.data / FILE) as records:
        assert records.read(verify) == []
        told = [each.about for each in records.read(entries, what="upload-finished")]
    assert len(told) == len(set(told)) > 0


async def test_four_times(tmp_path: Path) -> None:
    await go_through(tmp_path, 4, 11)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_hundred_times(tmp_path: Path) -> None:
    await go_through(tmp_path, 100, 2011)
