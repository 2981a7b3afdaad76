"""Finding equal rows fast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def weld(columns: "Sequence[NDArray[Any]]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Rows that are equal to the bit in every array: for each distinct row its first place, for each row its distinct.

    The distinct rows keep the order in which they first stand. Zero and minus zero are equal.
    """
    import numpy as np

    words = _words(columns)
    _, first, inverse = np.unique(_hashed(words), return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    if any((word != word[first[inverse]]).any() for word in words):
        _, first, inverse = np.unique(np.stack(words, axis=1), axis=0, return_index=True, return_inverse=True)
        inverse = inverse.reshape(-1)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order].astype(np.int64), rank[inverse]


def compact(triangles: "NDArray[Any]", vertices: int, spread: int = 8) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """The vertices that triangles use, in order, and the triangles over only those.

    Linear in the range of the indices where it is not much larger than their number, else by sorting.
    """
    import numpy as np

    flat = triangles.reshape(-1)
    if not len(flat):
        return np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
    low, high = int(flat.min()), int(flat.max())
    if high - low + 1 > spread * len(flat):
        used, inverse = np.unique(flat, return_inverse=True)
        return used.astype(np.int64), inverse.reshape(-1, 3).astype(np.int64)
    marked = np.zeros(high - low + 1, bool)
    marked[flat - low] = True
    places = np.cumsum(marked, dtype=np.int64) - 1
    return np.flatnonzero(marked) + low, places[flat - low].reshape(-1, 3)


def _words(columns: "Sequence[NDArray[Any]]") -> "list[NDArray[np.uint64]]":
    import numpy as np

    words = []
    for rows in columns:
        table = rows if rows.ndim == 2 else rows.reshape(-1, 1)
        for column in table.T:
            wide = np.ascontiguousarray(column, np.float64 if column.dtype.kind == "f" else np.int64)
            words.append((wide + 0.0 if wide.dtype.kind == "f" else wide).view(np.uint64))
    return words


def _hashed(words: "list[NDArray[np.uint64]]") -> "NDArray[np.uint64]":
    """One number a row, after SplitMix64's finish."""
    import numpy as np

    mixed = np.zeros(len(words[0]), np.uint64)
    for word in words:
        mixed = (mixed ^ word) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(29)
    return mixed
