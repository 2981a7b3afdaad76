import pytest

from narration.claims.agreement import disagreement
from narration.text.numerals import quantities


def differs(language: str, said: str, fact: str, tag: str = "") -> bool:
    return disagreement(quantities(said, language), quantities(fact, tag or language)) is not None


@pytest.mark.parametrize(
    ("language", "said", "fact", "tag"),
    [
        ("en", "well over a hundred columns", "124 columns", ""),
        ("en", "no fewer than fifty-seven workers", "at least 57 men", ""),
        ("es", "más de cien columnas", "124 columnas", ""),
        ("de", "gut 161 Meter", "161,53 Meter", ""),
        ("ru", "более трёх десятков комнат", "31 помещение", ""),
        ("fr", "un peu plus d'une trentaine de pièces", "34 pièces", ""),
        ("zh-Hans", "六十多口钟", "六十五件", ""),
        ("zh-Hans", "不到一千尊", "约有九百尊", ""),
        ("th", "เกินสองพันใบ", "more than 2,100 stone jars", "en"),
        ("tr", "on iki bin kadar", "yaklaşık 12.000 rulo", ""),
        ("hi", "डेढ़ हज़ार से अधिक सराय", "क़रीब 1,600 सराय", ""),
    ],
)
def test_words_of_more_and_about_leave_room(language: str, said: str, fact: str, tag: str) -> None:
    assert not differs(language, said, fact, tag)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("en", "more than 300 columns", "124 columns"),
        ("en", "more than a hundred columns", "190 columns"),
        ("en", "fewer than 300 columns", "more than 200 columns"),
        ("en", "about 50 columns", "40 columns"),
        ("zh-Hans", "六十多口钟", "七十五件"),
        ("fr", "une trentaine de pièces", "54 pièces"),
    ],
)
def test_the_room_has_an_end(language: str, said: str, fact: str) -> None:
    assert differs(language, said, fact)


@pytest.mark.parametrize(
    ("language", "said", "fact", "tag"),
    [
        ("en", "a little over a mile and a half", "2,467 metres long", ""),
        ("en", "roughly a quarter of a kilometre", "about 250 metres long", ""),
        ("it", "circa otto miglia quadrate", "about 20 square kilometres", "en"),
        ("ja", "約100フィート", "約31メートル", ""),
        ("ko", "3.5마일쯤 된다", "약 5.7킬로미터", ""),
        ("tr", "200 fitten biraz fazla", "63 metre yüksekliğindedir", ""),
        ("hi", "क़रीब 210 फ़ुट", "लगभग 64 मीटर", ""),
        ("fa", "نزدیک به ۱۷۵ پاست", "حدود ۵۳ متر", ""),
        ("pt", "mais ou menos 1 100 milhas", "cerca de 1 800 quilômetros", ""),
        ("ru", "примерно на семнадцать с половиной футов", "5,34 метра", ""),
        ("zh-Hans", "四百多斤", "203.6千克", ""),
    ],
)
def test_units_are_converted_in_every_language(language: str, said: str, fact: str, tag: str) -> None:
    assert not differs(language, said, fact, tag)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("ja", "約200フィート", "約31メートル"),
        ("ko", "5마일쯤 된다", "약 5.7킬로미터"),
        ("tr", "300 fitten biraz fazla", "63 metre yüksekliğindedir"),
    ],
)
def test_a_wrong_conversion_is_found(language: str, said: str, fact: str) -> None:
    assert differs(language, said, fact)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("ja", "17世紀の後半", "1673年に架けた"),
        ("ko", "18세기가 저물 무렵", "1794년부터"),
        ("tr", "on üçüncü yüzyıl", "1229'da yaptırıldı"),
        ("ru", "в XII веке", "около 1165 года"),
        ("es", "el siglo II antes de nuestra era", "el siglo II a. C."),
        ("id", "antara tahun 801 dan 900", "abad ke-9"),
        ("en", "between the 1100 and 1400", "between the 11th and 15th centuries"),
        ("th", "ค.ศ. 1942 ถึง 1943", "พ.ศ. 2485–2486"),
    ],
)
def test_centuries_and_years(language: str, said: str, fact: str) -> None:
    assert not differs(language, said, fact)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("ja", "18世紀に", "1673年に架けた"),
        ("ko", "17세기에", "1794년부터"),
        ("tr", "on dördüncü yüzyıl", "1229'da yaptırıldı"),
        ("th", "ค.ศ. 1952 ถึง 1953", "พ.ศ. 2485–2486"),
    ],
)
def test_another_century_is_found(language: str, said: str, fact: str) -> None:
    assert differs(language, said, fact)
