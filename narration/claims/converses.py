"""Verbs that tell one event from either side: sell and buy, give and receive, teach and learn."""

import re
from functools import lru_cache

from narration.claims.mentions import Aligned
from narration.text.wordlists import words


def turned(texts: Aligned) -> bool:
    """Whether the sentence tells the facts' event from its other side, with the people in each other's place."""
    return any(
        (_has(one, texts.sentence) and _has(two, texts.fact) and not _has(one, texts.fact))
        or (_has(two, texts.sentence) and _has(one, texts.fact) and not _has(one, texts.sentence))
        for one, two in (*_pairs(texts.tongue), *_measures(texts.tongue))
    )


def _has(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


@lru_cache(maxsize=32)
def _pairs(tongue: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    table = words("converses").get(tongue, {})
    return tuple((_any(one, tongue), _any(two, tongue)) for one, two in table.values())


@lru_cache(maxsize=32)
def _measures(tongue: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    table = words("marks").get(tongue, {})
    return ((_any(table["more"], tongue), _any(table["less"], tongue)),) if "more" in table else ()


def _any(beginnings: list[str], tongue: str) -> re.Pattern[str]:
    start = "" if tongue in {"zh", "th", "ja"} else r"(?<!\w)[وف]?" if tongue == "ar" else r"(?<!\w)"
    return re.compile(start + "(?:" + "|".join(map(re.escape, beginnings)) + ")", re.IGNORECASE)
