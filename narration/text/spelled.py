"""Numbers written out in English and Italian words, and Roman numerals."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from narration.text.wordlists import words

TOKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
ROMAN = re.compile(
    r"(?<![\w'.])(?<!\b[ad]\. )(?=[IVXLCDM])"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=(?:ème|er|e)?(?![\w']))"
)
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@dataclass(frozen=True, slots=True)
class Written:
    """A number found in a text: where, its value, and whether it is an ordinal."""

    start: int
    end: int
    value: float
    ordinal: bool = False
    lone_one: bool = False


def roman_value(numeral: str) -> int:
    """The value of a well-formed Roman numeral: `LXXX` → 80."""
    values = [ROMAN_VALUE[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def romans(text: str) -> list[Written]:
    """Roman numerals in capitals, those of one letter included: the reader decides whether they are meant."""
    return [
        Written(found.start(), found.end(), roman_value(found.group()), ordinal=True)
        for found in ROMAN.finditer(text)
        if found.group()
    ]


def english(text: str) -> list[Written]:
    """Cardinals and ordinals in English words, hyphens and `and` within them included."""
    return _runs(text, _english_value, joiners=frozenset({"and"}))


def italian(text: str) -> list[Written]:
    """Cardinals and ordinals in Italian words, written together or apart."""
    return _runs(text, _italian_value, joiners=frozenset())


@dataclass(frozen=True, slots=True)
class _Part:
    value: float
    scale: bool = False
    ordinal: bool = False


class _Sum:
    """Adds number words up: `eighty`, `five`, `thousand` → 85,000."""

    def __init__(self) -> None:
        self.total = self.current = 0.0
        self.parts: list[_Part] = []

    def takes(self, part: _Part) -> bool:
        """Whether the word goes on with this number rather than beginning another."""
        if not self.parts:
            return True
        last = self.parts[-1]
        if last.ordinal:
            return False
        if part.scale:
            return part.value == 100 or not last.scale or last.value < part.value
        if last.scale:
            return part.value < last.value
        return (20 <= last.value < 100 and last.value % 10 == 0 and part.value < 10) or self._year(part)

    def _year(self, part: _Part) -> bool:
        return len(self.parts) == 1 and 10 < self.parts[0].value < 21 and 10 <= part.value < 100 and not part.ordinal

    def add(self, part: _Part) -> None:
        if part.scale and part.value == 100:
            self.current = max(self.current, 1.0) * 100
        elif part.scale:
            self.total += max(self.current, 1.0) * part.value
            self.current = 0.0
        elif self.parts and not self.parts[-1].scale and self._year(part):
            self.current = self.current * 100 + part.value
        else:
            self.current += part.value
        self.parts.append(part)

    @property
    def written(self) -> tuple[float, bool, bool]:
        alone = len(self.parts) == 1 and self.parts[0].value == 1 and not self.parts[0].ordinal
        return self.total + self.current, self.parts[-1].ordinal, alone


def _runs(text: str, value: Callable[[str, str], _Part | None], joiners: frozenset[str]) -> list[Written]:
    out: list[Written] = []
    run, start, end = _Sum(), 0, 0
    previous = ""
    for found in TOKEN.finditer(text):
        word = found.group().lower()
        touching = bool(run.parts) and re.fullmatch(r"[\s\-]+(?:and\s+)?", text[end : found.start()]) is not None
        if word in joiners and touching and run.parts[-1].scale:
            previous = word
            continue
        part = value(word, previous)
        previous = word
        if run.parts and not (part and touching and run.takes(part)):
            out.append(Written(start, end, *run.written))
            run = _Sum()
        if part:
            start = start if run.parts else found.start()
            run.add(part)
            end = found.end()
    if run.parts:
        out.append(Written(start, end, *run.written))
    return out


def _english_value(word: str, previous: str) -> _Part | None:
    table = words("numerals")["en"]
    if word in table["scales"]:
        return _Part(table["scales"][word], scale=True)
    if word in table["ordinals"]:
        return _Part(table["ordinals"][word], ordinal=True)
    return _Part(table["units"][word]) if word in table["units"] else None


def _italian_value(word: str, previous: str) -> _Part | None:
    table = words("numerals")["it"]
    if previous not in table["only_after"].get(word, (previous,)):
        return None
    if word in table["scales"]:
        return _Part(table["scales"][word], scale=True)
    if word in table["ordinals"]:
        return _Part(table["ordinals"][word], ordinal=True)
    ordinal = italian_ordinal(word)
    if ordinal is not None:
        return _Part(ordinal, ordinal=True)
    cardinal = italian_cardinal(word)
    return None if cardinal is None else _Part(cardinal)


@lru_cache(maxsize=2048)
def italian_cardinal(word: str) -> int | None:
    """The value of one Italian number word, `milletrecentoquarantanove` → 1349, or None where it is none."""
    table = words("numerals")["it"]["units"]
    if word in table:
        return int(table[word])
    for scale, unit, joint in (("mila", 1000, ""), ("mille", 1000, ""), ("cento", 100, ""), ("centott", 100, "ott")):
        head, found, tail = word.partition(scale)
        if found:
            times = italian_cardinal(head) if head else 1
            rest = italian_cardinal(joint + tail) if joint + tail else 0
            if times is not None and rest is not None:
                return times * unit + rest
    for ten in (key for key, value in table.items() if value >= 20 and value % 10 == 0):
        for stem in (ten, ten[:-1]):
            if word.startswith(stem) and 0 < table.get(word[len(stem) :], 0) < 10:
                return int(table[ten] + table[word[len(stem) :]])
    return None


@lru_cache(maxsize=2048)
def italian_ordinal(word: str) -> int | None:
    """The value of an Italian ordinal in -esimo: `ottantesimo` → 80, or None."""
    stem = re.fullmatch(r"(.+?)esim[oaie]", word)
    if stem is None:
        return None
    candidates = (stem.group(1) + ending for ending in ("i", "a", "o", "e", "", "uno", "ici", "ille"))
    return next((value for candidate in candidates if (value := italian_cardinal(candidate)) is not None), None)
