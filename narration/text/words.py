"""The words of a text that carry its matter, brought to a form that can be compared."""

import re
from collections.abc import Iterable
from functools import lru_cache

from narration.text.wordlists import words
from scenes.language import primary

TOKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žƀ-ʯĞğİıŞşѐ-ӿа-яА-ЯḀ-ỿ]+|\d+(?:[.,]\d+)*")
UNSPACED = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff\u1000-\u109f]+")

SHORTEST_STEM = 3


@lru_cache(maxsize=16)
def function_words(language: str) -> frozenset[str]:
    """The small words of a language; empty where none are listed."""
    return frozenset(words("tongues").get(primary(language), {}).get("function", ()))


@lru_cache(maxsize=8192)
def stem(word: str, tongue: str) -> str:
    """A word without its ending, lower case: `storeys` → `store`, `costruito` → `costru`."""
    low = word.lower()
    for ending in words("endings").get(tongue, ()):
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST_STEM:
            return low[: -len(ending)]
    return low


@lru_cache(maxsize=8)
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


@lru_cache(maxsize=4096)
def meanings(text: str, language: str) -> frozenset[str]:
    """The meanings, shared by all languages, that the text's words are listed under (`tall`, `people`)."""
    tongue = primary(language)
    if tongue in {"zh", "ja"}:
        return frozenset(meaning for meaning, listed in senses(tongue) if any(word in text for word in listed))
    return frozenset(meaning for word in content(text, language) for meaning in senses_of(word, tongue))


def alike(word: str, known: Iterable[str]) -> bool:
    """Whether a stem begins like one of the known stems, by at least four letters and most of the shorter one."""
    return any(_alike(word, other) for other in known)


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    shorter = min(len(word), len(other))
    shared = next((at for at in range(shorter) if word[at] != other[at]), shorter)
    return shared >= 4 and shared >= 0.75 * max(shorter, len(max(word, other, key=len)) - 3)
