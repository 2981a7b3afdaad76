import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenes.derive.tiling.split import Planes, into_leaves


def test_planes_share_points_out_evenly() -> None:
    points = np.random.default_rng(1).integers(0, 10_000, (20_000, 3))
    counts = np.bincount(Planes(points[::4], 4).cells(points), minlength=16)
    assert counts.min() > 1000
    assert counts.sum() == 20_000


@given(st.integers(1, 40), st.integers(0, 400))
def test_leaves_are_equal_and_have_everything_once(leaves: int, more: int) -> None:
    points = np.random.default_rng(2).integers(0, 50, (leaves + more, 3))
    rows = into_leaves(points, leaves)
    assert len(rows) == leaves
    assert sorted(np.concatenate(rows).tolist()) == list(range(leaves + more))
    assert max(map(len, rows)) <= (leaves + more) / leaves + 7
