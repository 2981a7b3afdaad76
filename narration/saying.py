"""One sentence that may be spoken: in the model's words if they hold against their facts, else the curator's own."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from time import monotonic

from narration import compose
from narration.audience import AgeGroup
from narration.claims import Claim, check
from narration.claims.polarity import delicate
from narration.claims.reading import SHORT, read
from narration.engine import EngineUnavailable, LanguageModel, named_weights, reader_of, writes
from narration.prompt import Prompt
from narration.text.sentences import Splitter, sentences
from narration.utterance import Clause, Sentence
from narration.voice.demand import Demand
from narration.voice.turn import TURN, Urgency
from scenes.facts import Fact, told_in, written_in
from scenes.scene import Site

log = logging.getLogger(__name__)

TRIES = 2
"""How often a sentence is asked for before the curator's is taken."""
PATIENCE = 20.0
"""Seconds after which a sentence that does not come is replaced by the curator's."""

Spoken = AsyncGenerator[Sentence | Clause, None]


def rephrasable(fact: Fact, language: str) -> bool:
    """Whether a model may put it in its own words: a person wrote it in the language, and nothing turns on a word."""
    return written_in(fact, language) and not delicate(fact, language)


@dataclass(kw_only=True)
class Saying:
    """Makes the sentences of one site for every visitor; holds nothing of any of them."""

    site: Site
    model: Callable[[], LanguageModel | None]
    """The language model that is open now, or None."""
    patience: float = PATIENCE
    hints: bool = True
    """Whether a sentence's first clause is announced while the rest is written, so that its sound is made meanwhile."""
    demand: Demand = field(default_factory=Demand)
    """What the engines are doing, and for whom."""

    async def said(self, prompt: Prompt, facts: Sequence[Fact], language: str, *, age_group: AgeGroup = "") -> Spoken:
        """One checked sentence in the model's words, or the curator's; hints of its first clause on the way.

        A refused sentence is asked for once more with the reason. Nothing is asked of a model that cannot write the
        language: its sentences would be refused while somebody waits for them.
        """
        began = monotonic()
        claims: list[Claim] = []
        model = self._writer(facts, language)
        if model is not None:
            try:
                tries = self._tries(model, prompt, facts, language, age_group)
                async with asyncio.timeout(self._patience), aclosing(tries):
                    async for item in tries:
                        if isinstance(item, Clause):
                            yield item
                        else:
                            claims.append(item)
            except (EngineUnavailable, TimeoutError, ValueError) as wrong:
                log.warning("live words failed: %s", type(wrong).__name__)
        seconds = monotonic() - began
        ids = tuple(fact.id for fact in facts)
        if claims and claims[-1].verdict == "supported":
            yield Sentence(
                text=claims[-1].sentence, language=language, facts=ids, origin="live", ai=True,
                model=named_weights(model) if model else "", claims=tuple(claims), seconds=seconds,
            )  # fmt: skip
            return
        for sentence in self.verbatim(facts, language, claims, seconds):
            yield sentence

    def verbatim(
        self, facts: Sequence[Fact], language: str, claims: Sequence[Claim] = (), seconds: float = 0.0
    ) -> list[Sentence]:
        """The curator's own sentences or their translation, one by one; the first carries what was refused before."""
        said = [
            Sentence(
                text=sentence,
                language=language,
                facts=(fact.id,),
                origin="verbatim",
                ai=not written_in(fact, language),
                seconds=seconds,
            )
            for fact in facts
            for sentence in sentences(told_in(fact, language) or "", language)
        ]
        return [replace(said[0], claims=tuple(claims)), *said[1:]] if said else []

    def warm(self) -> None:
        """Have the check read its word lists, which takes a second; may run in a thread."""
        for fact in list(self.site.facts.values())[:1]:
            for language in self.site.languages:
                self.checked(told_in(fact, language) or "", [fact], language)

    def checked(self, sentence: str, facts: Sequence[Fact], language: str, age_group: AgeGroup = "") -> Claim:
        """The verdict on a proposed sentence."""
        example = compose.example(language)
        return check(sentence, language, facts, self.site.glossary, example=example, age_group=age_group)

    def _writer(self, facts: Sequence[Fact], language: str) -> LanguageModel | None:
        """The model, where these facts may be put in its words and it writes their language."""
        model = self.model()
        if model is None or not writes(model, language):
            return None
        return model if all(rephrasable(fact, language) for fact in facts) else None

    async def _tries(
        self, model: LanguageModel, prompt: Prompt, facts: Sequence[Fact], language: str, age_group: AgeGroup
    ) -> AsyncGenerator[Claim | Clause, None]:
        """The verdict on a first draft and, where it is refused while there is time, on a second one."""
        began = monotonic()
        for _ in range(TRIES):
            proposed: str | None = None
            async with aclosing(self._draft(model, prompt, language)) as draft:
                async for item in draft:
                    if not isinstance(item, Clause):
                        proposed = item
                        break
                    yield item
            if proposed is None:
                return
            claim = await self._read(self.checked(proposed, facts, language, age_group), facts, language, model)
            yield claim
            if claim.verdict == "supported" or monotonic() - began > self.patience / TRIES:
                return
            reason = claim.reason if claim.read is None else SHORT
            prompt = compose.again(prompt, claim.sentence, reason, language)

    async def _read(self, claim: Claim, facts: Sequence[Fact], language: str, model: LanguageModel) -> Claim:
        """What the rules support, read; the model writes nothing more meanwhile, and a first clause is being voiced."""
        with self.demand.felt():
            return await read(claim, facts, language, reader_of(model))

    @property
    def _patience(self) -> float | None:
        """What nobody waits for may take as long as it takes."""
        return None if TURN.get().urgency is Urgency.AHEAD else self.patience

    async def _draft(self, model: LanguageModel, prompt: Prompt, language: str) -> AsyncGenerator[str | Clause, None]:
        """The first sentence of a reply, after a hint of its first clause as soon as that stands."""
        splitter = Splitter(language)
        hinted = False
        with self.demand.felt():
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
