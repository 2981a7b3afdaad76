"""The words of a text that carry its matter, brought to a form that can be compared."""

import re
from collections.abc import Iterable
from functools import lru_cache

from narration.text.wordlists import words
from scenes.language import primary

LETTERS = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]"
SIGNS = (
    r"[\u0610-\u061a\u064b-\u065f\u0670\u200c\u0300-\u036f"
    r"\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd]"
)
"""Vowel signs and joiners that belong to the letter before them."""
TOKEN = re.compile(rf"(?:{LETTERS}{SIGNS}*)+|\d+(?:[.,]\d+)*")
UNSPACED = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f]+")

SHORTEST_STEM = 3
WRITTEN_TOGETHER = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages whose words are not parted by spaces."""
GRAM = {"th": 3, "lo": 3, "km": 3, "my": 3}
"""Characters of a run that are looked up together, 2 where none are listed: most Thai syllables have three."""


@lru_cache(maxsize=64)
def function_words(language: str) -> frozenset[str]:
    """The small words of a language; empty where none are listed."""
    return frozenset(words("tongues").get(primary(language), {}).get("function", ()))


@lru_cache(maxsize=8192)
def stem(word: str, tongue: str) -> str:
    """A word without its ending, lower case: `storeys` → `store`, `costruito` → `costru`."""
    low = _bare(word.lower(), tongue)
    for ending in words("endings").get(tongue, ()):
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST_STEM:
            return low[: -len(ending)]
    return low


ARABIC_SIGNS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
ARABIC_LETTERS = str.maketrans("أإآٱىةيك", "ااااههىک")
ARABIC_PREFIX = re.compile(r"^[وف]?(?:[بک]?ال|لل)(?=\w{3})|^[وف](?=\w{4})|^[بلک](?=\w{6})")


def _bare(low: str, tongue: str) -> str:
    """An Arabic or Persian word without vowel signs, one form a letter, and without article and joined particles."""
    if tongue not in {"ar", "fa", "ur"}:
        return low.replace("ё", "е")
    plain = ARABIC_SIGNS.sub("", low).replace("\u200c", "").translate(ARABIC_LETTERS)
    return ARABIC_PREFIX.sub("", plain) if tongue == "ar" else plain


@lru_cache(maxsize=64)
def _meanings(tongue: str) -> dict[str, frozenset[str]]:
    table = words("content").get(tongue, {})
    found: dict[str, set[str]] = {}
    for meaning, listed in table.items():
        for word in listed:
            found.setdefault(stem(word, tongue), set()).add(meaning)
    return {root: frozenset(listed) for root, listed in found.items()}


def senses_of(root: str, tongue: str) -> frozenset[str]:
    """The meanings that a stem is listed under."""
    return _meanings(tongue).get(root, frozenset())


def senses(tongue: str) -> list[tuple[str, list[str]]]:
    """Each meaning with the words listed under it, as they are written."""
    return list(words("content").get(tongue, {}).items())


@lru_cache(maxsize=4096)
def content(text: str, language: str) -> tuple[str, ...]:
    """The content words of a text as stems, in order; pairs of characters where the script has no spaces."""
    tongue = primary(language)
    spaced = [stem(word, tongue) for word in _spaced(text, language)]
    return (*spaced, *_pairs(text, language))


def _spaced(text: str, language: str) -> list[str]:
    small = function_words(language)
    found = TOKEN.findall(text.replace("’", "'"))
    return [word for word in found if word.lower() not in small and len(word) > 1 and not word[0].isdigit()]


def _pairs(text: str, language: str) -> list[str]:
    small = function_words(language)
    out: list[str] = []
    for run in UNSPACED.findall(text):
        kept = "".join(" " if char in small else char for char in run)
        for piece in kept.split():
            out += [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]
    return out


def grams(run: str, tongue: str) -> list[str]:
    """The overlapping pieces by which a run of an unspaced script is looked up; the run itself where it is short."""
    size = GRAM.get(tongue, 2)
    return [run[at : at + size] for at in range(len(run) - size + 1)] or [run]


@lru_cache(maxsize=4096)
def meanings(text: str, language: str) -> frozenset[str]:
    """The meanings, shared by all languages, that the text's words are listed under (`tall`, `people`)."""
    tongue = primary(language)
    if tongue in WRITTEN_TOGETHER:
        return frozenset(meaning for meaning, listed in senses(tongue) if any(word in text for word in listed))
    return frozenset(meaning for word in content(text, language) for meaning in senses_of(word, tongue))


def alike(word: str, known: Iterable[str]) -> bool:
    """Whether a stem begins like one of the known stems, by at least four letters and most of the shorter one."""
    return any(alike_one(word, other) for other in known)


def alike_one(word: str, other: str) -> bool:
    """Whether two stems are of one word, as far as their beginnings tell."""
    if word == other:
        return True
    shorter = min(len(word), len(other))
    shared = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    return shared >= 4 and shared >= 0.75 * max(shorter, len(max(word, other, key=len)) - 3)
