"""From a question to sentences that answer it from the facts, or decline kindly."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from narration import compose
from narration.audience import EVERYONE, Audience
from narration.memory import Exchange, Memory, Seen
from narration.notices import notice
from narration.questions.asides import Aside, aside
from narration.questions.declining import declined
from narration.questions.following import halves
from narration.questions.grounding import Grounding, Scored, injection
from narration.questions.legible import legible
from narration.questions.meaning import Meaning, Nearness
from narration.questions.pointing import asks_what
from narration.questions.premise import Correction, Premises, yes_or_no
from narration.questions.sources import asks_source, sources_of
from narration.saying import Saying, Spoken
from narration.utterance import Sentence
from scenes.facts import Fact, told_in
from scenes.language import text_in

THREAD = 4
"""Exchanges that are remembered."""
GRAVE = frozenset({"emergency", "lost-child", "distress"})
"""What comes before everything else."""
LONGEST = 1000
"""Characters of a question that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Answers the questions of one site's visitors; what one of them said before lies in their memory alone."""

    grounding: Grounding
    saying: Saying
    meaning: Meaning
    _premises: Premises = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_premises", Premises(self.saying.site, self.grounding))

    async def answer(self, question: str, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Answer a question, or decline kindly."""
        read = legible(question[:LONGEST])
        prepared = self._without_facts(read, memory, language)
        if prepared is None:
            prepared = self._corrected(read, memory, language)
        for sentence in prepared or ():
            yield sentence
        if prepared is None:
            async with aclosing(self._from_facts(read, memory, language, audience)) as said:
                async for item in said:
                    yield item

    def named(self, thing: Seen, memory: Memory, language: str) -> list[Sentence]:
        """What is pointed or looked at, by name, and the first that is known of it."""
        label = text_in(thing.label, language) or next(iter(thing.label.values()), "")
        fresh = memory.untold(thing.facts) or thing.facts
        facts = [] if thing.close else self._tellable(fresh, language)[:1]
        memory.here = thing.facts or memory.here
        self._remember(memory, "", language, facts)
        said = notice("close-to" if thing.close else "here-is", language, label=label)
        return [said, *self.saying.verbatim(facts, language)]

    def _without_facts(self, read: str, memory: Memory, language: str) -> list[Sentence] | None:
        """What is said to something that asks for no fact of the place, or None where it asks for one."""
        kind = aside(read)
        if kind is not None and kind.kind in GRAVE:
            return [notice(kind.phrase, language)]
        if injection(read):
            return [notice("keep-to-facts", language)]
        if kind is not None and not self._told_anyway(kind, read, memory, language):
            return [notice(kind.phrase, language)]
        if asks_source(read):
            return self._sourced(memory, language)
        if memory.seen is not None and asks_what(read):
            return self.named(memory.seen, memory, language)
        return None

    def _told_anyway(self, kind: Aside, read: str, memory: Memory, language: str) -> bool:
        return kind.unless_told and self.grounding.answers(read, language, here=memory.here, aside=True)

    def _sourced(self, memory: Memory, language: str) -> list[Sentence]:
        """Where what was said last comes from."""
        facts = self._stated(_last_said(memory))
        if not facts:
            return [notice("source-of-none", language)]
        works = sources_of(facts, self.saying.site, language)
        said = [notice("source-of", language, sources=works)]
        if any(fact.disputed for fact in facts):
            said.append(notice("disputed-so", language))
        return [Sentence(text=s.text, language=language, facts=_ids(facts), origin="approved") for s in said]

    def _corrected(self, read: str, memory: Memory, language: str) -> list[Sentence] | None:
        """What puts a false premise right, or None where there is none."""
        wrong = self._premises.correction(read, language)
        if wrong is None:
            return None
        facts = [wrong.fact] if wrong.fact is not None and told_in(wrong.fact, language) else []
        self._remember(memory, read, language, facts)
        return [notice(_opening(wrong, facts), language), *self.saying.verbatim(facts, language)]

    async def _from_facts(self, read: str, memory: Memory, language: str, audience: Audience) -> Spoken:
        asked = halves(read)
        told: set[str] = set()
        for half in asked:
            before = _before(memory, language)
            near = await self.meaning.near(half, language)
            found = self._found(half, memory, language, before, near)
            fresh = [one for one in found if one.fact.id not in told]
            told |= {one.fact.id for one in found[:1]}
            if fresh[:1] == found[:1]:
                told_now = self._told(half, found, memory, language, audience, near, plain=len(asked) > 1)
                async with aclosing(told_now) as said:
                    async for item in said:
                        yield item

    def _found(
        self, asked: str, memory: Memory, language: str, before: Exchange | None, near: Nearness
    ) -> list[Scored]:
        """The facts that answer best, best first; what is pointed at counts as here."""
        here = (*(memory.seen.facts if memory.seen and memory.seen.pointed else ()), *memory.here)
        return self.grounding.for_question(asked, language, here=here, told=memory.told, after=before, near=near)

    async def _told(
        self,
        asked: str,
        found: Sequence[Scored],
        memory: Memory,
        language: str,
        audience: Audience,
        near: Nearness,
        *,
        plain: bool,
    ) -> Spoken:
        before = _before(memory, language)
        known = self.grounding.answers(asked, language, here=memory.here, after=before, near=near)
        facts = self._tellable([one.fact.id for one in found[:1]], language) if known else []
        self._remember(memory, asked, language, facts)
        fresh = [one for one in found if before is None or one.fact.id not in before.facts]
        for sentence in [] if facts else declined(self.saying, fresh, memory, language):
            yield sentence
        for fact in facts:
            plain = plain or yes_or_no(asked)
            prompt = compose.telling(fact, language, audience) if plain else compose.answering(asked, [fact], language)
            async with aclosing(self.saying.said(prompt, [fact], language, age_group=audience.age_group)) as said:
                async for item in said:
                    yield item

    def _stated(self, ids: Sequence[str]) -> list[Fact]:
        stated = self.saying.site.stated
        return [stated[fact] for fact in ids if fact in stated]

    def _tellable(self, ids: Sequence[str], language: str) -> list[Fact]:
        return [fact for fact in self._stated(ids) if told_in(fact, language)]

    def _remember(self, memory: Memory, question: str, language: str, facts: Sequence[Fact]) -> None:
        """Keep the exchange, so that the next question may follow it up; one without facts leaves the thread alone."""
        if facts:
            memory.thread.append(Exchange(question=question, language=language, facts=_ids(facts), here=memory.here))
            del memory.thread[:-THREAD]


def _ids(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _opening(wrong: Correction, facts: Sequence[Fact]) -> str:
    if not facts:
        return "premise-unknown"
    return "premise-otherwise" if wrong.standing == "contradicted" else "premise-unsupported"


def _last_said(memory: Memory) -> tuple[str, ...]:
    """The facts that were said last: of the last answer, or of the narration since."""
    last = memory.thread[-1] if memory.thread else None
    if last is not None and last.here == memory.here:
        return last.facts
    return tuple(fact for fact in memory.here if fact in memory.told)[-1:] or (last.facts if last else ())


def _before(memory: Memory, language: str) -> Exchange | None:
    """What a question may go on from: the last exchange, or the narration since."""
    last = memory.thread[-1] if memory.thread else None
    if last is not None and last.here == memory.here:
        return last
    if memory.here:
        return Exchange(question="", language=language, facts=memory.here[:1], here=memory.here)
    return last
