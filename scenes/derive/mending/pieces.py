"""The connected pieces of a surface: which triangles hang together, and which way round they face."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.derive.mending.surface import Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Triangles joined over edges that have two sides."""

    count: int
    label: "NDArray[np.int32]"
    """(m,) the piece of each triangle."""
    open: "NDArray[np.bool_]"
    """(count,) whether a piece has a border or an edge of three sides."""
    area: "NDArray[np.float64]"
    """(count,) square metres."""
    triangles: "NDArray[np.int64]"
    """(count,)"""


def pieces_of(surface: Surface) -> Pieces:
    """Every piece of a surface."""
    import numpy as np

    edges = surface.edges
    count, label = connected(edges.pairs // 3, len(surface.corners))
    ragged = np.zeros(count, bool)
    ragged[label[np.flatnonzero(edges.sides != 2) // 3]] = True
    return Pieces(
        count=count,
        label=label,
        open=ragged,
        area=np.bincount(label, surface.double_area / 2, count).astype(np.float64),
        triangles=np.bincount(label, minlength=count),
    )


def connected(links: "NDArray[Any]", nodes: int) -> "tuple[int, NDArray[np.int32]]":
    """How many sets links (p, 2) join nodes to, and the set of each node; sets are numbered as their first nodes come.

    Each node hooks to its least neighbour, what hangs together becomes one node, and so on until no link is left.
    """
    import numpy as np

    first, second = np.ascontiguousarray(links[:, 0]), np.ascontiguousarray(links[:, 1])
    hook = np.arange(nodes)
    if not len(links):
        return nodes, hook.astype(np.int32)
    np.minimum.at(hook, np.maximum(first, second), np.minimum(first, second))
    while not np.array_equal(further := hook.take(hook), hook):
        hook = further
    top = hook == np.arange(nodes)
    place = (np.cumsum(top) - 1).take(hook)
    ends = np.stack([place.take(first), place.take(second)], axis=1)
    count, label = connected(ends[ends[:, 0] != ends[:, 1]], int(top.sum()))
    return count, label.take(place)


def turned(surface: Surface, pieces: Pieces) -> "tuple[NDArray[np.bool_], int]":
    """Which triangles face against the most of their piece, and how many pieces have no two sides, as a Möbius strip.

    Two triangles disagree where both run along their edge the same way. Each triangle is put in a graph twice, as it
    is and turned; where the two stay apart, one of them says which triangles to turn.
    """
    import numpy as np

    edges = surface.edges
    flips = np.zeros(len(surface.corners), bool)
    disagree = ~edges.agree
    if not disagree.any():
        return flips, 0
    sick = np.zeros(pieces.count, bool)
    sick[pieces.label[edges.pairs[disagree, 0] // 3]] = True
    chosen = np.flatnonzero(sick[pieces.label])
    place = np.full(len(surface.corners), -1)
    place[chosen] = np.arange(len(chosen))
    kept = sick[pieces.label[edges.pairs[:, 0] // 3]]
    first, second = (place[edges.pairs[kept, side] // 3] for side in (0, 1))
    cross = disagree[kept] * len(chosen)
    twice = np.concatenate(
        [
            np.stack([first, second + cross], axis=1),
            np.stack([first + len(chosen), second + len(chosen) - cross], axis=1),
        ]
    )
    _, label = connected(twice, 2 * len(chosen))
    return _chosen(flips, chosen, label, pieces)


def _chosen(
    flips: "NDArray[np.bool_]", chosen: "NDArray[np.int64]", label: "NDArray[np.int32]", pieces: Pieces
) -> "tuple[NDArray[np.bool_], int]":
    import numpy as np

    piece = pieces.label[chosen]
    as_is, about = label[: len(chosen)], label[len(chosen) :]
    root = np.full(pieces.count, -1)
    root[piece[::-1]] = as_is[::-1]
    one_sided = np.unique(piece[as_is == about])
    flip = as_is != root[piece]
    share = np.bincount(piece, flip, pieces.count) > np.bincount(piece, minlength=pieces.count) / 2
    flip ^= share[piece]
    flip[np.isin(piece, one_sided)] = False
    flips[chosen[flip]] = True
    return flips, len(one_sided)
