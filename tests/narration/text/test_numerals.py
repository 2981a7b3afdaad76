import pytest

from narration.text.hanzi import hanzi_value
from narration.text.numerals import Quantity, quantities
from narration.text.spelled import italian_cardinal, italian_ordinal, roman_value


def said(text: str, language: str) -> list[tuple[float, str, str]]:
    """Value, the single reading or `bare` or `either`, and unit or era."""
    return [(q.value, _reading(q), q.unit or q.era) for q in quantities(text, language)]


def _reading(quantity: Quantity) -> str:
    if len(quantity.readings) == 1:
        return next(iter(quantity.readings))
    return "bare" if len(quantity.readings) > 3 else "either"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "50,000 people", 50000),
        ("it", "50.000 persone", 50000),
        ("fr", "87 000 places", 87000),
        ("zh-Hans", "5万人", 50000),
        ("zh-Hans", "8.7万人", 87000),
        ("zh-Hans", "五万人", 50000),
        ("zh-Hans", "50,000人", 50000),
        ("en", "48.5 metres", 48.5),
        ("it", "48,5 metri", 48.5),
        ("en", "one hundred and eighty-nine metres", 189),
        ("it", "centottantanove metri", 189),
        ("zh-Hans", "一百八十九米", 189),
        ("en", "87 thousand seats", 87000),
        ("it", "87 mila posti", 87000),
        ("en", "half a million", 500_000),
        ("zh-Hans", "８０座", 80),
    ],
)
def test_numbers_of_every_language(language: str, text: str, value: float) -> None:
    assert value in [quantity.value for quantity in quantities(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "in AD 80", [(80, "date", "ad")]),
        ("en", "in 108 BC", [(108, "date", "bc")]),
        ("it", "nell'80 d.C.", [(80, "date", "ad")]),
        ("it", "nel 46 a.C.", [(46, "date", "bc")]),
        ("zh-Hans", "公元前108年", [(108, "date", "bc")]),
        ("zh-Hans", "公元280年", [(280, "date", "ad")]),
        ("en", "the first century BC", [(1, "century", "bc")]),
        ("en", "the 19th century", [(19, "century", "")]),
        ("it", "nel XIX secolo", [(19, "century", "")]),
        ("it", "nel secolo XIV", [(14, "century", "")]),
        ("zh-Hans", "公元一世纪", [(1, "century", "ad")]),
        ("en", "from 72 to 80 AD", [(72, "date", "ad"), (80, "date", "ad")]),
        ("en", "189 × 156 m", [(189, "length", "m"), (156, "length", "m")]),
        ("en", "189x156m", [(189, "length", "m"), (156, "length", "m")]),
        ("zh-Hans", "用了八年", [(8, "time", "year")]),
        ("zh-Hans", "一百天", [(100, "time", "day")]),
        ("en", "300 tonnes", [(300, "mass", "t")]),
        ("zh-Hans", "10万立方米", [(100000, "volume", "m3")]),
        ("en", "the eightieth arch", [(80, "ordinal", "")]),
        ("zh-Hans", "第八十座", [(80, "ordinal", "")]),
        ("en", "19 percent", [(0.19, "share", "")]),
        ("zh-Hans", "百分之十九", [(0.19, "share", "")]),
        ("it", "metà del muro", [(0.5, "share", "")]),
        ("zh-Hans", "一半", [(0.5, "share", "")]),
        ("it", "nel giugno", [(6, "month", "")]),
    ],
)
def test_what_a_number_means(language: str, text: str, expected: list[tuple[float, str, str]]) -> None:
    found = said(text, language)
    assert [(pytest.approx(value), reading, unit) for value, reading, unit in expected] == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "one of the arches"),
        ("en", "One day I saw it"),
        ("en", "half-columns stand there"),
        ("en", "I was here"),
        ("it", "uno dei corridoi"),
        ("it", "Sei davanti al muro"),
        ("it", "secondo gli studiosi"),
        ("it", "semicolonne"),
        ("zh-Hans", "这是一个统一的建筑，一些人站在四周"),
        ("zh-Hans", "万神殿两侧"),
        ("en", "He may march"),
    ],
)
def test_words_that_only_look_like_numbers(language: str, text: str) -> None:
    assert quantities(text, language) == ()


def test_amounts_without_a_figure() -> None:
    (found,) = quantities("tens of thousands of people", "en")
    assert (found.value, found.high) == (10_000, 1_000_000)
    (found,) = quantities("数万名观众", "zh-Hans")
    assert found.value == 10_000
    (found,) = quantities("五六万人", "zh-Hans")
    assert found.value == 50_000
    assert 60_000 < found.high < 60_100


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("两千", 2000),
        ("一三四九", 1349),
        ("一千零五", 1005),
        ("三千五", 3500),
        ("一万二", 12000),
        ("十万", 100_000),
    ],
)
def test_hanzi(text: str, value: float) -> None:
    assert hanzi_value(text) == value


def test_italian_words() -> None:
    assert italian_cardinal("milletrecentoquarantanove") == 1349
    assert italian_cardinal("cinquantamila") == 50_000
    assert italian_cardinal("ventotto") == 28
    assert italian_cardinal("anfiteatro") is None
    assert italian_ordinal("ventitreesimo") == 23
    assert italian_ordinal("medesimo") is None


def test_roman() -> None:
    assert [roman_value(numeral) for numeral in ("LIV", "XXIII", "MCMXCIV")] == [54, 23, 1994]
