"""Whatever a client sends becomes 16 kHz mono, or is refused with a reason."""

import numpy as np
import pytest

from narration.listening.sound import OpusDecoder, PcmDecoder, SoundRefused, decoder, seconds
from narration.voice import opus
from tests.spoken import spoken


def test_pcm_passes_and_a_cut_sample_waits_for_its_half() -> None:
    pcm = PcmDecoder()
    assert pcm.decode(b"\x01\x02\x03") == b"\x01\x02"
    assert pcm.decode(b"\x04\x05\x06") == b"\x03\x04\x05\x06"


def test_opus_packets_come_out_at_16_khz_and_sound_the_same() -> None:
    said = spoken()
    packets = opus.encode(said, 16_000)
    heard = b"".join(map(OpusDecoder().decode, packets))
    assert seconds(heard) == pytest.approx(seconds(said), abs=0.06)
    loudness = [np.sqrt((np.frombuffer(each, "<i2").astype(float) ** 2).mean()) for each in (said, heard)]
    assert loudness[1] == pytest.approx(loudness[0], rel=0.2)


def test_what_is_no_packet_is_refused() -> None:
    with pytest.raises(SoundRefused, match="opus"):
        OpusDecoder().decode(b"\xff" * 1500)


def test_an_empty_last_packet_is_silence() -> None:
    assert OpusDecoder().decode(b"") == b""


def test_another_codec_is_refused_with_what_would_do() -> None:
    with pytest.raises(SoundRefused, match="mp3: speech is taken as pcm_s16le"):
        decoder("mp3")
