"""Every stop told to three visitors: one who consented to nothing, a child, an expert."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

from narration.audience import EVERYONE, Audience
from narration.encounter import Encounter
from narration.guide import Guide
from narration.memory import Memory
from narration.utterance import Sentence
from scenes.facts import told_in
from scenes.language import primary
from scenes.scene import Site
from tour.commands.narrate import encounter_at

VISITORS = {
    "everyone": EVERYONE,
    "child": Audience(age_group="child"),
    "expert": Audience(age_group="expert", detail="deep"),
}
SHORT = 45.0
"""Seconds of speech below which a stop that has more to tell was told too briefly."""
_PACE = {"zh": 4.0, "ja": 6.5, "th": 9.0}
"""Characters a second in scripts without spaces; elsewhere 2.2 words a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one visitor was told at one stop."""

    stop: str
    visitor: str
    language: str
    facts: tuple[str, ...]
    """What there is to tell."""
    sentences: tuple[Sentence, ...]
    seconds: float
    """Until the last sentence was ready."""

    @property
    def words(self) -> int:
        """Words, or characters where words are not written apart."""
        text = " ".join(sentence.text for sentence in self.sentences)
        return len("".join(text.split())) if primary(self.language) in _PACE else len(text.split())

    @property
    def speech(self) -> float:
        """About how long it takes to say, seconds."""
        return self.words / _PACE.get(primary(self.language), 2.2)

    @property
    def complete(self) -> bool:
        """Whether the stop's first fact was told, and then enough of the rest, or all there is."""
        told = {fact for sentence in self.sentences for fact in sentence.facts}
        return bool(self.facts) and self.facts[0] in told and (self.speech >= SHORT or told >= set(self.facts))


def tellings(site: Site, language: str) -> Iterator[tuple[Encounter, str]]:
    """Each stop with each visitor."""
    for stop in site.scene.stops:
        for visitor in VISITORS:
            yield encounter_at(site, stop.id), visitor


async def tell(guide: Guide, encounter: Encounter, visitor: str, language: str, *, live: bool) -> Told:
    """What this visitor hears who arrives there first; `live` leaves approved takes aside."""
    began = monotonic()
    words = guide.narrate(encounter, Memory(), language, VISITORS[visitor], live=live)
    said = [item async for item in words if isinstance(item, Sentence)]
    return Told(
        stop=encounter.stop or "",
        visitor=visitor,
        language=language,
        facts=tuple(fact for fact in encounter.facts if told_in(guide.site.facts[fact], language)),
        sentences=tuple(said),
        seconds=monotonic() - began,
    )
