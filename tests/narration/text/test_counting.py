import pytest

from narration.claims.agreement import disagreement
from narration.text.counting import counts
from narration.text.numerals import quantities


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("fr", "quatre-vingt-dix livres et soixante-dix-huit ans", [90, 78]),
        ("fr", "six mille manuscrits, vingt et un jours", [6000, 21]),
        ("es", "ciento sesenta y siete arcos en cuarenta y tres años", [167, 43]),
        ("pt", "duzentos e cinquenta arcos", [250]),
        ("de", "vierundzwanzig Türme und zweihundert Fenster", [24, 200]),
        ("ru", "полтора миллиона кирпичей и двадцать два окна", [1_500_000, 22]),
        ("ru", "больше двухсот цистерн", [200]),
        ("ar", "ألف وأربعمئة كيلومتر", [1400]),
        ("ar", "اثنتين وعشرين سنة", [22]),
        ("fa", "بیست و پنج ستون", [25]),
        ("hi", "पैंतालीस स्तंभ", [45]),
        ("th", "สี่ร้อยยี่สิบสองปี", [422]),
        ("id", "dua ratus lima puluh ribu batu", [250_000]),
    ],
)
def test_numbers_written_out(language: str, text: str, values: list[float]) -> None:
    assert [word.value for word in counts(text, language)] == values


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("th", "จารึกเมื่อ ค.ศ. 1292", "จารึกเมื่อ พ.ศ. 1835"),
        ("th", "สร้างใน พ.ศ. ๒๓๒๕", "สร้างใน พ.ศ. 2325"),
        ("th", "สร้างในปี ๒๓๒๕", "สร้างใน ค.ศ. 1782"),
        ("th", "สร้างเมื่อ ร.ศ. 1", "สร้างใน พ.ศ. 2325"),
        ("ar", "بني سنة ١٤٠٢", "بني سنة 1402"),
        ("hi", "इसमें १५ स्तंभ हैं", "इसमें 15 स्तंभ हैं"),
        ("fa", "این کاخ ۷۲ ستون دارد", "این کاخ 72 ستون دارد"),
        ("ar", "في القرن الثالث عشر", "في سنة 1260"),
        ("ru", "в XVI веке", "в 1561 году"),
        ("it", "Nel Seicento fu finito.", "Nel 1632 fu finito."),
        ("fr", "au XVIe siècle", "en 1513"),
        ("es", "en el siglo IX", "en 868"),
        ("zh-Hans", "大约三里", "约1.5公里"),
        ("ru", "около 150 футов", "46 метров"),
        ("en", "Seven years after, in 1907, he came.", "In 1900 he left and in 1907 he came."),
    ],
)
def test_the_same_number_in_another_dress(language: str, said: str, fact: str) -> None:
    assert disagreement(quantities(said, language), quantities(fact, language)) is None


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("th", "จารึกเมื่อ ค.ศ. 1835", "จารึกเมื่อ พ.ศ. 1835"),
        ("th", "สร้างในปี 2326", "สร้างใน พ.ศ. 2325"),
        ("th", "มียักษ์ 13 ตน", "มียักษ์ 12 ตน"),
        ("th", "สูง 120 เซนติเมตร", "สูง 120 เมตร"),
        ("ar", "دام العمل 22 شهرًا", "دام العمل 22 سنة"),
        ("ar", "في القرن الثاني عشر", "في سنة 1260"),
        ("ru", "высота 65 сантиметров", "высота 65 метров"),
        ("en", "fewer than 200 cisterns", "more than 200 cisterns"),
        ("it", "meno di 400 gradi", "più di 400 gradi"),
        ("zh-Hans", "不到两百个", "两百多个"),
        ("es", "el 2 de junio", "el 2 de enero"),
        ("en", "Nine years after, in 1907, he came.", "In 1900 he left and in 1907 he came."),
    ],
)
def test_another_number_in_the_same_dress(language: str, said: str, fact: str) -> None:
    assert disagreement(quantities(said, language), quantities(fact, language)) is not None


def test_a_turkish_capital_dotted_i_is_read() -> None:
    assert [number.value for number in quantities("İkinci kat", "tr")] == [2]
