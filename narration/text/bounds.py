"""Whether a text says more than a number or less than it."""

import re
from functools import lru_cache
from typing import Literal

from narration.text.wordlists import words


@lru_cache(maxsize=32)
def _patterns(tongue: str, side: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = words("numerals")["bounds"].get(tongue, {})
    before = "|".join(re.escape(form) for form in rows.get(side, ()))
    after = "|".join(re.escape(form) for form in rows.get(side + "_after", ()))
    edge = "" if tongue in {"zh", "ja", "th"} else r"(?<!\w)"
    return re.compile(rf"{edge}(?:{before or '(?!)'})\s*$", re.I), re.compile(rf"\s*(?:{after or '(?!)'})", re.I)


def bound(before: str, after: str, tongue: str) -> Literal["", "over", "under"]:
    """`over` for more than two hundred, `under` for fewer; `before` and `after` are the text on both sides of it."""
    for side in ("under", "over"):
        first, second = _patterns(tongue, side)
        if first.search(before) or second.match(after):
            return "under" if side == "under" else "over"
    return ""
