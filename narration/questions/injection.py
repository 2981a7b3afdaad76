"""Recognises a question that asks the guide to leave its facts, in any language and under some disguises.

What passes does no harm either: an answer rests on facts and is held against them before it is spoken.
"""

import re
from functools import lru_cache
from typing import Any

from narration.questions.legible import compatible, encoded, legible, readings
from narration.text.wordlists import words

READ = 2000
"""Characters of a question that are looked at; a longer one is refused before it comes here."""


@lru_cache(maxsize=1)
def _turns() -> re.Pattern[str]:
    patterns = [*words("questions")["injection"]["patterns"]]
    patterns += [pattern for listed in words("injection")["turns"].values() for pattern in listed]
    return _compiled("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(maxsize=1)
def _overriding() -> re.Pattern[str]:
    """A word that sets aside near one of what governs the guide, in either order, of any two languages."""
    table: dict[str, Any] = words("injection")
    sets_aside, governs = _any(table["overriding"]), _any(table["governing"])
    gap = f".{{0,{table['near']['characters']}}}?"
    behind = _any({tag: listed for tag, listed in table["overriding"].items() if tag in VERB_LAST})
    return _compiled(f"{sets_aside}{gap}{governs}|{governs}{gap}{behind}")


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern in the same Unicode form as what is read."""
    return re.compile(compatible(pattern), re.IGNORECASE | re.MULTILINE)


VERB_LAST = frozenset({"ja", "ko", "hi", "bn", "ur", "fa", "tr", "kk", "uz", "de"})
"""Languages whose imperative may follow what it is about."""


def _any(listed: dict[str, list[str]]) -> str:
    return "(?:" + "|".join(pattern for patterns in listed.values() for pattern in patterns) + ")"


def injection(question: str) -> bool:
    """Whether the question is an attempt to change what the guide is, rather than to learn something."""
    read = legible(question[:READ])
    if any(encoded(read)):
        return True
    return any(_attempts(reading) or _attempts(" ".join(reading.split())) for reading in readings(read))


def _attempts(text: str) -> bool:
    return _turns().search(text) is not None or _overriding().search(text) is not None
