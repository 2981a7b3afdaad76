"""The engines of one server: opened behind its back, and taken up when their weights arrive."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from narration.claims import tongue
from narration.engine import (
    EMBEDDERS,
    LANGUAGE_MODELS,
    RECOGNIZERS,
    VOICES,
    Embedder,
    EngineContext,
    EngineUnavailable,
    LanguageModel,
    SpeechRecognizer,
    writes,
)
from narration.models.shelf import Shelf
from narration.prompt import Turn
from narration.voice.voices import Voices
from tour import plugins
from tour.settings import Settings

log = logging.getLogger(__name__)

RETRY = 30.0
"""Seconds until an engine that failed for another reason than missing weights is tried again."""

EngineState = Literal["open", "opening", "absent"]
"""An engine that is opening keeps visitors waiting; one that is absent is done without."""

LOOK = 1.0
"""Seconds between looks for weights that are missing."""


@dataclass(slots=True, kw_only=True)
class Engines:
    """What can think and speak now, and why the rest cannot."""

    settings: Settings
    shelf: Shelf
    voices: Voices = field(init=False)
    shared: Mapping[str, tuple[Turn, ...]] = field(default_factory=dict)
    """Turns that prompts in a language begin with, evaluated as soon as a model is open that writes it."""
    warmed: asyncio.Event = field(default_factory=asyncio.Event)
    model_problem: str = ""
    recognizer: SpeechRecognizer | None = None
    """What understands spoken questions now."""
    recognizer_problem: str = ""
    embedder: Embedder | None = None
    """What compares questions with facts by their meaning now."""
    embedder_problem: str = ""
    _model: LanguageModel | None = None
    _voices_tried: bool = False
    _missing: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = voice_names(self.settings)
        self.voices = Voices({name: partial(_open, VOICES, name) for name in names}, self._context())

    @property
    def model(self) -> LanguageModel | None:
        """The language model that is open now."""
        return self._model

    def problems(self) -> dict[str, str]:
        """Why an engine that was asked for is not open, by name."""
        voices = {name: str(wrong).removeprefix(f"{name}: ") for name, wrong in self.voices.problems.items()}
        others = {
            self.settings.model: self.model_problem,
            self.settings.recognizer: self.recognizer_problem,
            self.settings.embedder: self.embedder_problem,
        }
        return {name: problem for name, problem in others.items() if problem} | voices

    def states(self) -> dict[str, EngineState]:
        """`open`, `opening` or `absent` for the model, for each voice engine and for the recogniser."""
        states: dict[str, EngineState] = {}
        if self._wants_model():
            states["model"] = self._state(self._model is not None, bool(self.model_problem))
        for name in voice_names(self.settings):
            states[f"voice {name}"] = self._state(name in self.voices.engines, self._voices_tried)
        if self._wants_recognizer():
            states["recognizer"] = self._state(self.recognizer is not None, bool(self.recognizer_problem))
        if self._wants_embedder():
            states["embedder"] = self._state(self.embedder is not None, bool(self.embedder_problem))
        return states

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep every wanted engine open until the block ends."""
        keepers = [asyncio.create_task(self._keep_voices())]
        if self._wants_model():
            keepers.append(asyncio.create_task(self._keep_model()))
        if self._wants_recognizer():
            keepers.append(asyncio.create_task(self._keep(RECOGNIZERS, self.settings.recognizer, "recognizer")))
        if self._wants_embedder():
            keepers.append(asyncio.create_task(self._keep(EMBEDDERS, self.settings.embedder, "embedder")))
        try:
            yield
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def settled(self) -> None:
        """Wait until every wanted engine is open or has said why it is not."""
        while "opening" in self.states().values():
            await asyncio.sleep(0.02)

    async def best_voice(self, patience: float = 60.0) -> None:
        """Wait until the preferred voice engine is open, or for `patience` seconds until some voice is."""
        preferred = voice_names(self.settings)[:1]
        waited = 0.0
        while not set(preferred) <= set(self.voices.engines) and waited < patience:
            await asyncio.sleep(LOOK)
            waited += LOOK
        while not self.voices.engines:
            await asyncio.sleep(LOOK)

    def _wants_model(self) -> bool:
        return self.settings.model not in {"", "none"}

    def _wants_recognizer(self) -> bool:
        return self.settings.recognizer not in {"", "none"}

    def _wants_embedder(self) -> bool:
        return self.settings.embedder not in {"", "none"}

    @staticmethod
    def _state(is_open: bool, tried: bool) -> EngineState:
        return "open" if is_open else "absent" if tried else "opening"

    async def _keep_voices(self) -> None:
        self._missing.clear()
        async with self.voices:
            while True:
                self._voices_tried = True
                for name, wrong in self.voices.problems.items():
                    log.warning("voice %s is not available: %s", name, wrong.reason)
                await self._reason_to_retry(bool(self.voices.problems))
                await self.voices.open_missing()

    async def _keep_model(self) -> None:
        name = self.settings.model
        while True:
            try:
                async with _open(LANGUAGE_MODELS, name, self._context()) as model:
                    self._model, self.model_problem = model, ""
                    log.info("model %s is open", name)
                    await self._warm(model)
                    await asyncio.Event().wait()
            except EngineUnavailable as wrong:
                self._note(str(wrong).removeprefix(f"{name}: "))
            except Exception:
                log.exception("model %s failed to open", name)
                self._note("failed to open; the log says why")
            finally:
                self._model = None
            await self._reason_to_retry(True)

    async def _keep(self, group: str, name: str, place: Literal["recognizer", "embedder"]) -> None:
        while True:
            try:
                async with _open(group, name, self._context()) as engine:
                    setattr(self, place, engine)
                    setattr(self, f"{place}_problem", "")
                    log.info("%s %s is open", place, name)
                    await asyncio.Event().wait()
            except EngineUnavailable as wrong:
                problem = str(wrong).removeprefix(f"{name}: ")
            except Exception:
                log.exception("%s %s failed to open", place, name)
                problem = "failed to open; the log says why"
            finally:
                setattr(self, place, None)
            setattr(self, f"{place}_problem", problem)
            log.warning("%s %s is not available: %s", place, name, problem)
            await self._reason_to_retry(True)

    async def _warm(self, model: LanguageModel) -> None:
        await asyncio.to_thread(tongue.warm)
        for language, shared in self.shared.items():
            if writes(model, language):
                await model.warm(shared)
        self.warmed.set()

    def _context(self) -> EngineContext:
        def weights(name: str) -> Path | None:
            found = self.shelf.path(name)
            (self._missing.add if found is None else self._missing.discard)(name)
            return found

        return EngineContext(weights=weights, options=self._options())

    def _options(self) -> Mapping[str, str]:
        chosen = self.settings
        return {
            "guide": chosen.guide,
            "state": str(chosen.data / "prefixes"),
            "edge_tts": "yes" if chosen.edge_tts else "no",
            "openai_url": chosen.openai_url,
            "openai_model": chosen.openai_model,
            "openai_key": chosen.openai_key,
        }

    def _note(self, problem: str) -> None:
        if self.model_problem != problem:
            log.warning("model %s is not available: %s", self.settings.model, problem)
        self.model_problem = problem

    async def _reason_to_retry(self, wanted: bool) -> None:
        """Wait until weights that an engine asked for arrive, or for a while; forever when nothing is wanted."""
        if not wanted:
            await asyncio.Event().wait()
        missing = frozenset(self._missing)
        waited = 0.0
        while not any(self.shelf.path(name) for name in missing):
            await asyncio.sleep(LOOK)
            waited += LOOK
            if not missing and waited >= RETRY:
                return


def voice_names(settings: Settings) -> list[str]:
    """Voice engines in order of preference; online voices only when they are allowed, and then last."""
    names = [name.strip() for name in settings.voices.split(",") if name.strip() not in {"", "none", "edge_tts"}]
    return [*names, "edge_tts"] if settings.edge_tts else names


def _open(group: str, name: str, context: EngineContext) -> Any:
    return plugins.engine(group, name)(context)
