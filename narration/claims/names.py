"""Whose names a sentence says, and whether its facts know them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from narration.text.glossary import HAN, PROPER, Glossary, Name, well_known
from narration.text.spelled import italian_cardinal
from narration.text.transliteration import transliteration
from narration.text.wordlists import words
from narration.text.words import TOKEN, function_words
from scenes.facts import Fact
from scenes.language import primary

CAPITALISED = re.compile(r"(?<![\w])[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'\-]*")
SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s|[\"“«‘(]\s?)$")
COMMON_NOUN_CAPITALS = frozenset({"de", "lb"})
"""Languages of alphabets with capitals that write every noun with one: capitals tell nothing there."""
NOT_NAMES = frozenset({"North", "South", "East", "West", "Nord", "Sud", "Est", "Ovest", "AD", "BC", "CE", "BCE"})

Found = list[tuple[str, list[Name]]]
Finding = tuple[Literal["contradicted", "not-found", "wrong-language"], str]


def stranger(
    sentence: str, language: str, facts: Sequence[Fact], glossary: Glossary, extra: Sequence[str]
) -> Finding | None:
    """The first name that the facts do not have or that is not in the language's own form, or None."""
    texts = [text for fact in facts for text in fact.text.values()] + list(extra)
    allowed = {term for fact in facts for term in fact.terms}
    for text in texts:
        allowed |= glossary.terms_of(text)
    found = glossary.found(sentence)
    return (
        _unknown_term(found, allowed)
        or _foreign_form(found, sentence, language, texts, glossary)
        or _well_known(_without(sentence, found), texts)
        or _transliterated(sentence, language, texts)
        or _capitalised(sentence, language, texts, glossary, allowed)
    )


def _unknown_term(found: Found, allowed: set[str]) -> Finding | None:
    for form, names in found:
        if names[0].kind in PROPER and not {name.term for name in names} & allowed:
            return "not-found", f"names {form}, of whom or which the facts do not speak"
    return None


def _foreign_form(
    found: Found, sentence: str, language: str, texts: Sequence[str], glossary: Glossary
) -> Finding | None:
    for form, names in found:
        own = [name for name in names if primary(name.language) == primary(language)]
        proper = glossary.first(names[0].term, language)
        if own or not proper or names[0].kind not in PROPER:
            continue
        if not any(form in text for text in texts if _same_script(text, sentence) and proper in text):
            return "wrong-language", f"says {form}; the name in this language is {proper}"
    return None


def _same_script(text: str, other: str) -> bool:
    return bool(HAN.search(text)) == bool(HAN.search(other))


def _well_known(rest: str, texts: Sequence[str]) -> Finding | None:
    listed = well_known()
    for form, names in listed.found(rest):
        if not any(listed.terms_of(text) & {name.term for name in names} or form in text for text in texts):
            return "not-found", f"names {form}, of whom or which the facts do not speak"
    return None


def _transliterated(sentence: str, language: str, texts: Sequence[str]) -> Finding | None:
    name = transliteration(sentence, texts) if primary(language) == "zh" else ""
    return ("not-found", f"names {name}, of whom or which the facts do not speak") if name else None


def _without(sentence: str, found: Found) -> str:
    for form, _ in found:
        sentence = sentence.replace(form, " ")
    return sentence


def _capitalised(
    sentence: str, language: str, texts: Sequence[str], glossary: Glossary, allowed: set[str]
) -> Finding | None:
    if primary(language) in COMMON_NOUN_CAPITALS:
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
    if low in words("numerals")["en"]["units"] or italian_cardinal(low) is not None:
        return True
    if (
        len(part) == 1
        or part in NOT_NAMES
        or low in function_words(language)
        or re.fullmatch(r"[IVXLCDM]+(?:ème|er|e)?", part)
    ):
        return True
    return (
        low in known
        or any(other.startswith(low[: max(4, len(low) - 3)]) for other in known if len(low) > 3)
        or _month(low)
    )


@lru_cache(maxsize=256)
def _month(low: str) -> bool:
    return any(low in names for names in words("numerals")["months"].values())  # dates are checked as numbers
