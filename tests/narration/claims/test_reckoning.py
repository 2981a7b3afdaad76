from datetime import date

import pytest

from narration.claims.agreement import disagreement
from narration.text.numerals import quantities


def differs(language: str, said: str, fact: str, tag: str = "") -> bool:
    return disagreement(quantities(said, language), quantities(fact, tag or language)) is not None


@pytest.mark.parametrize(
    ("language", "said", "fact", "tag"),
    [
        ("en", "more than three centuries later", "sank in 1628 and was raised in 1961", ""),
        ("en", "some six decades", "completed in 1157, sacked in 1221", ""),
        ("fr", "plus de deux siècles", "fonda en 708 ; s'installèrent en 966", ""),
        ("de", "Vom Beginn vergingen 632 Jahre", "begun in 1248, completed in 1880", "en"),
        ("it", "quattro secoli e mezzo", "nel 1449 fu distrutto e ritrovato nel 1908", ""),
        ("tr", "altı yüzyılı aşkın", "1264'te yaptırdı; 1901'de yıldırım düştü", ""),
        ("zh-Hans", "将近一百五十年", "公元781年立碑，635年到长安", ""),
        ("fr", "plus de huit cents ans", "vers 256 av. J.-C.; au début du VIIe siècle", ""),
    ],
)
def test_the_years_between_two_dates(language: str, said: str, fact: str, tag: str) -> None:
    assert not differs(language, said, fact, tag)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("en", "more than six centuries later", "sank in 1628 and was raised in 1961"),
        ("en", "some nine decades", "completed in 1157, sacked in 1221"),
        ("fr", "plus de trois siècles", "fonda en 708 ; s'installèrent en 966"),
    ],
)
def test_a_wrong_span_is_found(language: str, said: str, fact: str) -> None:
    assert differs(language, said, fact)


def test_an_age_is_counted_up_to_today() -> None:
    built = date.today().year - 1225
    assert not differs("en", "is about 1,200 years old", f"was built in {built}")
    assert not differs("en", "is well over a thousand years old", f"was built in {built}")
    assert differs("en", "is about 1,500 years old", f"was built in {built}")


@pytest.mark.parametrize(
    ("language", "said", "fact", "right"),
    [
        ("en", "Palmyra fell in 272", "conquered Egypt in 270; two years later Aurelian took Palmyra", True),
        ("en", "Palmyra fell in 274", "conquered Egypt in 270; two years later Aurelian took Palmyra", False),
        ("de", "zusammen dreißig Tunnel und Viadukte", "14 Tunnel und 16 Viadukte", True),
        ("de", "zusammen vierzig Tunnel und Viadukte", "14 Tunnel und 16 Viadukte", False),
        ("en", "It has lost about fifty metres", "once about 122 metres high, now 71 metres high", True),
        ("en", "It has lost about eighty metres", "once about 122 metres high, now 71 metres high", False),
        ("en", "two hundred and forty arches in all", "three storeys of 80 arches each", True),
        ("en", "two-thirds of them are left", "of 1,000 instruments 650 are left", True),
        ("en", "a quarter of them are left", "of 1,000 instruments 650 are left", False),
    ],
)
def test_what_follows_from_two_numbers(language: str, said: str, fact: str, right: bool) -> None:
    assert differs(language, said, fact) is not right
