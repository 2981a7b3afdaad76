import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenes.derive.tiling.shelves import shelve


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=60))
def test_rectangles_lie_on_the_sheet_and_not_on_each_other(sizes: list[tuple[int, int]]) -> None:
    corners, (width, height) = shelve(np.asarray(sizes))
    sheet = np.zeros((height, width), int)
    for (x, y), (wide, high) in zip(corners, sizes, strict=True):
        assert x + wide <= width
        assert y + high <= height
        sheet[y : y + high, x : x + wide] += 1
    assert sheet.max() == 1
