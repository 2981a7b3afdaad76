"""Recognises what a visitor says that no history answers, from a call for help to a thank you, in many languages."""

import re
from dataclasses import dataclass
from functools import lru_cache

from narration.questions.legible import compatible, legible
from narration.text.wordlists import words

READ = 1000
"""Characters that are looked at."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A kind of `asides.toml`; the guide's reply is the phrase `aside-<kind>`."""

    kind: str
    unless_told: bool = False
    """A fact that bears out nearly every word is told instead."""

    @property
    def phrase(self) -> str:
        """The name of the reply in `phrases.toml`."""
        return f"aside-{self.kind}"


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[Aside, re.Pattern[str]], ...]:
    return tuple(
        (Aside(kind, bool(listed.get("unless_told"))), _pattern(listed)) for kind, listed in words("asides").items()
    )


def _pattern(listed: dict[str, list[str]]) -> re.Pattern[str]:
    patterns = [pattern for tag, rows in listed.items() if tag != "unless_told" for pattern in rows]
    return re.compile(compatible("|".join(f"(?:{pattern})" for pattern in patterns)), re.IGNORECASE)


def aside(question: str) -> Aside | None:
    """The first kind that the question is of, gravest first, or None for a question about the place."""
    read = " ".join(legible(question[:READ]).split())
    return next((kind for kind, pattern in _kinds() if pattern.search(read)), None)
