"""Sounds for tests: two questions that Kokoro said, noise, tones, and a recogniser that knows what it will hear."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narration.engine import NOBODY, EngineUnavailable, SpeechSynthesizer, Transcript
from narration.listening.sound import SAMPLE_RATE
from scenes.language import primary

FOLDER = Path(__file__).parent / "narration" / "listening"
ENGLISH = FOLDER / "how_deep_is_the_well.en.ogg"
ITALIAN = FOLDER / "quanto_e_profondo_il_pozzo.it.ogg"


def spoken(path: Path = ENGLISH) -> bytes:
    """A question as 16 kHz mono `pcm_s16le`."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        parts = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    return b"".join(bytes(part.planes[0])[: part.samples * 2] for part in parts)


def silence(seconds: float) -> bytes:
    return bytes(round(seconds * SAMPLE_RATE) * 2)


def sound(samples: NDArray[np.float64]) -> bytes:
    """`pcm_s16le` of samples in -1..1."""
    return np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def hiss(seconds: float, loud: float = 0.05) -> bytes:
    """White noise of a root mean square of `loud`."""
    return sound(np.random.default_rng(1).normal(0, loud, round(seconds * SAMPLE_RATE)))


def chords(seconds: float) -> bytes:
    """Music as far as a synthesiser goes: a swelling triad, then another."""
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    roots = np.where(t % 2 < 1, 261.6, 349.2)
    waves = [np.sin(2 * np.pi * roots * part * t) for part in (1, 1.26, 1.5, 2)]
    return sound(0.08 * sum(waves) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t)))


def cough() -> bytes:
    """A burst of noise that dies away within a fifth of a second."""
    t = np.arange(SAMPLE_RATE // 5)
    return sound(np.random.default_rng(2).normal(0, 0.4, t.size) * np.exp(-t / 900))


def mixed(one: bytes, other: bytes) -> bytes:
    """Both at once, as long as the first."""
    first, second = (np.frombuffer(each, "<i2").astype(np.float64) / 32768 for each in (one, other))
    return sound(first + np.resize(second, first.size))


@dataclass(slots=True)
class KnowsTheWords:
    """A recogniser that hears nothing and says what it was told, one transcript after the other, the last for good."""

    says: list[Transcript]
    name: str = "knows-the-words"
    fails: bool = False
    sounds: list[bytes] = field(default_factory=list)
    asked: list[tuple[str, tuple[str, ...], dict[str, Sequence[str]]]] = field(default_factory=list)

    async def recognize(
        self,
        audio: AsyncIterator[bytes],
        language: str,
        *,
        languages: Sequence[str] = (),
        names: Mapping[str, Sequence[str]] = NOBODY,
    ) -> AsyncIterator[Transcript]:
        self.sounds.append(b"".join([piece async for piece in audio]))
        self.asked.append((language, tuple(languages), dict(names)))
        if self.fails:
            raise EngineUnavailable(self.name, "it fell silent")
        yield self.says.pop(0) if len(self.says) > 1 else self.says[0]


def understood(text: str, language: str = "en", confidence: float = 0.9) -> Transcript:
    return Transcript(text=text, language=language, final=True, confidence=confidence)


def resampled(data: bytes, rate: int) -> bytes:
    """Mono `pcm_s16le` of `rate` at 16 kHz."""
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(data) // 2)
    frame.planes[0].update(data)
    frame.sample_rate = rate
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    return b"".join(bytes(part.planes[0])[: part.samples * 2] for part in parts)


async def said_by(engine: SpeechSynthesizer, text: str, language: str) -> bytes:
    """What the engine's best voice of a language says, at 16 kHz."""
    voice = next(voice for voice in engine.voices() if primary(voice.language) == primary(language))
    chunks = [chunk async for chunk in engine.synthesize(text, voice)]
    return resampled(b"".join(chunk.data for chunk in chunks), chunks[0].sample_rate)
