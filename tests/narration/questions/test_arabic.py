"""Arabic questions about Dunhuang find what answers them, whatever they ask with."""

import pytest

from narration.questions.grounding import Grounding
from narration.questions.legible import legible
from narration.questions.premise import yes_or_no
from scenes.site_pack import BUILT_IN, load_site


@pytest.fixture(scope="module")
def grounding() -> Grounding:
    return Grounding(load_site(BUILT_IN / "dunhuang" / "pack", models=False))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("كم ارتفاع بوذا العظيم؟", "buddha-height"),
        ("متى بُنيت الطوابق التسعة؟", "rebuilt"),
        ("من هو وانغ يوانلو؟", "wang-stupa"),
        ("أين مخطوطات دونهوانغ اليوم؟", "joined-again"),
    ],
)
def test_an_arabic_question_finds_its_fact(question: str, fact: str, grounding: Grounding) -> None:
    read = legible(question)
    assert fact in [one.fact.id for one in grounding.for_question(read, "ar")]
    assert grounding.answers(read, "ar")


@pytest.mark.parametrize("question", ["كم سعر التذكرة؟", "ما اسمك؟", "من فاز بكأس العالم؟"])
def test_what_no_fact_answers_is_declined(question: str, grounding: Grounding) -> None:
    assert not grounding.answers(legible(question), "ar")


@pytest.mark.parametrize(
    ("question", "wants"), [("هل هو من ذهب؟", True), ("هو من ذهب، أليس كذلك؟", True), ("كم طوله؟", False)]
)
def test_arabic_asks_for_yes_or_no(question: str, wants: bool) -> None:
    assert yes_or_no(question) is wants
