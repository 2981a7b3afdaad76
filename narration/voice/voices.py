"""The voice engines that are open, which voice speaks a language, and who takes over when one fails."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Self

from narration.engine import (
    EngineContext,
    EngineUnavailable,
    OpenSpeechSynthesizer,
    SpeechSynthesizer,
    StatesTerms,
    Voice,
)
from narration.utterance import SpeechChunk
from narration.voice.turn import TURN, Urgency
from scenes.language import primary

log = logging.getLogger(__name__)
PATIENCE = 10.0
"""Seconds an engine may take for a clause that a listener waits for, its queue included, before the next is asked."""
PATIENCE_FOR = {Urgency.NOW: 1, Urgency.NEXT: 2, Urgency.AHEAD: 60}
"""So many times as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was said: mono `pcm_s16le`, and the voice that said it in the end."""

    data: bytes
    sample_rate: int
    voice: Voice


class Voices:
    """The engines in the operator's order; an async context manager that opens those that can be opened."""

    def __init__(
        self,
        engines: Mapping[str, OpenSpeechSynthesizer],
        context: EngineContext,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._engines = dict(engines)
        self._context = context
        self._patience = patience
        self._opened: dict[str, SpeechSynthesizer] = {}
        self._problems: dict[str, EngineUnavailable] = {}
        self._stack = AsyncExitStack()
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self.open_missing()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.clear()
        await self._stack.aclose()

    @property
    def problems(self) -> Mapping[str, EngineUnavailable]:
        """The engines that are not open, by name, and why."""
        return MappingProxyType(self._problems)

    @property
    def engines(self) -> tuple[str, ...]:
        """The names of the open engines, in the operator's order."""
        return tuple(name for name in self._engines if name in self._opened)

    async def open_missing(self) -> tuple[str, ...]:
        """Open the engines that could not be opened before; the names of those that now are."""
        async with self._opening:
            missing = [name for name in self._engines if name not in self._opened]
            for name in missing:
                await self._open(name)
        return tuple(name for name in missing if name in self._opened)

    async def _open(self, name: str) -> None:
        try:
            engine = await self._stack.enter_async_context(self._engines[name](self._context))
        except EngineUnavailable as problem:
            self._problems[name] = problem
        except Exception as error:
            self._problems[name] = EngineUnavailable(name, f"cannot open: {type(error).__name__}: {error}")
        else:
            self._opened[name] = engine
            self._problems.pop(name, None)

    def choose(self, language: str, wanted: str | None = None) -> Voice | None:
        """The voice for a BCP 47 language: the wanted one (`id` or `engine/id`) if it speaks it, else the best.

        The first engine that speaks the language wins; within it the closest tag, then the engine's own order.
        """
        able = [voice for voice in self._all() if _speaks(voice, language)]
        asked = [voice for voice in able if wanted in (voice.id, f"{voice.engine}/{voice.id}")]
        if asked or not able:
            return asked[0] if asked else None
        return min((v for v in able if v.engine == able[0].engine), key=lambda v: _distance(v.language, language))

    def speakable_languages(self) -> tuple[str, ...]:
        """Every BCP 47 tag that an open engine speaks, sorted."""
        return tuple(sorted({voice.language for voice in self._all()}))

    def offers(self, languages: Sequence[str] = ()) -> tuple[Voice, ...]:
        """The voices a visitor may choose from, of these languages or of all, best first."""
        return tuple(
            voice for voice in self._all() if not languages or any(_speaks(voice, language) for language in languages)
        )

    def terms(self, engine: str) -> StatesTerms | None:
        """On what terms an open engine may be used, where it states them."""
        found = self._opened.get(engine)
        return found if isinstance(found, StatesTerms) else None

    def version(self, voice: Voice) -> str:
        """What changes when the engine of `voice` would sound different."""
        return str(getattr(self._opened.get(voice.engine), "version", ""))

    async def synthesize(self, text: str, voice: Voice) -> Spoken | None:
        """The whole sound of `text`; when an engine fails, the next engine's voice starts it again.

        None when no open engine can speak it.
        """
        for candidate in self._chain(voice):
            try:
                async with asyncio.timeout(self._patience * PATIENCE_FOR[TURN.get().urgency]):
                    spoken = await _collect(self._opened[candidate.engine].synthesize(text, candidate), candidate)
            except (EngineUnavailable, TimeoutError) as problem:
                log.warning("voice engine %s failed: %s", candidate.engine, type(problem).__name__)
            except Exception as error:
                log.error("voice engine %s broke: %s", candidate.engine, _where(error))
            else:
                if spoken is not None:
                    return spoken
        return None

    def _chain(self, voice: Voice) -> Iterator[Voice]:
        if voice.engine in self._opened:
            yield voice
        for name in self.engines:
            if name != voice.engine:
                able = [v for v in self._opened[name].voices() if _speaks(v, voice.language)]
                yield from sorted(able, key=lambda v: _distance(v.language, voice.language))[:1]

    def _all(self) -> Iterator[Voice]:
        for name in self.engines:
            yield from self._opened[name].voices()


def _speaks(voice: Voice, language: str) -> bool:
    return primary(voice.language) == primary(language)


def _distance(tag: str, language: str) -> int:
    """How many of the subtags asked for `tag` lacks; fewer is closer."""
    have = set(tag.lower().split("-"))
    return sum(subtag not in have for subtag in language.lower().split("-")[1:])


def _where(error: Exception) -> str:
    """Kind and place of an error; its message may hold what was to be said."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, {last.filename}:{last.lineno}"


async def _collect(chunks: AsyncIterator[SpeechChunk], voice: Voice) -> Spoken | None:
    data, sample_rate = bytearray(), 0
    try:
        async for chunk in chunks:
            data += chunk.data
            sample_rate = chunk.sample_rate
    finally:
        close = getattr(chunks, "aclose", None)
        if close is not None:
            await close()
    return Spoken(data=bytes(data), sample_rate=sample_rate, voice=voice) if data else None
