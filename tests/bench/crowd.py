"""Two hundred visitors on one process, who walk for two minutes while two browsers watch.

`python tests/bench/crowd.py [--visitors 200] [--seconds 120] [--browsers 2] [--site DIR]`. Prints JSON:

- from pose to caption of an approved take, ms: from the first pose that completes an arrival (0.6 s at a stop, which
  tells arriving from passing) to the caption at the visitor, with how late the visitors' own clock ran;
- lost sentences: gaps in the captions' numbers, takes told to their end that lack a word, numbered messages that the
  server counts and the visitor never got; one visitor in ten has its line cut halfway;
- memory a visitor, kB: what the server's unique set grew by from one visitor to all of them;
- what the browsers saw: captions, errors, whether they were connected to the end.

On a machine that others use, give the session its share first, or Linux's autogroups hand each session the same:
`setsid bash -c 'echo -15 > /proc/self/autogroup; python tests/bench/crowd.py'`; Chromium gets a session of its own.

The voice is `scripted`: sound of the right length, encoded as Opus and paced like any other, with no model at work. The
browsers run at the lowest priority: in a museum they are machines of their own.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from scenes.scene import Site
from scenes.site_pack import load_site
from tests.bench.browsers import watching
from tests.bench.machine import machine
from tests.bench.walker import Walker
from tests.e2e.conftest import ARTEFACTS, ROOT, House, tour
from tour.settings import read_settings

TARGETS = {"pose_to_caption_p99_ms": 250, "lost": 0, "memory_a_visitor_kb": 300}


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and the worst, in milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in
          (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0))}  # fmt: skip
    return {name: round(value * 1000, 1) for name, value in at.items()} | {"n": len(ordered)}


def used(process: psutil.Process) -> float:
    """The server's own memory, kB."""
    return float(process.memory_full_info().uss) / 1024


async def lateness(found: list[float]) -> None:
    """How late this process itself wakes up: what it measures cannot be truer than that."""
    while True:
        wanted = time.monotonic() + 0.02
        await asyncio.sleep(0.02)
        found.append(max(0.0, time.monotonic() - wanted))


async def crowd(
    url: str, process: psutil.Process, site: Site, count: int, seconds: float, browsers: int
) -> dict[str, Any]:
    """Walk, watch, count."""
    random_ = random.Random(11)
    late: list[float] = []
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        watching(url, site.id, browsers, seconds) as watchers,
    ):
        await Walker(session, url, site, random_).visit(12.0)  # models are read, sound of the first stops is made
        before, cpu = used(process), process.cpu_times()
        walkers = [Walker(session, url, site, random.Random(n), cuts=n % 10 == 9) for n in range(count)]
        clock = asyncio.create_task(lateness(late))
        began = time.monotonic()
        walks = [asyncio.create_task(_enter(walker, n * 0.1, seconds)) for n, walker in enumerate(walkers)]
        peak = await _watch(process, began + count * 0.1 + seconds / 2)
        ended = await asyncio.gather(*walks, return_exceptions=True)
        spent = process.cpu_times()
        clock.cancel()
    return {
        "visitors": count,
        "seconds": seconds,
        "pose_to_caption": percentiles([each for walker in walkers for each in walker.arrivals]),
        "own_lateness": percentiles(late),
        "captions": sum(walker.captions for walker in walkers),
        "sentences_finished": sum(walker.finished for walker in walkers),
        "lines_cut": sum(walker.was_cut for walker in walkers),
        "lost": [line for walker in walkers for line in walker.lost][:20],
        "failed": [repr(each) for each in ended if isinstance(each, BaseException)][:10],
        "problems": sorted({code for walker in walkers for code in walker.problems}),
        "memory_a_visitor_kb": round((peak - before) / count, 1),
        "server_uss_mb": [round(before / 1024, 1), round(peak / 1024, 1)],
        "server_cores": round((spent.user + spent.system - cpu.user - cpu.system) / (time.monotonic() - began), 2),
        "browsers": watchers,
        "targets": TARGETS,
    }


async def _enter(walker: Walker, after: float, seconds: float) -> None:
    await asyncio.sleep(after)
    await walker.visit(seconds)


async def _watch(process: psutil.Process, until: float) -> float:
    """The most that the server used while everybody was there."""
    peak = 0.0
    while time.monotonic() < until:
        await asyncio.sleep(2)
        peak = max(peak, used(process))
    return peak


def prepare(data: str, site: Path) -> None:
    """Speak the approved takes ahead, as a museum does before it opens."""
    command = tour(
        "prepare", site.name, "--data", data, "--sites", str(site.parent), "--audio-only", "--language", "en"
    )
    voice = {"TOUR_VOICES": "scripted", "TOUR_MODEL": "none"}
    subprocess.run(command, check=True, cwd=ROOT, timeout=900, env=os.environ | voice, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--browsers", type=int, default=2)
    parser.add_argument("--site", type=Path, default=read_settings().data / "sites" / "colosseum")
    given = parser.parse_args()
    site = load_site(given.site)
    described = machine()
    os.environ |= {"TOUR_RECOGNIZER": "none", "TOUR_VISITS": str(given.visitors + 20), "TOUR_VISITS_A_MINUTE": "0"}
    with tempfile.TemporaryDirectory() as data:
        prepare(data, given.site)
        house = House(
            "--data", data, "--sites", str(given.site.parent), "--model", "none", "--voices", "scripted",
            log=ARTEFACTS / "crowd" / "server.log",
        )  # fmt: skip
        try:
            house.wait()
            process = psutil.Process(house.process.pid)
            found = asyncio.run(crowd(house.url, process, site, given.visitors, given.seconds, given.browsers))
        finally:
            code = house.stop()
    print(json.dumps({"machine": described, **found, "server_exit": code}, indent=1))


if __name__ == "__main__":
    main()
