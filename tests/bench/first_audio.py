"""Arrival to first caption and first audio: approved takes, openings, live words warm and cold.

A headless visitor walks to a stop of the Colosseum over a real loopback socket. Times count from the arrival of
`encountered` (the dwell that decides an arrival comes before it and is reported apart). *Approved*: takes rendered
ahead. *Opening*: the same site without takes and nothing rendered; the curator's sentence opens while the model writes.
*Live*: every sentence in the model's words, no opening; *warm* with the prompts' shared beginning evaluated, *cold*
without. Only walks whose first sentence was live count there; the others are told by number.

    python tests/bench/first_audio.py [--walks 20] [--guide standard]
"""

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from aiohttp.test_utils import TestServer

sys.path.insert(0, str(Path(__file__).parents[2]))

from clients.visitor import Visitor
from scenes.scene import Site
from scenes.site_pack import load_site
from tests.bench.machine import machine, spread
from tour.app import create_app
from tour.keys import HOUSE
from tour.messages import Hello
from tour.rendering import render, takes_of
from tour.settings import Settings, read_settings

PREPARED = ("piazza", "facade", "arena")
LANGUAGES = ("en", "it", "zh-Hans")


@asynccontextmanager
async def serving(settings: Settings, site: Site, *, warm: bool) -> AsyncIterator[TestServer]:
    app = create_app(settings, {site.id: site})
    house = app[HOUSE]
    if not warm:
        house.engines.shared = ()
    async with TestServer(app) as server:
        await house.engines.settled()
        if warm and settings.model != "none":
            await house.engines.warmed.wait()
        yield server


async def arrive(server: TestServer, site: Site, stop_id: str, language: str) -> dict[str, Any]:
    """One walk to one stop: seconds from the encounter to the first caption and the first sound."""
    stop = next(stop for stop in site.scene.stops if stop.id == stop_id)
    url = str(server.make_url("/visit")).replace("http", "ws", 1)
    async with Visitor(url, Hello(site=site.id, language=language, audio=("opus",))) as visitor:
        began = monotonic()
        await visitor.stand(stop.position)
        await visitor.until(lambda: bool(visitor.encounters))
        met = monotonic()
        await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].captions), 60)
        caption = monotonic()
        await visitor.until(lambda: bool(visitor.heard[0].chunks), 60)
        audio = monotonic()
        asked = monotonic()
        await visitor.interrupt()
        await visitor.until(lambda: visitor.heard[0].ended is not None)
        times = {"dwell": met - began, "caption": caption - met, "audio": audio - met, "silence": monotonic() - asked}
        return {**times, "origin": visitor.heard[0].started.origin}


def summary(walks: list[dict[str, Any]], only: str = "") -> dict[str, Any]:
    origins = [walk["origin"] for walk in walks]
    counted = [walk for walk in walks if not only or walk["origin"] == only]
    return {
        "dwell": spread([walk["dwell"] for walk in walks]),
        "interrupted": spread([walk["silence"] for walk in walks]),
        "first_caption": spread([walk["caption"] for walk in counted]),
        "first_audio": spread([walk["audio"] for walk in counted]),
        "origins": {origin: origins.count(origin) for origin in sorted(set(origins))},
    }


async def approved(settings: Settings, site: Site, walks: int) -> dict[str, Any]:
    async with serving(replace(settings, model="none"), site, warm=False) as server:
        house = server.app[HOUSE]
        async for _ in render(house.speech, house.engines.voices, takes_of(site, ["en"], PREPARED)):
            pass
        return summary([await arrive(server, site, random.choice(PREPARED), "en") for _ in range(walks)])


async def live(settings: Settings, site: Site, walks: int, *, warm: bool, opening: bool = False) -> dict[str, Any]:
    """`walks` walks whose first sentence has the origin that is measured, language by language."""
    only = "verbatim" if opening else "live"
    stops = [stop.id for stop in site.scene.stops]
    heard: list[dict[str, Any]] = []
    while sum(walk["origin"] == only for walk in heard) < walks:
        with tempfile.TemporaryDirectory() as data:
            fresh = replace(settings, data=Path(data))
            async with serving(fresh, site, warm=warm) as server:
                if not opening:
                    _no_opening(server)
                for language in LANGUAGES * (walks if warm else 1):
                    if sum(walk["origin"] == only for walk in heard) < walks:
                        walk = await arrive(server, site, random.choice(stops), language)
                        heard.append({"language": language, **walk})
    of = {each: [walk for walk in heard if walk["language"] == each] for each in LANGUAGES}
    return {
        **summary(heard, only),
        "by_language": {each: summary(walks, only)["first_audio"] for each, walks in of.items()},
    }


def _no_opening(server: TestServer) -> None:
    guide = server.app[HOUSE].guides["colosseum"]
    told = guide.narrate
    guide.narrate = lambda *given, live=False: told(*given, live=True)  # type: ignore[method-assign]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--walks", type=int, default=20)
    parser.add_argument("--guide", default="standard")
    given = parser.parse_args()
    random.seed(7)
    settings = read_settings(guide=given.guide, port=0)
    site = load_site(settings.data / "sites" / "colosseum")
    report: dict[str, Any] = {"bench": "first_audio", "guide": given.guide, "machine": machine()}
    report["approved"] = await approved(settings, site, given.walks)
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "colosseum"
        shutil.copytree(site.folder, bare)
        shutil.rmtree(bare / "takes")
        untold = load_site(bare)
        report["opening"] = await live(settings, untold, given.walks, warm=True, opening=True)
        report["live_warm"] = await live(settings, untold, given.walks, warm=True)
        report["live_cold"] = await live(settings, untold, given.walks, warm=False)
    report["load_after"] = machine()["load_before"]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    asyncio.run(main())
