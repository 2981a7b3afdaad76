"""What a guide never says: leftovers of a prompt, markup, words that wound, sentences without end."""

import re
from functools import lru_cache

from narration.audience import AgeGroup
from narration.text.wordlists import words
from scenes.language import primary

LONGEST = 420
"""Characters of a spoken sentence; about 25 seconds of speech."""
LONGEST_UNSPACED = 140
"""The same where a character is a syllable."""
REPEATED = re.compile(r"(\b\w+\b(?:\W+\b\w+\b){0,5})(?:\W+\1){2,}|(.{2,12}?)\2{3,}", re.IGNORECASE)
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=1)
def _leftovers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = words("screening")["leftovers"]
    return tuple((reason, re.compile("|".join(parts), re.IGNORECASE | re.MULTILINE)) for reason, parts in table.items())


@lru_cache(maxsize=32)
def _unsaid(tongue: str) -> re.Pattern[str] | None:
    table = words("screening")["unsaid"]
    parts = [*table.get(tongue, ()), *table["en"]]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


@lru_cache(maxsize=32)
def _unchildly(tongue: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    table = words("children").get(tongue, {})
    return tuple((re.compile(pattern, re.IGNORECASE), better) for pattern, better in table.items())


def unfit_for_children(sentence: str, language: str) -> str | None:
    """Why the sentence is not said to children, and what may be said instead, or None."""
    for pattern, better in _unchildly(primary(language)):
        if found := pattern.search(sentence):
            return f"“{found.group().strip()}” is not for children; better: {better}"
    return None


def unfit(sentence: str, language: str, age_group: AgeGroup = "") -> str | None:
    """Why the sentence may not be spoken whatever the facts say, or None; stricter where a child listens."""
    if not any(char.isalnum() for char in sentence):
        return "has no words"
    longest = LONGEST_UNSPACED if UNSPACED.search(sentence) else LONGEST
    if len(sentence) > longest:
        return f"is {len(sentence)} characters long, {longest} is the limit"
    for reason, pattern in _leftovers():
        if found := pattern.search(sentence):
            return f"{reason} (“{found.group().strip()}”)"
    unsaid = _unsaid(primary(language))
    if unsaid and (found := unsaid.search(sentence)):
        return f"uses a word that must not be said (“{found.group()}”)"
    if REPEATED.search(sentence):
        return "repeats itself"
    return unfit_for_children(sentence, language) if age_group == "child" else None
