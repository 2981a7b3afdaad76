"""What a number means where it stands: the words before and after it decide."""

import re

from narration.text.eras import era
from narration.text.hedges import hedged
from narration.text.meaning import Context, Meaning
from narration.text.thai import CENTURY as THAI_CENTURY
from narration.text.thai import thai_meaning
from narration.text.units import DIMENSIONS, unit_after, unit_before
from narration.text.wordlists import words

BARE = frozenset({"count", "date", "year-span"}) | DIMENSIONS
"""A number that nothing qualifies may be read in each of these ways."""

CENTURY_AFTER = re.compile(
    r"'?(?:st|nd|rd|th|°|º|ª|e|er|ème|\.|-?й|-?м|-?го|वीं|वी)?[\s\-]*(?:century|centuries\b(?=.*\b(?:AD|BC|CE))|secolo|siècle"
    r"|世[纪紀]|세기|век[аеу]?\b|веков\b|в\.\s|столети|jahrhundert|jh\.|yüzyıl|शताब्दी|सदी|yüz yıl)",
    re.I,
)
ORDINAL_CENTURIES = re.compile(r"(?:st|nd|rd|th)?[\s\-]+centuries\b", re.I)
CENTURIES_AFTER = re.compile(
    r"\s+(?:siècles\b|secoli\b|jahrhunderten?\b|столети[йяе]|век(?:а|ов)\b|yüzyıl|शताब्द|सदि)", re.I
)
"""Centuries that are counted: trois siècles."""
CENTURY_BEFORE = re.compile(
    r"(?:secol[oi]|siglos?|siècles?|séculos?|abad(?:\s+ke-?)?|القرن|قرن|سد[هة]ٔ?|"
    rf"{THAI_CENTURY})\s*$",
    re.I,
)
ITALIAN_ARTICLE = re.compile(r"\b(?:il|del|nel|dal|al|sul|dell'|nell'|dall'|primo|tardo|pieno)\s?$", re.I)
PARTS = (
    "half|halves|quarter|decade|third|metà|mitad|metade|moitié|decenni|década|décennie|decenio|jahrzehnt|hälfte|viertel|"
    "drittel|половин|четверт|трет|десятилет|चौथाई|दशक|yarı|çeyre|quart|cuarto|tercio|terzo|terço"
)
PART_AFTER = re.compile(rf"[\s\-]+(?:{PARTS})", re.I)
PART_BEFORE = re.compile(r"(?:paruh|dekade|dasawarsa|نیمهٔ?|نيمه|ربع|دههٔ?|النصف|الربع|العقد|ครึ่ง)[\s\u200c]*$", re.I)
OF = re.compile(r"^\s(?:of\s)?(?:an?|di|de)\s|^\s(?=secolo)")
"""What may stand between a share and its unit: a quarter of a mile."""
HALF_OF = re.compile(r"\s(?:of (?:the )?|del |dell'|degli |del secolo )")
"""What stands between a half and the century it is one of."""
HUNDREDS = re.compile(r"'?s(?![\w])")
ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th|°|º|ª|ème|er)(?![\w])")
DECADE = re.compile(r"'?s(?![\w])")
PERCENT = re.compile(
    r"\s?(?:%|percent|per cent|per cento|por cento|por ciento|pour cent|prozent|процент|persen|パーセント|퍼센트)", re.I
)
YEAR_BEFORE = re.compile(
    r"\b(?:سنة|عام|سنتي|عامي|سال|год[ау]?|en|vers|desde|hasta|el año|em|ano|tahun|वर्ष|सन्?)\s$"
    r"|\b(?:years?|anno|anni|l'anno|année|año|jahr)\s$|\b(?:nell'|dall'|dell'|all')$",
    re.I,
)
DATE_BEFORE = re.compile(
    r"\b(?:in|since|by|until|from|between|year|of|after|before|nel|dal|del|al|(?:tra|fra|dopo) il|en|im|seit"
    r"|в|во|с|до|от|к|около|по|desde|hasta|vers|depuis|hacia|em|pada|sejak|سنة|عام)\s$",
    re.I,
)
YEAR_SPAN_BEFORE = re.compile(r"(?:用了|历时|经过|持续|花了|长达|近|整整|过了|了|约|每|几乎|超过)$")
YEAR_SPAN_AFTER = re.compile(
    r"[年년]?\s?(?:多年?|동안|만에|뒤|후|간|余り|にわたり|かけて|かかっ|後|の間|后|之久|间|以来|来|的历史|前|时间|之后|之内|内)"
)
YEAR_DATE_BEFORE = re.compile(r"(?:于|在|到|自|从|至|公元|公元前|约于)$")
COUNTED = re.compile(r"\s+(?:[a-zà-ÿ'-]+\s+){0,1}[a-zà-ÿ]{3,}")
MEASURING = re.compile(
    r"\s(?:wide|long|high|tall|deep|broad|across|thick|around|by|in\s(?:width|length|height)|larg|lung|alt[oaie]|profond)"
)
CLASSIFIER = re.compile(r"\s?(?:多|余)?[座个人名层头匹道根位块只条排级件种次段面扇门艘辆]")
SINGLE_ROMAN = frozenset("IVXLCDM")


def read(number: Context) -> Meaning | None:
    """The meaning of a number, or None where it is none (`one of them`, the pronoun I)."""
    if thai := thai_meaning(number):
        return thai
    if number.shape == "share" and (found := unit_after(OF.sub("", number.after))):
        unit, end = found
        length = len(number.after) - len(OF.sub("", number.after)) + end
        return Meaning(
            readings=frozenset({unit.dimension}), factor=unit.factor, unit=unit.symbol, length=length,
            hedged=hedged(number),
        )  # fmt: skip
    if number.shape == "share" and HALF_OF.fullmatch(number.after):
        return None
    if number.shape in {"share", "vague", "month"}:
        return Meaning(readings=frozenset({number.shape}), hedged=hedged(number))
    meaning = _century(number) or _share(number) or _ordinal(number) or _plain(number)
    if meaning is None or (number.shape == "one" and not meaning.unit and "century" not in meaning.readings):
        return None
    return meaning


def _century(number: Context) -> Meaning | None:
    if number.shape == "digits" and number.value % 100 == 0 and HUNDREDS.match(number.after):
        return Meaning(readings=frozenset({"century"}), length=1, times=1 / 100, shift=1.0)
    after = CENTURY_AFTER.match(number.after) or ORDINAL_CENTURIES.match(number.after)
    if after and after.re is ORDINAL_CENTURIES and number.shape not in {"ordinal", "digits"}:
        after = None
    if number.tongue == "it" and (hundreds := _italian_hundreds(number)):
        return hundreds
    if after and _counts_centuries(number):
        return Meaning(
            readings=frozenset({"time"}), length=after.end(), factor=36525.0, unit="century", hedged=hedged(number)
        )
    if after is None and not (CENTURY_BEFORE.search(number.before) and number.shape != "one"):
        return None
    side, length = era(number.before, number.after, after.end() if after else 0)
    return Meaning(readings=frozenset({"century"}), length=length, era=side)


def _counts_centuries(number: Context) -> bool:
    """Whether centuries follow that are counted, not numbered: `three centuries`, not `the third century`."""
    if number.tongue in {"zh", "ja", "ko"}:
        return False
    return number.shape in {"one", "spelled"} or (
        number.shape == "digits" and number.tongue != "ru" and CENTURIES_AFTER.match(number.after) is not None
    )


def _italian_hundreds(number: Context) -> Meaning | None:
    """The century called by its hundreds: the Duecento is the thirteenth."""
    hundreds = 200 <= number.value <= 900 and number.value % 100 == 0 and number.shape == "spelled"
    if hundreds and number.text[0].isupper() and ITALIAN_ARTICLE.search(number.before):
        return Meaning(readings=frozenset({"century"}), times=1 / 100, shift=11.0)
    return None


def _share(number: Context) -> Meaning | None:
    percent = PERCENT.match(number.after)
    if percent:
        return Meaning(readings=frozenset({"share"}), length=percent.end(), times=0.01, hedged=hedged(number))
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
    if number.value == 1 or _of_a_part(number):
        return None
    return Meaning(readings=frozenset({"ordinal"}), length=suffix.end() if suffix else 0)


def _of_a_part(number: Context) -> bool:
    """Whether an ordinal numbers the halves, quarters or decades of a century, or only says `another one`."""
    other = number.tongue == "hi" and number.value == 2
    return other or PART_AFTER.match(number.after) is not None or PART_BEFORE.search(number.before) is not None


def _plain(number: Context) -> Meaning | None:
    if number.shape in {"roman", "ordinal"} or number.before.endswith("第"):
        return None
    if number.tongue in {"zh", "ja", "ko"} and number.after.startswith(("年", "月", "년")):
        return _eastern_date(number)
    side, length = era(number.before, number.after, 0)
    if side:
        return Meaning(readings=frozenset({"date"}), era=side, length=length, hedged=hedged(number))
    found = unit_after(re.sub(r"^(?:多|余)", "", number.after))
    if found and not (YEAR_BEFORE.search(number.before) and found[0].dimension == "time"):
        unit, end = found
        dated = unit.symbol == "year" and 1000 <= number.value < 2200 and number.shape == "digits"
        return Meaning(
            readings=frozenset({unit.dimension}) | (frozenset({"date"}) if dated else frozenset()),
            factor=unit.factor,
            unit=unit.symbol,
            length=end,
            hedged=hedged(number),
        )
    currency = unit_before(number.before)
    if currency:
        return Meaning(readings=frozenset({"money"}), factor=currency.factor, unit=currency.symbol)
    return Meaning(readings=_bare(number), hedged=hedged(number))


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
            dated = DATE_BEFORE.search(number.before) or _like_a_year(number, written)
            return frozenset({"count", "date"} if dated else {"count"})
    return BARE


def _like_a_year(number: Context, written: str) -> bool:
    """Whether figures without a grouping sign may be a year though a word follows that they might count."""
    least = 1000 if number.tongue in {"en", "zh"} else 100
    return number.shape == "digits" and written.isdigit() and least <= number.value < 2200


def _function_words(tongue: str) -> frozenset[str]:
    return frozenset(words("tongues").get(tongue, {}).get("function", ()))


def _eastern_date(number: Context) -> Meaning:
    if number.after.startswith("月"):
        return Meaning(readings=frozenset({"month"}), length=1)
    side, _ = era(number.before, number.after, 0)
    about = hedged(number)
    year = Meaning(readings=frozenset({"date"}), length=1, era=side, hedged=about)
    span = Meaning(readings=frozenset({"time"}), length=1, factor=365.25, unit="year", hedged=about)
    counted = re.search("[百千]", number.text) is not None
    dated = number.after.startswith("年代") or YEAR_DATE_BEFORE.search(number.before)
    if side or dated or (number.value >= 1000 and not counted):
        return year
    if YEAR_SPAN_BEFORE.search(number.before) or YEAR_SPAN_AFTER.match(number.after):
        return span
    return Meaning(readings=frozenset({"date", "time"}), length=1, factor=365.25, unit="year", hedged=about)
