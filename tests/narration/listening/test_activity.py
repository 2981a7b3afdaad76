"""Speech is told from silence, noise, music and coughs, in pieces of any size."""

import pytest

from narration.listening.activity import FRAME_MS, Loudness, Silero, VoiceActivity, voice_activity
from tests.spoken import ENGLISH, ITALIAN, chords, cough, hiss, mixed, silence, spoken


def likely(activity: VoiceActivity, sound: bytes, step: int = 3200) -> int:
    """Frames that are likelier speech than not."""
    chances = [chance for at in range(0, len(sound), step) for chance in activity.judge(sound[at : at + step])]
    return sum(chance >= 0.5 for chance in chances)


def test_silero_is_what_this_machine_has() -> None:
    assert isinstance(voice_activity(), Silero)


@pytest.mark.parametrize("path", [ENGLISH, ITALIAN], ids=["en", "it"])
@pytest.mark.parametrize("kind", [Silero, Loudness])
def test_speech_is_speech(kind: type[Silero | Loudness], path: object) -> None:
    said = spoken(path)  # type: ignore[arg-type]
    frames = len(said) / 32 / FRAME_MS
    assert likely(kind(), silence(0.5) + said) > 0.4 * frames


def test_speech_is_speech_in_a_noisy_room_too() -> None:
    said = spoken(ITALIAN)
    assert likely(Silero(), mixed(silence(0.5) + said, hiss(1, 0.03))) > 0.5 * len(said) / 32 / FRAME_MS


@pytest.mark.parametrize(
    "noise", [silence(3), hiss(3, 0.01), hiss(3, 0.1), chords(4), silence(1) + cough() + silence(1)],
    ids=["silence", "faint hiss", "loud hiss", "music", "cough"],
)  # fmt: skip
def test_what_is_no_speech_is_none(noise: bytes) -> None:
    assert likely(Silero(), noise) == 0


@pytest.mark.parametrize("noise", [silence(3), hiss(3, 0.1)], ids=["silence", "hiss"])
def test_loudness_alone_is_not_fooled_by_a_steady_noise(noise: bytes) -> None:
    assert likely(Loudness(), noise) == 0


@pytest.mark.parametrize("step", [2, 640, 1023, 40_000])
def test_the_size_of_the_pieces_makes_no_difference(step: int) -> None:
    said = silence(0.2) + spoken() + silence(0.2)
    if step == 2:
        said = said[:16_000]
    whole, pieces = Silero().judge(said), Silero()
    parts = [chance for at in range(0, len(said), step) for chance in pieces.judge(said[at : at + step])]
    assert parts == pytest.approx(whole, abs=1e-3)
