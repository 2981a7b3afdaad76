"""From an encounter or a question to sentences that may be spoken.

Approved takes come first; the model's own words come only fact by fact, each sentence held against its facts before it
leaves here; whatever fails is replaced by the curator's own sentence. The guide degrades and never fails.
"""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from narration.audience import EVERYONE, Audience
from narration.bridges import Bridging
from narration.citing import cited
from narration.encounter import Encounter
from narration.engine import Embedder, LanguageModel
from narration.memory import Memory
from narration.notices import notice
from narration.questions.answering import Answering
from narration.questions.grounding import Grounding
from narration.questions.meaning import Meaning, nobody
from narration.saying import PATIENCE, Saying, Spoken
from narration.tailoring import MORE_SECONDS, beyond, chosen, seconds_for, spoken_seconds, take_for, trimmed
from narration.text.sentences import sentences
from narration.utterance import Sentence
from narration.voice.demand import Demand
from narration.written import Written
from scenes.annotation import Annotation
from scenes.facts import told_in
from scenes.footing import spoken_as_approved
from scenes.language import lookup, text_in
from scenes.scene import Site
from scenes.stops import Stop
from scenes.take import Take, TakeSentence

__all__ = ["Guide", "Spoken"]


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
    demand: Demand = field(default_factory=Demand)
    """What the engines are doing, and for whom."""
    embedder: Callable[[], Embedder | None] = nobody
    """What compares questions with facts by their meaning, where it is open now."""
    saying: Saying = field(init=False)
    written: Written = field(init=False)
    answering: Answering = field(init=False)
    bridging: Bridging = field(init=False)
    annotations: dict[str, Annotation] = field(init=False)
    """The things of the scene by id."""
    _takes: dict[tuple[str, str], list[Take]] = field(init=False)

    def __post_init__(self) -> None:
        self.saying = Saying(
            site=self.site, model=self.model, patience=self.patience, hints=self.hints, demand=self.demand
        )
        self.written = Written(saying=self.saying)
        meaning = Meaning(site=self.site, embedder=self.embedder)
        self.answering = Answering(grounding=self.grounding, saying=self.saying, meaning=meaning)
        self.bridging = Bridging(site=self.site)
        self.annotations = {note.id: note for note in self.site.scene.annotations}
        self._takes = {}
        for take in self.site.takes:
            if spoken_as_approved(take, self.site.facts):
                self._takes.setdefault((take.stop, take.language), []).append(take)

    async def learn(self, language: str) -> None:
        """Make ready to understand questions in a language by what they mean."""
        await self.answering.meaning.learn(language)

    def language_for(self, wanted: str) -> str | None:
        """The language of the site that serves the wanted one, or None."""
        return lookup(wanted, self.site.spoken)

    async def meet(self, encounter: Encounter, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Tell an encounter, after a welcome where nothing else was said yet and no take opens the visit."""
        if not memory.welcomed and self._take(encounter, language, audience) is None:
            for sentence in self.welcome(language):
                yield sentence
        async with aclosing(self.narrate(encounter, memory, language, audience)) as told:
            async for item in told:
                yield item

    def welcome(self, language: str) -> list[Sentence]:
        """The site's opening words, none where nobody wrote them."""
        said = sentences(text_in(self.site.welcome, language) or "", language)
        ai = language in self.site.translations
        return [Sentence(text=text, language=language, facts=(), origin="approved", ai=ai) for text in said]

    async def narrate(
        self, encounter: Encounter, memory: Memory, language: str, audience: Audience = EVERYONE, *, live: bool = False
    ) -> Spoken:
        """Tell an encounter: its approved take, or fact by fact in the model's words; nothing that was told before."""
        facts = [self.site.facts[each] for each in self._tellable(encounter.facts, language)]
        take = None if live else self._take(encounter, language, audience)
        words = trimmed(take, self.site.facts, audience, memory) if take else ()
        approved = self._approved(take, words, memory, language) if take else []
        for sentence in approved:
            yield sentence
        if take:
            left = beyond(words, facts, audience, memory, language)
        else:
            seconds = seconds_for(encounter, audience) - sum(spoken_seconds(text, language) for text in memory.heard)
            left = chosen(facts, audience, memory, language, seconds=seconds, opened=bool(memory.heard))
        async with aclosing(self._facts(left, language, audience, opening=not live and not take)) as told:
            async for item in told:
                yield item
        if encounter.stop and (approved or left):
            known = [self.site.facts[fact] for fact in (*(each for said in approved for each in said.facts), *left)]
            for sentence in cited(known, self.site, audience, language):
                yield sentence
            for sentence in self.bridging.offered(encounter, memory, audience, language):
                yield sentence
        if encounter.stop and not facts and not take and not memory.heard:
            yield notice("here-is", language, label=self.label(encounter, language))

    def takeaway(self, stop: Stop, language: str) -> list[Sentence]:
        """What may be told of a stop without a house: its approved take, else the curator's own sentences."""
        encounter = self.arrival(stop)
        take = self._take(encounter, language, EVERYONE)
        if take is not None:
            return self._approved(take, take.sentences, Memory(), language)
        facts = [self.site.facts[each] for each in self._tellable(encounter.facts, language)]
        ids = chosen(facts, EVERYONE, Memory(), language)
        return self.saying.verbatim([self.site.facts[each] for each in ids], language)

    async def draft(self, stop: Stop, language: str, audience: Audience = EVERYONE) -> Spoken:
        """What the model makes of a stop, for somebody to review: no take, no notice, every refused proposal kept."""
        facts = [self.site.facts[each] for each in self._tellable(self.arrival(stop).facts, language)]
        ids = chosen(facts, audience, Memory(), language)
        async with aclosing(self._facts(ids, language, audience)) as told:
            async for item in told:
                yield item

    def seconds(self, stop: Stop, language: str, audience: Audience = EVERYONE) -> float:
        """About how long a visitor is told of a stop, in seconds of speech, without a word being made."""
        encounter, memory = self.arrival(stop), Memory()
        facts = [self.site.facts[each] for each in self._tellable(encounter.facts, language)]
        take = self._take(encounter, language, audience)
        words = trimmed(take, self.site.facts, audience, memory) if take else ()
        left = beyond(words, facts, audience, memory, language) if take else chosen(facts, audience, memory, language)
        said = [each.text for each in words] + [told_in(self.site.facts[each], language) or "" for each in left]
        return sum(spoken_seconds(text, language) for text in said)

    def arrival(self, stop: Stop) -> Encounter:
        """What a visitor meets who arrives at a stop."""
        note = self.annotations[stop.annotation]
        return Encounter(annotation=note.id, stop=stop.id, facts=tuple(dict.fromkeys(stop.facts + note.facts)))

    def label(self, encounter: Encounter, language: str) -> str:
        """What the thing that was met is called."""
        note = self.annotations[encounter.annotation]
        return text_in(note.label, language) or note.id

    async def resume(self, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Tell the rest of what was cut off, from the sentence that was not heard out; nothing where nothing was."""
        if memory.unsaid is not None:
            async with aclosing(self.narrate(memory.unsaid, memory, language, audience)) as told:
                async for item in told:
                    yield item

    async def more(self, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Tell the rest of what was cut off, else what is left about where the visitor is, or say that nothing is."""
        rest = False
        async with aclosing(self.resume(memory, language, audience)) as told:
            async for item in told:
                rest = True
                yield item
        if rest:
            return
        here = [self.site.facts[each] for each in self._tellable(memory.here, language)]
        left = chosen(here, audience, memory, language, seconds=MORE_SECONDS)
        if not left:
            yield notice("nothing-more", language)
        async with aclosing(self._facts(left, language, audience, opening=True)) as told:
            async for item in told:
                yield item

    def answer(self, question: str, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Answer a question from the facts, or decline kindly."""
        return self.answering.answer(question, memory, language, audience)

    def _tellable(self, ids: Sequence[str], language: str) -> tuple[str, ...]:
        """Those facts that somebody wrote or translated into the language."""
        return tuple(fact for fact in ids if told_in(self.site.facts[fact], language))

    async def story(self, memory: Memory, language: str, audience: Audience = EVERYONE) -> Spoken:
        """Tell the story that was offered last, every sentence marked as imagined."""
        for sentence in self.bridging.story(memory, audience, language):
            yield sentence

    def _take(self, encounter: Encounter, language: str, audience: Audience) -> Take | None:
        return take_for(self._takes.get((encounter.stop or "", language), ()), audience)

    def _approved(self, take: Take, words: Sequence[TakeSentence], memory: Memory, language: str) -> list[Sentence]:
        fresh = [s for s in words if s.facts and memory.untold(s.facts)]
        if not fresh:
            return []
        return [
            Sentence(text=s.text, language=language, facts=s.facts, origin="approved", ai=take.ai)
            for s in words
            if s.text.strip() not in memory.heard and (not s.facts or memory.untold(s.facts))
        ]

    async def _facts(self, ids: Sequence[str], language: str, audience: Audience, *, opening: bool = False) -> Spoken:
        """Fact by fact; an opening is the curator's own sentence, heard while the model writes the next."""
        facts = [self.site.facts[fact_id] for fact_id in ids]
        if opening:
            for sentence in self.saying.verbatim(facts[:1], language):
                yield sentence
        for fact in facts[1:] if opening else facts:
            async with aclosing(self.written.telling(fact, language, audience)) as said:
                async for item in said:
                    yield item
