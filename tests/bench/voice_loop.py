"""Question audio in, answer audio out; silence when a visitor speaks; what Whisper understands of Kokoro.

*errors*: Kokoro says sentences of a tour (voice_loop.toml) and Whisper, told the language, writes them down: once as it
is, once told a few names beforehand, as visits tell it. Spelling is made equal first (heard.py). Words count in en, es,
fr, it, pt; characters in zh and ja (for ja also how it sounds); both in hi.
*loop*: a visitor speaks questions at natural pace over a real loopback socket and lets the button go 0.3 s after the
last word; times count from the last word. *by_itself*: the button stays held, and the server hears the end.
*interruption*: from the first 100 ms of speech, sent while the guide speaks, to the arrival of `utterance-ended`.

    python tests/bench/voice_loop.py [--part errors|loop|interruption] [--language TAG] [--guide none] [--rounds 3]
"""

import argparse
import asyncio
import json
import sys
import tempfile
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import mean
from time import monotonic
from typing import Any

from aiohttp.test_utils import TestServer

sys.path.insert(0, str(Path(__file__).parents[2]))

from clients.visitor import Heard, Visitor
from narration.engine import EngineContext
from narration.engines.kokoro import Kokoro
from narration.engines.whisper import Whisper
from narration.listening.sound import seconds
from narration.models.shelf import Shelf
from scenes.site_pack import load_site
from tests.bench.heard import character_errors, reading, word_errors
from tests.bench.machine import machine, spread
from tests.spoken import ENGLISH, ITALIAN, said_by, silence, spoken
from tour.app import create_app
from tour.keys import HOUSE
from tour.messages import Hello
from tour.settings import Settings, read_settings

TEXTS = tomllib.loads((Path(__file__).parent / "voice_loop.toml").read_text("utf-8"))
TARGETS = {"en": 0.1, "es": 0.1, "fr": 0.1, "it": 0.1, "pt": 0.1, "zh-Hans": 0.25, "hi": 0.25, "ja": 0.25}
RELEASE = 0.3
"""Seconds between the last word and letting the button go."""


def context() -> EngineContext:
    return EngineContext(weights=Shelf(read_settings().weights).path)


async def errors(languages: list[str]) -> dict[str, Any]:
    async with Kokoro(context()) as kokoro, Whisper(context()) as whisper:
        speakable = {voice.language.split("-")[0] for voice in kokoro.voices()}
        return {
            language: await errors_in(language, kokoro, whisper)
            if language.split("-")[0] in speakable
            else "not spoken here: pip install 'caravanserai[japanese]'"
            for language in languages
        }


async def errors_in(language: str, kokoro: Kokoro, whisper: Whisper) -> dict[str, Any]:
    sounds = {said: await said_by(kokoro, said, language) for said in TEXTS["said"][language]}
    found: dict[str, Any] = {"target": TARGETS[language]}
    for how, names in (("as_it_is", {}), ("told_names", {language: TEXTS["names"][language]})):
        pairs = [(said, await heard(whisper, sound, language, names)) for said, sound in sounds.items()]
        found[how] = rates(pairs, language) | {"worst": max(pairs, key=lambda pair: character_errors(*pair, language))}
    return found


async def heard(whisper: Whisper, sound: bytes, language: str, names: dict[str, list[str]]) -> str:
    async def whole() -> AsyncIterator[bytes]:
        yield silence(0.3) + sound + silence(0.3)

    return [transcript async for transcript in whisper.recognize(whole(), language, names=names)][-1].text


def rates(pairs: list[tuple[str, str]], language: str) -> dict[str, float]:
    """Means over the sentences."""
    found = {"characters": mean(character_errors(*pair, language) for pair in pairs)}
    if language not in {"zh-Hans", "ja"}:
        found["words"] = mean(word_errors(*pair, language) for pair in pairs)
    if language == "ja":
        found["as_it_sounds"] = mean(character_errors(reading(said), reading(was), "ja") for said, was in pairs)
    return {name: round(rate, 3) for name, rate in found.items()}


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[TestServer]:
    """The Colosseum with nothing rendered beforehand."""
    site = load_site(settings.data / "sites" / "colosseum")
    with tempfile.TemporaryDirectory() as data:
        app = create_app(replace(settings, data=Path(data)), {site.id: site})
        async with TestServer(app) as server:
            await app[HOUSE].engines.settled()
            if settings.model != "none":
                await app[HOUSE].engines.warmed.wait()
            yield server


def visitor(server: TestServer, language: str = "en") -> Visitor:
    url = str(server.make_url("/visit")).replace("http", "ws", 1)
    return Visitor(url, Hello(site="colosseum", language=language, audio=("opus",)))


async def questions() -> list[tuple[str, str, str, bytes]]:
    """Language, words, what the answer must hold, sound."""
    async with Kokoro(context()) as kokoro:
        return [
            (language, asked, expected, await said_by(kokoro, asked, language))
            for language, rows in TEXTS["ask"].items()
            for asked, expected in rows.items()
        ]


async def loop(settings: Settings, rounds: int) -> dict[str, Any]:
    asked = await questions()
    async with serving(settings) as server:
        found = {}
        for how, last, after in (("loop", True, RELEASE), ("by_itself", False, 2.5)):
            rows = [await ask(server, row, last, after) for row in (asked * rounds if last else asked[::2])]
            found[how] = {language: summary([row for row in rows if row["language"] == language])
                          for language in TEXTS["ask"]} | {"all": summary(rows)}  # fmt: skip
    return found


async def ask(server: TestServer, row: tuple[str, str, str, bytes], last: bool, after: float) -> dict[str, Any]:
    """One visitor, who chose English, asks once."""
    language, words, expected, sound = row
    async with visitor(server) as guest:
        speaking = asyncio.create_task(guest.say_aloud("q", silence(0.2) + sound + silence(after), last=last))
        ends = monotonic() + 0.2 + seconds(sound)
        final = await guest.understood("q", 60)
        understood = monotonic()
        await guest.until(lambda: bool(guest.heard and guest.heard[0].chunks), 60)
        audio = monotonic()
        heard: Heard = guest.heard[0]
        await guest.until(lambda: expected in heard.text or heard.ended is not None, 60)
        await speaking
        return {
            "language": language, "transcript": understood - ends, "audio": audio - ends,
            "errors": character_errors(words, final.text, language), "detected": final.language == language,
            "answered": expected in heard.text, "kind": heard.started.kind,
            "unfinished": sum(not each.final for each in guest.transcripts),
        }  # fmt: skip


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "final_transcript": spread([row["transcript"] for row in rows]),
        "first_audio": spread([row["audio"] for row in rows]),
        "character_errors": round(mean(row["errors"] for row in rows), 3),
        "language_detected": sum(row["detected"] for row in rows),
        "answered_rightly": sum(row["answered"] for row in rows),
        "asked_back": sum(row["kind"] == "notice" for row in rows),
        "unfinished_transcripts": sum(row["unfinished"] for row in rows),
    }


async def interruption(settings: Settings, times: int) -> dict[str, Any]:
    asked = [spoken(ENGLISH), spoken(ITALIAN)]
    site = load_site(settings.data / "sites" / "colosseum")
    stop = site.scene.stops[0]
    waits = []
    async with serving(replace(settings, model="none")) as server:
        for number in range(times):
            async with visitor(server) as guest:
                await guest.stand(stop.position)
                await guest.until(lambda: len(guest.heard) > 0 and len(guest.heard[-1].chunks) > 5, 60)
                began, silenced = monotonic(), len(guest.heard)
                speaking = asyncio.create_task(guest.say_aloud("q", asked[number % len(asked)]))
                await guest.hears(silenced)
                waits.append(monotonic() - began)
                speaking.cancel()
    return spread(waits)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", choices=("errors", "loop", "interruption"))
    parser.add_argument("--language", action="append", choices=tuple(TEXTS["said"]), help="for errors")
    parser.add_argument("--guide", default="none")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    parts = given.part or ["errors", "loop", "interruption"]
    model = {"model": "none"} if given.guide == "none" else {"guide": given.guide}
    settings = read_settings(port=0, gaze=False, **model)
    report: dict[str, Any] = {
        "bench": "voice_loop",
        "guide": given.guide,
        "voices": settings.voices,
        "machine": machine(),
    }
    if "errors" in parts:
        report["errors"] = await errors(given.language or list(TEXTS["said"]))
    if "loop" in parts:
        report |= await loop(settings, given.rounds)
    if "interruption" in parts:
        report["interruption"] = await interruption(settings, 20)
    report["load_after"] = machine()["load_before"]
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    asyncio.run(main())
