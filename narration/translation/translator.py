"""A model's translation of one text: the glossary forced, checked, tried once more, translated back and compared.

Where the model comes with a reader of claims, it also says whether the original bears out each translated sentence.
"""

from collections.abc import Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from time import monotonic

from narration.claims import check
from narration.claims.reading import Reading, reading
from narration.engine import LanguageModel, reader_of
from narration.prompt import Prompt
from narration.text.glossary import PROPER, glossary_of
from narration.text.sentences import sentences
from narration.text.words import content
from narration.translation.agreement import Objection, checked_translation, names_in
from narration.translation.prompts import again, translating
from narration.voice.turn import TURN, Turn, Urgency
from scenes.facts import Fact, Term

OVERLAP = 0.5
"""The least share of content words that a text and its translation back have in common (Dice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A translation and what speaks against it."""

    text: str
    back: str
    """Translated back."""
    objections: tuple[str, ...]
    """For a person; empty when it may be told."""
    doubts: tuple[str, ...]
    """What a reader should look at."""
    overlap: float
    """Of the text and its translation back, 0 to 1."""
    read: float | None
    """The least probability that the original bears out a sentence of it, by the reader of claims, if one read it."""
    tries: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.objections


@dataclass(frozen=True, kw_only=True)
class Translator:
    """Translates the texts of one site from one language into another."""

    model: LanguageModel
    glossary: Mapping[str, Term]
    language: str
    other: str

    async def translate(self, fact: Fact) -> Attempt:
        """The fact's text in the other language, tried again once when something speaks against it.

        Raises `EngineUnavailable` when the model goes away.
        """
        began = monotonic()
        source = fact.text[self.language]
        prompt = translating(source, self.language, self.other, self.names(source))
        text, tries = await self._reply(prompt), 1
        if reasons := self._objections(source, text):
            text, tries = await self._reply(again(prompt, text, reasons)), 2
        objections = self._objections(source, text)
        back = await self._back(text) if not objections else ""
        overlap = shared_words(source, back, self.language)
        objections = objections or self._drifted(fact, back, overlap)
        found = await self._readings(source, text) if not objections else {}
        return Attempt(
            text=text, back=back, overlap=overlap, tries=tries, seconds=monotonic() - began,
            read=min((each.probability for each in found.values() if each.probability is not None), default=None),
            objections=objections or tuple(f"“{one}” {each.refusal}" for one, each in found.items() if each.refusal),
            doubts=tuple(each.reason for each in self._all(source, text) if not each.grave),
        )  # fmt: skip

    def names(self, text: str) -> dict[str, str]:
        """The names in a text as the other language says them, where the glossary knows."""
        glossary = glossary_of(self.glossary)
        found: dict[str, str] = {}
        for form, terms in glossary.found(text):
            said = names_in(terms[0].term, self.other, glossary)
            if said and (terms[0].kind in PROPER or len(form) > 3):
                found[form] = said[0]
        return found

    async def _back(self, text: str) -> str:
        glossary = glossary_of(self.glossary)
        names = {form: glossary.first(terms[0].term, self.language) for form, terms in glossary.found(text) if terms}
        return await self._reply(translating(text, self.other, self.language, names))

    def _all(self, source: str, text: str) -> tuple[Objection, ...]:
        return checked_translation(source, self.language, text, self.other, self.glossary)

    def _objections(self, source: str, text: str) -> tuple[str, ...]:
        return tuple(each.reason for each in self._all(source, text) if each.grave)

    def _drifted(self, fact: Fact, back: str, overlap: float) -> tuple[str, ...]:
        """What the translation back says that the fact does not."""
        claims = [check(each, self.language, [fact], self.glossary) for each in sentences(back, self.language)]
        wrong = [f"translated back it says “{c.sentence}”: {c.reason}" for c in claims if c.verdict != "supported"]
        if overlap < OVERLAP:
            wrong.append(f"translated back it shares {overlap:.0%} of the words: “{back}”")
        return tuple(wrong)

    async def _readings(self, source: str, text: str) -> dict[str, Reading]:
        """What the reader of claims finds of each translated sentence, held against the original."""
        reader = reader_of(self.model)
        if reader is None:
            return {}
        with _unhurried():
            return {one: await reading([source], one, self.other, reader) for one in sentences(text, self.other)}

    async def _reply(self, prompt: Prompt) -> str:
        """The model's text in one line."""
        with _unhurried():
            async with aclosing(self.model.generate(prompt)) as pieces:
                text = "".join([piece async for piece in pieces])
        return " ".join(text.split()).removeprefix("Text: ").strip()


@contextmanager
def _unhurried() -> Iterator[None]:
    """Less urgent than anything a visitor waits for."""
    before = TURN.set(Turn(caller="translate", urgency=Urgency.AHEAD))
    try:
        yield
    finally:
        TURN.reset(before)


def shared_words(text: str, back: str, language: str) -> float:
    """The share of content words that two texts of one language have in common (Dice), 0 to 1."""
    one, two = set(content(text, language)), set(content(back, language))
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
