"""The seams behind which engines stand, and what every engine is given when it opens.

An engine is registered under an entry point group (`LANGUAGE_MODELS`, `VOICES`, `RECOGNIZERS`, `EMBEDDERS`) and is a
callable that takes an `EngineContext` and returns an async context manager. Whatever is heavy is imported inside
`__aenter__`.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

from narration.prompt import Prompt, Turn
from narration.utterance import SpeechChunk
from scenes.language import lookup

LANGUAGE_MODELS = "caravanserai.language_models"
VOICES = "caravanserai.voices"
RECOGNIZERS = "caravanserai.recognizers"
EMBEDDERS = "caravanserai.embedders"

NOBODY: Mapping[str, Sequence[str]] = MappingProxyType({})
"""No names."""


class EngineUnavailable(RuntimeError):
    """An engine that cannot open or went away: which one, why, and what an operator can do."""

    def __init__(self, engine: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"{engine}: {reason}" + (f" ({remedy})" if remedy else ""))
        self.engine = engine
        self.reason = reason
        self.remedy = remedy


class Busy(EngineUnavailable):
    """An engine that has too much to do to answer in time; it is sound, and may be asked again soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineContext:
    """What an engine may use: a way to its weights, and options from the operator's settings."""

    weights: Callable[[str], Path | None]
    """The folder or file of a catalogue entry whose digest was verified, or None when it is not here (yet)."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice that an engine can speak with."""

    id: str
    """Unique within the engine, e.g. `af_heart`."""
    engine: str
    language: str
    """BCP 47 tag, e.g. `en-US`."""
    name: str = ""
    gender: Literal["female", "male", "neutral"] = "neutral"
    online: bool = False
    """Text leaves the house when this voice speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a recogniser heard so far."""

    text: str
    language: str
    final: bool
    confidence: float
    """0 to 1."""


@runtime_checkable
class LanguageModel(Protocol):
    """Words from a prompt."""

    name: str

    def generate(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Stream the reply in pieces of text; closing the iterator stops the engine within one token."""
        ...

    async def warm(self, shared: tuple[Turn, ...]) -> None:
        """Evaluate the turns that many prompts begin with ahead of time, where the engine can keep them."""
        ...


@runtime_checkable
class ClaimReader(Protocol):
    """Whether premises entail a hypothesis, as in recognising textual entailment (RTE, NLI)."""

    name: str

    async def entails(self, premises: Sequence[str], hypothesis: str) -> float:
        """The probability, 0 to 1, that the premises bear the hypothesis out; its turn is read from `TURN`.

        Raises `Busy` when the answer would come too late, `EngineUnavailable` when none can be had.
        """
        ...

    def threshold(self, language: str) -> float:
        """The least probability at which a hypothesis in a language (BCP 47) counts as borne out; 0: do not ask."""
        ...

    def certainty(self, language: str) -> float:
        """The least probability at which it is believed against a rule that often errs; above 1: never."""
        ...


@runtime_checkable
class ReadsClaims(Protocol):
    """A language model that can tell more than words: not every one can, nor with any weights."""

    reader: ClaimReader | None
    reader_problem: str
    """Why there is no reader, for an operator."""


@runtime_checkable
class NamesWeights(Protocol):
    """A language model that knows which weights it thinks with."""

    weights: str
    """As a disclosure names them, e.g. `qwen2.5-coder-1.5b-instruct-q4_k_m`."""


@runtime_checkable
class NamesLanguages(Protocol):
    """A language model that knows what it was seen to write; one that does not is asked for every language."""

    languages: tuple[str, ...]
    """BCP 47 tags; none where nobody has seen."""


@runtime_checkable
class StatesTerms(Protocol):
    """An engine that knows on what terms it may be used, where the catalogue of weights does not."""

    title: str
    licence: str
    """SPDX; empty for a service with terms of its own."""
    maker: str


def named_weights(model: LanguageModel) -> str:
    """The weights a model thinks with, where it knows; else its engine's name."""
    return (isinstance(model, NamesWeights) and model.weights) or model.name


def writes(model: LanguageModel, language: str) -> bool:
    """Whether words in a language (BCP 47) are worth asking a model for."""
    known = model.languages if isinstance(model, NamesLanguages) else ()
    return not known or lookup(language, known) is not None


def reader_of(model: LanguageModel | None) -> ClaimReader | None:
    """The reader of claims that comes with a language model, or None."""
    return model.reader if isinstance(model, ReadsClaims) else None


@runtime_checkable
class SpeechSynthesizer(Protocol):
    """Speech from words."""

    name: str

    def voices(self) -> tuple[Voice, ...]:
        """Every voice that can speak now, best first within a language."""
        ...

    def synthesize(self, sentence: str, voice: Voice) -> AsyncGenerator[SpeechChunk, None]:
        """Stream mono `pcm_s16le` at the engine's own rate; closing the iterator stops it.

        Raises `EngineUnavailable` when no audio can be had.
        """
        ...


@runtime_checkable
class SpeechRecognizer(Protocol):
    """Words from speech."""

    name: str

    def recognize(
        self,
        audio: AsyncIterator[bytes],
        language: str,
        *,
        languages: Sequence[str] = (),
        names: Mapping[str, Sequence[str]] = NOBODY,
    ) -> AsyncIterator[Transcript]:
        """Take 16 kHz mono `pcm_s16le` and yield partial transcripts, the last one final.

        `language` is expected; any of `languages` may be spoken instead, and a transcript says which was. `names` are
        names by language that may well be said.
        """
        ...


OpenLanguageModel = Callable[[EngineContext], AbstractAsyncContextManager[LanguageModel]]
OpenSpeechSynthesizer = Callable[[EngineContext], AbstractAsyncContextManager[SpeechSynthesizer]]
OpenSpeechRecognizer = Callable[[EngineContext], AbstractAsyncContextManager[SpeechRecognizer]]


@runtime_checkable
class Embedder(Protocol):
    """How near a question and texts lie to each other by what they mean, whatever their words and language."""

    name: str

    async def learn(self, texts: Sequence[str]) -> None:
        """Embed texts, so that questions can be held against them. Raises `EngineUnavailable`."""
        ...

    async def likeness(self, question: str, texts: Sequence[str]) -> list[float | None]:
        """The cosine, -1 to 1, of a question to each text, None for one that was not learned.

        What was asked is not kept. Raises `EngineUnavailable`.
        """
        ...
