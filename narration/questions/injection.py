"""Recognises a question that asks the guide to leave its facts."""

import re
from functools import lru_cache

from narration.text.wordlists import words

READ = 2000
"""Characters of a question that are looked at; a longer one is refused before it comes here."""


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["injection"]["patterns"]), re.IGNORECASE | re.MULTILINE)


def injection(question: str) -> bool:
    """Whether the question is an attempt to change what the guide is, rather than to learn something."""
    read = question[:READ].replace("’", "'")
    return any(_pattern().search(text) for text in (read, " ".join(read.split())))
