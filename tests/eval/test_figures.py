"""What the independent checker reads as a figure."""

import pytest

from tests.eval.figures import figures


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("about 87,000 places", "en", 87000),
        ("circa 87.000 posti", "it", 87000),
        ("48.5 metres", "en", 48.5),
        ("alto 48,5 metri", "it", 48.5),
        ("8.7万个座位", "zh-Hans", 87000),
        ("50 million cubic metres", "en", 50_000_000),
        ("seventy-six entrances", "en", 76),
        ("two hundred and six steps", "en", 206),
        ("settantasei ingressi", "it", 76),
        ("mille novecento anni", "it", 1900),
        ("三百二十级台阶", "zh-Hans", 320),
        ("公元一三四九年", "zh-Hans", 1349),
        ("十二头狮子", "zh-Hans", 12),
        ("quatre-vingt-dix-sept marches", "fr", 97),
        ("einundzwanzig Stufen", "de", 21),
        ("cuarenta y tres años", "es", 43),
        ("до числа двадцать пять", "ru", 25),
        ("พ.ศ. ๒๕๐๙", "th", 2509),
        ("سنة ١٣٤٩", "ar", 1349),
        ("arch XXIII", "en", 23),
    ],
)
def test_a_figure_is_read(text: str, language: str, value: float) -> None:
    assert value in {each for figure in figures(text, language) for each in figure.values}


@pytest.mark.parametrize(
    ("text", "language"),
    [("one of the two ends", "en"), ("uno dei due lati", "it"), ("两侧的千万种花", "zh-Hans"), ("I said so", "en")],
)
def test_what_is_no_figure_is_not_read_as_one(text: str, language: str) -> None:
    assert figures(text, language) == []
