"""Opus packets: how many, how long, how loud after decoding."""

import numpy as np
import pytest

from narration.voice import opus
from narration.voice.opus import OpusEncoder


def tone(seconds, rate, pitch=440):
    return (8000 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)).astype("<i2").tobytes()


def loudness(data):
    return np.sqrt((np.frombuffer(data, "<i2").astype(float) ** 2).mean())


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("seconds", [0.011, 0.5, 1.2345])
def test_packets_hold_every_sample_and_less_than_a_packet_more(rate, seconds):
    packets = opus.encode(tone(seconds, rate), rate)
    needed = seconds * 1000 + 312 / 48
    assert needed - 0.1 <= len(packets) * 20 < needed + 20


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
def test_what_is_decoded_sounds_as_long_and_as_loud(rate):
    data = tone(1.0, rate)
    decoded = opus.decode(opus.encode(data, rate))
    samples = np.frombuffer(decoded, "<i2").astype(float)
    assert len(samples) % 960 == 0
    heard = np.nonzero(np.abs(samples) > 800)[0]
    assert heard[0] / 48 == pytest.approx(312 / 48, abs=3)
    assert (heard[-1] - heard[0]) / 48 == pytest.approx(1000, abs=20)
    assert loudness(samples[2000:40000].astype("<i2")) == pytest.approx(loudness(data), rel=0.05)


def test_the_pitch_is_kept():
    samples = np.frombuffer(opus.decode(opus.encode(tone(1.0, 22_050, pitch=300), 22_050)), "<i2")[4800:43200]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert spectrum.argmax() * 48_000 / len(samples) == pytest.approx(300, abs=3)


def test_pieces_give_the_same_sound_as_the_whole():
    data = tone(0.5, 24_000)
    encoder = OpusEncoder(sample_rate=24_000)
    packets = [packet for start in range(0, len(data), 1000) for packet in encoder.encode(data[start : start + 1000])]
    packets += encoder.finish()
    whole = opus.encode(data, 24_000)
    assert len(packets) == len(whole)
    assert loudness(opus.decode(packets)) == pytest.approx(loudness(opus.decode(whole)), rel=0.02)


@pytest.mark.parametrize(("bitrate", "least", "most"), [(16_000, 12_000, 20_000), (32_000, 25_000, 40_000)])
def test_the_bitrate_is_held(bitrate, least, most):
    noise = np.random.default_rng(1).normal(0, 3000, 48_000 * 2).astype("<i2").tobytes()
    packets = opus.encode(noise, 48_000, bitrate)
    assert least < sum(map(len, packets)) * 8 / (len(packets) * 0.02) < most


def test_silence_is_small():
    packets = opus.encode(bytes(48_000 * 2), 48_000)
    assert loudness(opus.decode(packets)) < 2
    assert sum(map(len, packets)) < 3000


def test_nothing_is_one_packet_of_silence():
    assert len(opus.encode(b"", 24_000)) == 1


@pytest.mark.parametrize("bitrate", [0, 15_999, 32_001, 510_000])
def test_a_bitrate_that_is_not_for_speech_is_refused(bitrate):
    with pytest.raises(ValueError, match="16000 to 32000"):
        OpusEncoder(sample_rate=24_000, bitrate=bitrate)


def test_it_is_available_here():
    assert opus.available()
