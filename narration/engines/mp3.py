"""MP3 that arrives in pieces, as PCM without its silent ends."""

from array import array
from typing import Any

from narration.voice import pcm

SAMPLE_RATE = 24_000
REFUSED = 4
"""Packets in a row that may be no audio: tags and tables of contents are not."""
QUIET = 60
"""Samples that stay below this are silence."""


class Mp3Decoder:
    """Whole frames in, 24 kHz mono `pcm_s16le` out; raises `ValueError` for data that is no MP3."""

    def __init__(self) -> None:
        import av

        self._decoder = av.CodecContext.create("mp3float", "r")
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._broken = av.error.FFmpegError
        self._held = bytearray()
        self._begun = False
        self._refused = 0

    def feed(self, data: bytes) -> bytes:
        """Take the next piece; sound that is certain to be followed by sound, or is sound."""
        frames = [
            part
            for packet in self._decoder.parse(data)
            for frame in self._decode(packet)
            for part in self._resampler.resample(frame)
        ]
        return b"".join(self._gate(bytes(part.planes[0])[: part.samples * pcm.BYTES]) for part in frames)

    def _decode(self, packet: Any) -> list[Any]:
        try:
            frames: list[Any] = self._decoder.decode(packet)
        except self._broken as error:
            self._refused += 1
            if self._refused > REFUSED:
                raise ValueError(f"no MP3: {error}") from error
            return []
        self._refused = 0
        return frames

    def finish(self) -> bytes:
        """What was held back, no longer than the end of a sentence needs."""
        return bytes(self._held[: pcm.TAIL_MS * SAMPLE_RATE // 1000 * pcm.BYTES]) if self._begun else b""

    def _gate(self, data: bytes) -> bytes:
        self._held += data
        if max(map(abs, array("h", data)), default=0) < QUIET:
            if not self._begun:
                del self._held[: -pcm.HEAD_MS * SAMPLE_RATE // 1000 * pcm.BYTES]
            return b""
        self._begun = True
        sound, self._held = bytes(self._held), bytearray()
        return sound
