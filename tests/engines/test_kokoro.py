"""Kokoro speaks its languages, in time, in turn, and stops when told."""

import asyncio
import threading
from importlib.util import find_spec

import numpy as np
import pytest
import pytest_asyncio

from narration.engine import EngineUnavailable, SpeechSynthesizer
from narration.engines.kokoro import CONTEXT, Kokoro
from narration.engines.kokoro_phonemes import Phonemes
from narration.voice.turn import TURN, Turn, Urgency

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

SENTENCES = {
    "en-US": "The outer wall once stood forty eight metres high.",
    "en-GB": "The outer wall once stood forty eight metres high.",
    "es": "El muro exterior medía cuarenta y ocho metros de altura.",
    "fr-FR": "Le mur extérieur mesurait quarante-huit mètres de haut.",
    "hi": "यह रंगशाला रोम के बीच में खड़ी है।",
    "it": "Il muro esterno era alto quarantotto metri.",
    "pt-BR": "O muro externo tinha quarenta e oito metros de altura.",
    "zh-Hans": "外墙曾经高达四十八米，今天只剩下北面的一段。",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kokoro(context):
    async with Kokoro(context) as engine:
        yield engine


def voice_of(engine, language):
    return next(voice for voice in engine.voices() if voice.language == language)


async def test_is_a_speech_synthesizer(kokoro):
    assert isinstance(kokoro, SpeechSynthesizer)


@pytest.mark.parametrize("language", SENTENCES)
async def test_speaks_each_language_at_a_natural_pace(kokoro, say, language):
    text = SENTENCES[language]
    samples, rate = await say(kokoro, text, voice_of(kokoro, language))
    assert rate == 24_000
    assert 0.02 < np.sqrt((samples**2).mean()) < 0.5
    assert np.abs(samples).max() < 1.0
    letters = len(text) * (3 if language == "zh-Hans" else 1)
    assert 8 < letters / (len(samples) / rate) < 25


async def test_the_silent_ends_are_cut(kokoro, say):
    samples, rate = await say(kokoro, "The arena.", voice_of(kokoro, "en-US"))
    loud = np.nonzero(np.abs(samples) > 0.02 * np.abs(samples).max())[0]
    assert loud[0] / rate < 0.1
    assert (len(samples) - loud[-1]) / rate < 0.2


async def test_the_best_voice_of_a_language_comes_first(kokoro):
    first = {language: voice_of(kokoro, language).id for language in SENTENCES}
    assert first["en-US"] == "af_heart"
    assert first["en-GB"] == "bf_emma"
    assert first["it"] == "if_sara"
    assert len(kokoro.voices()) == len({voice.id for voice in kokoro.voices()}) >= 45


async def test_a_long_text_is_cut_without_losing_words(kokoro):
    text = " ".join(f"Arch number {n} opens on the north side, above the street." for n in range(40))
    pieces = kokoro._model.pieces(text, "en-US")
    assert len(pieces) > 3
    assert max(map(len, pieces)) <= CONTEXT
    vocabulary = kokoro._model._vocabulary
    whole = [vocabulary[p] for p in Phonemes().of(text, "en-US") if p in vocabulary and p != " "]
    assert [token for piece in pieces for token in piece if token != vocabulary[" "]] == whole


async def test_latin_names_inside_chinese_are_read(kokoro):
    phonemes = kokoro._model._phonemes
    assert phonemes.of("Titus", "en-US") in phonemes.of("皇帝Titus在公元80年揭幕。", "zh-Hans")


async def test_a_script_it_cannot_read_is_refused(kokoro):
    with pytest.raises(EngineUnavailable, match="no sound"):
        async for _ in kokoro.synthesize("…！？", voice_of(kokoro, "zh-Hans")):
            pass


@pytest_asyncio.fixture(loop_scope="module")
async def runs(kokoro, monkeypatch):
    """What became of each run of the model, and when one has begun."""
    loop, speak = asyncio.get_running_loop(), kokoro._model.speak
    outcomes, begun = [], asyncio.Event()

    def noted(tokens, voice, stop):
        loop.call_soon_threadsafe(begun.set)
        outcomes.append("stopped")
        data = speak(tokens, voice, stop)
        outcomes[-1] = "finished"
        return data

    monkeypatch.setattr(kokoro._model, "speak", noted)
    return outcomes, begun


async def test_a_cancelled_clause_stops_inside_the_model(kokoro, say, runs):
    outcomes, begun = runs
    voice = voice_of(kokoro, "en-US")
    speaking = asyncio.create_task(say(kokoro, SENTENCES["en-US"] * 4, voice))
    await begun.wait()
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    await say(kokoro, "Yes.", voice)
    assert outcomes == ["stopped", "finished"]


async def test_the_event_loop_runs_while_it_speaks(kokoro, say):
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await say(kokoro, SENTENCES["en-US"], voice_of(kokoro, "en-US"))
    ticking.cancel()
    assert ticks > 10
    assert [t.name for t in threading.enumerate() if t.name.startswith("kokoro")] == ["kokoro_0"]


async def test_what_is_waited_for_comes_before_what_is_prepared(kokoro, say):
    voice, order = voice_of(kokoro, "en-US"), []

    async def ask(name, urgency):
        TURN.set(Turn(caller=name, urgency=urgency))
        await say(kokoro, "One arch.", voice)
        order.append(name)

    await asyncio.gather(
        ask("running", Urgency.NEXT), ask("ahead", Urgency.AHEAD), ask("next", Urgency.NEXT), ask("now", Urgency.NOW)
    )
    assert order.index("now") < order.index("next") < order.index("ahead")


@pytest.mark.skipif(find_spec("pyopenjtalk") is None, reason="the extra `japanese` is not installed")
async def test_latin_names_inside_japanese_are_read_and_not_spelled():
    phonemes = Phonemes()
    assert phonemes.of("harena", "en-US") in phonemes.of("砂はラテン語でharenaといいます。", "ja")


async def test_japanese_is_offered_where_kanji_can_be_read(kokoro):
    offered = "ja" in {voice.language for voice in kokoro.voices()}
    assert offered == (find_spec("pyopenjtalk") is not None)


async def test_what_is_prepared_gives_way_to_what_is_waited_for(kokoro, say, runs):
    outcomes, begun = runs
    voice = voice_of(kokoro, "en-US")

    async def ask(text, urgency):
        TURN.set(Turn(caller=text, urgency=urgency))
        samples, _ = await say(kokoro, text, voice)
        return len(samples)

    ahead = asyncio.create_task(ask(SENTENCES["en-US"], Urgency.AHEAD))
    await begun.wait()
    waited_for = await asyncio.create_task(ask("Yes.", Urgency.NOW))
    assert not ahead.done()
    assert await ahead > 3 * waited_for
    assert outcomes == ["stopped", "finished", "finished"]


async def test_without_weights_it_says_what_to_pull(nothing_pulled):
    with pytest.raises(EngineUnavailable, match="tour models pull kokoro-82m-int8"):
        async with Kokoro(nothing_pulled):
            pass
