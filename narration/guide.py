"""From an encounter or a question to sentences that may be spoken.

Approved takes come first; the model's own words come only fact by fact, each sentence held against its facts before it
leaves here; whatever fails is replaced by the curator's own sentence. The guide degrades and never fails.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from time import monotonic

from narration import compose
from narration.claims import Claim, check
from narration.claims.polarity import delicate
from narration.encounter import Encounter
from narration.engine import EngineUnavailable, LanguageModel
from narration.memory import Memory
from narration.phrases import phrase
from narration.prompt import Prompt
from narration.questions.grounding import Grounding, injection
from narration.text.sentences import Splitter, sentences
from narration.utterance import Clause, Sentence
from scenes.facts import Fact
from scenes.language import lookup, text_in
from scenes.scene import Site
from scenes.take import Take

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds after which a sentence that does not come is replaced by the curator's."""

FACTS_AT_ONCE = 4
"""Facts told live at one encounter: with five to seven seconds a sentence, about half a minute."""

Spoken = AsyncGenerator[Sentence | Clause, None]


@dataclass(kw_only=True)
class Guide:
    """Tells one site; shared by every visitor, holds nothing of any of them."""

    site: Site
    grounding: Grounding
    model: Callable[[], LanguageModel | None]
    """The language model that is open now, or None."""
    patience: float = PATIENCE
    hints: bool = True
    """Whether a sentence's first clause is announced while the rest is written, so that its sound is made meanwhile."""
    _takes: dict[tuple[str, str], Take] = field(init=False)

    def __post_init__(self) -> None:
        self._takes = {(take.stop, take.language): take for take in self.site.takes if take.state == "approved"}

    def language_for(self, wanted: str) -> str | None:
        """The language of the site that serves the wanted one, or None."""
        return lookup(wanted, self.site.languages)

    async def narrate(self, encounter: Encounter, memory: Memory, language: str, *, live: bool = False) -> Spoken:
        """Tell an encounter: its approved take, or fact by fact in the model's words; nothing that was told before."""
        take = self._takes.get((encounter.stop or "", language))
        for sentence in self._approved(take, memory, language) if take and not live else []:
            yield sentence
        if take is None or live:
            untold = memory.untold(encounter.facts)[:FACTS_AT_ONCE]
            async with aclosing(self._facts(untold, language, opening=not live)) as told:
                async for item in told:
                    yield item

    async def more(self, memory: Memory, language: str) -> Spoken:
        """Tell what is left about where the visitor is, or say that nothing is."""
        left = memory.untold(memory.here)[:FACTS_AT_ONCE]
        if not left:
            yield notice("nothing-more", language)
        async with aclosing(self._facts(left, language, opening=True)) as told:
            async for item in told:
                yield item

    async def answer(self, question: str, memory: Memory, language: str) -> Spoken:
        """Answer a question from the facts, or decline kindly."""
        if injection(question):
            yield notice("keep-to-facts", language)
            return
        if not self.grounding.answers(question, language, here=memory.here):
            yield notice("decline", language)
            return
        found = self.grounding.for_question(question, language, here=memory.here, told=memory.told, limit=1)
        facts = [scored.fact for scored in found]
        async with aclosing(self._said(compose.answering(question, facts, language), facts, language)) as said:
            async for item in said:
                yield item

    def _approved(self, take: Take, memory: Memory, language: str) -> list[Sentence]:
        fresh = [s for s in take.sentences if s.facts and memory.untold(s.facts)]
        if not fresh:
            return []
        return [
            Sentence(text=s.text, language=language, facts=s.facts, origin="approved", ai=take.ai)
            for s in take.sentences
            if not s.facts or memory.untold(s.facts)
        ]

    async def _facts(self, ids: Sequence[str], language: str, *, opening: bool = False) -> Spoken:
        """Fact by fact; an opening is the curator's own sentence, heard while the model writes the next."""
        facts = [self.site.facts[fact_id] for fact_id in ids]
        if opening:
            for sentence in self._verbatim(facts[:1], language):
                yield sentence
        for fact in facts[1:] if opening else facts:
            prompt = compose.telling(fact, language)
            async with aclosing(self._said(prompt, [fact], language)) as said:
                async for item in said:
                    yield item

    async def _said(self, prompt: Prompt, facts: Sequence[Fact], language: str) -> Spoken:
        """One checked sentence in the model's words, or the curator's; hints of its first clause on the way."""
        began = monotonic()
        claims: list[Claim] = []
        model = None if any(delicate(fact, language) for fact in facts) else self.model()
        if model is not None:
            try:
                async with asyncio.timeout(self.patience), aclosing(self._draft(model, prompt, language)) as draft:
                    async for item in draft:
                        if isinstance(item, Clause):
                            yield item
                            continue
                        claims.append(self._checked(item, facts, language))
                        break
            except (EngineUnavailable, TimeoutError, ValueError) as wrong:
                log.warning("live words failed: %s", type(wrong).__name__)
        seconds = monotonic() - began
        ids = tuple(fact.id for fact in facts)
        if claims and claims[0].verdict == "supported":
            yield Sentence(
                text=claims[0].sentence, language=language, facts=ids, origin="live", ai=True,
                claims=tuple(claims), seconds=seconds,
            )  # fmt: skip
            return
        for sentence in self._verbatim(facts, language, claims, seconds):
            yield sentence

    def _verbatim(
        self, facts: Sequence[Fact], language: str, claims: Sequence[Claim] = (), seconds: float = 0.0
    ) -> list[Sentence]:
        """The curator's own sentences, one by one; the first carries what was refused before."""
        said = [
            Sentence(text=sentence, language=language, facts=(fact.id,), origin="verbatim", seconds=seconds)
            for fact in facts
            for sentence in sentences(text_in(fact.text, language) or "", language)
        ]
        return [replace(said[0], claims=tuple(claims)), *said[1:]] if said else []

    async def _draft(self, model: LanguageModel, prompt: Prompt, language: str) -> AsyncGenerator[str | Clause, None]:
        """The first sentence of a reply, after a hint of its first clause as soon as that stands."""
        splitter = Splitter(language)
        hinted = False
        async with aclosing(model.generate(prompt)) as pieces:
            async for piece in pieces:
                for sentence in splitter.feed(piece):
                    yield sentence
                    return
                if self.hints and not hinted and (clause := splitter.clause()):
                    hinted = True
                    yield Clause(text=clause, language=language)
        for sentence in splitter.close()[:1]:
            yield sentence

    def _checked(self, sentence: str, facts: Sequence[Fact], language: str) -> Claim:
        return check(sentence, language, facts, self.site.glossary, example=compose.example(language))


def notice(name: str, language: str, **values: str) -> Sentence:
    """A line of the guide's own that is no history."""
    return Sentence(text=phrase(name, language, **values), language=language, facts=(), origin="approved")
