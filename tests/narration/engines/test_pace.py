"""The pace of a machine: what was measured, and what lies between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narration.engines.pace import Pace


def paced(**seconds: float) -> Pace:
    pace = Pace()
    for size, took in seconds.items():
        pace.note(int(size.removeprefix("n")), took)
    return pace


def test_a_size_that_was_measured_is_known() -> None:
    pace = paced(n1=0.04, n4=0.1)
    assert pace.seconds(1) == 0.04
    assert pace.knows(4)
    assert not pace.knows(2)


def test_a_size_between_two_is_read_off() -> None:
    assert paced(n1=0.04, n5=0.12).seconds(3) == pytest.approx(0.08)


def test_one_slow_step_counts_little() -> None:
    pace = paced(n1=0.04)
    pace.note(1, 1.04)
    assert pace.seconds(1) == pytest.approx(0.24)


def test_first_clauses_are_written_abreast_as_far_as_that_is_cheap() -> None:
    assert paced(n1=0.04, n2=0.07, n3=0.12).abreast(3, 2.0) == 2
    assert paced(n1=0.04, n2=0.041, n8=0.05).abreast(8, 2.0) == 8


def test_a_prompt_is_read_in_stretches() -> None:
    pace = paced(n1=0.04, n64=0.6)
    assert pace.reading(128, 64) == pytest.approx(1.2)
    assert pace.reading(0, 64) == 0


@given(st.dictionaries(st.integers(1, 300), st.floats(0.001, 5), max_size=8), st.integers(1, 300))
def test_every_size_takes_some_time(measured: dict[int, float], size: int) -> None:
    pace = Pace()
    for tokens, seconds in measured.items():
        pace.note(tokens, seconds)
    assert pace.seconds(size) > 0
