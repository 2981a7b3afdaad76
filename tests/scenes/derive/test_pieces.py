"""What hangs together is found as scipy finds it."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scenes.derive.mending.pieces import connected


@pytest.mark.parametrize("nodes", [1, 10, 5_000])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 2.0])
def test_sets_are_those_of_scipy(nodes: int, share: float) -> None:
    links = np.random.default_rng(nodes).integers(0, nodes, (int(nodes * share), 2))
    graph = coo_array((np.ones(len(links)), links.T), shape=(nodes, nodes))
    count, label = connected_components(graph.tocsr(), directed=False)
    ours, found = connected(links, nodes)

    assert ours == count
    assert (found == label).all()


def test_long_chains_and_stars_are_one_piece() -> None:
    order = np.random.default_rng(3).permutation(20_000)
    chain = np.stack([order[1:], order[:-1]], axis=1)
    star = np.stack([np.arange(1_999), np.full(1_999, 1_999)], axis=1)

    assert connected(chain, 20_000)[0] == 1
    assert connected(star, 2_000)[0] == 1


def test_no_nodes_are_no_pieces() -> None:
    count, label = connected(np.zeros((0, 2), np.int64), 0)

    assert (count, len(label)) == (0, 0)
