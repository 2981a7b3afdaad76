"""Words of which only one can be true: east or west, the largest or the smallest, more than or fewer than."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from narration.claims.lexing import UNSPACED
from narration.claims.mentions import Aligned
from narration.claims.sides import agreement
from narration.text.wordlists import words

Finding = tuple[Literal["contradicted"], str]
Row = tuple[re.Pattern[str], ...]
COMPARED = "compared"
"""Rows whose rivals change with the side from which a comparison is told."""


def rival(texts: Aligned, *, negated: bool) -> Finding | None:
    """The first word of the sentence whose rival the fact says instead, or None; `negated`: one of them denies."""
    if negated:
        return None
    settled = agreement(texts, "measure") > 0
    for name, row in _rows(texts.tongue):
        said, known = _found(row, texts.sentence), _found(row, texts.fact)
        strange = [at for at in said if at not in known]
        left_out = [at for at in known if len(known[at]) > len(said.get(at, ()))]
        if strange and left_out and not (settled and name.startswith(COMPARED)):
            return "contradicted", f"says “{said[strange[0]][0]}”, the fact says “{known[left_out[0]][0]}”"
    return None


def _found(row: Row, text: str) -> dict[int, list[str]]:
    """Which of the rivals a text says, and how."""
    found = {at: [match.group().strip() for match in pattern.finditer(text)] for at, pattern in enumerate(row)}
    return {at: words for at, words in found.items() if words}


@lru_cache(maxsize=32)
def _rows(tongue: str) -> tuple[tuple[str, Row], ...]:
    table = words("opposites").get(tongue, {})
    return tuple((name, tuple(_pattern(rivals, tongue) for rivals in row)) for name, row in table.items())


def _pattern(rivals: Sequence[str], tongue: str) -> re.Pattern[str]:
    if tongue in UNSPACED:
        return re.compile("|".join(re.escape(word.removeprefix("=")) for word in rivals))
    parts = [re.escape(word[1:]) + r"(?!\w)" if word[0] == "=" else re.escape(word) + r"\w*" for word in rivals]
    prefix = r"(?<!\w)(?:ال|[وبلف]|لل|بال|وال)?" if tongue == "ar" else r"(?<!\w)"
    return re.compile(prefix + "(?:" + "|".join(parts) + ")", re.IGNORECASE)
