"""Arrival to first audio, on simulated walks over a real server, and how often what is heard was made ahead.

Headless visitors walk the Colosseum over a loopback socket: in the order of a tour, skipping stops of one, or wandering
(`tests/bench/walks.py`, seeded). Times count from the arrival of `encountered`; the dwell that decides an arrival comes
before it. A *hit* is an arrival whose first two sentences or more were made ahead for this visitor, words and sound, by
the server's own count (`tour_arrivals_total`); a *miss* is any other, and what is heard first then is the opening
sentence that idle time had rendered.

The site is walked without its takes: the curator's sentence opens, the model's words follow; `--told` leaves them in.
*teleport* puts a visitor at one random stop after the other, so that nothing can be foreseen. `--cold` has
nothing rendered yet: what an arrival costs in the first minute after the first start.

    python tests/bench/first_audio.py walks [--style tour|skipping|wandering] [--arrivals 6] [--visitors 1] [--told]
    python tests/bench/first_audio.py teleport [--arrivals 20] [--told] [--cold]

`--data DIR` keeps what is rendered from one run to the next; `--voices scripted --model scripted` measures foresight
alone, for many visitors.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

from aiohttp.test_utils import TestServer

sys.path.insert(0, str(Path(__file__).parents[2]))

from clients.visitor import Visitor
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_sites
from tests.bench.machine import machine, spread
from tests.bench.walks import POSES_A_SECOND, STYLES, Leg, Style, legs, plan
from tour.app import create_app
from tour.house import House
from tour.keys import HOUSE
from tour.messages import Encountered, Hello, Message, SpeechChunk, UtteranceStarted
from tour.settings import Settings, read_settings

STAY = (15.0, 40.0)
"""Seconds a visitor stays at a stop; a narration is 60 to 90."""


@asynccontextmanager
async def serving(settings: Settings, site: Site, languages: list[str], *, cold: bool) -> AsyncIterator[TestServer]:
    """A server whose openings are rendered, in the languages that are walked, unless it is to be cold."""
    app = create_app(settings, {site.id: replace(site, languages=tuple(languages))})
    async with TestServer(app) as server:
        house = app[HOUSE]
        await house.engines.settled()
        if settings.model not in {"none", ""}:
            await house.engines.warmed.wait()
        if not cold:
            await house.ready()
        yield server


def prepared(house: House) -> Counter[str]:
    """How many arrivals were met how well prepared, so far."""
    samples = [sample for each in house.metrics.arrivals.collect() for sample in each.samples]
    return Counter({s.labels["prepared"]: round(s.value) for s in samples if s.name.endswith("_total")})


@asynccontextmanager
async def entering(server: TestServer, site: Site, language: str) -> AsyncIterator["Watching"]:
    url = str(server.make_url("/visit")).replace("http", "ws", 1)
    visitor = Watching(url, Hello(site=site.id, language=language, audio=("opus",)))
    visitor.watch(server.app[HOUSE])
    async with visitor:
        yield visitor


async def arrive(visitor: Visitor, leg: Leg) -> None:
    """Walk to a stop."""
    for feet, ahead in zip(leg.feet, (*leg.feet[1:], leg.feet[-1]), strict=True):
        await visitor.stand(feet, ahead if ahead != feet else leg.stop.position)
        await asyncio.sleep(1 / POSES_A_SECOND)


class Watching(Visitor):
    """A visitor who times every encounter to the first sound after it, whatever they do meanwhile."""

    house: House
    arrivals: list[dict[str, Any]]
    _open: dict[str, Any] | None = None

    def watch(self, house: House) -> None:
        self.house, self.arrivals = house, []

    def _take(self, message: Message) -> None:
        super()._take(message)
        match message:
            case Encountered() if message.stop:
                self._open = {"stop": message.stop, "at": monotonic(), "prepared": self._prepared}
                self.arrivals.append(self._open)
            case UtteranceStarted() if self._open:
                self._open.setdefault("origin", message.origin)
            case SpeechChunk() if self._open and message.data and "origin" in self._open:
                self._open["audio"] = monotonic() - self._open.pop("at")
                self._open = None

    @property
    def _prepared(self) -> str:
        assert self.welcome is not None
        visits = (kept.visit for kept in self.house.visits._kept.values())
        return next(visit.foresight.last for visit in visits if visit.id == self.welcome.visit)


async def walk(server: TestServer, site: Site, style: Style, language: str, arrivals: int, seed: str) -> list[Any]:
    """One visitor's walk: every arrival, its seconds to the first sound, and how well it was prepared."""
    rng = random.Random(seed)
    async with entering(server, site, language) as visitor:
        for leg in islice(legs(site, plan(site, style, rng, arrivals + 1), rng), arrivals + 1):
            await arrive(visitor, leg)
            await asyncio.sleep(rng.uniform(*STAY))
        return [{"style": style, "first": n == 0, **each} for n, each in enumerate(visitor.arrivals)]


def _heard(visitor: Any, arrivals: int) -> bool:
    return len(visitor.arrivals) == arrivals and "audio" in visitor.arrivals[-1]


async def teleport(server: TestServer, site: Site, language: str, arrivals: int) -> list[Any]:
    """One visitor who stands at one random stop after the other, two seconds each: too soon to foresee anything."""
    stops = random.Random(language).sample(site.scene.stops, min(arrivals + 1, len(site.scene.stops)))
    async with entering(server, site, language) as visitor:
        for count, stop in enumerate(stops, 1):
            await visitor.stand(stop.position)
            await visitor.until(partial(_heard, visitor, count), 60)
            await asyncio.sleep(2.0)
        return [{"style": "teleport", "first": n == 0, **each} for n, each in enumerate(visitor.arrivals)]


def summary(all_arrivals: list[dict[str, Any]]) -> dict[str, Any]:
    """Of all but each visitor's first arrival, which the site's welcome opens."""
    arrivals = [each for each in all_arrivals if not each["first"]]
    hits = [each for each in arrivals if each["prepared"] != "no"]
    misses = [each for each in arrivals if each["prepared"] == "no"]
    return {
        "arrivals": len(arrivals),
        "prepared": dict(Counter(each["prepared"] for each in arrivals)),
        "hit_rate": round(len(hits) / len(arrivals), 3) if arrivals else None,
        "whole_rate": round(sum(each["prepared"] == "whole" for each in hits) / len(arrivals), 3) if arrivals else None,
        "first_audio_of_all": spread([each["audio"] for each in all_arrivals if "audio" in each]),
        "first_audio_hit": spread([each["audio"] for each in hits if "audio" in each]),
        "first_audio_miss": spread([each["audio"] for each in misses if "audio" in each]),
        "silent": sum("audio" not in each for each in arrivals),
        "origins": dict(Counter(each.get("origin", "none") for each in arrivals)),
    }


async def walks(settings: Settings, site: Site, given: argparse.Namespace) -> dict[str, Any]:
    styles: tuple[Style, ...] = (given.style,) if given.style else STYLES
    async with serving(settings, site, given.languages, cold=given.cold) as server:
        todo = [
            walk(server, site, style, given.languages[n % len(given.languages)], given.arrivals, f"{style}{n}")
            for style in styles
            for n in range(given.visitors)
        ]
        if given.one_by_one:
            found = [each for one in todo for each in await one]
        else:
            found = [each for one in await asyncio.gather(*todo) for each in one]
        total = prepared(server.app[HOUSE])
    by_style = {style: summary([each for each in found if each["style"] == style]) for style in styles}
    return {"all": summary(found), "by_style": by_style, "counted_by_the_server": dict(total), "each": found}


async def teleports(settings: Settings, site: Site, given: argparse.Namespace) -> dict[str, Any]:
    found = []
    for language in given.languages:
        async with serving(settings, site, [language], cold=given.cold) as server:
            found += [{"language": language, **each} for each in await teleport(server, site, language, given.arrivals)]
    by_language = {tag: summary([each for each in found if each["language"] == tag]) for tag in given.languages}
    return {"all": summary(found), "by_language": by_language}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["walks", "teleport"])
    parser.add_argument("--style", choices=STYLES)
    parser.add_argument("--arrivals", type=int, default=6)
    parser.add_argument("--visitors", type=int, default=1, help="of each style")
    parser.add_argument("--one-by-one", action="store_true", help="walks one after the other, not all at once")
    parser.add_argument("--languages", nargs="+", default=["en"])
    parser.add_argument("--told", action="store_true", help="with the site's approved takes")
    parser.add_argument("--cold", action="store_true", help="do not wait for the openings")
    parser.add_argument("--guide", default="standard")
    parser.add_argument("--model", default="llama_cpp")
    parser.add_argument("--voices", default="kokoro,espeak")
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    built, _ = load_sites(BUILT_IN, models=False)
    site = built["colosseum"] if given.told else replace(built["colosseum"], takes=())
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(
            guide=given.guide, model=given.model, voices=given.voices, recognizer="none", port=0, gaze=False,
            data=given.data or Path(folder),
        )  # fmt: skip
        report: dict[str, Any] = {"bench": "first_audio", **vars(given), "data": None, "machine": machine()}
        report["result"] = await (walks if given.what == "walks" else teleports)(settings, site, given)
    report["load_after"] = machine()["load_before"]
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    asyncio.run(main())
