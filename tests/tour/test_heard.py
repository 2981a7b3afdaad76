"""Which sentences reached the ear."""

from narration.utterance import Caption
from tour.heard import stretches


def caption(index: int, text: str, start: int, end: int, *, closes: bool = True) -> Caption:
    return Caption(index=index, text=text, start_ms=start, end_ms=end, facts=("f",), closes=closes)


CAPTIONS = (
    caption(0, "In spring, ", 0, 1000, closes=False),
    caption(1, "it rains.", 1000, 2000),
    caption(2, "Then ", 2240, 3000, closes=False),
)


def test_captions_are_joined_into_sentences() -> None:
    assert [(each.text, each.whole) for each in stretches(CAPTIONS)] == [
        ("In spring, it rains.", True),
        ("Then", False),
    ]


def test_a_sentence_is_heard_once_half_of_it_sounded() -> None:
    first, _ = stretches(CAPTIONS)
    assert not first.heard(999)
    assert first.heard(1000)


def test_one_whose_end_was_not_sent_was_not_heard() -> None:
    *_, last = stretches(CAPTIONS)
    assert not last.heard(3000)


def test_nothing_said_is_nothing_heard() -> None:
    assert list(stretches(())) == []
