import numpy as np

from scenes.derive.tiling.morton import morton


def test_codes_put_octants_together() -> None:
    corners = np.asarray([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    assert morton(corners).tolist() == list(range(8))
    assert (morton(corners * 2**20) >> 60).tolist() == list(range(8))
