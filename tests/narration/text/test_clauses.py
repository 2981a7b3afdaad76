"""Sentences cut into what is spoken one by one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narration.text.clauses import LONGEST, clauses, weight


def test_the_first_clause_is_short():
    assert clauses("Begun under Vespasian, it was opened by his son with a hundred days of games.") == [
        "Begun under Vespasian, ",
        "it was opened by his son with a hundred days of games.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 80, it opened.",
        "It held 50,000 people.",
        "The gates opened at 12:30 each day.",
        "It is made of travertine.",
        "Yes, it is.",
    ],
)
def test_what_is_too_short_alone_stays_whole(sentence):
    assert clauses(sentence) == [sentence]


def test_a_short_beginning_waits_for_the_next_mark():
    assert (
        clauses("In 80, under Titus, the amphitheatre opened its gates to the whole city.")[0] == "In 80, under Titus, "
    )


def test_a_long_beginning_without_marks_is_cut_where_a_speaker_could_breathe():
    english = "The floor was built of wooden planks that rested on walls and could be lifted away."
    assert clauses(english)[0] == "The floor was built of wooden planks "
    italian = "Il piano era fatto di tavole di legno che poggiavano sui muri e si potevano togliere."
    assert clauses(italian)[0] == "Il piano era fatto di tavole di legno "
    assert "".join(clauses(english)) == english


@pytest.mark.parametrize("mark", "，；：")
def test_chinese_is_cut_at_its_own_marks(mark):
    text = f"罗马斗兽场始建于公元七十年{mark}由韦斯帕芗皇帝下令建造。"
    assert clauses(text) == [f"罗马斗兽场始建于公元七十年{mark}", "由韦斯帕芗皇帝下令建造。"]


def test_a_short_chinese_beginning_stays():
    assert clauses("今天，我们站在斗兽场的北面。") == ["今天，我们站在斗兽场的北面。"]


def test_clauses_grow_so_that_each_is_ready_in_time():
    text = (
        "Begun under Vespasian, the building rose on the lake of Nero, where a colossus stood, "
        "and its eighty arches, each with a number, led the crowd in, row upon row, rank upon rank, as the law said."
    )
    pieces = clauses(text)
    weights = [weight(piece) for piece in pieces]
    assert len(pieces) >= 3
    assert all(later <= max(40, 2 * earlier) for earlier, later in pairwise(weights))


def test_a_clause_in_the_making_is_kept():
    text = "Begun under Vespasian, and opened by Titus, it stands."
    first = "Begun under Vespasian, and opened by Titus,"
    assert clauses(text, first)[0] == first + " "
    assert clauses(text, "Begun by Nero,") == clauses(text)


def test_a_sentence_without_marks_is_cut_between_words():
    text = " ".join(["arch"] * 100)
    pieces = clauses(text)
    assert max(map(len, pieces)) <= LONGEST
    assert all(piece.strip().split() == ["arch"] * piece.count("arch") for piece in pieces)


def test_a_chinese_sentence_without_marks_is_cut():
    pieces = clauses("石" * 200)
    assert max(map(weight, pieces)) <= LONGEST


@given(st.text(alphabet="ab ,;:—.，；：石门 \n", max_size=600))
def test_pieces_joined_are_the_sentence_and_short(text):
    pieces = clauses(text)
    assert "".join(pieces) == text
    assert all(weight(piece) <= LONGEST for piece in pieces)
    assert "" not in pieces


def test_thai_is_cut_at_its_spaces_and_nowhere_near_a_number_or_a_repetition():
    sentence = "พระแก้วมรกตองค์ไม่ใหญ่ สูง 66 เซนติเมตร ซ้อนกันเป็นชั้น ๆ ใน พ.ศ. 2425"
    pieces = clauses(sentence)
    assert "".join(pieces) == sentence
    assert pieces[0] == "พระแก้วมรกตองค์ไม่ใหญ่ "
    assert any("สูง 66 เซนติเมตร" in piece for piece in pieces)
    assert any("ชั้น ๆ" in piece for piece in pieces)
