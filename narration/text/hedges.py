"""Words that make a number one of about."""

import re
from functools import lru_cache

from narration.text.bounds import ARTICLE
from narration.text.meaning import Context
from narration.text.wordlists import words

ARTICLES = re.compile(ARTICLE + "$", re.I)


def hedged(number: Context) -> bool:
    """Whether a word before a number, or right after it, makes it one of about."""
    hedges = _hedges("before")
    before = ARTICLES.sub("", number.before.lower().rstrip())
    said = before.endswith(hedges) and any(_ends(before, hedge) for hedge in hedges)
    return said or hedged_after(number.after)


def hedged_after(after: str) -> bool:
    """Whether what follows a number and its unit begins with a word that makes it one of about."""
    return after.lower().lstrip().startswith(_hedges("after"))


@lru_cache(maxsize=2)
def _hedges(side: str) -> tuple[str, ...]:
    return tuple(words("numerals")["hedges"][side])


def _ends(text: str, hedge: str) -> bool:
    return text.endswith(hedge) and (
        ord(hedge[0]) > 0x2FFF or "\u0e00" <= hedge[0] < "\u0e80" or not text[: -len(hedge)][-1:].isalnum()
    )
