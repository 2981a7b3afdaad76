import tomllib
from pathlib import Path

import pytest

from narration.phrases import phrase
from narration.questions.asides import aside
from narration.text.wordlists import words

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "asides.toml").read_text(encoding="utf-8"))
SETS = ("questions", "held_out", "unseen", "fresh")
ROWS = [(kind, q) for kind, tags in CASES["kinds"].items() for listed in tags.values() for q in listed]


@pytest.mark.parametrize(("kind", "said"), ROWS)
def test_each_kind_is_recognised_in_its_languages(kind: str, said: str) -> None:
    found = aside(said)
    assert found is not None
    assert found.kind == kind


def test_most_of_what_was_written_after_the_lists_is_recognised_too() -> None:
    rows = [(kind, q) for kind, tags in CASES["unseen"].items() for listed in tags.values() for q in listed]
    missed = [(kind, q) for kind, q in rows if (found := aside(q)) is None or found.kind != kind]
    assert len(missed) <= 0.3 * len(rows), missed


def test_no_question_about_the_place_is_put_aside() -> None:
    tables = [tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")) for name in SETS]
    honest = [q for table in tables for listed in table["answerable"].values() for q, _ in listed]
    more = tomllib.loads((HERE / "injections.toml").read_text(encoding="utf-8"))["honest"]
    honest += [q for listed in more.values() for q in listed]
    assert len(honest) > 250
    assert [q for q in honest if aside(q) is not None] == []


@pytest.mark.parametrize("kind", list(words("asides")))
@pytest.mark.parametrize("language", ["en", "it", "zh-Hans"])
def test_every_kind_has_a_reply_of_its_own_in_each_language(kind: str, language: str) -> None:
    assert phrase(f"aside-{kind}", language) != (phrase(f"aside-{kind}", "en") if language != "en" else "")


def test_the_guide_says_that_it_is_a_machine() -> None:
    assert "AI" in phrase("aside-about-me", "en")
    assert "intelligenza artificiale" in phrase("aside-about-me", "it")
    assert "人工智能" in phrase("aside-about-me", "zh-Hans")
