"""The simplifier: fewer triangles over the same vertices, seams together, locked vertices where they were."""

from typing import Any

import numpy as np
import pytest

from scenes.derive import simplifier as module
from scenes.derive.simplifier import Simplifier, SimplifyFailed
from scenes.node import NodeMissing


def grid(side: int = 40, height: float = 0.0) -> tuple[Any, Any]:
    """A square of 2·(side-1)² triangles, `side`-1 metres wide, with waves of a height."""
    x, z = np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))
    y = height * np.sin(x / 3) * np.cos(z / 4)
    position = np.stack([x, y, z], -1).reshape(-1, 3)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).reshape(-1)
    first = np.stack([corner, corner + side, corner + 1], -1)
    second = np.stack([corner + 1, corner + side, corner + side + 1], -1)
    return position, np.concatenate([first, second])


def borders(triangles: Any) -> set[tuple[int, int]]:
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    every, counts = np.unique(edges, axis=0, return_counts=True)
    return {(int(a), int(b)) for a, b in every[counts == 1]}


def test_a_flat_square_needs_few_triangles_and_makes_no_error() -> None:
    position, triangles = grid()
    with Simplifier() as simplifier:
        fewer, error = simplifier.simplify(position, triangles, target=20, error=0.01)
    assert 2 <= len(fewer) <= 20
    assert error < 1e-4


def test_it_stops_at_the_error_and_tells_the_error_made() -> None:
    position, triangles = grid(height=2.0)
    with Simplifier() as simplifier:
        fine, small = simplifier.simplify(position, triangles, target=10, error=0.002)
        coarse, large = simplifier.simplify(position, triangles, target=10, error=0.05)
    assert len(triangles) > len(fine) > len(coarse)
    assert 0 < small <= 0.002 < large <= 0.05


def test_one_child_takes_many_meshes_with_the_same_answer() -> None:
    position, triangles = grid(height=1.0)
    with Simplifier() as simplifier:
        answers = [simplifier.simplify(position, triangles, target=300) for _ in range(30)]
    assert all(np.array_equal(answers[0][0], again) and error == answers[0][1] for again, error in answers)


def test_far_off_coordinates_give_the_same_triangles() -> None:
    position, triangles = grid(height=1.0)
    with Simplifier() as simplifier:
        near, _ = simplifier.simplify(position, triangles, target=300)
        far, _ = simplifier.simplify(position + np.array([500_000, 0, 4_000_000]), triangles, target=300)
    assert np.array_equal(near, far)


@pytest.mark.parametrize("how", ["border", "mask"])
def test_locked_vertices_keep_their_edges(how: str) -> None:
    position, triangles = grid(height=1.0)
    edge = np.isin(position[:, 0], [0, 39]) | np.isin(position[:, 2], [0, 39])
    lock: dict[str, Any] = {"lock_border": True} if how == "border" else {"locked": edge}
    with Simplifier() as simplifier:
        free, _ = simplifier.simplify(position, triangles, target=200)
        held, _ = simplifier.simplify(position, triangles, target=200, **lock)
    assert borders(held) == borders(triangles)
    assert borders(free) != borders(triangles)


def test_attributes_steer_where_triangles_stay() -> None:
    position, triangles = grid()
    painted = (position[:, :1] > 20).astype(float)
    with Simplifier() as simplifier:
        plain, _ = simplifier.simplify(position, triangles, target=50, error=0.01)
        kept, _ = simplifier.simplify(position, triangles, target=50, error=0.01, attributes=painted, weights=[1.0])

    def widest(rows: Any) -> float:
        across = np.ptp(painted[rows][:, :, 0], axis=1) > 0
        return float(np.ptp(position[rows[across]][:, :, 0], axis=1).max())

    assert widest(kept) == 1, "the border of the paint is where it was"
    assert widest(plain) > 1


def test_seams_stay_closed() -> None:
    position, triangles = grid(height=1.0)
    seam = np.flatnonzero(position[:, 0] == 20)
    copy = {int(old): len(position) + new for new, old in enumerate(seam)}
    right = position[triangles][:, :, 0].mean(axis=1) > 20
    triangles[right] = np.vectorize(lambda vertex: copy.get(vertex, vertex))(triangles[right])
    split = np.concatenate([position, position[seam]])
    with Simplifier() as simplifier:
        fewer, _ = simplifier.simplify(split, triangles, target=300)
    assert len(fewer) <= 300
    places, welded = np.unique(split, axis=0, return_inverse=True)
    for edge in borders(welded.reshape(-1)[fewer]):
        ends = places[list(edge)]
        assert any(np.all(ends[:, axis] == side) for axis in (0, 2) for side in (0, 39)), "a crack"


def test_what_does_not_fit_is_refused() -> None:
    position, triangles = grid(side=4)
    with Simplifier() as simplifier:
        with pytest.raises(ValueError, match="beyond the 3 positions"):
            simplifier.simplify(position[:3], triangles, target=2)
        with pytest.raises(ValueError, match="1 attribute columns with 0 weights"):
            simplifier.simplify(position, triangles, target=2, attributes=position[:, :1])
        with pytest.raises(ValueError, match="rows of locked"):
            simplifier.simplify(position, triangles, target=2, locked=np.zeros(3, dtype=bool))


def test_a_child_that_died_is_told() -> None:
    position, triangles = grid()
    with Simplifier() as simplifier:
        assert simplifier._child is not None
        simplifier._child.kill()
        with pytest.raises(SimplifyFailed, match="ended with code"):
            simplifier.simplify(position, triangles, target=20)


def test_without_node_positions_are_simplified_and_attributes_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: str) -> list[str]:
        raise NodeMissing("no Node.js here")

    monkeypatch.setattr(module, "command", nothing)
    position, triangles = grid(height=1.0)
    with Simplifier() as simplifier:
        fewer, error = simplifier.simplify(position, triangles, target=500)
        with pytest.raises(NodeMissing):
            simplifier.simplify(position, triangles, target=500, locked=np.zeros(len(position), dtype=bool))
    assert 200 < len(fewer) <= 500
    assert 0 < error < 0.05
    assert fewer.max() < len(position)
