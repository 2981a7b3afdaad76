"""Whether a question goes on from what was said before, and how."""

import re
from functools import lru_cache
from typing import Literal

from narration.questions.question import Question
from narration.text.wordlists import words

Follows = Literal["", "more", "why", "about", "goes-on"]

FEW = 2
"""A question with no more words of its own than this may lean on the one before it."""

SHORTEST = 3
"""Characters that a first half has at least."""


@lru_cache(maxsize=8)
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["follow"][kind]), re.IGNORECASE)


def _fits(kind: str, question: str) -> bool:
    return _pattern(kind).search(question) is not None


@lru_cache(maxsize=1)
def _joint() -> re.Pattern[str]:
    return re.compile("|".join(words("questions")["joined"]["patterns"]), re.IGNORECASE)


def halves(question: str) -> list[str]:
    """The one or two questions that a question consists of: who began it, and who finished it."""
    joint = next((found for found in _joint().finditer(question) if found.start() > SHORTEST), None)
    return [question] if joint is None else [question[: joint.start()], question[joint.end() :]]


def following(question: str, asked: Question) -> Follows:
    """How the question goes on: more of the same, the reason, the same of another, or something by a pronoun."""
    said = question.replace("’", "'").strip()
    if _fits("why", said):
        return "why"
    bare = not asked.groups and not asked.focus
    if (_fits("more", said) and len(asked.groups) <= 1) or (bare and _fits("begins", said)):
        return "more"
    if not asked.focus and len(asked.groups) <= FEW and _fits("about", said):
        return "about"
    leans = _fits("begins", said) or _fits("pronouns", said) or not asked.groups
    return "goes-on" if leans else ""
