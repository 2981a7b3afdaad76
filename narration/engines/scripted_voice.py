"""A voice for tests: each character is 25 ms of a tone, so that every duration is known beforehand."""

from array import array
from collections.abc import AsyncIterator
from math import pi, sin
from types import TracebackType
from typing import Self

from narration.engine import EngineContext, Voice
from narration.utterance import SpeechChunk

SAMPLE_RATE = 24_000
CHARACTER_MS = 25
LANGUAGES = "en,it,zh-Hans"


class ScriptedVoice:
    """Speaks by sine bursts, 25 ms a character and 100 ms a chunk; silent for white space.

    Options: `languages`, BCP 47 tags separated by `,`.
    """

    name = "scripted"
    version = "1"

    def __init__(self, context: EngineContext) -> None:
        tags = context.options.get("languages", LANGUAGES).split(",")
        self._voices = tuple(
            Voice(id=f"tone-{tag.strip()}", engine=self.name, language=tag.strip(), name="Tone") for tag in tags
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def voices(self) -> tuple[Voice, ...]:
        """One voice a language."""
        return self._voices

    async def synthesize(self, sentence: str, voice: Voice) -> AsyncIterator[SpeechChunk]:
        """Stream 24 kHz `pcm_s16le`, 100 ms a chunk."""
        data = b"".join(_burst(character) for character in sentence)
        step = SAMPLE_RATE // 10 * 2
        for start in range(0, len(data), step):
            yield SpeechChunk(codec="pcm_s16le", sample_rate=SAMPLE_RATE, data=data[start : start + step])


def _burst(character: str) -> bytes:
    length = SAMPLE_RATE * CHARACTER_MS // 1000
    if character.isspace():
        return bytes(length * 2)
    pitch = 200 + ord(character) % 400
    return array("h", (round(8000 * sin(2 * pi * pitch * n / SAMPLE_RATE)) for n in range(length))).tobytes()
