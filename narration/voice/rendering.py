"""A clause as sound, cut into the pieces that travel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from narration.utterance import SpeechChunk
from narration.voice import opus, pcm

WireCodec = Literal["opus", "pcm_s16le"]
SpeechCodec = Literal["opus", "opus-16k", "pcm_s16le"]
"""How a visitor may hear; `opus-16k` is Opus at 16 kbit/s with many packets to a chunk, for slow lines."""
THRIFTY = 16_000
"""Bits a second of `opus-16k`."""
TOGETHER = 12
"""Packets to a chunk of `opus-16k`: what a frame of the wire costs is then under a fifth of the sound."""
BLOCK_MS = 20
"""Every rendering lasts a whole number of blocks, so that times in milliseconds stay exact."""
PCM_CHUNK_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Speech in one codec, in pieces; a `SpeechChunk` carries one of them, or `together`."""

    codec: WireCodec
    sample_rate: int
    pieces: tuple[bytes, ...]
    duration_ms: int
    together: int = 1

    def chunks(self) -> list[SpeechChunk]:
        """The chunks to send."""
        starts = range(0, len(self.pieces), self.together)
        return [self._chunk(self.pieces[start : start + self.together]) for start in starts]

    def _chunk(self, pieces: Sequence[bytes]) -> SpeechChunk:
        sizes = tuple(len(piece) for piece in pieces) if len(pieces) > 1 else ()
        return SpeechChunk(codec=self.codec, sample_rate=self.sample_rate, data=b"".join(pieces), sizes=sizes)


def render(data: bytes, sample_rate: int, codec: SpeechCodec) -> Rendering:
    """Mono `pcm_s16le` as `codec`, padded with silence to whole blocks; the rate must be a multiple of 50 Hz."""
    if codec == "opus":
        return _packets(opus.encode(data, sample_rate))
    if codec == "opus-16k":
        return _packets(opus.encode(data, sample_rate, THRIFTY), TOGETHER)
    block = sample_rate * BLOCK_MS // 1000 * pcm.BYTES
    data += bytes(-len(data) % block)
    step = block * (PCM_CHUNK_MS // BLOCK_MS)
    return Rendering(
        codec="pcm_s16le",
        sample_rate=sample_rate,
        pieces=tuple(data[start : start + step] for start in range(0, len(data), step)),
        duration_ms=len(data) // block * BLOCK_MS,
    )


def _packets(packets: Sequence[bytes], together: int = 1) -> Rendering:
    return Rendering(
        codec="opus", sample_rate=opus.SAMPLE_RATE, pieces=tuple(packets), duration_ms=len(packets) * opus.PACKET_MS,
        together=together,
    )  # fmt: skip


def converted(rendering: Rendering, codec: SpeechCodec) -> Rendering:
    """What was stored, as a visitor hears it who asked for `codec`."""
    if codec == "pcm_s16le":
        return decoded(rendering)
    if codec == "opus-16k" and rendering.together == 1 and rendering.codec == "opus":
        return render(opus.decode(list(rendering.pieces)), opus.SAMPLE_RATE, codec)
    return rendering


def decoded(rendering: Rendering) -> Rendering:
    """The same sound as `pcm_s16le`."""
    if rendering.codec == "pcm_s16le":
        return rendering
    return render(opus.decode(list(rendering.pieces)), opus.SAMPLE_RATE, "pcm_s16le")


def quiet(ms: int, codec: SpeechCodec, sample_rate: int, together: int = 1) -> Rendering:
    """Silence, rounded to whole blocks."""
    blocks = round(ms / BLOCK_MS)
    if codec == "pcm_s16le":
        return render(pcm.silence(blocks * BLOCK_MS, sample_rate), sample_rate, codec)
    return _packets((_silent_packet(),) * blocks, together)


@cache
def _silent_packet() -> bytes:
    """20 ms of silence as Opus: opening an encoder for each pause took an eighth of a full house's time."""
    return opus.encode(b"", opus.SAMPLE_RATE)[0]
