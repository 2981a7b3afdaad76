"""Equal rows are found as sorting finds them, whatever the rows are."""

import numpy as np
import pytest

from scenes.read import weld as module
from scenes.read.weld import leaders, weld


@pytest.mark.parametrize("count", [0, 1, 2, 1_000, 50_000])
@pytest.mark.parametrize("values", [1, 7, 1_000_000])
def test_finds_what_sorting_finds(count: int, values: int) -> None:
    rng = np.random.default_rng(count)
    rows = rng.integers(0, values, (count, 2))
    first, inverse = weld([rows[:, 0], rows[:, 1] / 2])

    assert (rows[first][inverse] == rows).all()
    assert len(first) == len(np.unique(rows, axis=0))
    assert (np.diff(first) > 0).all()
    assert all(first[inverse] <= np.arange(count))


def test_what_many_rounds_leave_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUNDS", 1)
    keys = np.random.default_rng(1).integers(0, 3_000, 20_000)
    lead = leaders([keys])

    assert (keys[lead] == keys).all()
    assert len(np.unique(lead)) == len(np.unique(keys))
    assert (lead[lead] == lead).all()


def test_places_near_at_hand_change_nothing() -> None:
    keys = np.random.default_rng(2).integers(0, 3_000, 20_000)

    assert (leaders([keys], near=keys & 7) == leaders([keys])).all()


def test_zero_and_minus_zero_are_equal() -> None:
    assert weld([np.array([0.0, -0.0, 1.0])])[1].tolist() == [0, 0, 1]
