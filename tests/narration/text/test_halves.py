import pytest

from narration.text.numerals import quantities


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "two and a half centuries", 2.5, "century"),
        ("es", "dos siglos y medio", 2.5, "century"),
        ("it", "quattro secoli e mezzo", 4.5, "century"),
        ("ru", "семнадцать с половиной футов", 17.5, "ft"),
        ("id", "tujuh setengah mil", 7.5, "mi"),
        ("fa", "سیزده‌ونیم متر", 13.5, "m"),
        ("ru", "двух с половиной тысяч", 2500, ""),
        ("en", "half a million verses", 500_000, ""),
        ("en", "a quarter of a century", 0.25, "century"),
    ],
)
def test_halves_are_added(language: str, text: str, value: float, unit: str) -> None:
    (found,) = quantities(text, language)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "la segunda mitad del siglo"),
        ("pt", "a segunda metade do século"),
        ("id", "paruh kedua abad itu"),
        ("fa", "نیمهٔ دوم آن سده"),
        ("it", "nel secondo decennio"),
        ("hi", "दूसरे को बेगम ने बनवाया"),
    ],
)
def test_the_halves_of_a_time_are_no_numbers(language: str, text: str) -> None:
    assert quantities(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "trois siècles"), ("de", "drei Jahrhunderte"), ("ru", "три века"), ("tr", "üç yüzyıl")],
)
def test_centuries_that_are_counted_are_a_span(language: str, text: str) -> None:
    (found,) = quantities(text, language)
    assert (found.value, found.unit, found.readings) == (3, "century", frozenset({"time"}))


def test_no_litres_before_an_article() -> None:
    (found,) = quantities("nel 2013 l'UNESCO", "it")
    assert (found.value, found.unit) == (2013, "")
