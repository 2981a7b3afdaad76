"""The figures of a text in any script: digits, their groups and decimals, Roman numerals, words that multiply them."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Any

from narration.text.spelled import ROMAN, roman_value
from narration.text.wordlists import words
from scenes.language import primary

DOT_GROUPS = frozenset(words("numerals")["dot_groups"]) | {"uz", "kk", "ru", "pl"}
"""Languages that write a comma before decimals."""
SPACES = "\u0020\u00a0\u202f\u2009"
JOINED = {"٬": "", "٫": ".", "’": "'", "٪": "%"}


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, and the Arabic signs between them as `,` left out and `.`."""
    return "".join(_plain(char) for char in text)


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    if char in JOINED:
        return JOINED[char]
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


@lru_cache(maxsize=16)
def _pattern(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"\d{{1,3}}(?:[{re.escape(group)}{SPACES}'](?:\d{{2}},)?\d{{3}})+(?!\d)(?:{re.escape(point)}\d+)?"
    return re.compile(rf"{grouped}|\d+(?:{re.escape(point)}\d+)?")


def pattern(language: str) -> re.Pattern[str]:
    """What a number in digits looks like in a language."""
    group, point = (".", ",") if primary(language) in DOT_GROUPS else (",", ".")
    return _pattern(group, point)


def value_of(digits: str, language: str) -> float:
    """The value of a match of `pattern`."""
    group, point = (".", ",") if primary(language) in DOT_GROUPS else (",", ".")
    bare = re.sub(rf"[{re.escape(group)}{SPACES}']", "", digits)
    return float(bare.replace(point, "."))


@lru_cache(maxsize=1)
def _scales() -> re.Pattern[str]:
    names = "|".join(f"(?P<{key.replace('-', '_')}>{'|'.join(row['words'])})" for key, row in _scale_table().items())
    return re.compile(rf"[{SPACES}]?(?:{names})", re.IGNORECASE)


def _scale_table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = words("translation")["scale"]
    return dict(sorted(found.items(), key=lambda row: -row[1]["value"]))


def figures(text: str, language: str) -> list[float]:
    """The numbers that stand in digits, in order, multiplied by the word after them where it is one that multiplies."""
    clean = plain_digits(text)
    out: list[float] = []
    for found in pattern(language).finditer(clean):
        scale = _scales().match(clean, found.end())
        name = scale.lastgroup.replace("_", "-") if scale and scale.lastgroup else ""
        out.append(value_of(found.group(), language) * (_scale_table()[name]["value"] if name else 1))
    return out


def romans(text: str) -> list[float]:
    """Roman numerals of two letters and more, and single ones of I, V and X before a small letter: `IIIe`, `Ve`."""
    found = [numeral.group() for numeral in ROMAN.finditer(re.sub(r"(?<=[IVX])(?:e|er|ème|º)\b", "", text))]
    return [float(roman_value(numeral)) for numeral in found if len(numeral) > 1 or numeral in "IVX"]


def missing(wanted: list[float], have: list[float]) -> list[float]:
    """Those of `wanted` that `have` lacks, as often as they are lacking."""
    return list((Counter(wanted) - Counter(have)).elements())
