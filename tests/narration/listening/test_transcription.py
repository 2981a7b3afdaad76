"""The words of a question while it is spoken, and for good when it ends."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from narration.engine import EngineUnavailable, Transcript
from narration.engines.worker import Worker
from narration.listening.sound import seconds
from narration.listening.transcription import Expectation, Transcription
from narration.voice.turn import TURN, Urgency
from tests.spoken import KnowsTheWords, chords, silence, spoken, understood

ENGLISH = Expectation(language="en", languages=("en", "it"), names={"en": ("the well",)})


async def pieces(sound: bytes) -> AsyncGenerator[bytes, None]:
    for at in range(0, len(sound), 3200):
        yield sound[at : at + 3200]
        await asyncio.sleep(0)


async def heard(transcription: Transcription, sound: bytes) -> list[Transcript]:
    return [each async for each in transcription.transcripts(pieces(sound))]


def transcription(recognizer: KnowsTheWords, **settings: object) -> Transcription:
    return Transcription(recognizer=recognizer, expectation=ENGLISH, **settings)  # type: ignore[arg-type]


async def test_one_final_transcript_of_the_speech_alone() -> None:
    recognizer = KnowsTheWords([understood("How deep is the well?")])
    [final] = await heard(transcription(recognizer), silence(1) + spoken())
    assert (final.text, final.final) == ("How deep is the well?", True)
    assert recognizer.asked == [("en", ("en", "it"), {"en": ("the well",)})]
    assert seconds(recognizer.sounds[-1]) < seconds(spoken()) + 0.7


async def test_a_pause_recognises_ahead_and_the_end_needs_no_second_time() -> None:
    recognizer = KnowsTheWords([understood("How deep is the well?")])
    found = await heard(transcription(recognizer), spoken() + silence(3))
    assert [each.final for each in found] == [False, True]
    assert len(recognizer.sounds) == 1


async def test_going_on_after_a_pause_is_recognised_as_one_question() -> None:
    recognizer = KnowsTheWords([understood("How deep?"), understood("How deep? How deep is the well?")])
    found = await heard(transcription(recognizer), spoken() + silence(0.7) + spoken())
    assert found[-1].text == "How deep? How deep is the well?"
    assert seconds(recognizer.sounds[-1]) > 2 * seconds(spoken()) + 0.6


async def test_unfinished_words_come_while_the_visitor_speaks() -> None:
    now = iter(range(0, 10_000))
    recognizer = KnowsTheWords([understood("How deep"), understood("How deep is the"), understood("How deep is it?")])
    found = await heard(transcription(recognizer, clock=lambda: next(now)), spoken() * 4)
    assert next(each.text for each in found if not each.final) == "How deep"
    assert found[-1].final
    assert len(recognizer.sounds) >= 3


async def test_unfinished_words_give_way_to_finished_ones() -> None:
    urgencies: list[Urgency] = []

    class Notes(KnowsTheWords):
        async def recognize(self, audio, language, **expected):  # type: ignore[no-untyped-def]
            urgencies.append(TURN.get().urgency)
            async for transcript in KnowsTheWords.recognize(self, audio, language, **expected):
                yield transcript

    now = iter(range(0, 10_000))
    await heard(transcription(Notes([understood("How deep")]), clock=lambda: next(now)), spoken() * 2)
    assert urgencies[0] is Urgency.AHEAD
    assert urgencies[-1] is Urgency.NOW


@pytest.mark.parametrize("noise", [silence(2), chords(2), b""], ids=["silence", "music", "nothing"])
async def test_where_nobody_spoke_nothing_is_asked_of_the_recogniser(noise: bytes) -> None:
    recognizer = KnowsTheWords([understood("Thanks for watching!")])
    [final] = await heard(transcription(recognizer), noise)
    assert (final.text, final.final, final.confidence) == ("", True, 0.0)
    assert recognizer.sounds == []


async def test_the_sound_is_dropped_at_the_end_and_when_it_is_given_up() -> None:
    done = transcription(KnowsTheWords([understood("How deep is the well?")]))
    await heard(done, spoken())
    assert not done.ear._sound
    left = transcription(KnowsTheWords([understood("How deep is the well?")]))
    transcripts = left.transcripts(pieces(spoken() + silence(3)))
    await anext(transcripts)
    assert left.ear._sound
    await transcripts.aclose()
    assert not left.ear._sound


async def test_a_recogniser_that_fails_says_so() -> None:
    with pytest.raises(EngineUnavailable, match="fell silent"):
        await heard(transcription(KnowsTheWords([understood("")], fails=True)), spoken())


async def test_giving_up_frees_the_recogniser_for_the_next() -> None:
    worker = Worker("ear")

    class Slow(KnowsTheWords):
        async def recognize(self, audio, language, **expected):  # type: ignore[no-untyped-def]
            async for _ in audio:
                pass
            yield await worker.run(lambda stop: _until(stop))

    listening = asyncio.create_task(heard(transcription(Slow([])), spoken()))
    await asyncio.sleep(0.3)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert await asyncio.wait_for(worker.run(lambda _: "free"), 5) == "free"
    await worker.close()


def _until(stop):  # type: ignore[no-untyped-def]
    from time import sleep

    while not stop.is_set():
        sleep(0.01)
