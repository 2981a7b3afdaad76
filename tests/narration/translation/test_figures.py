"""Figures in every script."""

import pytest

from narration.translation.figures import figures, missing, romans


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("9,000 animals in 100 days", "en", [9000, 100]),
        ("9 000 animaux en 100 jours, 4,5 kg", "fr", [9000, 100, 4.5]),
        ("9.000 Tiere", "de", [9000]),
        ("٩٬٠٠٠ حيوان", "ar", [9000]),
        ("۱۸۹ متر و ۴٫۵ کیلو", "fa", [189, 4.5]),
        ("๔๘ เมตร", "th", [48]),
        ("1,00,000 लोग, १८९ मीटर", "hi", [100000, 189]),
        ("৪৮ মিটার", "bn", [48]),
        ("100 millions de sesterces", "fr", [100_000_000]),
        ("10 करोड़", "hi", [100_000_000]),
        ("1亿塞斯特斯", "zh-Hans", [100_000_000]),
        ("5万人", "ja", [50_000]),
        ("9 000 животных", "ru", [9000]),
    ],
)
def test_the_figures_of_a_text(text, language, found):
    assert figures(text, language) == found


def test_roman_numerals_before_a_suffix():
    assert romans("au IIIe siècle, puis au XIXe") == [3, 19]
    assert romans("в III веке") == [3]


def test_what_is_missing_is_counted():
    assert missing([80, 80, 48], [80]) == [80, 48]
