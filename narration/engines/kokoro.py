"""Kokoro-82M: a neural voice for nine languages, on the processor."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from narration.engine import EngineContext, EngineUnavailable, Voice
from narration.engines.kokoro_phonemes import Phonemes
from narration.engines.worker import Stop, Worker
from narration.utterance import SpeechChunk
from narration.voice import pcm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "kokoro-82m-int8"
SAMPLE_RATE = 24_000
CONTEXT = 510
"""Phonemes that the model takes at once."""
THREADS = 2
_LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr-FR", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR",
    "z": "zh-Hans",
}  # fmt: skip
_BEST = (
    "af_heart", "af_bella", "am_fenrir", "am_michael", "bf_emma", "bm_george", "ef_dora", "ff_siwis", "hf_alpha",
    "if_sara", "jf_alpha", "pf_dora", "zf_xiaoyi",
)  # fmt: skip
"""The voices that its makers graded highest, and that a recogniser understood best for Mandarin."""


class Kokoro:
    """Speaks en-US, en-GB, es, fr, hi, it, pt-BR, Mandarin and, where `pyopenjtalk-plus` is installed, Japanese.

    About 2.5 times as fast as real time on two cores. Options: `kokoro_threads`, threads the model runs on (2).
    Closing the iterator stops the model inside a clause.
    """

    name = "kokoro"
    version = "82m-int8-2"

    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._worker = Worker("kokoro")
        self._model: _Model | None = None
        self._voices: tuple[Voice, ...] = ()

    async def __aenter__(self) -> Self:
        folder = self._context.weights(WEIGHTS)
        if folder is None:
            raise EngineUnavailable(self.name, "its weights are not here", f"tour models pull {WEIGHTS}")
        threads = int(self._context.options.get("kokoro_threads", THREADS))
        try:
            self._model = await self._worker.run(lambda _: _Model(folder, threads))
        except BaseException as error:
            await self._worker.close()
            if isinstance(error, ImportError):
                remedy = "pip install 'caravanserai[kokoro]'"
                raise EngineUnavailable(self.name, f"a library is missing: {error}", remedy) from error
            if isinstance(error, Exception):
                raise EngineUnavailable(self.name, str(error), f"tour models verify {WEIGHTS}") from error
            raise
        self._voices = tuple(sorted(map(_voice, self._model.voices), key=_rank))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.close()
        self._model = None

    def voices(self) -> tuple[Voice, ...]:
        """Every voice in the weights, best first within a language."""
        return self._voices

    async def synthesize(self, sentence: str, voice: Voice) -> AsyncIterator[SpeechChunk]:
        """Stream 24 kHz `pcm_s16le`, one chunk for each 510 phonemes, its silent ends cut."""
        model = self._model
        if model is None:
            raise EngineUnavailable(self.name, "it is closed")
        pieces: list[list[int]] | None = None
        while pieces is None or pieces:
            pieces, data = await self._speak(model, sentence, voice, pieces)
            yield SpeechChunk(codec="pcm_s16le", sample_rate=SAMPLE_RATE, data=data)

    async def _speak(
        self, model: "_Model", sentence: str, voice: Voice, pieces: list[list[int]] | None
    ) -> tuple[list[list[int]], bytes]:
        """What is left to say, and the sound of the first piece; reading and speaking are one job of the thread."""

        def job(stop: Stop) -> tuple[list[list[int]], bytes]:
            first, *rest = pieces or model.pieces(sentence, voice.language)
            return rest, model.speak(first, voice.id, stop)

        try:
            return await self._worker.run(job)
        except NoSound as error:
            raise EngineUnavailable(self.name, f"no sound of its {voice.language} is in the text") from error
        except Exception as error:
            raise EngineUnavailable(self.name, f"the model failed: {type(error).__name__}") from error


class NoSound(ValueError):
    """A text without anything that could be said."""


def _voice(identifier: str) -> Voice:
    gender: Literal["female", "male"] = "female" if identifier[1] == "f" else "male"
    name = identifier[3:].title()
    return Voice(id=identifier, engine="kokoro", language=_LANGUAGES[identifier[0]], name=name, gender=gender)


def _rank(voice: Voice) -> tuple[str, int, str]:
    place = _BEST.index(voice.id) if voice.id in _BEST else len(_BEST)
    return (voice.id[0], place, voice.id)


class _Model:
    """The network, the styles of its voices and its phonemes; for one thread."""

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the guide's model needs the cores
        self._session = onnxruntime.InferenceSession(
            str(_one(folder, "*.onnx")), options, providers=["CPUExecutionProvider"]
        )
        self._tokens = self._session.get_inputs()[0].name
        self._styles = _styles(folder)
        self._vocabulary = _vocabulary()
        self._phonemes = Phonemes()
        for language, text in (("en-US", "Hello."), ("zh-Hans", "你好。")):
            if Phonemes.readable(language):
                self.pieces(text, language)
        self.speak(self.pieces("Hello.", "en-US")[0], self.voices[0], Stop())  # the first run is the slowest

    @property
    def voices(self) -> list[str]:
        """Of the languages that can be read here."""
        read = {letter for letter, language in _LANGUAGES.items() if Phonemes.readable(language)}
        return [name for name in self._styles if name[0] in read]

    def pieces(self, text: str, language: str) -> list[list[int]]:
        """The tokens of `text`, cut at sentence, clause or word to fit the model; `NoSound` if there are none."""
        from kokoro_onnx.chunker import split_phonemes

        phonemes = "".join(p for p in self._phonemes.of(text, language) if p in self._vocabulary)
        pieces = [[self._vocabulary[p] for p in piece] for piece in split_phonemes(phonemes, CONTEXT)]
        sounds = {token for phoneme, token in self._vocabulary.items() if phoneme.isalpha()}
        spoken = [piece for piece in pieces if sounds & set(piece)]
        if not spoken:
            raise NoSound
        return spoken

    def speak(self, tokens: list[int], voice: str, stop: Stop) -> bytes:
        """24 kHz `pcm_s16le` of at most 510 tokens; raises soon after `stop` is set."""
        import numpy as np
        import onnxruntime

        run = onnxruntime.RunOptions()
        run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")  # 170 MB less between clauses
        stop.then(lambda: setattr(run, "terminate", True))
        style = self._styles[voice][min(len(tokens), CONTEXT) - 1]
        inputs = {self._tokens: [[0, *tokens, 0]], "style": style, "speed": np.ones(1, np.float32)}
        samples = self._session.run(None, inputs, run)[0].ravel()
        return pcm.trim(pcm.from_float(samples), SAMPLE_RATE)


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder} has no {pattern}")
    return found[0]


def _styles(folder: Path) -> "dict[str, NDArray[np.float32]]":
    import numpy as np

    _one(folder, "voices/*.bin")
    return {
        path.stem: np.fromfile(path, "<f4").reshape(CONTEXT, 1, 256) for path in sorted(folder.glob("voices/*.bin"))
    }


def _vocabulary() -> dict[str, int]:
    from kokoro_onnx.config import DEFAULT_VOCAB

    return dict(DEFAULT_VOCAB)
