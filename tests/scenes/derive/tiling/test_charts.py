import numpy as np

from scenes.derive.tiling.charts import MANY, charts


def test_charts_hang_together() -> None:
    pixel = np.asarray([[0, 0], [10, 0], [0, 10], [500, 500], [510, 500], [500, 520]], float)
    found = charts(pixel, np.asarray([[0, 1, 2], [3, 4, 5]]))
    assert found.chart.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.high.tolist() == [[10, 10], [510, 520]]


def test_very_many_charts_are_taken_together_where_they_are_near() -> None:
    chance = np.random.default_rng(0)
    middle = np.concatenate([chance.uniform(0, 300, (MANY, 1, 2)), chance.uniform(4000, 4300, (MANY, 1, 2))])
    pixel = (middle + chance.uniform(-3, 3, (2 * MANY, 3, 2))).reshape(-1, 2)
    found = charts(pixel, np.arange(len(pixel)).reshape(-1, 3))
    assert len(found.low) < 10
    assert ((pixel >= found.low[found.chart]) & (pixel <= found.high[found.chart])).all()
