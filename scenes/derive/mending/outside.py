"""Whether closed pieces show their outside: by signed volume, and by a ray where one lies inside another."""

from typing import TYPE_CHECKING

from scenes.derive.mending.pieces import Pieces
from scenes.derive.mending.surface import Surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_RAYS = 64
"""Pieces that a ray is cast for; the rest are taken to stand free."""
FLAT = 1e-6
"""Volume over area to the power of 1.5 below which a piece is a sheet."""


def volumes(surface: Surface, pieces: Pieces, flips: "NDArray[np.bool_]") -> "NDArray[np.float64]":
    """(count,) cubic metres, negative where a piece shows its inside; of pieces with a border a rough one.

    Each is summed over tetrahedra from the middle of the piece's corners.
    """
    import numpy as np

    part = np.zeros(len(pieces.label))
    for column, cross in zip(surface.columns, surface.cross.T, strict=True):
        first = column.take(surface.corner[0])
        middle = np.bincount(pieces.label, first, pieces.count) / np.maximum(pieces.triangles, 1)
        part += (first - middle.take(pieces.label)) * cross / 6
    return np.bincount(pieces.label, np.where(flips, -part, part), pieces.count).astype(np.float64)


def inside_out(surface: Surface, pieces: Pieces, flips: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """(count,) which closed pieces face inwards; a hollow within another piece rightly does."""
    import numpy as np

    volume = volumes(surface, pieces, flips)
    solid = ~pieces.open & (np.abs(volume) > FLAT * pieces.area**1.5)
    wrong = solid & (volume < 0)
    if wrong.any() and solid.sum() > 1:
        low, high = _boxes(surface, pieces)
        for piece in np.flatnonzero(wrong)[:MAX_RAYS].tolist():
            if _within(surface, pieces, piece, solid, low, high):
                wrong[piece] = False
    return np.asarray(wrong)


def _boxes(surface: Surface, pieces: Pieces) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    import numpy as np

    low, high = np.full((pieces.count, 3), np.inf), np.full((pieces.count, 3), -np.inf)
    for corner in range(3):
        rows = surface.position[surface.corners[:, corner]]
        np.minimum.at(low, pieces.label, rows)
        np.maximum.at(high, pieces.label, rows)
    return low, high


def _within(
    surface: Surface,
    pieces: Pieces,
    piece: int,
    solid: "NDArray[np.bool_]",
    low: "NDArray[np.float64]",
    high: "NDArray[np.float64]",
) -> bool:
    """Whether a point of the piece lies inside an odd number of other solid pieces."""
    import numpy as np

    around = solid & (low <= low[piece]).all(axis=1) & (high >= high[piece]).all(axis=1)
    around[piece] = False
    if not around.any():
        return False
    start = surface.position[surface.corners[np.argmax(pieces.label == piece), 0]]
    return bool(_hits(surface, around[pieces.label], start) % 2)


def _hits(surface: Surface, chosen: "NDArray[np.bool_]", start: "NDArray[np.float64]") -> int:
    """How many of the chosen triangles a ray meets (Möller and Trumbore 1997)."""
    import numpy as np

    direction = np.array([0.5453217, 0.7294381, 0.4129873])
    a, b, c = (surface.position[surface.corners[chosen, i]] for i in range(3))
    first, second = b - a, c - a
    across = np.cross(direction, second)
    determinant = np.einsum("ij,ij->i", first, across)
    inverse = 1 / np.where(np.abs(determinant) < 1e-300, np.inf, determinant)
    u = np.einsum("ij,ij->i", start - a, across) * inverse
    over = np.cross(start - a, first)
    v = over @ direction * inverse
    reach = np.einsum("ij,ij->i", second, over) * inverse
    return int(((determinant != 0) & (u >= 0) & (v >= 0) & (u + v <= 1) & (reach > 0)).sum())
