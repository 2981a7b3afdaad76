"""What an Ogg file says that it holds."""

from io import BytesIO

import pytest

from scenes.ogg import FIRST_BYTES, held_in
from tests.ogg import OPUS_HEAD, VORBIS_HEAD, opus, page


@pytest.mark.parametrize(
    ("head", "held"),
    [
        (opus(), "Opus"),
        (page(VORBIS_HEAD), "Vorbis"),
        (page(b"\x7fFLAC\x01\x00"), "FLAC"),
        (page(b"Speex   1.2"), "Speex"),
        (page(b"\x80theora"), "Theora"),
        (page(b"fishead\0"), "several streams (Skeleton)"),
        (page(b"something"), ""),
        (page(b""), ""),
        (page(b"and a word later OpusHead"), ""),
        (page(OPUS_HEAD, first=False), None),
        (b"OggS", None),
        (b"OggS OpusHead and so on, which is no page at all", None),
        (b"RIFF" + opus()[4:], None),
        (b"", None),
    ],
)
def test_the_first_page_says_what_is_in_it(head: bytes, held: str | None) -> None:
    assert held_in(head[:FIRST_BYTES]) == held


def test_the_longest_table_of_segments_is_read_over() -> None:
    head = bytearray(page(OPUS_HEAD)[:27])
    head[26] = 255
    assert held_in((bytes(head) + bytes(255) + OPUS_HEAD)[:FIRST_BYTES]) == "Opus"


@pytest.mark.parametrize(("codec", "held"), [("libopus", "Opus"), ("vorbis", "Vorbis"), ("flac", "FLAC")])
def test_what_real_encoders_write_is_known(codec: str, held: str) -> None:
    av = pytest.importorskip("av")
    out = BytesIO()
    with av.open(out, "w", format="ogg") as target:
        stream = target.add_stream(codec, rate=48_000, layout="stereo", options={"strict": "-2"})
        frame = av.AudioFrame(format=stream.format.name, layout="stereo", samples=1024)
        frame.sample_rate = 48_000
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for packet in (*stream.encode(frame), *stream.encode(None)):
            target.mux(packet)
    assert held_in(out.getvalue()[:FIRST_BYTES]) == held
