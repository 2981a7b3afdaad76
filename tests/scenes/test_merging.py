"""Two changes of one record: joined where they do not touch, named where they do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.merging import Change, compare, merge

BASE = {"text": {"en": "A well.", "it": "Un pozzo."}, "facts": ["a", "b", "c"], "position": [0.0, 1.0, 2.0]}


def test_two_languages_of_one_text_do_not_touch() -> None:
    theirs = {**BASE, "text": {"en": "A deep well.", "it": "Un pozzo."}}
    mine = {**BASE, "text": {"en": "A well.", "it": "Un pozzo profondo.", "th": "บ่อ"}}
    merged = merge(BASE, theirs, mine)
    assert merged.clashes == ()
    assert merged.value == {**BASE, "text": {"en": "A deep well.", "it": "Un pozzo profondo.", "th": "บ่อ"}}


def test_one_text_changed_twice_clashes_where_it_is() -> None:
    theirs = {**BASE, "text": {"en": "A deep well.", "it": "Un pozzo."}}
    mine = {**BASE, "text": {"en": "An old well.", "it": "Un pozzo."}}
    merged = merge(BASE, theirs, mine)
    assert merged.clashes == ("/text/en",)
    assert merged.value == theirs


def test_the_same_change_twice_is_one() -> None:
    theirs = {**BASE, "text": {"en": "A deep well.", "it": "Un pozzo."}}
    assert merge(BASE, theirs, dict(theirs)).clashes == ()


def test_a_place_is_never_mixed_of_two() -> None:
    merged = merge(BASE, {**BASE, "position": [9.0, 1.0, 2.0]}, {**BASE, "position": [0.0, 1.0, 9.0]})
    assert merged.clashes == ("/position",)


@pytest.mark.parametrize(
    ("theirs", "mine", "joined"),
    [
        (["a", "b", "c", "d"], ["a", "c"], ["a", "c", "d"]),
        (["x", "a", "b", "c"], ["a", "b", "y", "c"], ["x", "a", "b", "y", "c"]),
        (["c", "b", "a"], ["a", "b", "c", "d"], ["c", "d", "b", "a"]),
        (["a", "b"], ["b", "c"], ["b"]),
        ([], ["a", "b", "c", "d"], ["d"]),
    ],
)
def test_lists_of_ids_are_joined_by_what_came_and_went(theirs: list[str], mine: list[str], joined: list[str]) -> None:
    merged = merge({"facts": ["a", "b", "c"]}, {"facts": theirs}, {"facts": mine})
    assert merged.clashes == ()
    assert merged.value == {"facts": joined}


PICTURES = [{"file": "a.webp", "alt": {"en": "A"}}, {"file": "b.webp", "alt": {"en": "B"}}]


def told(place: int, **alt: str) -> dict[str, Any]:
    """The pictures with other words for one of them."""
    return {"media": [{**each, "alt": alt} if number == place else each for number, each in enumerate(PICTURES)]}


def test_words_about_files_go_to_where_the_files_are() -> None:
    new = {"file": "new.webp", "alt": {"en": "N"}}
    theirs = {"media": [new, PICTURES[1], {**PICTURES[0], "alt": {"en": "A!"}}]}
    merged = merge({"media": PICTURES}, theirs, told(0, en="A", fr="Le A"))
    assert merged.clashes == ()
    assert merged.value == {"media": [new, PICTURES[1], {"file": "a.webp", "alt": {"en": "A!", "fr": "Le A"}}]}


@pytest.mark.parametrize(
    ("theirs", "mine", "clashes"),
    [
        (told(1, en="X")["media"], told(1, en="Y")["media"], ("/media/1/alt/en",)),
        ([PICTURES[1], {**PICTURES[0], "alt": {"en": "X"}}], told(0, en="Y")["media"], ("/media/0/alt/en",)),
        (PICTURES[1:], told(0, en="Y")["media"], ("/media",)),
        (told(0, en="X")["media"], PICTURES[1:], ("/media",)),
        (PICTURES[1:], [*PICTURES, {"file": "c.webp"}], ("/media",)),
    ],
)
def test_two_that_say_otherwise_of_a_file_clash(theirs: Any, mine: Any, clashes: tuple[str, ...]) -> None:
    merged = merge({"media": PICTURES}, {"media": theirs}, {"media": mine})
    assert (merged.value, merged.clashes) == ({"media": theirs}, clashes)


def test_what_is_said_of_files_is_compared_file_by_file() -> None:
    (change,) = compare({"media": PICTURES}, told(1, en="B", fr="Le B"))
    assert (change.pointer, change.after, change.added) == ("/media/1/alt/fr", "Le B", True)
    (change,) = compare({"media": PICTURES}, {"media": PICTURES[::-1]})
    assert change.pointer == "/media"


def test_two_orders_clash() -> None:
    merged = merge({"facts": ["a", "b", "c"]}, {"facts": ["b", "a", "c"]}, {"facts": ["a", "c", "b"]})
    assert merged.clashes == ("/facts",)


def test_what_one_removed_and_the_other_changed_clashes() -> None:
    assert merge({"a": 1, "b": 1}, {"b": 1}, {"a": 2, "b": 1}).clashes == ("/a",)


def test_what_one_removed_and_the_other_left_is_gone() -> None:
    assert merge({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 2}).value == {"b": 2}


def test_null_is_a_value() -> None:
    assert merge({"a": 1}, {"a": 1}, {"a": None}).value == {"a": None}


def test_a_key_with_a_slash_is_pointed_at() -> None:
    assert merge({"a/b~": 1}, {"a/b~": 2}, {"a/b~": 3}).clashes == ("/a~1b~0",)


def test_differences_are_named_one_by_one() -> None:
    after = {"text": {"en": "A well.", "th": "บ่อ"}, "facts": ["a"], "position": [0.0, 1.0, 2.0]}
    assert compare(BASE, after) == (
        Change(pointer="/text/it", before="Un pozzo.", removed=True),
        Change(pointer="/text/th", after="บ่อ", added=True),
        Change(pointer="/facts", before=["a", "b", "c"], after=["a"]),
    )


json = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from("ab"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=8,
)


@given(json, json)
def test_one_side_alone_is_taken_as_it_is(base: Any, changed: Any) -> None:
    assert merge(base, base, changed).value == changed
    assert merge(base, changed, base).value == changed
    assert merge(base, changed, changed).clashes == ()


@given(json, json, json)
def test_a_merge_without_a_clash_is_the_same_from_either_side_but_for_order(base: Any, one: Any, other: Any) -> None:
    first, second = merge(base, one, other), merge(base, other, one)
    assert set(first.clashes) == set(second.clashes)
    assert compare(base, base) == ()
    if not first.clashes:
        assert all(isinstance(change.after, list) for change in compare(first.value, second.value))


class Counted(str):
    """A name that counts how often it is looked at."""

    looks = 0

    def __hash__(self) -> int:
        Counted.looks += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        Counted.looks += 1
        return super().__eq__(other)


def test_long_lists_keep_the_one_writer_no_longer_than_their_length() -> None:
    many = 500
    base = [Counted(f"b{number}") for number in range(many)]
    mine = [*(Counted(f"m{number}") for number in range(many)), *base]
    Counted.looks = 0
    merged = merge(base, [*base, Counted("theirs")], mine)
    assert merged.clashes == ()
    assert merged.value == [*mine, "theirs"]
    assert Counted.looks < 60 * many
