"""Numbers written out in the languages of `counting.toml`, found and added up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from narration.text.spelled import Written
from narration.text.wordlists import words

ATTACHED = frozenset({"th"})
"""Languages whose number words stand together without spaces."""
TEN_AND_UNIT = frozenset({"tr"})
"""Languages that say ten and three for thirteen."""
FRENCH_TENS = frozenset({60, 80})
"""Tens that take the teens as well: soixante-dix-huit."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    value: float
    kind: str


def counted(tongue: str) -> bool:
    """Whether the language's number words are listed."""
    return "units" in words("counting").get(tongue, {})


def counts(text: str, tongue: str) -> list[Written]:
    """The numbers written out in a text, in order."""
    out: list[Written] = []
    run: list[_Word] = []
    for word in _words(text, tongue):
        if run and not (_touch(text[run[-1].end : word.start], tongue) and _goes_on(run, word, tongue)):
            out.append(_written(run))
            run = []
        run.append(word)
    return [*out, _written(run)] if run else out


@lru_cache(maxsize=64)
def _table(tongue: str) -> tuple[re.Pattern[str], dict[str, tuple[float, str]]]:
    table = words("counting")[tongue]
    known = {
        word: (float(value), kind) for kind in ("units", "scales", "ordinals") for word, value in table[kind].items()
    }
    forms = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True))
    if tongue in ATTACHED:
        return re.compile(forms), known
    prefix = r"(?<!\w)[وفبل]?" if tongue == "ar" else r"(?<!\w)"
    return re.compile(rf"{prefix}({forms})(?!\w)", re.IGNORECASE), known


def _words(text: str, tongue: str) -> Iterator[_Word]:
    pattern, known = _table(tongue)
    for found in pattern.finditer(text):
        form = found.group(1) if pattern.groups else found.group()
        value, kind = known[form.lower().replace("i\u0307", "i")]
        yield _Word(found.end() - len(form), found.end(), value, kind)


def _touch(gap: str, tongue: str) -> bool:
    joiners = "|".join(words("counting")[tongue]["joiners"])
    return not gap if tongue in ATTACHED else re.fullmatch(rf"[\s\-]+(?:(?:{joiners})\s*)?", gap) is not None


def _goes_on(run: list[_Word], word: _Word, tongue: str) -> bool:
    last = run[-1]
    least = 10 if tongue in TEN_AND_UNIT else 20
    if last.kind == "ordinals" or (word.kind == "ordinals" and last.value < least):
        return False
    if word.kind == "scales":
        return last.kind == "units" or last.value < word.value or word.value < last.value
    if last.kind == "scales" or last.value >= 100:
        return word.value < last.value
    tens = last.value >= least and last.value % 10 == 0 and word.value < 10
    units_first = 0 < last.value < 10 and 20 <= word.value < 100
    return tens or units_first or (last.value in FRENCH_TENS and word.value < 20)


def _written(run: list[_Word]) -> Written:
    total = current = 0.0
    for word in run:
        if word.kind != "scales":
            current += word.value
        elif word.value >= 1000:
            total += max(current, 1.0) * word.value
            current = 0.0
        else:
            current = _scaled(current, word.value)
    alone = len(run) == 1 and run[0].value == 1 and run[0].kind == "units"
    return Written(run[0].start, run[-1].end, total + current, run[-1].kind == "ordinals", alone)


def _scaled(current: float, scale: float) -> float:
    """What a hundred or a ten makes of the number so far: สอง·ร้อย, and after it ห้า·สิบ."""
    counted_part = current % 10
    return current - counted_part + max(counted_part, 1.0) * scale
