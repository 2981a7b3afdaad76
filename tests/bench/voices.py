"""Which voice speaks each language of the Colosseum, for how long, and how much of it a recogniser understands.

    python -m tests.bench.voices [--hear] [--languages th,tr]

Prints JSON: a row for each language. With `--hear`, Whisper base writes down what it heard; `error` is the share of
characters (without marks and spaces) that differ from what was said. Whisper is itself poor in many languages: compare
rows of one family, and read the number as a warning, not as a grade.
"""

import argparse
import asyncio
import json
import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from narration.engine import SpeechRecognizer
from narration.models.shelf import Shelf
from narration.voice.spoken import spoken
from narration.voice.voices import Spoken, Voices
from scenes.facts import told_in
from scenes.scene import Site
from scenes.site_pack import BUILT_IN, load_site
from tests.bench.machine import machine
from tour.engines import Engines
from tour.settings import read_settings

FACT = "corridors"
"""A fact without figures or names."""
RATE = 16_000
LOOP = re.compile(r"(.{2,20}?)\1{2,}.{0,20}")
"""What Whisper writes when it has lost itself."""


async def main(hear: bool, languages: list[str]) -> dict[str, Any]:
    """A row for each language."""
    site = load_site(BUILT_IN / "colosseum" / "pack", models=False)
    settings = replace(read_settings(), model="none", recognizer="whisper" if hear else "none")
    engines = Engines(settings=settings, shelf=Shelf(settings.weights))
    async with engines.running():
        await engines.settled()
        rows = {tag: await row(site, tag, engines.voices, engines.recognizer) for tag in languages or site.spoken}
    return {"machine": machine(), "fact": FACT, "languages": rows}


async def row(site: Site, language: str, voices: Voices, recognizer: SpeechRecognizer | None) -> dict[str, Any]:
    """One language's voice, its sound, and what was understood."""
    text = told_in(site.facts[FACT], language) or ""
    voice = voices.choose(language)
    sound = await voices.synthesize(spoken(text, language), voice) if voice else None
    if voice is None or sound is None:
        return {"voice": None, "text": text}
    seconds = len(sound.data) / 2 / sound.sample_rate
    found = {"voice": f"{voice.engine}/{voice.id}", "text": text, "seconds": round(seconds, 1)}
    found["characters_a_second"] = round(len(letters(text)) / seconds, 1)
    if recognizer is not None:
        heard = LOOP.sub(r"\1", await understood(recognizer, sound, language))
        found |= {"heard": heard, "error": round(error(letters(text), letters(heard)), 2)}
    return found


async def understood(recognizer: SpeechRecognizer, sound: Spoken, language: str) -> str:
    """What the recogniser wrote down."""
    data = resampled(sound)

    async def audio() -> AsyncIterator[bytes]:
        yield data

    last = ""
    async for transcript in recognizer.recognize(audio(), language):
        last = transcript.text
    return last


def resampled(sound: Spoken) -> bytes:
    """The sound at 16 kHz."""
    import numpy as np

    samples = np.frombuffer(sound.data, "<i2").astype(float)
    at = np.arange(0, len(samples), sound.sample_rate / RATE)
    return bytes(np.interp(at, np.arange(len(samples)), samples).astype("<i2").tobytes())


def letters(text: str) -> str:
    """The letters and vowel signs of a text, without marks, spaces and capitals."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LM")


def error(said: str, heard: str) -> float:
    """Characters that differ (Levenshtein), as a share of what was said."""
    before = list(range(len(heard) + 1))
    for row_at, char in enumerate(said, start=1):
        now = [row_at]
        for at, other in enumerate(heard, start=1):
            now.append(min(before[at] + 1, now[-1] + 1, before[at - 1] + (char != other)))
        before = now
    return before[-1] / max(1, len(said))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hear", action="store_true")
    parser.add_argument("--languages", default="", help="tags separated by commas; all where none is named")
    given = parser.parse_args()
    report = asyncio.run(main(given.hear, [tag for tag in given.languages.split(",") if tag]))
    print(json.dumps(report, ensure_ascii=False, indent=1))
