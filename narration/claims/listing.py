"""Small numbers that only count what the facts name: two brothers, where the fact has their names."""

import re
from collections.abc import Sequence
from functools import lru_cache

from narration.claims.labels import counted
from narration.text.numerals import Quantity, quantities
from narration.text.wordlists import words
from narration.text.words import alike
from scenes.facts import Fact
from scenes.language import primary

MOST = 6
"""The largest number that may count names."""
ITEM = r"[^,;:、，.()（）]{1,60}?"


def counts_names(said: Quantity, sentence: str, language: str, facts: Sequence[Fact]) -> bool:
    """Whether a number counts people or things that the facts list, and no number of theirs counts the same."""
    if not _small(said):
        return False
    texts = [(text, tag) for fact in facts for tag, text in fact.text.items()]
    if not any(said.value in _listed(text, primary(tag)) for text, tag in texts) and said.value != len(facts):
        return False
    things = counted(said, sentence, language)
    return not any(_rival(said, things, language, text, tag) for text, tag in texts)


def _small(number: Quantity) -> bool:
    plain = "count" in number.readings and not number.unit and not number.bound and not number.hedged
    return plain and "ordinal" not in number.readings and 2 <= number.value <= MOST


def _rival(said: Quantity, things: Sequence[str], language: str, text: str, tag: str) -> bool:
    """Whether a text counts the same things to another number; in another language any small number may."""
    for number in quantities(text, tag):
        if "count" not in number.readings or number.unit or number.value == said.value or number.value > 10 * MOST:
            continue
        if primary(tag) != primary(language):
            if number.value <= MOST:
                return True
        elif any(alike(word, things) for word in counted(number, text, tag)):
            return True
    return False


@lru_cache(maxsize=1024)
def _listed(text: str, tongue: str) -> frozenset[int]:
    """How many things the lists of a text have: `Old Persian, Elamite and Babylonian` three and two."""
    pattern = _list_pattern(tongue)
    sizes = {2 + len(re.findall("[,、，]", found.group(1))) for found in pattern.finditer(text)} if pattern else set()
    return frozenset(size for most in sizes for size in range(2, most + 1))


@lru_cache(maxsize=32)
def _list_pattern(tongue: str) -> re.Pattern[str] | None:
    joints = words("counting")["lists"].get(tongue)
    if not joints:
        return None
    return re.compile(rf"((?:{ITEM}[,、，]){{0,4}}{ITEM}),?(?:{'|'.join(joints)})", re.IGNORECASE)
