"""What Kokoro says, Whisper hears."""

import re
from unicodedata import combining, normalize

import av
import numpy as np
import pytest
import pytest_asyncio

from narration.engine import EngineUnavailable, SpeechRecognizer
from narration.engines.kokoro import Kokoro
from narration.engines.whisper import SAMPLE_RATE, Whisper

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

SENTENCES = {
    "en": (
        "The outer wall of the amphitheatre once stood forty eight metres high.",
        "Vespasian began the building, and his son opened it with a hundred days of games.",
        "Under the arena lay corridors, cages and lifts that raised animals through the floor.",
    ),
    "it": (
        "Il muro esterno del Colosseo era alto quarantotto metri.",
        "Vespasiano iniziò la costruzione e suo figlio la inaugurò con cento giorni di giochi.",
        "I marinai della flotta tendevano un grande velo sopra le gradinate, contro il sole.",
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kokoro(context):
    async with Kokoro(context) as engine:
        yield engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whisper(context):
    async with Whisper(context) as engine:
        yield engine


async def spoken(engine, text, language):
    """The text as 16 kHz `pcm_s16le`, a chunk at a time."""
    voice = next(voice for voice in engine.voices() if voice.language.startswith(language))
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    async for chunk in engine.synthesize(text, voice):
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(chunk.data) // 2)
        frame.planes[0].update(chunk.data)
        frame.sample_rate = chunk.sample_rate
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            yield bytes(part.planes[0])[: part.samples * 2]


WRITTEN = {
    "48": {"en": "forty eight", "it": "quarantotto"},
    "100": {"en": "a hundred", "it": "cento"},
    "meters": {"en": "metres"},
    "amphitheater": {"en": "amphitheatre"},
}
"""What Whisper writes in figures or in American spelling."""


def words(text, language):
    for heard, said in WRITTEN.items():
        text = re.sub(rf"\b{heard}\b", said.get(language, heard), text)
    plain = "".join(c for c in normalize("NFD", text.lower()) if not combining(c))
    return re.findall(r"\w+", plain)


def word_error_rate(said, heard, language="en"):
    said, heard = words(said, language), words(heard, language)
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1] / len(said)


async def test_word_error_rate():
    assert word_error_rate("one two three four", "One, two, three, four.") == 0
    assert word_error_rate("one two three four", "one three for") == 0.5


@pytest.mark.parametrize("language", SENTENCES)
async def test_hears_what_kokoro_says(kokoro, whisper, language):
    rates = {}
    for text in SENTENCES[language]:
        [transcript] = [t async for t in whisper.recognize(spoken(kokoro, text, language), language)]
        assert transcript.final
        assert 0.3 < transcript.confidence <= 1
        rates[transcript.text] = word_error_rate(text, transcript.text, language)
    assert sum(rates.values()) / len(rates) <= 0.15, rates


EVERYWHERE = ("en", "it", "zh-Hans")
ASKED = {"en": "How deep is the well?", "it": "Quanto è profondo il pozzo?", "zh-Hans": "里面能坐多少人？"}


@pytest.mark.parametrize("language", EVERYWHERE)
@pytest.mark.parametrize("expected", EVERYWHERE)
async def test_tells_which_language_was_spoken_whatever_was_expected(kokoro, whisper, language, expected):
    said = spoken(kokoro, ASKED[language], language)
    [transcript] = [t async for t in whisper.recognize(said, expected, languages=EVERYWHERE)]
    assert transcript.language == language
    assert transcript.confidence > 0.7


async def test_names_it_is_told_are_heard_and_chinese_comes_out_simplified(kokoro, whisper):
    names = {"zh-Hans": ("斗兽场", "罗马", "竞技场")}
    said = spoken(kokoro, "斗兽场是谁建造的？", "zh-Hans")
    [transcript] = [t async for t in whisper.recognize(said, "zh-Hans", names=names)]
    assert transcript.text.startswith("斗兽场是谁")


async def test_names_that_are_only_echoed_are_not_believed(whisper):
    async def hiss():
        yield (np.random.default_rng(1).normal(0, 3000, 48_000)).astype("<i2").tobytes()

    names = {"en": ("Colosseum", "Rome", "amphitheatre")}
    [transcript] = [t async for t in whisper.recognize(hiss(), "en", names=names)]
    assert transcript.confidence < 0.5
    assert not transcript.text.startswith("Colosseum")


async def test_a_longer_speech_than_the_network_takes_is_heard_to_its_end(kokoro, whisper):
    async def long():
        for text in SENTENCES["en"] * 3:
            async for piece in spoken(kokoro, text, "en"):
                yield piece + bytes(16_000)

    [transcript] = [t async for t in whisper.recognize(long(), "en")]
    assert word_error_rate(" ".join(SENTENCES["en"] * 3), transcript.text) < 0.15


async def test_is_a_speech_recognizer(whisper):
    assert isinstance(whisper, SpeechRecognizer)


async def test_hears_nothing_in_nothing(whisper):
    async def nothing():
        for _ in ():
            yield b""

    [transcript] = [t async for t in whisper.recognize(nothing(), "en")]
    assert (transcript.text, transcript.final, transcript.confidence) == ("", True, 0.0)


async def test_without_weights_it_says_what_to_pull(nothing_pulled):
    with pytest.raises(EngineUnavailable, match="tour models pull whisper-base-ct2"):
        async with Whisper(nothing_pulled):
            pass
