"""Bridges to a visitor's own culture, offered where a stop has been told, and the stories imagined from them.

A bridge is stated as fact with its sources. A story is an utterance of its own, marked as imagined sentence by
sentence, so that it is never mixed with fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from narration.audience import Audience
from narration.encounter import Encounter
from narration.memory import Memory
from narration.notices import notice
from narration.tailoring import suits
from narration.text.sentences import sentences
from narration.text.wordlists import words
from narration.utterance import Origin, Sentence
from scenes.bridges import Bridge, Story
from scenes.facts import told_in
from scenes.language import text_in
from scenes.scene import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridging:
    """The bridges of one site; what a visitor was offered lies in their memory alone."""

    site: Site

    def offer(self, encounter: Encounter, memory: Memory, audience: Audience, language: str) -> list[Sentence]:
        """The sentences of a bridge to the visitor's culture and the offer of its story; none where there is none.

        Each bridge once in a visit, one a stop, and only to visitors who said where they are from.
        """
        bridge = self._bridge(encounter, memory, audience, language)
        if bridge is None:
            return []
        written = text_in(bridge.text, language) is not None
        origin: Origin = "approved" if written else "verbatim"
        told = [
            Sentence(text=text, language=language, facts=(bridge.id,), origin=origin, ai=bridge.ai or not written)
            for text in sentences(told_in(bridge.fact, language) or "", language)
        ]
        story = self._story(bridge, memory, audience, language)
        return [*told, _offer(story, language)] if story else told

    def offered(self, encounter: Encounter, memory: Memory, audience: Audience, language: str) -> Iterator[Sentence]:
        """What `offer` gives, remembered as it goes out."""
        bridge = self._bridge(encounter, memory, audience, language)
        for sentence in self.offer(encounter, memory, audience, language):
            memory.bridged.add(_place(encounter))
            if sentence.offer and bridge and (story := self._story(bridge, memory, audience, language)):
                memory.offered = story.id
            yield sentence

    def story(self, memory: Memory, audience: Audience, language: str) -> Iterator[Sentence]:
        """The story that was offered last, opened by words that call it imagined; a notice where none was."""
        story = self.site.stories.get(memory.offered)
        if story is None or not _fits(story, audience, language):
            yield notice("no-story", language)
            return
        opening = notice("story-opens", language, title=text_in(story.title, language) or "")
        yield replace(opening, imaginative=True)
        for text in sentences(text_in(story.text, language) or "", language):
            yield Sentence(text=text, language=language, facts=(), origin="approved", ai=story.ai, imaginative=True)
        memory.stories.add(story.id)
        memory.offered = ""

    def _bridge(self, encounter: Encounter, memory: Memory, audience: Audience, language: str) -> Bridge | None:
        if not audience.home_country or _place(encounter) in memory.bridged:
            return None
        here = {encounter.stop, encounter.annotation}
        fitting = (
            bridge
            for bridge in self.site.bridges.values()
            if bridge.id not in memory.told
            and (not bridge.at or here & set(bridge.at))
            and belongs(audience.home_country, bridge.cultures)
            and suits(bridge.themes, audience)
            and told_in(bridge.fact, language)
        )
        return next(fitting, None)

    def _story(self, bridge: Bridge, memory: Memory, audience: Audience, language: str) -> Story | None:
        fitting = (
            story
            for story in self.site.stories.values()
            if bridge.id in story.bridges and story.id not in memory.stories and _fits(story, audience, language)
        )
        return next(fitting, None)


def belongs(country: str, cultures: Iterable[str]) -> bool:
    """Whether visitors from `country` (ISO 3166-1 alpha-2) are of one of these countries or cultures."""
    known = words("cultures")
    return any(country == each or country in known.get(each, "").split() for each in cultures)


def _fits(told: Story, audience: Audience, language: str) -> bool:
    return suits(told.themes, audience) and text_in(told.text, language) is not None


def _place(encounter: Encounter) -> str:
    return encounter.stop or encounter.annotation


def _offer(story: Story, language: str) -> Sentence:
    offer = notice("story-offer", language, title=text_in(story.title, language) or "")
    return replace(offer, offer="story")
