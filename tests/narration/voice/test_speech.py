"""From checked sentences to captions and speech."""

import asyncio
import sys
from contextlib import aclosing
from itertools import pairwise

import numpy as np
import pytest

from narration.engine import EngineContext, EngineUnavailable, Voice
from narration.engines.scripted_voice import CHARACTER_MS, SAMPLE_RATE, ScriptedVoice
from narration.notices import notice
from narration.text.reading import reading_ms
from narration.utterance import Caption, Clause, Sentence, SpeechChunk
from narration.voice import opus, pcm
from narration.voice.clock import CLAUSE_PAUSE_MS, SENTENCE_PAUSE_MS
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from narration.voice.turn import TURN, Urgency
from narration.voice.voices import Voices

CONTEXT = EngineContext(weights=lambda name: None)
LONG = "Begun under Vespasian, it was opened by his son with a hundred days of games."
SHORT = "It held fifty thousand people."
CLAUSES = ["Begun under Vespasian,", "it was opened by his son with a hundred days of games."]


class Counting(ScriptedVoice):
    """The scripted voice, which remembers what it was asked and may be held or fail."""

    def __init__(self, context, name="scripted"):
        super().__init__(context)
        self.name = name
        self._voices = tuple(Voice(id=voice.id, engine=name, language=voice.language) for voice in self._voices)
        self.asked = []
        self.urgencies = []
        self.running = 0
        self.fails = set()
        self.held = {}

    async def synthesize(self, sentence, voice):
        self.asked.append(sentence)
        self.urgencies.append(TURN.get().urgency)
        self.running += 1
        try:
            if sentence in self.held:
                await self.held[sentence].wait()
            if sentence in self.fails:
                raise EngineUnavailable(self.name, "went away")
            async for chunk in super().synthesize(sentence, voice):
                yield chunk
        finally:
            self.running -= 1


@pytest.fixture
async def engine():
    return Counting(CONTEXT)


@pytest.fixture
async def spare():
    return Counting(CONTEXT, "spare")


@pytest.fixture
async def voices(engine, spare):
    async with Voices({"scripted": lambda _: engine, "spare": lambda _: spare}, CONTEXT) as opened:
        yield opened


@pytest.fixture
def speech(voices):
    return Speech(voices)


def sentence(text, origin="live", facts=("f1",), language="en"):
    return Sentence(text=text, language=language, facts=facts, origin=origin, ai=origin == "live")


async def stream(*items):
    for item in items:
        yield item


async def collected(speech, voices, sentences, *, codec="opus", voice=True):
    chosen = voices.choose("en") if voice else None
    return [item async for item in speech.speak(sentences, language="en", voice=chosen, codec=codec)]


async def told(speech, voices, *items, **options):
    return await collected(speech, voices, stream(*items), **options)


def captions(heard):
    return [item for item in heard if isinstance(item, Caption)]


def sound_ms(heard):
    chunks = [item for item in heard if isinstance(item, SpeechChunk)]
    if chunks and chunks[0].codec == "opus":
        return len(chunks) * 20
    return sum(pcm.duration_ms(chunk.data, chunk.sample_rate) for chunk in chunks)


async def test_captions_joined_are_the_sentences_and_carry_their_facts(speech, voices):
    heard = captions(await told(speech, voices, sentence(LONG), sentence(SHORT, "verbatim", ("f2", "f3"))))
    assert [caption.index for caption in heard] == [0, 1, 2]
    assert "".join(caption.text for caption in heard) == LONG + SHORT
    assert [caption.closes for caption in heard] == [False, True, True]
    assert [caption.sentence for caption in heard] == [0, 0, 1]
    assert [caption.facts for caption in heard] == [("f1",), ("f1",), ("f2", "f3")]
    assert [(caption.origin, caption.ai) for caption in heard] == [("live", True)] * 2 + [("verbatim", False)]


@pytest.mark.parametrize("codec", ["opus", "pcm_s16le"])
async def test_a_caption_comes_before_its_sound_and_lasts_as_long(speech, voices, codec):
    heard = await told(speech, voices, sentence(LONG), sentence(SHORT), codec=codec)
    assert isinstance(heard[0], Caption)
    passed = 0.0
    for item in heard:
        if isinstance(item, Caption):
            assert item.start_ms == pytest.approx(passed, abs=0.01)
            expected = len(item.text.strip()) * CHARACTER_MS
            assert expected <= item.end_ms - item.start_ms + 20 <= expected + 20 + 60
        else:
            passed += sound_ms([item])
    assert captions(heard)[-1].end_ms == pytest.approx(passed, abs=0.01)


async def test_sentences_and_clauses_are_kept_apart_by_pauses(speech, voices):
    first, second, third = captions(await told(speech, voices, sentence(LONG), sentence(SHORT)))
    assert second.start_ms - first.end_ms == CLAUSE_PAUSE_MS
    assert third.start_ms - second.end_ms == SENTENCE_PAUSE_MS


async def test_captions_lie_where_the_sound_is_after_decoding(speech, voices):
    heard = await told(speech, voices, sentence(LONG), sentence(SHORT))
    samples = np.frombuffer(opus.decode([x.data for x in heard if isinstance(x, SpeechChunk)]), "<i2").astype(float)
    loud = np.abs(samples.reshape(-1, 960)).max(axis=1) > 1000
    for caption in captions(heard):
        inside = loud[caption.start_ms // 20 : caption.end_ms // 20]
        assert inside[:3].any()
        assert inside[-6:].any()
    for before, after in pairwise(captions(heard)):
        assert not loud[before.end_ms // 20 + 1 : after.start_ms // 20].any()


async def test_pcm_chunks_are_short(speech, voices):
    heard = await told(speech, voices, sentence(SHORT), codec="pcm_s16le")
    chunks = [item for item in heard if isinstance(item, SpeechChunk)]
    assert {(chunk.codec, chunk.sample_rate) for chunk in chunks} == {("pcm_s16le", SAMPLE_RATE)}
    assert max(pcm.duration_ms(chunk.data, chunk.sample_rate) for chunk in chunks) <= 100


@pytest.mark.parametrize(("voice", "codec"), [(False, "opus"), (True, None)])
async def test_without_voice_or_codec_there_are_captions_at_reading_speed(speech, voices, engine, voice, codec):
    heard = await told(speech, voices, sentence(LONG), sentence("石墙高四十八米。"), voice=voice, codec=codec)
    assert captions(heard) == heard
    assert engine.asked == []
    assert [c.end_ms - c.start_ms for c in heard] == [reading_ms(c.text) for c in heard]
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(heard))
    assert heard[-1].end_ms - heard[-1].start_ms == 1467


async def test_without_an_encoder_opus_becomes_pcm(speech, voices, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    heard = await told(speech, voices, sentence(SHORT))
    assert {item.codec for item in heard if isinstance(item, SpeechChunk)} == {"pcm_s16le"}


async def test_the_next_clause_is_made_while_one_is_delivered_and_no_more(speech, voices, engine):
    sentences = [sentence(f"{name} stone stands here.") for name in ("One", "Two", "Three", "Four")]
    running = speech.speak(stream(*sentences), language="en", voice=voices.choose("en"), codec="opus")
    async with aclosing(running):
        assert (await anext(running)).text == "One stone stands here."
        for _ in range(50):
            await asyncio.sleep(0)
        assert engine.asked == ["One stone stands here.", "Two stone stands here."]


async def test_the_first_clause_is_asked_for_most_urgently(speech, voices, engine):
    await told(speech, voices, sentence(LONG), sentence(SHORT))
    assert engine.urgencies == [Urgency.NOW, Urgency.NEXT, Urgency.NEXT]


async def test_a_clause_that_was_announced_is_ready(speech, voices, engine):
    written = asyncio.Event()

    async def sentences():
        yield Clause(text=CLAUSES[0], language="en")
        await written.wait()
        yield sentence(LONG)

    running = speech.speak(sentences(), language="en", voice=voices.choose("en"), codec="opus")
    async with aclosing(running):
        waiting = asyncio.ensure_future(anext(running))
        while engine.asked != [CLAUSES[0]] or engine.running:
            await asyncio.sleep(0)
        assert not waiting.done()
        written.set()
        heard = [await waiting, *[item async for item in running]]
    assert engine.asked == CLAUSES
    assert "".join(caption.text for caption in captions(heard)) == LONG


async def test_a_clause_that_was_not_said_after_all_is_dropped(speech, voices, engine):
    engine.held["Begun under Nero,"] = asyncio.Event()

    async def sentences():
        yield Clause(text="Begun under Nero,", language="en")
        while not engine.running:
            await asyncio.sleep(0)
        yield sentence(LONG)

    heard = await collected(speech, voices, sentences())
    assert engine.asked == ["Begun under Nero,", *CLAUSES]
    assert engine.running == 0
    assert sound_ms(heard) == captions(heard)[-1].end_ms


async def test_a_short_end_is_not_swallowed_by_an_announced_clause(speech, voices):
    text = "Begun under Vespasian, and opened by Titus, it stands."
    hint = Clause(text="Begun under Vespasian, and opened by Titus,", language="en")
    heard = captions(await told(speech, voices, hint, sentence(text)))
    assert [caption.text for caption in heard] == ["Begun under Vespasian, and opened by Titus, ", "it stands."]


async def test_another_voice_finishes_the_sentence(speech, voices, engine, spare):
    engine.fails.add(CLAUSES[1])
    heard = await told(speech, voices, sentence(LONG), sentence(SHORT))
    assert "".join(caption.text for caption in captions(heard)) == LONG + SHORT
    assert spare.asked == [CLAUSES[1]]
    assert engine.asked == [*CLAUSES, SHORT]
    assert sound_ms(heard) == captions(heard)[-1].end_ms


async def test_the_voice_that_took_over_keeps_the_sentence(speech, voices, engine, spare):
    text = (
        "Begun under Vespasian, the walls rose on the lake of Nero, and its eighty arches, each with a number, "
        "led the crowd in, row upon row, rank upon rank, as the law said."
    )
    engine.fails.add("Begun under Vespasian,")
    await told(speech, voices, sentence(text))
    assert engine.asked == ["Begun under Vespasian,"]
    assert " ".join(spare.asked) == text


async def test_when_no_voice_is_left_there_are_captions(speech, voices, engine, spare):
    engine.fails |= {*CLAUSES, SHORT}
    spare.fails |= {*CLAUSES, SHORT}
    heard = await told(speech, voices, sentence(LONG), sentence(SHORT))
    assert captions(heard) == heard
    assert "".join(caption.text for caption in heard) == LONG + SHORT


async def test_time_goes_on_over_a_clause_that_nobody_could_speak(speech, voices, engine, spare):
    engine.fails.add(SHORT)
    spare.fails.add(SHORT)
    heard = await told(speech, voices, sentence(SHORT), sentence(LONG))
    assert captions(heard)[0].end_ms == reading_ms(SHORT)
    assert captions(heard)[1].start_ms >= captions(heard)[0].end_ms
    assert sound_ms(heard) == captions(heard)[-1].end_ms


async def test_closing_stops_the_voice_and_the_sentences_at_once(speech, voices, engine):
    closed = asyncio.Event()

    async def sentences():
        try:
            yield sentence(SHORT)
            yield sentence(LONG)
            await asyncio.Event().wait()
        finally:
            closed.set()

    engine.held[CLAUSES[0]] = asyncio.Event()
    running = speech.speak(sentences(), language="en", voice=voices.choose("en"), codec="opus")
    assert isinstance(await anext(running), Caption)
    while not engine.running:
        await asyncio.sleep(0)
    await running.aclose()
    assert closed.is_set()
    assert engine.running == 0
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_cancelling_while_nothing_is_ready_stops_the_voice(speech, voices, engine):
    engine.held[SHORT] = asyncio.Event()
    telling = asyncio.create_task(told(speech, voices, sentence(SHORT)))
    while not engine.running:
        await asyncio.sleep(0)
    telling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await telling
    assert engine.running == 0


async def test_a_guide_that_breaks_is_heard_of_after_what_it_said(speech, voices):
    async def sentences():
        yield sentence(SHORT)
        raise RuntimeError("the guide broke")

    running = speech.speak(sentences(), language="en", voice=voices.choose("en"), codec="opus")
    caption = await anext(running)
    heard = [await anext(running) for _ in range((caption.end_ms - caption.start_ms) // 20)]
    assert sound_ms(heard) == caption.end_ms
    with pytest.raises(RuntimeError, match="the guide broke"):
        await anext(running)


async def test_nothing_to_say_is_nothing(speech, voices):
    assert await told(speech, voices) == []
    assert await told(speech, voices, Clause(text="Begun,", language="en")) == []


@pytest.fixture
def keeping(voices, tmp_path):
    return Speech(voices, cache=SpeechCache(tmp_path))


@pytest.mark.parametrize("origin", ["approved", "verbatim"])
async def test_a_curators_words_are_rendered_once(keeping, voices, engine, origin):
    first = await told(keeping, voices, sentence(LONG, origin))
    again = await told(keeping, voices, sentence(LONG, origin))
    assert again == first
    assert engine.asked == CLAUSES


async def test_who_only_looks_hears_what_lies_ready_and_leaves_nothing(keeping, voices, engine, tmp_path):
    voice = voices.choose("en")
    assert await keeping.sound(CLAUSES[0], voice, "pcm_s16le", keep=False, look=True)
    assert list(tmp_path.rglob("*")) == []
    assert await keeping.prepare(CLAUSES[0], voice)
    made = len(engine.asked)
    assert await keeping.sound(CLAUSES[0], voice, "pcm_s16le", keep=False, look=True)
    assert len(engine.asked) == made


async def test_a_live_answer_is_never_kept(keeping, voices, engine, tmp_path):
    await told(keeping, voices, sentence(LONG, "live"))
    assert list(tmp_path.rglob("*")) == []


async def test_a_line_with_a_visitors_own_words_is_never_kept(keeping, voices, tmp_path):
    await told(keeping, voices, notice("did-you-mean", "en", said="Where do I live?"))
    assert list(tmp_path.rglob("*")) == []
    await told(keeping, voices, notice("say-again", "en"))
    assert list(tmp_path.rglob("*")) != []


async def test_what_was_prepared_plays_without_the_engine(keeping, voices, engine):
    assert await keeping.prepare(LONG, voices.choose("en"))
    engine.fails |= set(CLAUSES)
    asked = list(engine.asked)
    for codec in ("opus", "pcm_s16le"):
        heard = await told(keeping, voices, sentence(LONG, "approved"), codec=codec)
        assert sound_ms(heard) == captions(heard)[-1].end_ms > len(LONG) * CHARACTER_MS * 0.9
        assert {item.codec for item in heard if isinstance(item, SpeechChunk)} == {codec}
    assert engine.asked == asked
    assert set(engine.urgencies) == {Urgency.AHEAD}
    assert TURN.get().urgency == Urgency.NEXT


async def test_a_voice_that_took_over_is_not_kept_as_the_first(keeping, voices, engine, spare):
    engine.fails.add(SHORT)
    assert not await keeping.prepare(SHORT, voices.choose("en"))
    engine.fails.clear()
    await told(keeping, voices, sentence(SHORT, "approved"))
    assert engine.asked == [SHORT, SHORT]


async def test_the_voice_says_what_the_caption_writes_in_figures(speech, voices, engine):
    heard = await told(speech, voices, sentence("It rose to 48 m in AD 80."))
    assert "".join(caption.text for caption in captions(heard)) == "It rose to 48 m in AD 80."
    assert engine.asked == ["It rose to 48 metres in eigh dee 80."]
