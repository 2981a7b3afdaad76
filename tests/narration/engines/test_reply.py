"""Replies: whole characters, stop strings never shown, loops noticed and numbers left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narration.engines.reply import ReplyText, is_looping


def shown(pieces: list[bytes], *stop: str) -> list[str]:
    reply = ReplyText(stop)
    return [*(reply.feed(piece) for piece in pieces), reply.finish()]


def test_a_character_is_shown_when_its_last_byte_is_here() -> None:
    data = "长安 é".encode()
    expected = ["", "", "长", "", "", "安", " ", "", "é", ""]
    assert shown([data[at : at + 1] for at in range(len(data))]) == expected


def test_half_a_character_at_the_end_is_replaced() -> None:
    assert shown(["长".encode()[:2]]) == ["", "\ufffd"]


@pytest.mark.parametrize(
    ("pieces", "stop", "expected"),
    [
        ([b"one", b"\ntwo"], "\n", ["one", "", ""]),
        ([b"one<", b"en", b"d>two"], "<end>", ["one", "", "", ""]),
        ([b"one<", b"en", b"emy"], "<end>", ["one", "", "<enemy", ""]),
        ([b"one<", b"en"], "<end>", ["one", "", "<en"]),
        ([b"aab"], "ab", ["a", ""]),
    ],
)
def test_a_stop_string_is_never_shown(pieces: list[bytes], stop: str, expected: list[str]) -> None:
    assert shown(pieces, stop) == expected


def test_nothing_comes_after_a_stop() -> None:
    reply = ReplyText((".",))
    assert reply.feed(b"Done. And") == "Done"
    assert reply.stopped
    assert reply.feed(b"more") + reply.finish() == ""


@given(
    st.text(alphabet="ab\n长", max_size=30),
    st.lists(st.integers(1, 4), min_size=1),
    st.text("ab\n", min_size=1, max_size=3),
)
def test_cutting_a_text_into_pieces_changes_nothing(text: str, cuts: list[int], stop: str) -> None:
    data, pieces = text.encode(), []
    while data:
        size = cuts[len(pieces) % len(cuts)]
        pieces.append(data[:size])
        data = data[size:]
    assert "".join(shown(pieces, stop)) == text.partition(stop)[0]


@pytest.mark.parametrize("period", [1, 2, 7, 32])
def test_a_passage_over_and_over_is_a_loop(period: int) -> None:
    assert is_looping([1000, 1001, *(list(range(period)) * (18 // period + 3))])


def test_numbers_and_lists_are_no_loop() -> None:
    assert not is_looping([1, 44, 0, 0, 0, 44, 0, 0, 0, 44, 0, 0, 0])
    assert not is_looping(list(range(200)))
    assert not is_looping(list(range(40)) * 2)
