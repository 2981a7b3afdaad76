"""PCM cut, levelled and made from floating point."""

import sys

import numpy as np
import pytest

from narration.voice import pcm

RATE = 24_000


def tone(seconds, amplitude=0.3):
    return amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)


def samples(data):
    return np.frombuffer(data, "<i2") / 32768


def test_floating_point_keeps_its_shape_and_never_clips():
    assert samples(pcm.from_float(tone(0.1))) == pytest.approx(tone(0.1), abs=1e-3)
    loud = samples(pcm.from_float(tone(0.1, amplitude=1.6)))
    assert np.abs(loud).max() == pytest.approx(0.95, abs=0.01)
    assert pcm.from_float(np.zeros(0)) == b""
    assert pcm.from_float(np.zeros(3)) == bytes(6)


def test_silent_ends_are_cut_and_pauses_inside_stay():
    quiet = np.zeros(RATE // 2)
    said = np.concatenate([quiet, tone(0.3), quiet, tone(0.3), quiet])
    cut = pcm.trim(pcm.from_float(said), RATE)
    assert pcm.duration_ms(cut, RATE) == pytest.approx(300 + 500 + 300 + pcm.HEAD_MS + pcm.TAIL_MS, abs=11)
    assert pcm.trim(cut, RATE) == cut


def test_only_silence_is_nothing():
    assert pcm.trim(bytes(RATE), RATE) == b""
    assert pcm.trim(b"", RATE) == b""


@pytest.mark.parametrize("amplitude", [0.05, 0.3, 0.9])
def test_every_voice_is_as_loud(amplitude):
    said = np.concatenate([tone(0.5, amplitude), np.zeros(RATE), tone(0.5, amplitude)])
    levelled = samples(pcm.level(pcm.from_float(said)))
    assert np.sqrt((levelled[: RATE // 2] ** 2).mean()) == pytest.approx(pcm.LOUDNESS, rel=0.05)


def test_a_single_click_does_not_clip_and_a_whisper_is_not_blown_up():
    click = tone(0.5, 0.02)
    click[100] = 0.9
    assert np.abs(samples(pcm.level(pcm.from_float(click)))).max() <= 0.96
    whisper = samples(pcm.level(pcm.from_float(tone(0.5, 0.001))))
    assert np.abs(whisper).max() == pytest.approx(0.004, rel=0.1)
    assert pcm.level(bytes(100)) == bytes(100)


def test_silence_is_as_long_as_asked():
    assert pcm.duration_ms(pcm.silence(123, 22_050), 22_050) == pytest.approx(123, abs=0.05)
    assert set(pcm.silence(20, 16_000)) == {0}


def test_without_numpy_the_level_stays(monkeypatch):
    monkeypatch.setattr(pcm, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert pcm.level(b"\x01\x02") == b"\x01\x02"
