"""What a voice is given to say: figures, units, eras, ranges and centuries in the words of the language.

Captions keep what is written. Most voices read plain figures rightly in their language and stumble over what stands
around them, so only that is put into words, from `narration/text/wordlists/spoken.toml`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from narration.text.spelled import roman_value
from narration.text.wordlists import words
from narration.translation.figures import pattern, plain_digits
from narration.voice.spelled_out import spelled_out
from scenes.language import primary

RANGE = re.compile(r"(?<![-–\d])(?P<low>\d+)(?:\s?[–—~〜～]\s?|-)(?P<high>\d+)(?![-–\d])")
"""Two figures with a dash between them; more of them are a date or a number to call."""
ENGLISH_YEAR = re.compile(
    r"\b(?P<lead>(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Aa]fter|[Bb]efore|[Ff]rom|[Tt]o|and|or|of|about|around|[Yy]ear|early|late|"
    r"January|February|March|April|May|June|July|August|September|October|November|December),? )"
    r"(?P<century>1[1-9])(?P<rest>\d\d)\b(?!,\d|\.\d|\s(?:[a-z]+s|men|people|feet|children)\b)"
)
WRITTEN_TOGETHER = frozenset({"ja", "ko", "th", "zh"})


def spoken(text: str, language: str) -> str:
    """The text as it is to be said (language: BCP 47 of the voice)."""
    tongue = primary(language)
    table = words("spoken").get(tongue, {})
    said = plain_digits(text)
    said = _ordinals(said, table)
    if tongue == "en":
        said = ENGLISH_YEAR.sub(_english_year, said)
    said = _ungrouped(said, tongue)
    for wanted, instead in table.get("rewrite", ()):
        said = re.sub(wanted, instead, said)
    if "range" in table:
        gap = "" if tongue in WRITTEN_TOGETHER else " "
        said = RANGE.sub(rf"\g<low>{gap}{table['range']}{gap}\g<high>", said)
    return spelled_out(said, table)


def _ungrouped(text: str, tongue: str) -> str:
    """Figures without marks between their thousands: `9,000` → `9000`."""
    point = "," if pattern(tongue) is pattern("it") else "."

    def plain(found: re.Match[str]) -> str:
        number = found.group()
        if " " in number and tongue not in words("spoken")["spaced"]:
            return number
        whole, mark, decimals = number.partition(point)
        return re.sub(r"\D", "", whole) + mark + decimals

    return pattern(tongue).sub(plain, text)


def _ordinals(text: str, table: Mapping[str, Any]) -> str:
    for row in table.get("ordinal", ()):
        text = re.sub(row["pattern"], _said_ordinal(row, table), text)
    return text


def _said_ordinal(row: Mapping[str, str], table: Mapping[str, Any]) -> Callable[[re.Match[str]], str]:
    """What a numeral is replaced with: its word in the row's list, else its figures."""

    def said(found: re.Match[str]) -> str:
        numeral = next(part for part in found.groupdict().values() if part).rstrip(".-")
        if "after" in row and not re.search(row["after"], found.string[: found.start()]):
            return found.group()
        number = int(numeral) if numeral.isdigit() else roman_value(numeral.replace("Х", "X"))
        listed = table.get(row["words"], ())
        word = listed[number - 1] if 0 < number <= len(listed) else ""
        if row["words"] and not word:
            return found.group() if numeral.isdigit() else found.group().replace(numeral, str(number))
        return row["say"].format(word=word, digits=number)

    return said


def _english_year(found: re.Match[str]) -> str:
    rest = found["rest"]
    second = "hundred" if rest == "00" else f"oh {rest[1]}" if rest[0] == "0" else rest
    return f"{found['lead']}{found['century']} {second}"
