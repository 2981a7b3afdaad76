"""Whisper, by faster-whisper on the processor: what a visitor said."""

import math
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from narration.engine import EngineContext, EngineUnavailable, Transcript
from narration.engines.worker import Worker
from scenes.language import primary

WEIGHTS = "whisper-base-ct2"
SAMPLE_RATE = 16_000
LONGEST = 60
"""Seconds that are listened to; what comes later is not heard."""
THREADS = 2


class Whisper:
    """Hears a whole utterance and then gives its one, final transcript. Options: `whisper_threads` (2)."""

    name = "whisper"

    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._worker = Worker("whisper")
        self._model: Any = None

    async def __aenter__(self) -> Self:
        folder = self._context.weights(WEIGHTS)
        if folder is None:
            raise EngineUnavailable(self.name, "its weights are not here", f"tour models pull {WEIGHTS}")
        threads = int(self._context.options.get("whisper_threads", THREADS))
        try:
            self._model = await self._worker.run(lambda _: _open(folder, threads))
        except BaseException as error:
            await self._worker.close()
            if isinstance(error, ImportError):
                remedy = "pip install 'caravanserai[whisper]'"
                raise EngineUnavailable(self.name, f"a library is missing: {error}", remedy) from error
            if isinstance(error, Exception):
                raise EngineUnavailable(self.name, str(error), f"tour models verify {WEIGHTS}") from error
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.close()
        self._model = None

    async def recognize(self, audio: AsyncIterator[bytes], language: str) -> AsyncIterator[Transcript]:
        """Yield one final transcript of the first 60 s of 16 kHz mono `pcm_s16le`."""
        heard = bytearray()
        most = LONGEST * SAMPLE_RATE * 2
        async for data in audio:
            heard += data[: most - len(heard)]
        model = self._model
        if model is None:
            raise EngineUnavailable(self.name, "it is closed")
        yield await self._worker.run(lambda _: _transcribe(model, bytes(heard), language))


def _open(folder: Path, threads: int) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)


def _transcribe(model: Any, data: bytes, language: str) -> Transcript:
    import numpy as np

    samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768
    if not samples.size:
        return Transcript(text="", language=language, final=True, confidence=0.0)
    found, _ = model.transcribe(samples, language=primary(language), beam_size=5, condition_on_previous_text=False)
    segments = list(found)
    text = " ".join(segment.text.strip() for segment in segments)
    chance = math.exp(sum(s.avg_logprob for s in segments) / len(segments)) if segments else 0.0
    return Transcript(text=text, language=language, final=True, confidence=min(1.0, chance))
