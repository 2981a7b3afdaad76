"""Whose names a sentence says, and whether its facts know them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from narration.wordlists import words
from narration.words import TOKEN, function_words
from scenes.facts import Fact, Term
from scenes.language import lookup, primary

PROPER = frozenset({"person", "place", "people", "work", "title"})
HAN = re.compile(r"[\u3400-\u9fff]")
CAPITALISED = re.compile(r"(?<![\w])[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'\-]*")
SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s|[\"“«‘(]\s?)$")
CAPITAL_LANGUAGES = frozenset(
    [
        "en",
        "it",
        "fr",
        "es",
        "pt",
        "id",
        "tr",
        "vi",
        "nl",
        "pl",
        "cs",
        "sv",
        "da",
        "nb",
        "fi",
        "ro",
        "hu",
        "hr",
        "sl",
        "sk",
        "ca",
        "el",
        "ru",
        "uk",
    ]
)
"""Languages whose common nouns are written small; German's are not."""
NOUN = frozenset(
    ["North", "South", "East", "West", "Nord", "Sud", "Est", "Ovest", "AD", "BC", "CE", "BCE", "A.D", "B.C"]
)

Finding = tuple[Literal["contradicted", "not-found", "wrong-language"], str]


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of a term."""

    term: str
    form: str
    language: str
    kind: str


class Glossary:
    """The names of a site's terms, found in texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.names = [
            Name(term.id, form, language, term.kind)
            for term in terms
            for language, forms in term.names.items()
            for form in forms
        ]
        self.names.sort(key=lambda name: len(name.form), reverse=True)
        self._by_form: dict[str, list[Name]] = {}
        for name in self.names:
            self._by_form.setdefault(name.form, []).append(name)
            if name.kind not in PROPER and not HAN.search(name.form):
                self._by_form.setdefault(name.form.capitalize(), []).append(name)
        forms = sorted(self._by_form, key=len, reverse=True)
        parts = [re.escape(form) if HAN.search(form) else rf"(?<!\w){re.escape(form)}(?!\w)" for form in forms if form]
        self._pattern = re.compile("|".join(parts)) if parts else re.compile(r"(?!)")
        self._first = {
            (term.id, language): forms[0] for term in terms for language, forms in term.names.items() if forms
        }

    def found(self, text: str) -> list[tuple[str, list[Name]]]:
        """Each written form that stands in the text, longest first where they overlap, with the names it may be."""
        return [(form.group(), self._by_form[form.group()]) for form in self._pattern.finditer(text)]

    def terms(self, text: str) -> set[str]:
        """The ids of every term the text may be speaking of."""
        return {name.term for _, names in self.found(text) for name in names}

    def first(self, term: str, language: str) -> str:
        """The name the guide uses in a language, or empty."""
        tags = [tag for known, tag in self._first if known == term]
        tag = lookup(language, tags)
        return self._first[(term, tag)] if tag else ""


def glossary_of(glossary: Mapping[str, Term]) -> Glossary:
    """The glossary's names ready to be searched, built once for the same terms."""
    return _built(tuple((term.id, term.kind, tuple(term.names.items())) for term in glossary.values()))


@lru_cache(maxsize=16)
def _built(rows: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]) -> Glossary:
    return Glossary([Term(id=key, kind=kind, names=dict(names)) for key, kind, names in rows])


@lru_cache(maxsize=1)
def well_known() -> Glossary:
    """Names that models like to say, whatever the site: emperors, popes, artists, cities."""
    table = words("names")
    return Glossary(
        Term(id="known:" + key, names={tag: tuple(forms) for tag, forms in names.items()}, kind=kind)
        for kind, terms in table.items()
        for key, names in terms.items()
    )


def stranger(
    sentence: str, language: str, facts: Sequence[Fact], glossary: Glossary, extra: Sequence[str]
) -> Finding | None:
    """The first name that the facts do not have or that is not in the language's own form, or None."""
    texts = [text for fact in facts for text in fact.text.values()] + list(extra)
    allowed = {term for fact in facts for term in fact.terms}
    for text in texts:
        allowed |= glossary.terms(text)
    return (
        _unknown_term(sentence, glossary, allowed)
        or _foreign_form(sentence, language, texts, glossary)
        or _well_known(sentence, texts, glossary)
        or _capitalised(sentence, language, texts, glossary, allowed)
    )


def _unknown_term(sentence: str, glossary: Glossary, allowed: set[str]) -> Finding | None:
    for form, names in glossary.found(sentence):
        if names[0].kind in PROPER and not {name.term for name in names} & allowed:
            return "not-found", f"names {form}, of whom or which the facts do not speak"
    return None


def _foreign_form(sentence: str, language: str, texts: Sequence[str], glossary: Glossary) -> Finding | None:
    for form, names in glossary.found(sentence):
        own = [name for name in names if primary(name.language) == primary(language)]
        proper = glossary.first(names[0].term, language)
        if own or not proper or names[0].kind not in PROPER:
            continue
        if not any(form in text for text in texts if _same_script(text, sentence) and proper in text):
            return "wrong-language", f"says {form}; the name in this language is {proper}"
    return None


def _same_script(text: str, other: str) -> bool:
    return bool(HAN.search(text)) == bool(HAN.search(other))


def _well_known(sentence: str, texts: Sequence[str], glossary: Glossary) -> Finding | None:
    for form, names in well_known().found(_without(sentence, glossary)):
        forms = {name.form for known in well_known().names for name in names if known.term == name.term} | {form}
        forms |= {known.form for known in well_known().names if known.term in {name.term for name in names}}
        if not any(written in text for written in forms for text in texts):
            return "not-found", f"names {form}, of whom or which the facts do not speak"
    return None


def _without(sentence: str, glossary: Glossary) -> str:
    for form, _ in glossary.found(sentence):
        sentence = sentence.replace(form, " ")
    return sentence


def _capitalised(
    sentence: str, language: str, texts: Sequence[str], glossary: Glossary, allowed: set[str]
) -> Finding | None:
    if primary(language) not in CAPITAL_LANGUAGES:
        return None
    known = {word.lower() for text in texts for word in TOKEN.findall(text)}
    known |= {word.lower() for name in glossary.names if name.term in allowed for word in TOKEN.findall(name.form)}
    for found in CAPITALISED.finditer(sentence):
        word = found.group().rstrip("’'-").removesuffix("'s").removesuffix("’s")
        if SENTENCE_START.search(sentence[: found.start()]) or _plain(word, language, known):
            continue
        return "not-found", f"names {word}, of whom or which the facts do not speak"
    return None


def _plain(word: str, language: str, known: set[str]) -> bool:
    parts = TOKEN.findall(word)
    return all(_known(part, language, known) for part in parts)


def _known(part: str, language: str, known: set[str]) -> bool:
    low = part.lower()
    if len(part) == 1 or part in NOUN or low in function_words(language) or re.fullmatch(r"[IVXLCDM]+", part):
        return True
    return (
        low in known
        or any(other.startswith(low[: max(4, len(low) - 3)]) for other in known if len(low) > 3)
        or _month(low)
    )


@lru_cache(maxsize=256)
def _month(low: str) -> bool:
    return any(low in names for names in words("numerals")["months"].values())
