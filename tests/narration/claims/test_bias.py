import re
import tomllib
from pathlib import Path

import pytest

from narration.claims import check
from narration.claims.bias import biased
from narration.claims.screening import unfit
from narration.text.wordlists import words
from scenes.facts import Fact

CASES = tomllib.loads((Path(__file__).parent / "bias_cases.toml").read_text(encoding="utf-8"))


def rows(kind: str) -> list[tuple[str, str]]:
    return [(tag, text) for tag, texts in CASES[kind].items() for text in texts]


def test_the_lists_find_most_of_what_a_reviewer_would_send_back() -> None:
    missed = [text for tag, text in rows("biased") if not (biased(text, tag) or unfit(text, tag))]
    assert len(rows("biased")) == 30
    assert len(missed) <= 6, missed


@pytest.mark.parametrize(("language", "text"), rows("clean"))
def test_what_only_sounds_like_it_is_left_alone(language: str, text: str) -> None:
    assert biased(text, language) is None


def test_a_biased_sentence_is_refused_with_a_better_wording() -> None:
    fact = Fact(id="wall", text={"en": "The people of the valley built the wall."}, cites=())
    claim = check("The superior race of the valley built the wall.", "en", [fact], {})
    assert claim.verdict == "biased"
    assert "superior race" in claim.reason
    assert "better:" in claim.reason


@pytest.mark.parametrize("language", sorted(words("bias")))
def test_every_row_of_the_lists_is_a_pattern_with_a_reason_and_a_better_wording(language: str) -> None:
    for pattern, row in words("bias")[language].items():
        re.compile(pattern)
        assert len(row) == 2
        assert all(row)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The prisoners were tortured in the arena."),
        ("it", "I prigionieri furono massacrati nell'arena."),
        ("zh-Hans", "战俘在这里被斩首。"),
        ("fr", "Les prisonniers furent décapités ici."),
        ("ru", "Пленных здесь пытали."),
    ],
)
def test_children_are_told_it_in_other_words(language: str, sentence: str) -> None:
    assert unfit(sentence, language) is None
    assert "better" in (unfit(sentence, language, "child") or "")
