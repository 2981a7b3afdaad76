"""Finding equal rows fast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


ROUNDS = 64
ODD = 0x9E3779B97F4A7C15
"""The golden ratio's, so that neighbours spread."""


def weld(columns: "Sequence[NDArray[Any]]") -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Rows that are equal to the bit in every array: for each distinct row its first place, for each row its distinct.

    The distinct rows keep the order in which they first stand. Zero and minus zero are equal.
    """
    import numpy as np

    lead = leaders(_words(columns))
    own = lead == np.arange(len(lead), dtype=np.int32)
    return np.flatnonzero(own), (np.cumsum(own) - 1).take(lead)


def leaders(words: "Sequence[NDArray[Any]]", near: "NDArray[np.int64] | None" = None) -> "NDArray[np.int32]":
    """For each row of these arrays (n,) of 64-bit numbers the first row equal to it.

    Rows go into a table by a hash, the first at each place wins; those that differ from the winner go round again.
    That is linear, where sorting is not; what is left after many rounds, as only made-up data leave, is sorted.
    `near` are places for the first round, small numbers that are equal for equal rows, where such are at hand.
    """
    import numpy as np

    mixed = None if near is not None else _hashed(words)
    place, lead, left = near, np.arange(len(words[0]), dtype=np.int32), None
    for turn in range(ROUNDS):
        if place is None:
            mixed = _hashed(words) if mixed is None else mixed
            bits = max(4, (2 * len(mixed)).bit_length())
            place = ((mixed * np.uint64(ODD + 2 * turn)) >> np.uint64(64 - bits)).view(np.int64)
        winner = _first_at(place)
        same = np.logical_and.reduce([word.take(winner) == word for word in words])
        if left is None:
            lead = np.where(same, winner, lead)
        else:
            lead[left[same]] = left[winner[same]]
        rest = np.flatnonzero(~same)
        if not len(rest):
            return lead
        left = rest if left is None else left[rest]
        words, place = [word[rest] for word in words], None
        mixed = None if mixed is None else mixed[rest]
    _, first, inverse = np.unique(np.stack(words, axis=1), axis=0, return_index=True, return_inverse=True)
    assert left is not None
    lead[left] = left[first[inverse.reshape(-1)]]
    return lead


def _first_at(place: "NDArray[np.int64]") -> "NDArray[np.int32]":
    """For each row the first one at the same place."""
    import numpy as np

    won = np.empty(int(place.max(initial=0)) + 1, np.int32)
    won[place[::-1]] = np.arange(len(place), dtype=np.int32)[::-1]
    return won.take(place)


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


def _hashed(words: "Sequence[NDArray[Any]]") -> "NDArray[np.uint64]":
    """One number a row, after SplitMix64's finish."""
    import numpy as np

    mixed = np.zeros(len(words[0]), np.uint64)
    for word in words:
        mixed = (mixed ^ word.view(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(29)
    return mixed
