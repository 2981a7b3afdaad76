"""Whisper, by faster-whisper on the processor: what a visitor said, and in which language."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from narration.engine import NOBODY, EngineContext, EngineUnavailable, Transcript
from narration.engines.whisper_model import SAMPLE_RATE, Stopped, WhisperBase
from narration.engines.worker import Stop, Worker

WEIGHTS = "whisper-base-ct2"
LONGEST = 60
"""Seconds that are listened to; what comes later is not heard."""
THREADS = 2

__all__ = ["LONGEST", "SAMPLE_RATE", "WEIGHTS", "Whisper"]


class Whisper:
    """Hears a whole utterance and then gives its one, final transcript. Options: `whisper_threads` (2).

    One utterance at a time, the most urgent of who was served longest ago first; closing the iterator stops between
    the network's steps.
    """

    name = "whisper"

    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._worker = Worker("whisper")
        self._model: WhisperBase | None = None

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

    async def recognize(
        self,
        audio: AsyncIterator[bytes],
        language: str,
        *,
        languages: Sequence[str] = (),
        names: Mapping[str, Sequence[str]] = NOBODY,
    ) -> AsyncIterator[Transcript]:
        """Yield one final transcript of the first 60 s of 16 kHz mono `pcm_s16le`."""
        heard = bytearray()
        most = LONGEST * SAMPLE_RATE * 2
        async for data in audio:
            heard += data[: most - len(heard)]
        model = self._model
        if model is None:
            raise EngineUnavailable(self.name, "it is closed")

        def job(stop: Stop) -> Transcript:
            return model.transcribe(bytes(heard), language, tuple(languages), names, stop)

        try:
            yield await self._worker.run(job)
        except Stopped:
            raise
        except Exception as error:
            raise EngineUnavailable(self.name, f"the model failed: {type(error).__name__}") from error


def _open(folder: Path, threads: int) -> WhisperBase:
    model = WhisperBase(folder, threads)
    model.transcribe(bytes(SAMPLE_RATE * 2), "en", (), NOBODY, Stop())  # the first run is the slowest
    return model
