"""A first clause: the first mark of punctuation, or some words."""

import pytest

from narration.engines.first_clause import has_clause


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("In the year 80, the", True),
        ("In the year 80", False),
        ("It cost 1,000 coins", False),
        ("one two three four five six seven eight", False),
        ("one two three four five six seven eight nine", True),
        ("公元80年，", True),
        ("公元八十年提图斯皇帝", False),
        ("公元八十年提图斯皇帝为罗马斗兽场揭幕", True),
        ("في عام 80، افتتح", True),
    ],
)
def test_a_first_clause(text: str, enough: bool) -> None:
    assert has_clause(text) is enough
