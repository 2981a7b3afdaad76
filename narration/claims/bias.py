"""Turns of phrase that set one people, faith or sex above another."""

import re
from functools import lru_cache

from narration.text.wordlists import words
from scenes.language import primary


@lru_cache(maxsize=32)
def _listed(tongue: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    table = words("bias").get(tongue, {})
    return tuple((re.compile(pattern, re.IGNORECASE), why, better) for pattern, (why, better) in table.items())


def biased(text: str, language: str) -> str | None:
    """Why the text may wound a people, and what may be said instead; None where no list objects (language: BCP 47)."""
    straight = text.replace("’", "'")
    for pattern, why, better in _listed(primary(language)):
        if found := pattern.search(straight):
            return f"“{found.group().strip()}” {why}; better: {better}"
    return None
