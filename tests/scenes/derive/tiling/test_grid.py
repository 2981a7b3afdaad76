from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.derive.tiling.glb import steps_as_floats
from scenes.derive.tiling.grid import MANTISSA, choose

coordinates = st.floats(-1e5, 1e5, allow_nan=False)


@given(st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=2, max_size=30), st.floats(1e-6, 10))
@settings(deadline=None)
def test_a_place_on_the_grid_is_exact_as_a_float_and_near_where_it_was(points: Any, edge: float) -> None:
    position = np.asarray(points)
    grid = choose(position.min(axis=0), position.max(axis=0), edge)
    steps = grid.steps(position)
    floats, stored = steps_as_floats(steps, grid.exponent)
    assert np.abs(steps).max() < MANTISSA
    assert (floats.astype(float) == steps * grid.step).all()
    mantissa = (stored.astype(np.int32) << 8) >> 8
    assert (mantissa == steps).all()
    assert (stored.astype(np.int32) >> 24 == grid.exponent).all()
    assert np.abs(floats.astype(float) + grid.origin - position).max() <= grid.step / 2 * (1 + 1e-6)
    keys = grid.keys(steps)
    assert len(np.unique(keys)) == len(np.unique(steps, axis=0))
    assert (keys >= 0).all()
