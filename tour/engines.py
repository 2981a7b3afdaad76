"""The engines of one server: opened behind its back, taken up when their weights arrive, reopened when they come back."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narration.engine import LANGUAGE_MODELS, VOICES, EngineContext, EngineUnavailable, LanguageModel, SpeechSynthesizer
from narration.models.shelf import Shelf
from narration.prompt import Turn
from tour import plugins
from tour.settings import Settings

log = logging.getLogger(__name__)

RETRY = 30.0
"""Seconds until an engine that failed for another reason than missing weights is tried again."""

LOOK = 1.0
"""Seconds between looks for weights that are missing."""


@dataclass(slots=True, kw_only=True)
class Engines:
    """What can think and speak now, and why the rest cannot."""

    settings: Settings
    shelf: Shelf
    voices: dict[str, SpeechSynthesizer] = field(default_factory=dict)
    """Open voice engines by name; the order of preference is that of the settings."""
    problems: dict[str, str] = field(default_factory=dict)
    shared: tuple[tuple[Turn, ...], ...] = ()
    """Turns that prompts begin with, evaluated as soon as a model is open."""
    warmed: asyncio.Event = field(default_factory=asyncio.Event)
    _model: LanguageModel | None = None

    @property
    def model(self) -> LanguageModel | None:
        """The language model that is open now."""
        return self._model

    @property
    def wanted(self) -> tuple[tuple[str, str], ...]:
        """Seam and name of every engine the settings ask for, in order of preference."""
        model = () if self.settings.model in {"", "none"} else ((LANGUAGE_MODELS, self.settings.model),)
        return model + tuple((VOICES, name) for name in self.voice_names())

    def voice_names(self) -> list[str]:
        """Voice engines in order of preference."""
        names = [name.strip() for name in self.settings.voices.split(",") if name.strip() not in {"", "none"}]
        if self.settings.edge_tts and "edge_tts" not in names:
            names.append("edge_tts")
        return names

    def states(self) -> dict[str, str]:
        """What each wanted engine is doing, for people and for `/readyz`."""
        return {name: self._state(group, name) for group, name in self.wanted}

    def _state(self, group: str, name: str) -> str:
        if (group == VOICES and name in self.voices) or (group == LANGUAGE_MODELS and self._model is not None):
            return "open"
        return self.problems.get(name, "opening")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep every wanted engine open until the block ends."""
        keepers = [asyncio.create_task(self._keep(group, name)) for group, name in self.wanted]
        try:
            yield
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def settled(self) -> None:
        """Wait until every wanted engine is open or has said why it is not."""
        while any(state == "opening" for state in self.states().values()):
            await asyncio.sleep(0.02)

    async def _keep(self, group: str, name: str) -> None:
        while True:
            missing: list[str] = []
            try:
                async with plugins.engine(group, name)(self._context(missing)) as engine:
                    self.problems.pop(name, None)
                    self._enter(group, name, engine)
                    await self._warm(group, engine)
                    await asyncio.Event().wait()
            except EngineUnavailable as wrong:
                self._note(name, wrong)
            except Exception:
                log.exception("engine %s failed to open", name)
                self.problems[name] = "failed to open; the log says why"
            finally:
                self._leave(group, name)
            await self._reason_to_retry(missing)

    async def _warm(self, group: str, engine: Any) -> None:
        if group == LANGUAGE_MODELS:
            for shared in self.shared:
                await engine.warm(shared)
            self.warmed.set()

    def _context(self, missing: list[str]) -> EngineContext:
        def weights(name: str) -> Path | None:
            found = self.shelf.path(name)
            if found is None:
                missing.append(name)
            return found

        return EngineContext(weights=weights, options=self._options())

    def _options(self) -> Mapping[str, str]:
        chosen = self.settings
        return {
            "guide": chosen.guide,
            "edge_tts": "yes" if chosen.edge_tts else "no",
            "openai_url": chosen.openai_url,
            "openai_model": chosen.openai_model,
            "openai_key": chosen.openai_key,
        }

    def _enter(self, group: str, name: str, engine: Any) -> None:
        log.info("engine %s is open", name)
        if group == LANGUAGE_MODELS:
            self._model = engine
        else:
            self.voices[name] = engine
            self.voices = {each: self.voices[each] for each in self.voice_names() if each in self.voices}

    def _leave(self, group: str, name: str) -> None:
        if group == LANGUAGE_MODELS:
            self._model = None
        else:
            self.voices.pop(name, None)

    def _note(self, name: str, wrong: EngineUnavailable) -> None:
        text = wrong.reason + (f" ({wrong.remedy})" if wrong.remedy else "")
        if self.problems.get(name) != text:
            log.warning("engine %s is not available: %s", name, text)
        self.problems[name] = text

    async def _reason_to_retry(self, missing: list[str]) -> None:
        if not missing:
            await asyncio.sleep(RETRY)
            return
        while not all(self.shelf.path(name) for name in missing):
            await asyncio.sleep(LOOK)


