"""An ear keeps what was said, from just before to just after, and drops the rest."""

import pytest

from narration.listening.ear import Ear
from narration.listening.endpoint import Turning
from narration.listening.sound import seconds
from tests.spoken import chords, cough, silence, spoken


def hear(ear: Ear, sound: bytes) -> list[Turning]:
    return [turning for at in range(0, len(sound), 3200) for turning in ear.hear(sound[at : at + 3200])]


def test_the_speech_is_cut_out_of_the_silence_around_it() -> None:
    ear, said = Ear(), spoken()
    assert hear(ear, silence(8) + said + silence(2)) == [Turning.BEGAN, Turning.PAUSED, Turning.ENDED]
    assert seconds(said) - 0.3 < seconds(ear.speech()) < seconds(said) + 0.7
    assert said[9600:-9600] in ear.speech()


def test_a_second_of_silence_before_does_not_pile_up() -> None:
    ear = Ear()
    hear(ear, silence(20))
    assert len(ear._sound) < 64_000


@pytest.mark.parametrize("noise", [silence(2), chords(3), cough() + silence(2), b""])
def test_noise_is_no_speech(noise: bytes) -> None:
    ear = Ear()
    assert hear(ear, noise) == []
    assert ear.speech() == b""


def test_what_is_forgotten_is_gone() -> None:
    ear = Ear()
    hear(ear, silence(0.3) + spoken())
    assert ear.speech()
    ear.forget()
    assert ear.speech() == b""
    assert not ear._sound
