"""Whether a sentence still speaks of what its facts speak of."""

from collections.abc import Sequence
from typing import Literal

from narration.claims.lexing import UNSPACED
from narration.claims.parts import spans
from narration.text.glossary import Glossary
from narration.text.numerals import Quantity, quantities
from narration.text.words import alike, content, meanings
from scenes.facts import Fact
from scenes.language import primary, text_in

SHARED = {"en": 0.65, "it": 0.65, "fr": 0.65, "es": 0.65, "zh": 0.55, "th": 0.6, "ru": 0.55, "ar": 0.5, "ja": 0.35}
SHARED_ELSEWHERE = 0.45
"""The share of a sentence's content that must be its facts'; measured on `tests/narration/claims/claims_cases.toml`
and `tests/eval/injected/*.dev.toml`."""
ASIDE = 3
ASIDE_UNSPACED = 7
"""Content words, or pairs of characters, that make a clause a claim of its own."""

Finding = tuple[Literal["not-found"], str]


def drifted(
    sentence: str, language: str, facts: Sequence[Fact], glossary: Glossary, example: str = ""
) -> Finding | None:
    """Why the sentence is about something else, or None; None as well where no fact is written in the language."""
    texts = [text for fact in facts if (text := _own(fact, language))]
    if not texts:
        return None
    leaked = _leaked(sentence, language, texts, example)
    if leaked:
        return "not-found", f"takes “{leaked}” from the prompt's example"
    if aside := _aside(sentence, language, texts, glossary):
        return "not-found", f"says “{aside}”, which no fact does"
    share = shared(sentence, language, texts, glossary)
    if share < SHARED.get(primary(language), SHARED_ELSEWHERE):
        return "not-found", f"only {share:.0%} of its words are about what the fact says"
    return None


def _aside(sentence: str, language: str, texts: Sequence[str], glossary: Glossary) -> str:
    """The first clause of some length that has no word, name or number of the facts, or empty."""
    for start, end in spans(sentence):
        clause = sentence[start:end].strip(" ,;:，；、.。")
        least = ASIDE_UNSPACED if primary(language) in UNSPACED else ASIDE
        if len(content(clause, language)) < least or quantities(clause, language):
            continue
        if not shared(clause, language, texts, glossary):
            return clause
    return ""


def _own(fact: Fact, language: str) -> str:
    text = text_in(fact.text, language)
    return text or ""


def shared(sentence: str, language: str, texts: Sequence[str], glossary: Glossary) -> float:
    """The share, 0 to 1, of a sentence's content words, names and numbers that its facts' texts have too."""
    known = {word for text in texts for word in content(text, language)}
    numbers = quantities(sentence, language)
    said = content(_without(sentence, numbers), language)
    if not said:
        return 1.0
    senses = {meaning for text in texts for meaning in meanings(text, language)}
    terms = {term for text in texts for term in glossary.terms_of(text)}
    hits = sum(alike(word, known) for word in said) + len(numbers)
    by_sense = len(meanings(sentence, language) & senses) + len(glossary.terms(sentence) & terms)
    return min(1.0, max(hits, min(hits + by_sense * 0.7, len(said) + len(numbers))) / (len(said) + len(numbers)))


def _leaked(sentence: str, language: str, texts: Sequence[str], example: str) -> str:
    known = {word for text in texts for word in content(text, language)}
    strange = [word for word in content(sentence, language) if not alike(word, known)]
    taken = set(content(example, language))
    return next((word for word in strange if word in taken), "")


def _without(sentence: str, numbers: Sequence[Quantity]) -> str:
    for number in reversed(numbers):
        sentence = sentence[: number.start] + " " + sentence[number.end :]
    return sentence
