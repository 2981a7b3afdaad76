"""Whether a text says more than a number or less than it."""

import re
from functools import lru_cache
from typing import Literal

from narration.text.wordlists import words

GAP = r"(?:\s\S+){0,6}"
"""What stands for `…` in the list of words: up to six others."""
ARTICLE = r"(?:\s(?:an?|the|une?|les?|las?|los|el|il|i|gli|um|uma|os|as|eine[mnrs]?|ein|die|der|den))?"
"""What may stand between such a word and its number: more than a hundred."""


@lru_cache(maxsize=32)
def _patterns(tongue: str, side: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = words("numerals")["bounds"].get(tongue, {})
    before = "|".join(re.escape(form).replace("…", GAP) for form in rows.get(side, ()))
    after = "|".join(re.escape(form) for form in rows.get(side + "_after", ()))
    edge = "" if tongue in {"zh", "ja", "th"} else r"(?<!\w)"
    return (
        re.compile(rf"{edge}(?:{before or '(?!)'}){ARTICLE}\s*$", re.I),
        re.compile(rf"\s*(?:{after or '(?!)'})", re.I),
    )


def bound(before: str, after: str, tongue: str) -> Literal["", "over", "under"]:
    """`over` for more than two hundred, `under` for fewer; `before` and `after` are the text on both sides of it."""
    lengths = {side: _length(before, after, tongue, side) for side in ("under", "over")}
    if not any(lengths.values()):
        return ""
    return "under" if lengths["under"] >= lengths["over"] else "over"


def _length(before: str, after: str, tongue: str, side: str) -> int:
    """How long the words are that say so; `fewer than` says less, `no fewer than` more."""
    first, second = _patterns(tongue, side)
    return max((len(found.group()) for found in (first.search(before), second.match(after)) if found), default=0)
