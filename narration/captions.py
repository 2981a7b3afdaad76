"""Captions in another language than the voice: what a person, or a translation, wrote there for a spoken sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from narration.phrases import recognised, rendered
from narration.text.clauses import clauses
from narration.text.sentences import sentences
from narration.utterance import Caption, Sentence
from scenes.facts import Fact, told_in, written_in
from scenes.footing import spoken_as_approved
from scenes.language import LanguageMap, primary, text_in
from scenes.scene import Site
from scenes.take import Take

AWAY = 0.12
"""How much further from its place, as a share of the text, the end of a clause may lie than the end of a word."""


UNMARKED = frozenset({"th", "lo"})
"""Languages that put no mark between sentences, only a space, as between clauses."""
BETWEEN_WORDS = re.compile(r"(?<=[\u0e01-\u0ecd])\s+(?=[\u0e01-\u0e45\u0e81-\u0ec4])")
"""Not beside a figure or a sign of repetition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What is read while a sentence is heard."""

    text: str
    ai: bool = False
    """Whether a machine wrote the words."""


@dataclass(frozen=True, kw_only=True)
class Captions:
    """Finds the words of one site in one language for sentences in any other."""

    site: Site
    language: str
    """BCP 47."""

    def of(self, sentence: Sentence) -> Counterpart | None:
        """The sentence's counterpart; None where nobody wrote one, and the spoken words are read."""
        found = self._in_take(sentence) or self._in_story(sentence) or self._own_line(sentence)
        return found or self._of_facts(sentence)

    def _in_take(self, sentence: Sentence) -> Counterpart | None:
        """The sentence at the same place of the same stop's take."""
        if sentence.origin != "approved":
            return None
        for take in self.site.takes:
            at = next((place for place, each in enumerate(take.sentences) if each.text == sentence.text), None)
            if at is not None and take.language == sentence.language:
                return _same_place(take, at, self._take_for(take))
        return None

    def _take_for(self, take: Take) -> Take | None:
        fitting = (
            each
            for each in self.site.takes
            if spoken_as_approved(each, self.site.facts)
            and (each.stop, each.audience) == (take.stop, take.audience)
            and text_in({each.language: each.stop}, self.language)
        )
        return next(fitting, None)

    def _in_story(self, sentence: Sentence) -> Counterpart | None:
        stories = self.site.stories.values() if sentence.imaginative else ()
        return next((found for story in stories if (found := self._aligned(story.text, sentence, story.ai))), None)

    def _of_facts(self, sentence: Sentence) -> Counterpart | None:
        stated = self.site.stated
        facts = [stated[fact] for fact in sentence.facts if fact in stated]
        if not facts or not all(told_in(fact, self.language) for fact in facts):
            return None
        if len(facts) == 1 and sentence.origin != "live":
            aligned = self._aligned({**facts[0].translated, **facts[0].text}, sentence, self._by_machine(facts))
            if aligned:
                return aligned
        return Counterpart(
            text=" ".join(told_in(fact, self.language) or "" for fact in facts), ai=self._by_machine(facts)
        )

    def _by_machine(self, facts: Sequence[Fact]) -> bool:
        return any(not written_in(fact, self.language) for fact in facts)

    def _aligned(self, texts: LanguageMap, sentence: Sentence, ai: bool) -> Counterpart | None:
        """The sentence at the same place of a text whose languages have as many sentences."""
        here, there = (text_in(texts, tag) for tag in (sentence.language, self.language))
        own, other = sentences(here or "", sentence.language), sentences(there or "", self.language)
        if len(other) == 1 < len(own) and primary(self.language) in UNMARKED:
            other = _parted(other[0], own)
        if len(own) == len(other) and sentence.text in own:
            return Counterpart(text=other[own.index(sentence.text)], ai=ai)
        return None

    def _own_line(self, sentence: Sentence) -> Counterpart | None:
        """The guide's own lines and the site's welcome, with the names in them."""
        if found := self._aligned(self.site.welcome, sentence, False):
            return found
        line = recognised(sentence.text, sentence.language)
        if line is None:
            return None
        name, values = line
        known = {key: self._named(value, sentence.language) for key, value in values.items()}
        text = rendered(name, self.language, known)
        return Counterpart(text=text) if text else None

    def _named(self, value: str, language: str) -> str:
        """A label or a title in the captions' language, where the site has it; else as it is."""
        return next(
            (text_in(texts, self.language) or value for texts in self._names() if texts.get(language) == value), value
        )

    def _names(self) -> Iterator[LanguageMap]:
        yield self.site.title
        yield from (note.label for note in self.site.scene.annotations)
        yield from (stop.title for stop in self.site.scene.stops)
        yield from (story.title for story in self.site.stories.values())


def _parted(text: str, like: Sequence[str]) -> list[str]:
    """A text without marks between its sentences, cut at the spaces that lie as the ends of the other's sentences."""
    whole = sum(map(len, like))
    wanted = [sum(map(len, like[: at + 1])) / whole * len(text) for at in range(len(like) - 1)]
    spaces = [space.end() for space in BETWEEN_WORDS.finditer(text)]
    ends = [min(spaces, key=lambda end: abs(end - share)) for share in wanted] if spaces else []
    if len(set(ends)) < len(wanted):
        return [text]
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]


def _same_place(take: Take, at: int, other: Take | None) -> Counterpart | None:
    if other is None or len(other.sentences) != len(take.sentences):
        return None
    if other.sentences[at].facts != take.sentences[at].facts:
        return None
    return Counterpart(text=other.sentences[at].text, ai=other.ai)


@dataclass(slots=True, kw_only=True)
class Reading:
    """A sentence's counterpart, given out as the sentence is heard clause by clause."""

    spoken: str
    counterpart: Counterpart | None
    _heard: int = 0
    _read: int = 0
    _ends: list[tuple[int, bool]] = field(default_factory=list)
    """Where the counterpart may be cut, and whether a clause ends there."""

    def __post_init__(self) -> None:
        if self.counterpart is not None:
            self._ends = list(_ends(self.counterpart.text))

    def beside(self, caption: Caption) -> tuple[str, bool]:
        """What is read beside one clause, and whether a machine wrote it; joined, all parts are the counterpart."""
        if self.counterpart is None:
            return caption.text, caption.ai
        text = self.counterpart.text
        self._heard += len(caption.text)
        until = len(text) if caption.closes else self._cut(self._heard / max(1, len(self.spoken)))
        part, self._read = text[self._read : until], max(self._read, until)
        return part, self.counterpart.ai

    def _cut(self, share: float) -> int:
        size = len(self.counterpart.text) if self.counterpart else 0
        wanted = share * size
        ends = [
            (abs(end - wanted) + (0 if clause else AWAY * size), end) for end, clause in self._ends if end > self._read
        ]
        return min(ends)[1] if ends else self._read


def _ends(text: str) -> Iterator[tuple[int, bool]]:
    at = 0
    inner = set()
    for clause in clauses(text):
        at += len(clause)
        inner.add(at)
        yield at, True
    yield from ((space.end(), False) for space in re.finditer(r"\s+", text) if space.end() not in inner)
