"""A clause as sound, cut into the pieces that travel."""

from dataclasses import dataclass
from typing import Literal

from narration.utterance import SpeechChunk
from narration.voice import opus, pcm

SpeechCodec = Literal["opus", "pcm_s16le"]
BLOCK_MS = 20
"""Every rendering lasts a whole number of blocks, so that times in milliseconds stay exact."""
PCM_CHUNK_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Speech in one codec; `pieces` are what one `SpeechChunk` each carries."""

    codec: SpeechCodec
    sample_rate: int
    pieces: tuple[bytes, ...]
    duration_ms: int

    def chunks(self) -> list[SpeechChunk]:
        """The chunks to send."""
        return [SpeechChunk(codec=self.codec, sample_rate=self.sample_rate, data=piece) for piece in self.pieces]


def render(data: bytes, sample_rate: int, codec: SpeechCodec) -> Rendering:
    """Mono `pcm_s16le` as `codec`, padded with silence to whole blocks; the rate must be a multiple of 50 Hz."""
    if codec == "opus":
        packets = tuple(opus.encode(data, sample_rate))
        return Rendering(
            codec="opus",
            sample_rate=opus.SAMPLE_RATE,
            pieces=packets,
            duration_ms=len(packets) * opus.PACKET_MS,
        )
    block = sample_rate * BLOCK_MS // 1000 * pcm.BYTES
    data += bytes(-len(data) % block)
    step = block * (PCM_CHUNK_MS // BLOCK_MS)
    return Rendering(
        codec="pcm_s16le",
        sample_rate=sample_rate,
        pieces=tuple(data[start : start + step] for start in range(0, len(data), step)),
        duration_ms=len(data) // block * BLOCK_MS,
    )


def decoded(rendering: Rendering) -> Rendering:
    """The same sound as `pcm_s16le`."""
    if rendering.codec == "pcm_s16le":
        return rendering
    return render(opus.decode(list(rendering.pieces)), opus.SAMPLE_RATE, "pcm_s16le")


def quiet(ms: int, codec: SpeechCodec, sample_rate: int) -> Rendering:
    """Silence, rounded to whole blocks."""
    blocks = round(ms / BLOCK_MS)
    if codec == "pcm_s16le":
        return render(pcm.silence(blocks * BLOCK_MS, sample_rate), sample_rate, codec)
    packet = opus.encode(b"", opus.SAMPLE_RATE)[0]
    return Rendering(
        codec="opus",
        sample_rate=opus.SAMPLE_RATE,
        pieces=(packet,) * blocks,
        duration_ms=blocks * opus.PACKET_MS,
    )
