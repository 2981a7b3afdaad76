"""Every number a text states, with what it may mean: a count, a date, a century, a length, a share."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from narration.text.bounds import bound
from narration.text.counting import counted, counts
from narration.text.halves import with_halves
from narration.text.hanzi import NUMBER, approximate_range, hanzi_value
from narration.text.hedges import hedged_after
from narration.text.meaning import Context
from narration.text.readings import BARE, read
from narration.text.spelled import english, italian, romans
from narration.text.thai import BUDDHIST, BUDDHIST_YEAR
from narration.text.wordlists import words
from scenes.language import primary

Era = Literal["", "ad", "bc"]
Bound = Literal["", "over", "under"]
DOT_GROUPS = frozenset(words("numerals")["dot_groups"])
"""Languages that write 50.000 for fifty thousand and 48,5 for forty-eight and a half."""

DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "๐๑๒๓๔๕๖๗๘๙")
"""Arabic, Persian, Devanagari, Bengali and Thai digits from 0 to 9."""
WIDE = str.maketrans(
    "０１２３４５６７８９．％ＡＢＣＤＥ’ʼ\u00a0\u202f\u2009٫٬٪" + "".join(DIGITS),
    "0123456789.%ABCDE''\u0020\u0020\u0020.,%" + "0123456789" * len(DIGITS),
)
BETWEEN = re.compile(
    r"\s*(?:-|–|—|~|～|to|and|or|e|o|ed|a|ai|al|al'|all'|per|by|x|×|至|到|或|乘|和|与|y|et|ou|oder|und|bis|à|تا|إلى|до|и|sampai|hingga|dan|ถึง|से)\s*(?:the|l'|il|公元)?\s*",
    re.IGNORECASE,
)
MULTIPLIERS: dict[str, int] = words("numerals")["multipliers"]
MULTIPLIED = re.compile(r"\s?(" + "|".join(MULTIPLIERS) + r")\b", re.IGNORECASE)
FRACTION = re.compile(r"([二三四五六七八九十百千]+)分之(\d+(?:\.\d+)?|[一二三四五六七八九十]+)")
ROUND = re.compile(
    r"(?:aines?|[czt]enas?|enares?|illar(?:es)?|ilhar(?:es)?|десят(?:ок|ка|ков)|сот(?:ня|ни|ен|ню))$", re.I
)
"""Number words that say about how many: une trentaine, un centenar, три десятка."""
UNTIL = re.compile(r"\s*(?:-|–|—|ถึง|และ)\s*")
TIMES = re.compile(r"\s*(?:x|×|by|per|乘以?)\s*", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as written, its value, and the ways in which it may be read."""

    text: str
    start: int
    end: int
    value: float
    high: float = 0.0
    """The upper end, excluded, of an amount without a figure; 0 elsewhere."""
    readings: frozenset[str] = BARE
    factor: float = 1.0
    unit: str = ""
    era: Era = ""
    hedged: bool = False
    bound: Bound = ""
    """Whether the text says more than it, or less."""


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    value: float
    shape: str
    high: float = 0.0


def tidy(text: str) -> str:
    """The text with wide digits and letters narrowed and every script's digits as 0 to 9, character for character."""
    return re.sub(r"(?<=\d)[x×](?=\d)", "×", text.translate(WIDE))


@lru_cache(maxsize=4096)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text in the order in which they stand (language: BCP 47)."""
    clean = tidy(text)
    tongue = primary(language)
    raws = _raws(clean, tongue)
    found: list[Quantity] = []
    for index, raw in enumerate(raws):
        before = clean[raws[index - 1].end if index else 0 : raw.start]
        after = clean[raw.end : raws[index + 1].start if index + 1 < len(raws) else len(clean)]
        meaning = read(Context(raw.value, clean[raw.start : raw.end], raw.shape, before, after, tongue))
        if meaning is not None:
            found.append(
                Quantity(
                    text=clean[raw.start : meaning.length + raw.end].strip(),
                    start=raw.start,
                    end=raw.end + meaning.length,
                    value=raw.value * meaning.times + meaning.shift,
                    high=raw.high,
                    readings=meaning.readings,
                    factor=meaning.factor,
                    unit=meaning.unit,
                    era=meaning.era,
                    hedged=meaning.hedged
                    or ROUND.search(clean[raw.start : raw.end]) is not None
                    or (meaning.length > 0 and hedged_after(after[meaning.length :])),
                    bound=bound(before, after[meaning.length :], tongue),
                )
            )
    return tuple(with_halves(_shared(_decades(found, clean), clean), clean))


def _decades(found: list[Quantity], text: str) -> list[Quantity]:
    """The quantities with a decade of a named century in one: 二十世纪七十年代 is the 1970s."""
    out: list[Quantity] = []
    for number in found:
        last = out[-1] if out else None
        named = last is not None and last.readings == {"century"} and last.end == number.start
        if last and named and text.startswith("代", number.end) and number.value < 100:
            value = (last.value - 1) * 100 + number.value
            whole = text[last.start : number.end + 1]
            out[-1] = replace(number, start=last.start, text=whole, value=value, readings=frozenset({"decade"}))
        else:
            out.append(number)
    return out


def _shared(found: list[Quantity], text: str) -> list[Quantity]:
    """Give the parts of a range or a product the unit and era that are written once: `189 × 156 m`, `72–80 AD`."""
    for index in range(len(found) - 2, -1, -1):
        left, right = found[index], found[index + 1]
        gap = text[left.end : right.start]
        if left.readings == BARE and right.readings != BARE and BETWEEN.fullmatch(gap):
            found[index] = replace(left, readings=right.readings, factor=right.factor, unit=right.unit, era=right.era)
        elif "ordinal" in left.readings and "century" in right.readings and BETWEEN.fullmatch(gap):
            found[index] = replace(left, readings=right.readings, era=right.era)
        elif "ordinal" in right.readings and left.readings == {"century"} and BETWEEN.fullmatch(gap):
            found[index + 1] = replace(right, readings=left.readings, era=left.era)
        elif right.readings == BARE and left.unit and TIMES.fullmatch(gap):
            found[index + 1] = replace(right, readings=left.readings, factor=left.factor, unit=left.unit)
        elif left.era == "ad" and right.readings == BARE and _buddhist(left, right, text):
            found[index + 1] = replace(right, value=right.value - BUDDHIST, readings=left.readings, era=left.era)
        elif "date" in left.readings and not left.era and right.era == "bc" and BETWEEN.fullmatch(gap):
            found[index] = replace(left, era=right.era)
    return found


def _buddhist(left: Quantity, right: Quantity, text: str) -> bool:
    """Whether two years of a range are of the Buddhist calendar, which only the first one says."""
    joined = UNTIL.fullmatch(text[left.end : right.start]) is not None
    return joined and BUDDHIST_YEAR.search(text[: left.start]) is not None


def _raws(text: str, tongue: str) -> list[_Raw]:
    taken = bytearray(len(text))
    out: list[_Raw] = []

    def take(raws: list[_Raw]) -> None:
        for raw in raws:
            if not any(taken[raw.start : raw.end]):
                taken[raw.start : raw.end] = b"\1" * (raw.end - raw.start)
                out.append(raw)

    take(_phrases(text, tongue))
    if tongue == "zh":
        take(_fractions(text))
    take(_digits(text, tongue))
    if tongue == "zh":
        take(_hanzi(text))
    if tongue in {"en", "it"}:
        spelled = english(text) if tongue == "en" else italian(text)
        take([_Raw(w.start, w.end, w.value, _shape(w.ordinal, w.lone_one)) for w in spelled])
    elif counted(tongue):
        take([_Raw(w.start, w.end, w.value, _shape(w.ordinal, w.lone_one)) for w in counts(text, tongue)])
    take([_Raw(w.start, w.end, w.value, "roman") for w in romans(text)])
    return sorted((raw for raw in out if raw.shape != "idiom"), key=lambda raw: raw.start)


def _shape(ordinal: bool, lone: bool) -> str:
    return "ordinal" if ordinal else "one" if lone else "spelled"


@lru_cache(maxsize=64)
def _phrase_table(tongue: str) -> tuple[tuple[re.Pattern[str], _Raw], ...]:
    table = words("numerals")
    rows = [(phrase, _Raw(0, 0, 0.0, "idiom")) for phrase in table["idioms"].get(tongue, ())]
    rows += [(phrase, _Raw(0, 0, value, "share")) for phrase, value in table["shares"].items()]
    rows += [(phrase, _Raw(0, 0, low, "vague", high)) for phrase, (low, high) in table["vague"].items()]
    rows += [(name, _Raw(0, 0, month, "month")) for month, name in enumerate(table["months"].get(tongue, ()), start=1)]
    rows.sort(key=lambda row: len(row[0]), reverse=True)
    return tuple(
        (_phrase_pattern(phrase, raw.shape, tongue), raw) for phrase, raw in rows if _written_in(phrase, tongue)
    )


def _written_in(phrase: str, tongue: str) -> bool:
    if "\u0e00" <= phrase[0] <= "\u0e7f":
        return tongue == "th"
    return (ord(phrase[0]) > 0x2FFF) == (tongue in {"zh", "ja"})


def _phrase_pattern(phrase: str, shape: str, tongue: str) -> re.Pattern[str]:
    if "\u0e00" <= phrase[0] <= "\u0e7f":
        return re.compile(re.escape(phrase))
    if ord(phrase[0]) > 0x2FFF:
        inside = "(?<![零一二三四五六七八九十百千两\\d])" if phrase[0] in "一二三四五六七八九十百千万" else ""
        return re.compile(inside + re.escape(phrase))
    if shape == "month" and tongue == "en":
        return re.compile(rf"\b{phrase.capitalize()}\b")
    ending = r"(?:\b|(?<=[-i']))" if shape == "idiom" else r"\b"
    return re.compile(rf"\b{re.escape(phrase)}{ending}", re.IGNORECASE)


COUNTED_MILLIONS = re.compile(r"(?:\d|\b(?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci))\s*$")


def _phrases(text: str, tongue: str) -> list[_Raw]:
    return [
        replace(raw, start=found.start(), end=found.end())
        for pattern, raw in _phrase_table(tongue)
        for found in pattern.finditer(text)
        if raw.shape != "vague" or not COUNTED_MILLIONS.search(text[: found.start()])
    ]


@lru_cache(maxsize=16)
def _figures(group: str, point: str) -> re.Pattern[str]:
    grouped = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?!\d)(?:{re.escape(point)}\d+)?"
    return re.compile(rf"(?<![A-Za-z\d])(?:{grouped}|\d{{1,3}}(?:\s\d{{3}})+(?!\d)|\d+(?:{re.escape(point)}\d+)?)")


def _digits(text: str, tongue: str) -> list[_Raw]:
    group, point = (".", ",") if tongue in DOT_GROUPS else (",", ".")
    out: list[_Raw] = []
    for found in _figures(group, point).finditer(text):
        end = found.end()
        value = float(re.sub(rf"[\s{re.escape(group)}]", "", found.group()).replace(point, "."))
        hanzi = re.compile(r"\s?[十百千万萬亿億]+(?![克米瓦])").match(text, end) if tongue in {"zh", "ja"} else None
        if hanzi:
            value, end = value * (hanzi_value("1" + hanzi.group().strip()) or 1.0), hanzi.end()
        elif times := MULTIPLIED.match(text, end):
            value, end = value * MULTIPLIERS[times.group(1).lower()], times.end()
        out.append(_Raw(found.start(), end, value, "digits"))
    return out


def _fractions(text: str) -> list[_Raw]:
    out: list[_Raw] = []
    for found in FRACTION.finditer(text):
        below = hanzi_value(found.group(1))
        above = float(found.group(2)) if found.group(2)[0].isdigit() else hanzi_value(found.group(2))
        if below and above:
            out.append(_Raw(found.start(), found.end(), above / below, "share"))
    return out


def _hanzi(text: str) -> list[_Raw]:
    out: list[_Raw] = []
    for found in NUMBER.finditer(text):
        pair = approximate_range(found.group())
        value = hanzi_value(found.group())
        if pair:
            out.append(_Raw(found.start(), found.end(), pair[0], "vague", pair[1] * 1.0001))
        elif value is not None:
            lone = found.group() == "一" and text[found.start() - 1 : found.start()] != "第"
            out.append(_Raw(found.start(), found.end(), value, "one" if lone else "spelled"))
    return out
