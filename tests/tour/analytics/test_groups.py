"""Nothing is told of fewer than five, and nothing from which it could be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from tour.analytics.groups import FEWEST, OTHERS, shared_out, told

SIZES = st.dictionaries(st.sampled_from(("en", "it", "fa", "uz", "zh-Hans", "")), st.integers(0, 12))


def visitors(**sizes: int) -> dict[str, list[str]]:
    return {name: [f"{name}{number}" for number in range(size)] for name, size in sizes.items()}


def test_a_count_needs_five_people_or_none() -> None:
    assert [told(7, people) for people in (0, 1, 4, 5, 6)] == [7, None, None, 7, 7]


@given(SIZES)
def test_no_group_is_small_and_the_groups_make_up_the_whole_or_nothing(sizes: dict[str, int]) -> None:
    groups = visitors(**sizes)
    shown = shared_out(groups)
    whole = sorted(each for members in groups.values() for each in members)
    assert all(len(members) >= FEWEST for members in shown.values())
    assert sorted(each for members in shown.values() for each in members) == (whole if len(whole) >= FEWEST else [])


@given(SIZES)
def test_no_small_group_is_what_is_left_of_the_whole(sizes: dict[str, int]) -> None:
    shown = shared_out(visitors(**sizes))
    small = {name for name, size in sizes.items() if 0 < size < FEWEST}
    assert not small & set(shown)
    assert not small or not shown or OTHERS in shown


def test_small_groups_are_one_and_come_last() -> None:
    shown = shared_out(visitors(en=9, it=6, fa=3, uz=2))
    assert {name: len(members) for name, members in shown.items()} == {"en": 9, "it": 6, OTHERS: 5}
    assert list(shown)[-1] == OTHERS


def test_a_single_stranger_takes_the_smallest_group_along() -> None:
    shown = shared_out(visitors(en=9, it=6, fa=1))
    assert {name: len(members) for name, members in shown.items()} == {"en": 9, OTHERS: 7}
