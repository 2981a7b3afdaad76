"""What a number means where it stands: the words before and after it decide."""

import re
from dataclasses import dataclass
from typing import Literal

from narration.text.units import DIMENSIONS, unit_after, unit_before
from narration.text.wordlists import words

BARE = frozenset({"count", "date", "year-span"}) | DIMENSIONS
"""A number that nothing qualifies may be read in each of these ways."""

CENTURY_AFTER = re.compile(
    r"'?(?:st|nd|rd|th|°|º|ª|e|er|ème|\.|-?й|-?м|-?го|वीं|वी)?[\s\-]*(?:century|centuries\b(?=.*\b(?:AD|BC|CE))|secolo|siècle"
    r"|世[纪紀]|век[аеу]?\b|веков\b|в\.\s|столети|jahrhundert|jh\.|yüzyıl|शताब्दी|सदी|yüz yıl)",
    re.I,
)
CENTURY_BEFORE = re.compile(
    r"(?:secolo|siglo|siècle|século|abad(?:\s+ke-?)?|القرن|قرن|سد[هة]ٔ?|คริสต์ศตวรรษที่|ศตวรรษที่)\s*$", re.I
)
BUDDHIST_CENTURY = re.compile(r"พุทธศตวรรษที่\s*$")
BUDDHIST_YEAR = re.compile(r"(?:พ\.\s?ศ\.|พุทธศักราช)\s*$")
BUDDHIST = 543
"""Years by which the Buddhist calendar of Thailand is ahead."""
COMMON_YEAR = re.compile(r"(?:ค\.\s?ศ\.|คริสต์ศักราช)\s*$")
ITALIAN_ARTICLE = re.compile(r"\b(?:il|del|nel|dal|al|sul|dell'|nell'|dall'|primo|tardo|pieno)\s?$", re.I)
THAI_CLASSIFIER = re.compile(
    r"\s?(?:เรื่อง|องค์|คน|ต้น|หลัง|แห่ง|บ่อ|ชิ้น|ชั้น|ห้อง|รูป|เล่ม|ลำ|ตัว|เชือก|ประตู|เสา|ถ้ำ|ครั้ง|แผ่น|ก้อน|สาย)"
)
HUNDREDS = re.compile(r"'?s(?![\w])")
ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th|°|º|ª|ème|er)(?![\w])")
DECADE = re.compile(r"'?s(?![\w])")
PERCENT = re.compile(r"\s?(?:%|percent|per cent|per cento)", re.I)
BC_AFTER = re.compile(
    r"[\s,]*(?:до н\.\s?э\.|до нашей эры|قبل الميلاد|ق\.\s?م|antes de Cristo|a\.\s?de\s?C|av\.\s?J|ईसा पूर्व|MÖ|SM\b)"
    r"|[\s,]*(?:avant (?:notre ère|J)|пр\. Хр|ก่อนคริสต)"
    r"|[\s,]*(?:B\.?\s?C\.?(?:E\.?)?(?![a-z])|a\.\s?C\.|aC\b|av(?:anti)?\.?\s(?:Cristo|J\.?-?C)|v\.\s?Chr"
    r"|before Christ)"
)
AD_AFTER = re.compile(
    r"[\s,]*(?:н\.\s?э\.|нашей эры|(?:ال)?ميلادي(?:ة|ًا)?|للميلاد|م(?!\w)"
    r"|después de Cristo|de notre ère|ईस्वी|MS\b|میلادی)"
    r"|[\s,]*(?:(?:A\.?\s?D|C\.?\s?E)\.?(?![A-Za-z])|d\.\s?C\.|dC\b|dopo Cristo|ap(?:r)?\.?\sJ\.?-?C|n\.\s?Chr)"
)
AD_BEFORE = re.compile(r"(?:\bA\.?D\.?|\bC\.?E\.?|公元|西元)\s?(?:第|前?约|约)?$")
BC_BEFORE = re.compile(r"(?:公元前|西元前|纪元前|\bB\.?C\.?)\s?(?:第|约)?$")
YEAR_BEFORE = re.compile(
    r"(?:سنة|عام|سنتي|عامي|سال|год[ау]?|en|vers|desde|hasta|el año|em|ano|tahun|वर्ष|सन्?)\s$"
    r"|\b(?:years?|anno|anni|l'anno|année|año|jahr)\s$|\b(?:nell'|dall'|dell'|all')$",
    re.I,
)
DATE_BEFORE = re.compile(
    r"\b(?:in|since|by|until|from|between|year|of|after|before|nel|dal|del|al|(?:tra|fra|dopo) il|en|im|seit"
    r"|в|во|с|до|от|к|около|по|desde|hasta|vers|depuis|hacia|em|pada|sejak|سنة|عام)\s$",
    re.I,
)
YEAR_SPAN_BEFORE = re.compile(r"(?:用了|历时|经过|持续|花了|长达|近|整整|过了|了|约|每|几乎|超过)$")
YEAR_SPAN_AFTER = re.compile(r"年?(?:多年?|后|之久|间|以来|来|的历史|前|时间|之后|之内|内)")
YEAR_DATE_BEFORE = re.compile(r"(?:于|在|到|自|从|至|公元|公元前|约于)$")
COUNTED = re.compile(r"\s+(?:[a-zà-ÿ'-]+\s+){0,1}[a-zà-ÿ]{3,}")
MEASURING = re.compile(
    r"\s(?:wide|long|high|tall|deep|broad|across|thick|around|by|in\s(?:width|length|height)|larg|lung|alt[oaie]|profond)"
)
CLASSIFIER = re.compile(r"\s?(?:多|余)?[座个人名层头匹道根位块只条排级件种次段面扇门艘辆]")
SINGLE_ROMAN = frozenset("IVXLCDM")


@dataclass(frozen=True, slots=True)
class Context:
    """A raw number with the text on both sides, up to its neighbours."""

    value: float
    text: str
    shape: str
    before: str
    after: str
    tongue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How a number may be read, and how many characters of the text after it belong to it."""

    readings: frozenset[str]
    length: int = 0
    factor: float = 1.0
    unit: str = ""
    era: Literal["", "ad", "bc"] = ""
    hedged: bool = False
    times: float = 1.0
    shift: float = 0.0
    """What is added to the number, after it was multiplied."""


def read(number: Context) -> Meaning | None:
    """The meaning of a number, or None where it is none (`one of them`, the pronoun I)."""
    if thai := _thai(number):
        return thai
    if number.shape in {"share", "vague", "month"}:
        return Meaning(readings=frozenset({number.shape}), hedged=_hedged(number))
    meaning = _century(number) or _share(number) or _ordinal(number) or _plain(number)
    if meaning is None or (number.shape == "one" and not meaning.unit and "century" not in meaning.readings):
        return None
    return meaning


def _era(number: Context, skip: int) -> tuple[Literal["", "ad", "bc"], int]:
    after = number.after[skip:]
    for pattern, era in ((BC_AFTER, "bc"), (AD_AFTER, "ad")):
        found = pattern.match(after)
        if found:
            return ("bc" if era == "bc" else "ad"), skip + found.end()
    if BC_BEFORE.search(number.before):
        return "bc", skip
    return ("ad" if AD_BEFORE.search(number.before) else ""), skip


def _thai(number: Context) -> Meaning | None:
    """Years and centuries of the Buddhist calendar, which is 543 years ahead, and of the common one."""
    if BUDDHIST_CENTURY.search(number.before):
        return Meaning(readings=frozenset({"buddhist-century"}))
    if BUDDHIST_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), shift=-BUDDHIST, era="ad", hedged=_hedged(number))
    if number.tongue == "th" and number.before.endswith("ที่ ") and not CENTURY_BEFORE.search(number.before):
        return Meaning(readings=frozenset({"ordinal", "count"}))
    if number.tongue == "th" and THAI_CLASSIFIER.match(number.after):
        return Meaning(readings=frozenset({"count"}), hedged=_hedged(number))
    if COMMON_YEAR.search(number.before):
        return Meaning(readings=frozenset({"date"}), era="ad", hedged=_hedged(number))
    return None


def _century(number: Context) -> Meaning | None:
    if number.shape == "digits" and number.value % 100 == 0 and HUNDREDS.match(number.after):
        return Meaning(readings=frozenset({"century"}), length=1, times=1 / 100, shift=1.0)
    after = CENTURY_AFTER.match(number.after)
    if number.tongue == "it" and (hundreds := _italian_hundreds(number)):
        return hundreds
    if after and number.shape == "one" and number.tongue != "zh":
        return Meaning(
            readings=frozenset({"time"}), length=after.end(), factor=36525.0, unit="century", hedged=_hedged(number)
        )
    if after is None and not (CENTURY_BEFORE.search(number.before) and number.shape != "one"):
        return None
    era, length = _era(number, after.end() if after else 0)
    return Meaning(readings=frozenset({"century"}), length=length, era=era)


def _italian_hundreds(number: Context) -> Meaning | None:
    """The century called by its hundreds: the Duecento is the thirteenth."""
    hundreds = 200 <= number.value <= 900 and number.value % 100 == 0 and number.shape == "spelled"
    if hundreds and number.text[0].isupper() and ITALIAN_ARTICLE.search(number.before):
        return Meaning(readings=frozenset({"century"}), times=1 / 100, shift=11.0)
    return None


def _share(number: Context) -> Meaning | None:
    percent = PERCENT.match(number.after)
    if percent:
        return Meaning(readings=frozenset({"share"}), length=percent.end(), times=0.01, hedged=_hedged(number))
    return None


def _ordinal(number: Context) -> Meaning | None:
    if number.shape == "roman":
        lone = number.text in SINGLE_ROMAN and (number.text in "CDLM" or not re.search(r"[a-zà-ÿ]\s$", number.before))
        lone = lone or (
            number.text == "I" and number.tongue == "en" and not re.search(r"[A-Z][a-z]+\s$", number.before)
        )
        return None if lone else Meaning(readings=frozenset({"ordinal", "count"}))
    suffix = ORDINAL_SUFFIX.match(number.after) if number.shape == "digits" else None
    later = re.match(r"世(?![纪界])", number.after) if number.tongue == "zh" else None
    if not (suffix or later or number.shape == "ordinal" or number.before.endswith("第")):
        return None
    if number.value == 1:
        return None
    return Meaning(readings=frozenset({"ordinal"}), length=suffix.end() if suffix else 0)


def _plain(number: Context) -> Meaning | None:
    if number.shape in {"roman", "ordinal"} or number.before.endswith("第"):
        return None
    if number.tongue == "zh" and number.after.startswith(("年", "月")):
        return _chinese_date(number)
    era, length = _era(number, 0)
    if era:
        return Meaning(readings=frozenset({"date"}), era=era, length=length, hedged=_hedged(number))
    found = unit_after(re.sub(r"^(?:多|余)", "", number.after))
    if found and not (YEAR_BEFORE.search(number.before) and found[0].dimension == "time"):
        unit, end = found
        dated = unit.symbol == "year" and 1000 <= number.value < 2200 and number.shape == "digits"
        return Meaning(
            readings=frozenset({unit.dimension}) | (frozenset({"date"}) if dated else frozenset()),
            factor=unit.factor,
            unit=unit.symbol,
            length=end,
            hedged=_hedged(number),
        )
    currency = unit_before(number.before)
    if currency:
        return Meaning(readings=frozenset({"money"}), factor=currency.factor, unit=currency.symbol)
    return Meaning(readings=_bare(number), hedged=_hedged(number))


def _bare(number: Context) -> frozenset[str]:
    if number.shape == "digits" and DECADE.match(number.after):
        return frozenset({"decade"})
    written = number.text.replace("'", "")
    if YEAR_BEFORE.search(number.before) and number.value < 2200:
        return frozenset({"date"})
    if DATE_BEFORE.search(number.before) and written.isdigit() and 1000 <= number.value < 2200:
        return frozenset({"date"})
    if MEASURING.match(number.after):
        return BARE
    if CLASSIFIER.match(number.after) or COUNTED.match(number.after):
        stop = re.match(r"\s+([a-zà-ÿ']+)", number.after)
        if stop is None or stop.group(1) not in _function_words(number.tongue):
            return frozenset({"count"}) | (frozenset({"date"}) if DATE_BEFORE.search(number.before) else frozenset())
    return BARE


def _function_words(tongue: str) -> frozenset[str]:
    return frozenset(words("tongues").get(tongue, {}).get("function", ()))


def _chinese_date(number: Context) -> Meaning:
    if number.after.startswith("月"):
        return Meaning(readings=frozenset({"month"}), length=1)
    era, _ = _era(number, 0)
    hedged = _hedged(number)
    year = Meaning(readings=frozenset({"date"}), length=1, era=era, hedged=hedged)
    span = Meaning(readings=frozenset({"time"}), length=1, factor=365.25, unit="year", hedged=hedged)
    if era or number.value >= 1000 or number.after.startswith("年代") or YEAR_DATE_BEFORE.search(number.before):
        return year
    if YEAR_SPAN_BEFORE.search(number.before) or YEAR_SPAN_AFTER.match(number.after):
        return span
    return Meaning(readings=frozenset({"date", "time"}), length=1, factor=365.25, unit="year", hedged=hedged)


def _hedged(number: Context) -> bool:
    hedges = words("numerals")["hedges"]
    before, after = number.before.lower().rstrip(), number.after.lower().lstrip()
    return any(_ends(before, hedge) for hedge in hedges["before"]) or any(after.startswith(h) for h in hedges["after"])


def _ends(text: str, hedge: str) -> bool:
    return text.endswith(hedge) and (
        ord(hedge[0]) > 0x2FFF or "\u0e00" <= hedge[0] < "\u0e80" or not text[: -len(hedge)][-1:].isalnum()
    )
