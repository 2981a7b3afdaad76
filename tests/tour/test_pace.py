"""How a visitor's pace is measured, with time as an argument."""

from pathlib import Path

import pytest

from tests.builders import TAKE, build_site
from tour.pace import AWAY, PASSING, Pace, planned_seconds


def walked(*steps: tuple[str, float]) -> list[tuple[str, float]]:
    """What was left, by a visitor who is seen at these stops at these times."""
    pace = Pace()
    return [left for stop, now in steps if (left := pace.at(stop, now))]


def test_a_stop_is_left_for_another_one_or_after_a_while() -> None:
    assert walked(("a", 0), ("a", 30), ("b", 40)) == [("a", 40)]
    assert walked(("a", 0), ("", 30), ("", 31 + AWAY)) == [("a", 30)]


def test_stepping_over_the_rim_is_not_leaving() -> None:
    assert walked(("a", 0), ("", 30), ("a", 32), ("", 60), ("", 61 + AWAY)) == [("a", 60)]


def test_passing_is_no_stay() -> None:
    assert walked(("a", 0), ("b", PASSING - 1), ("", 30), ("", 31 + AWAY)) == [("b", 27)]


def test_pace_follows_the_last_stops() -> None:
    pace = Pace()
    for dwelt in (20.0, 20.0, 20.0):
        pace.stayed(dwelt, 60.0)
    assert 0.3 < pace.value < 0.5
    pace.stayed(240.0, 60.0)
    assert pace.value > 1.3


def test_a_headset_on_a_bench_does_not_make_a_philosopher() -> None:
    pace = Pace()
    pace.stayed(36_000.0, 60.0)
    assert pace.value < 2.0


@pytest.mark.parametrize(("dwelt", "lingered"), [(60.0, False), (95.0, True)])
def test_lingering_is_staying_half_as_long_again(dwelt: float, lingered: bool) -> None:
    assert Pace().stayed(dwelt, 60.0) is lingered


def test_the_planned_time_is_that_of_the_approved_take(tmp_path: Path) -> None:
    site = build_site(tmp_path)
    words = sum(len(sentence.text.split()) for sentence in TAKE.sentences)
    assert planned_seconds(site, "mouth", "en") == pytest.approx(words / 1.9)
    assert 60 <= planned_seconds(site, "bench", "en") <= 90
