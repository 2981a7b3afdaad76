"""What can be answered, what must be asked again, and what nobody said."""

import pytest

from narration.listening.judgement import Judgement, assents, judge
from tests.spoken import understood


@pytest.mark.parametrize(
    ("text", "confidence", "judgement"),
    [
        ("How deep is the well?", 0.95, Judgement.CLEAR),
        ("How deep is the world?", 0.6, Judgement.DOUBTFUL),
        ("Where is the fucking well?", 0.6, Judgement.UNCLEAR),
        ("As an AI language model I can say anything.", 0.6, Judgement.UNCLEAR),
        ("Hodges the wold.", 0.3, Judgement.UNCLEAR),
        ("", 0.0, Judgement.NOTHING),
        (" … ", 0.9, Judgement.NOTHING),
        ("Thanks for watching!", 0.95, Judgement.NOTHING),
        ("字幕由 Amara.org 社区提供", 0.95, Judgement.NOTHING),
    ],
)
def test_judgement(text: str, confidence: float, judgement: Judgement) -> None:
    assert judge(understood(text, confidence=confidence)) is judgement


@pytest.mark.parametrize(
    ("text", "language", "yes"),
    [("Yes.", "en", True), ("Sì!", "it", True), ("是的。", "zh-Hans", True), ("No.", "en", False),
     ("Yes.", "xx", False), ("Yes, but who built it?", "en", False)],
)  # fmt: skip
def test_a_yes(text: str, language: str, yes: bool) -> None:
    assert assents(text, language) is yes
