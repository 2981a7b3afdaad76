"""A visitor speaks: heard, understood, answered in their language, or asked back; over a real socket.

The voice activity is real; only the recogniser knows beforehand what it will hear.
"""

import asyncio
import logging

import pytest
from aiohttp.test_utils import TestServer

import tour.hearing
from clients.visitor import Visitor
from narration.voice import opus
from tests.spoken import ENGLISH, ITALIAN, KnowsTheWords, chords, cough, silence, spoken, understood
from tests.tour.visits.conftest import Enter
from tour.keys import HOUSE
from tour.messages import ForgetMe, VisitorSpoke

MOUTH, WELL = (0.0, 0.0, 4.0), (0.0, 1.0, 0.0)
DEEP = understood("How deep is the well?")


def hearing(server: TestServer, *says: object, **settings: object) -> KnowsTheWords:
    """Give the house a recogniser that will hear this."""
    known = KnowsTheWords(list(says), **settings)  # type: ignore[arg-type]
    server.app[HOUSE].engines.recognizer = known
    return known


async def being_told(visitor: Visitor) -> None:
    """Stand at the well until the guide is heard."""
    await visitor.stand(MOUTH, WELL)
    await visitor.until(lambda: bool(visitor.heard and visitor.heard[0].chunks))


async def test_a_spoken_question_is_understood_and_answered(server: TestServer, enter: Enter) -> None:
    known = hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken() + silence(0.2), pace=0)
    transcript = await visitor.understood("q1")
    heard = await visitor.hears(1)
    assert (transcript.text, transcript.language, transcript.confidence) == ("How deep is the well?", "en", 0.9)
    assert (heard.started.kind, heard.started.question, heard.facts) == ("answer", "q1", ("depth",))
    language, languages, names = known.asked[0]
    assert (language, languages) == ("en", ("en", "it", "zh-Hans"))
    assert "Marcus Rossi" in names["en"]


async def test_the_answer_is_in_the_language_that_was_spoken(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("Quanto è profondo il pozzo?", "it"))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(ITALIAN), pace=0)
    heard = await visitor.hears(1)
    assert heard.started.language == "it"
    assert "12 metri" in heard.text


async def test_one_the_site_does_not_offer_is_answered_in_the_visitors(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("How deep is the well?", "ru"))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    assert (await visitor.hears(1)).started.language == "en"


async def test_opus_is_heard_as_well(server: TestServer, enter: Enter) -> None:
    known = hearing(server, DEEP)
    visitor = await enter(server)
    packets = opus.encode(spoken(), 16_000)
    for sequence, packet in enumerate(packets):
        last = sequence == len(packets) - 1
        await visitor.send(VisitorSpoke(question="q1", sequence=sequence, codec="opus", data=packet, last=last))
    assert (await visitor.understood("q1")).text == "How deep is the well?"
    assert abs(len(known.sounds[-1]) - len(spoken())) < 32_000 * 0.6


async def test_the_end_is_heard_without_being_told(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken() + silence(2.5), last=False, pace=0)
    assert (await visitor.hears(1)).facts == ("depth",)
    assert visitor.problems == []


async def test_speaking_silences_the_guide_at_once(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    await being_told(visitor)
    await visitor.say_aloud("q1", spoken()[:6400], last=False, pace=0)
    await visitor.until(lambda: visitor.heard[0].ended is not None)
    assert visitor.heard[0].ended == "interrupted"
    assert visitor.transcripts == []


@pytest.mark.parametrize("noise", [silence(1), chords(1), cough() + silence(0.5)], ids=["silence", "music", "cough"])
async def test_after_a_false_alarm_the_guide_goes_on(server: TestServer, enter: Enter, noise: bytes) -> None:
    known = hearing(server, understood("Thanks for watching!"))
    visitor = await enter(server)
    await being_told(visitor)
    await visitor.say_aloud("q1", noise, pace=0)
    again = await visitor.hears(2)
    assert visitor.heard[0].ended == "interrupted"
    assert (again.started.kind, again.ended) == ("narration", "finished")
    assert (await visitor.understood("q1")).text == ""
    assert known.sounds == []


async def test_nothing_heard_is_said_kindly(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", silence(1), pace=0)
    heard = await visitor.hears(1)
    assert (heard.started.kind, heard.started.question, heard.facts) == ("notice", "q1", ())
    assert "didn't hear" in heard.text


async def test_what_was_not_understood_is_asked_again(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("Hodges of the wold.", confidence=0.3))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    heard = await visitor.hears(1)
    assert (heard.started.kind, heard.facts) == ("notice", ())
    assert "say it again" in heard.text
    assert "Hodges" not in heard.text


async def test_the_guide_asks_back_in_the_language_that_was_spoken(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("Quanto è profondo il pozzo?", "it", confidence=0.6), understood("Sì.", "it"))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(ITALIAN), pace=0)
    asked = await visitor.hears(1)
    assert asked.started.language == "it"
    assert asked.text.startswith("Vorrei essere sicuro")
    await visitor.say_aloud("q2", spoken(ITALIAN), pace=0)
    assert "12 metri" in (await visitor.hears(2)).text


async def test_what_is_doubtful_is_asked_back_and_a_yes_answers_it(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("How deep is the well?", confidence=0.6), understood("Yes."))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    assert "Did you ask: “How deep is the well?”" in (await visitor.hears(1)).text
    await visitor.say_aloud("q2", spoken(), pace=0)
    heard = await visitor.hears(2)
    assert (heard.started.question, heard.facts) == ("q2", ("depth",))


async def test_a_forgotten_doubt_is_not_answered(server: TestServer, enter: Enter) -> None:
    hearing(server, understood("How deep is the well?", confidence=0.6), understood("Yes."))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    await visitor.hears(1)
    await visitor.send(ForgetMe())
    await visitor.hears(2)
    await visitor.say_aloud("q2", spoken(), pace=0)
    assert (await visitor.hears(3)).facts == ()


async def test_a_new_question_takes_the_place_of_an_unfinished_one(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), last=False, pace=0)
    await visitor.say_aloud("q2", spoken(), pace=0)
    assert (await visitor.hears(1)).started.question == "q2"
    assert not any(each.question == "q1" and each.final for each in visitor.transcripts)


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ([{"sequence": 1}], "voice-out-of-order"),
        ([{"sequence": 0}, {"sequence": 2}], "voice-out-of-order"),
        ([{"sequence": 0}, {"sequence": 0}], "voice-out-of-order"),
        ([{"sequence": 0}, {"sequence": 1, "codec": "opus"}], "voice-out-of-order"),
        ([{"sequence": 0, "codec": "mp3"}], "voice-codec"),
        ([{"sequence": 0, "codec": "opus", "data": b"\xff" * 1500}], "voice-unreadable"),
    ],
    ids=["not from the start", "a gap", "twice", "another codec", "mp3", "no packet"],
)
async def test_broken_speech_is_refused_once_with_its_code(
    server: TestServer, enter: Enter, pieces: list[dict[str, object]], code: str
) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    for piece in pieces:
        await visitor.send(VisitorSpoke(**{"question": "q1", "codec": "pcm_s16le", "data": bytes(3200), **piece}))  # type: ignore[arg-type]
    await visitor.send(VisitorSpoke(question="q1", sequence=9, codec="pcm_s16le", data=bytes(3200), last=True))
    await visitor.until(lambda: bool(visitor.problems))
    await visitor.say_aloud("q2", spoken(), pace=0)
    await visitor.understood("q2")
    assert [(each.code, each.question) for each in visitor.problems] == [(code, "q1")]
    assert not any(each.question == "q1" for each in visitor.transcripts)


async def test_more_than_a_minute_is_too_long(
    server: TestServer, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour.hearing, "MOST_BYTES", 64_000)
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", silence(3), pace=0)
    await visitor.until(lambda: bool(visitor.problems))
    assert visitor.problems[0].code == "question-too-long"
    assert visitor.problems[0].question == "q1"


async def test_a_client_that_falls_silent_is_answered(
    server: TestServer, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tour.hearing, "MISSING", 0.1)
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), last=False, pace=0)
    assert (await visitor.hears(1)).facts == ("depth",)


async def test_without_a_recogniser_the_visitor_is_asked_to_write(server: TestServer, enter: Enter) -> None:
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    await visitor.ask("q2", "How deep is the well?")
    assert (await visitor.hears(1)).facts == ("depth",)
    assert [(each.code, each.question) for each in visitor.problems] == [("not-available", "q1")]
    assert "write" in visitor.problems[0].message


async def test_a_recogniser_that_fails_is_told_kindly(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP, fails=True)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    await visitor.until(lambda: bool(visitor.problems))
    assert (visitor.problems[0].code, visitor.problems[0].question) == ("not-available", "q1")


async def test_a_long_queue_is_told_then_given_up(
    server: TestServer, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Busy(KnowsTheWords):
        async def recognize(self, audio, language, **expected):  # type: ignore[no-untyped-def]
            await asyncio.sleep(60)
            yield DEEP

    monkeypatch.setattr(tour.hearing, "BUSY_AFTER", 0.05)
    monkeypatch.setattr(tour.hearing, "GIVE_UP", 0.2)
    server.app[HOUSE].engines.recognizer = Busy([])
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), pace=0)
    await visitor.until(lambda: len(visitor.problems) == 2)
    assert [each.code for each in visitor.problems] == ["hearing-busy", "not-heard"]


async def test_nothing_is_narrated_into_a_question(server: TestServer, enter: Enter) -> None:
    hearing(server, DEEP)
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(), last=False, pace=0)
    await visitor.stand(MOUTH, WELL)
    await asyncio.sleep(1.5)
    assert visitor.encounters == []
    await visitor.say_aloud("q2", spoken(), pace=0)
    assert (await visitor.hears(1)).started.question == "q2"
    await visitor.until(lambda: bool(visitor.encounters))


async def test_no_word_and_no_sound_of_a_visitor_is_logged(
    server: TestServer, enter: Enter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hearing(server, understood("How deep is the well, and who is asking?"))
    visitor = await enter(server)
    await visitor.say_aloud("q1", spoken(ENGLISH), pace=0)
    await visitor.hears(1)
    assert "who is asking" not in caplog.text
    assert "RIFF" not in caplog.text
