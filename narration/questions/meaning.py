"""How near each fact lies to a question by what it means, where an embedder is open."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narration.engine import Embedder, EngineUnavailable
from scenes.facts import Fact, told_in
from scenes.scene import Site

log = logging.getLogger(__name__)

PATIENCE = 0.6
"""Seconds that an answer waits for it; after that the words alone decide."""

MOST = 2000
"""Facts of a site that are learned: more would take the embedder minutes a language, and push others out of it."""

Nearness = Mapping[str, float]
"""For every fact, by id, how much nearer than the facts' average it is to a question, as a difference of cosines."""

NOTHING: Nearness = MappingProxyType({})


def nobody() -> Embedder | None:
    """No embedder."""
    return None


@dataclass(slots=True, kw_only=True)
class Meaning:
    """Compares questions with the facts of one site; holds nothing that was asked."""

    site: Site
    embedder: Callable[[], Embedder | None] = nobody
    """The embedder that is open now, or None."""
    patience: float = PATIENCE
    _texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """By language, the text of each fact."""
    _learning: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def near(self, question: str, language: str) -> Nearness:
        """How near each fact is; nothing where that is not known in time, or not yet in this language."""
        embedder = self._open()
        if embedder is None:
            return NOTHING
        texts = self._in(language)
        try:
            async with asyncio.timeout(self.patience):
                found = await embedder.likeness(question, tuple(texts.values()))
        except (TimeoutError, EngineUnavailable) as error:
            log.debug("words alone decide: %s", error or "it came too late")
            return NOTHING
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            self._learn_behind(language)
            return NOTHING
        mean = sum(known) / len(known)
        return {fact: one - mean for fact, one in zip(texts, known, strict=True)}

    async def learn(self, language: str) -> None:
        """Make ready to be asked in a language: some 60 ms a fact, once."""
        embedder = self._open()
        if embedder is not None:
            try:
                await embedder.learn(tuple(self._in(language).values()))
            except EngineUnavailable as error:
                log.warning("questions are met by their words alone: %s", error)

    def _open(self) -> Embedder | None:
        return self.embedder() if 0 < len(self.site.facts) <= MOST else None

    def _learn_behind(self, language: str) -> None:
        if language not in self._learning or self._learning[language].done():
            self._learning[language] = asyncio.create_task(self.learn(language))

    def _in(self, language: str) -> dict[str, str]:
        if language not in self._texts:
            self._texts[language] = {fact.id: _text(fact, language) for fact in self.site.facts.values()}
        return self._texts[language]


def _text(fact: Fact, language: str) -> str:
    """In the visitor's language, else as it was written first: the embedder reads across languages, less well."""
    return told_in(fact, language) or next(iter(fact.text.values()), "")
