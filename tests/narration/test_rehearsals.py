"""What is made ahead: in which order, for whom, and how it gives way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from narration.engine import EngineContext, Voice
from narration.engines.scripted_voice import ScriptedVoice
from narration.rehearsals import Rehearsals, Wish
from narration.saying import Spoken
from narration.utterance import Clause, Sentence, SpeechChunk
from narration.voice.speech import Speech
from narration.voice.speech_cache import SpeechCache
from narration.voice.turn import TURN, Turn, Urgency
from narration.voice.voices import Voices

CONTEXT = EngineContext(weights=lambda name: None)
VOICE = Voice(id="tone-en", engine="scripted", language="en")


class Remembering(ScriptedVoice):
    """Remembers what it spoke and how urgently; may be held back."""

    def __init__(self, context: EngineContext) -> None:
        super().__init__(context)
        self.spoken: list[str] = []
        self.urgencies: set[Urgency] = set()
        self.cut = 0
        self.free = asyncio.Event()
        self.free.set()

    async def synthesize(self, sentence: str, voice: Voice) -> AsyncIterator[SpeechChunk]:
        self.spoken.append(sentence)
        self.urgencies.add(TURN.get().urgency)
        try:
            await self.free.wait()
        except asyncio.CancelledError:
            self.cut += 1
            raise
        async for chunk in super().synthesize(sentence, voice):
            yield chunk


@pytest.fixture
async def engine() -> Remembering:
    return Remembering(CONTEXT)


@pytest.fixture
async def speech(engine: Remembering, tmp_path: Path) -> AsyncIterator[Speech]:
    async with Voices({"scripted": lambda context: engine}, CONTEXT) as voices:
        yield Speech(voices, cache=SpeechCache(tmp_path))


@pytest.fixture
async def rehearsals(speech: Speech) -> AsyncIterator[Rehearsals]:
    made = Rehearsals(speech)
    yield made
    await made.close()


def narration(*texts: str, origin: str = "approved", common: bool = False) -> Callable[[], Spoken]:
    async def words() -> Spoken:
        for text in texts:
            yield Clause(text=text, language="en")
            yield Sentence(text=text, language="en", facts=(), origin=origin, common=common)  # type: ignore[arg-type]

    return words


def wish(name: str, words: Callable[[], Spoken], probability: float = 0.5, **more: int) -> Wish:
    return Wish(name=name, probability=probability, words=words, voice=lambda: VOICE, **more)


async def settled(rehearsals: Rehearsals) -> None:
    async with asyncio.timeout(10):
        await rehearsals.settled()


async def test_what_is_wished_for_is_spoken_ahead_and_then_costs_nothing(
    rehearsals: Rehearsals, engine: Remembering, speech: Speech
) -> None:
    rehearsals.want("ann", [wish("well", narration("One.", "Two."))])
    await settled(rehearsals)
    assert engine.spoken == ["One.", "Two."]
    assert engine.urgencies == {Urgency.AHEAD}
    made = rehearsals.of("ann", "well")
    assert made is not None
    assert (made.ready, made.whole) == (2, True)
    await speech.sound("One.", VOICE, "opus", keep=True)
    assert len(engine.spoken) == 2


async def test_the_beginnings_come_before_the_rest_and_the_likely_before_the_unlikely(
    rehearsals: Rehearsals, engine: Remembering
) -> None:
    rehearsals.want(
        "ann",
        [wish("b", narration("B1.", "B2.", "B3."), 0.3), wish("a", narration("A1.", "A2.", "A3."), 0.6)],
    )
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "A2.", "B1.", "B2.", "A3.", "B3."]


async def test_visitors_take_turns(rehearsals: Rehearsals, engine: Remembering) -> None:
    rehearsals.want("ann", [wish("a", narration("A1.", "A2."), 0.9)])
    rehearsals.want("bob", [wish("b", narration("B1.", "B2."), 0.2)])
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "B1.", "A2.", "B2."]


async def test_wishes_of_a_higher_rank_wait_for_everybody_else(rehearsals: Rehearsals, engine: Remembering) -> None:
    rehearsals.want("house", [wish("o", narration("O1."))], rank=1)
    rehearsals.want("ann", [wish("a", narration("A1.", "A2."))])
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "A2.", "O1."]


async def test_no_more_is_made_than_is_enough(rehearsals: Rehearsals, engine: Remembering) -> None:
    rehearsals.want("ann", [wish("a", narration("A1.", "A2."), limit=1)])
    await settled(rehearsals)
    assert engine.spoken == ["A1."]


async def test_what_is_no_longer_wished_for_is_cut_off(rehearsals: Rehearsals, engine: Remembering) -> None:
    engine.free.clear()
    rehearsals.want("ann", [wish("a", narration("A1.", "A2."))])
    await until(lambda: engine.spoken == ["A1."])
    rehearsals.want("ann", [wish("b", narration("B1."))])
    await until(lambda: engine.cut == 1)
    engine.free.set()
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "B1."]
    assert rehearsals.of("ann", "a") is None


async def test_who_leaves_wishes_for_nothing(rehearsals: Rehearsals, engine: Remembering) -> None:
    engine.free.clear()
    rehearsals.want("ann", [wish("a", narration("A1.", "A2."))])
    await until(lambda: engine.spoken == ["A1."])
    rehearsals.drop("ann")
    await until(lambda: engine.cut == 1)
    engine.free.set()
    await settled(rehearsals)
    assert engine.spoken == ["A1."]


async def test_the_same_wish_again_is_not_made_again(rehearsals: Rehearsals, engine: Remembering) -> None:
    for _ in range(3):
        rehearsals.want("ann", [wish("a", narration("A1."))])
        await settled(rehearsals)
    assert engine.spoken == ["A1."]


async def test_it_gives_way_to_who_hears_silence_and_goes_on_later(
    rehearsals: Rehearsals, engine: Remembering, speech: Speech
) -> None:
    engine.free.clear()
    rehearsals.want("ann", [wish("a", narration("A1."))])
    await until(lambda: engine.spoken == ["A1."])
    TURN.set(Turn(caller="bob", urgency=Urgency.NOW))
    with speech.demand.felt():
        await until(lambda: engine.cut == 1)
        engine.free.set()
        await asyncio.sleep(0.05)
        assert engine.spoken == ["A1."], "nothing is begun while somebody waits"
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "A1."]


async def test_nothing_is_begun_while_the_next_sentence_of_somebody_is_made(
    rehearsals: Rehearsals, engine: Remembering, speech: Speech
) -> None:
    TURN.set(Turn(caller="bob", urgency=Urgency.NEXT))
    with speech.demand.felt():
        rehearsals.want("ann", [wish("a", narration("A1."))])
        await asyncio.sleep(0.05)
        assert engine.spoken == []
    await settled(rehearsals)
    assert engine.spoken == ["A1."]


async def test_words_that_were_not_written_for_everybody_get_no_sound_that_is_kept(
    rehearsals: Rehearsals, engine: Remembering
) -> None:
    rehearsals.want("ann", [wish("a", narration("For Ann.", origin="live"))])
    rehearsals.want("bob", [wish("b", narration("For all.", origin="live", common=True))])
    await settled(rehearsals)
    assert engine.spoken == ["For all."]


async def test_words_without_a_voice_are_gone_through_all_the_same(rehearsals: Rehearsals, engine: Remembering) -> None:
    rehearsals.want("ann", [Wish(name="a", probability=1.0, words=narration("A1."), voice=lambda: None)])
    await settled(rehearsals)
    made = rehearsals.of("ann", "a")
    assert made is not None
    assert made.ready == 1
    assert engine.spoken == []


async def test_a_narration_that_fails_is_left_and_the_others_go_on(
    rehearsals: Rehearsals, engine: Remembering, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> Spoken:
        yield Sentence(text="A1.", language="en", facts=(), origin="approved")
        raise ValueError("secret words")

    rehearsals.want("ann", [wish("a", broken, 0.9), wish("b", narration("B1."), 0.1)])
    await settled(rehearsals)
    assert engine.spoken == ["A1.", "B1."]
    made = rehearsals.of("ann", "a")
    assert made is not None
    assert made.failed
    assert not made.whole
    assert "secret" not in caplog.text


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():
            await asyncio.sleep(0.005)
