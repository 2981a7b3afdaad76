"""Which voice is chosen, and who goes on when an engine fails."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from narration.engine import EngineContext, EngineUnavailable, Voice
from narration.engines.scripted_voice import CHARACTER_MS, ScriptedVoice
from narration.utterance import SpeechChunk
from narration.voice.turn import TURN, Turn, Urgency
from narration.voice.voices import Voices

CONTEXT = EngineContext(weights=lambda name: None)


class Engine:
    """A voice engine of the test: says its own name, or fails after some chunks."""

    def __init__(self, name, *languages, fails_after=None, failure=None, hangs=False):
        self.name = name
        self.spoken = []
        self._languages = languages
        self._fails_after = fails_after
        self._failure = failure
        self._hangs = hangs
        self.closed = 0

    def __call__(self, context):
        return self._open()

    @asynccontextmanager
    async def _open(self):
        yield self
        self.closed += 1

    def voices(self):
        return tuple(Voice(id=f"{tag}-{n}", engine=self.name, language=tag) for tag in self._languages for n in (1, 2))

    async def synthesize(self, sentence, voice):
        self.spoken.append((sentence, voice.id))
        for n in range(3):
            if n == self._fails_after:
                raise self._failure or EngineUnavailable(self.name, "went away")
            if self._hangs:
                await asyncio.Event().wait()
            yield SpeechChunk(codec="pcm_s16le", sample_rate=16_000, data=self.name[:1].encode() * 320)


def voices_of(*engines, **options):
    return Voices({engine.name: engine for engine in engines}, CONTEXT, **options)


async def test_the_first_engine_that_speaks_the_language_wins():
    async with voices_of(Engine("fine", "en-US", "it"), Engine("plain", "en-US", "th", "it")) as voices:
        assert voices.choose("it").engine == "fine"
        assert voices.choose("th").engine == "plain"
        assert voices.choose("xx") is None


@pytest.mark.parametrize(
    ("language", "chosen"),
    [("en", "en-US-1"), ("en-GB", "en-GB-1"), ("en-AU", "en-US-1"), ("zh-CN", "zh-Hans-1"), ("zh", "zh-Hans-1")],
)
async def test_the_closest_tag_of_an_engine_is_chosen(language, chosen):
    async with voices_of(Engine("fine", "en-US", "en-GB", "zh-Hans")) as voices:
        assert voices.choose(language).id == chosen


@pytest.mark.parametrize(("wanted", "chosen"), [("it-2", "fine"), ("plain/it-2", "plain"), ("nobody", "fine")])
async def test_a_wanted_voice_is_taken_when_it_speaks_the_language(wanted, chosen):
    async with voices_of(Engine("fine", "it"), Engine("plain", "it", "th")) as voices:
        assert voices.choose("it", wanted).engine == chosen
        assert voices.choose("th", wanted).language == "th"


async def test_languages_and_offers():
    async with voices_of(Engine("fine", "en-US"), Engine("plain", "th", "en-US")) as voices:
        assert voices.speakable_languages() == ("en-US", "th")
        assert [f"{voice.engine}/{voice.id}" for voice in voices.offers(["th"])] == ["plain/th-1", "plain/th-2"]
        assert len(voices.offers()) == 6


async def test_another_engine_starts_a_failed_sentence_again():
    broken, plain = Engine("broken", "it", fails_after=2), Engine("plain", "en", "it")
    async with voices_of(broken, plain) as voices:
        spoken = await voices.synthesize("Un arco.", voices.choose("it"))
    assert spoken.voice.engine == "plain"
    assert spoken.data == b"p" * 960
    assert plain.spoken == [("Un arco.", "it-1")]


@pytest.mark.parametrize("failure", [EngineUnavailable("broken", "gone"), ValueError("a bug"), ConnectionResetError()])
async def test_any_failure_of_an_engine_is_survived(failure):
    async with voices_of(Engine("broken", "it", fails_after=0, failure=failure), Engine("plain", "it")) as voices:
        assert (await voices.synthesize("Un arco.", voices.choose("it"))).voice.engine == "plain"


async def test_an_engine_that_hangs_is_left():
    hanging = Engine("hanging", "it", hangs=True)
    async with voices_of(hanging, Engine("plain", "it"), patience=0.01) as voices:
        assert (await voices.synthesize("Un arco.", voices.choose("it"))).voice.engine == "plain"


async def test_what_was_to_be_said_is_not_logged(caplog):
    broken = Engine("broken", "it", fails_after=0, failure=ValueError("Un arco segreto."))
    async with voices_of(broken, Engine("plain", "it")) as voices:
        await voices.synthesize("Un arco segreto.", voices.choose("it"))
    assert "ValueError" in caplog.text
    assert "segreto" not in caplog.text


async def test_what_is_prepared_may_take_its_time():
    slow = Engine("slow", "it", hangs=True)
    before = TURN.set(Turn(urgency=Urgency.AHEAD))
    async with voices_of(slow, Engine("plain", "it"), patience=0.01) as voices:
        preparing = asyncio.create_task(voices.synthesize("Un arco.", voices.choose("it")))
        TURN.set(Turn(urgency=Urgency.NOW))
        assert (await voices.synthesize("Un arco.", voices.choose("it"))).voice.engine == "plain"
        assert not preparing.done()
        preparing.cancel()
        await asyncio.wait({preparing})
    TURN.reset(before)


async def test_nobody_left_is_none():
    async with voices_of(Engine("broken", "it", fails_after=1), Engine("plain", "en")) as voices:
        assert await voices.synthesize("Un arco.", voices.choose("it")) is None


class Late:
    """An engine that can open from the second time on."""

    def __init__(self, error):
        self.error = error
        self.asked = 0

    @asynccontextmanager
    async def __call__(self, context):
        self.asked += 1
        if self.asked == 1:
            raise self.error
        yield Engine("late", "it")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EngineUnavailable("late", "no weights", "tour models pull late"), "late: no weights (tour models pull late)"),
        (RuntimeError("odd"), "late: cannot open: RuntimeError: odd"),
    ],
)
async def test_an_engine_that_cannot_open_is_named_and_taken_up_later(error, said):
    late = Late(error)
    async with Voices({"late": late, "plain": Engine("plain", "it")}, CONTEXT) as voices:
        assert str(voices.problems["late"]) == said
        assert voices.choose("it").engine == "plain"
        assert await voices.open_missing() == ("late",)
        assert not voices.problems
        assert voices.choose("it").engine == "late"
        assert await voices.open_missing() == ()


async def test_engines_are_closed_at_the_end():
    engine = Engine("plain", "it")
    async with voices_of(engine) as voices:
        assert engine.closed == 0
    assert engine.closed == 1
    assert voices.choose("it") is None


async def test_the_scripted_voice_has_known_durations():
    async with Voices({"scripted": ScriptedVoice}, CONTEXT) as voices:
        spoken = await voices.synthesize("abc de", voices.choose("en"))
    assert len(spoken.data) / 2 / spoken.sample_rate == pytest.approx(6 * CHARACTER_MS / 1000)
