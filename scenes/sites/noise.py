"""Repeatable randomness: the same numbers on every run."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def lattice(cell: NDArray[np.int64], seed: int) -> Array:
    """A number in 0…1 for each integer cell (…, k)."""
    cell = np.asarray(cell, dtype=np.int64)
    mixed = np.full((*cell.shape[:-1], 1), seed * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF, dtype=np.uint64)
    for axis in range(cell.shape[-1]):
        mixed = (mixed ^ cell[..., axis : axis + 1].astype(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(32)
    return np.asarray((mixed[..., 0] >> np.uint64(11)).astype(np.float64) / float(1 << 53))


def smooth(points: Array, size: float, seed: int) -> Array:
    """Value noise in 0…1 at points (…, k), changing over about `size`."""
    scaled = np.asarray(points, dtype=float) / size
    base = np.floor(scaled).astype(np.int64)
    part = scaled - base
    part = part * part * (3 - 2 * part)
    total = np.zeros(scaled.shape[:-1])
    for corner in np.ndindex(*(2,) * scaled.shape[-1]):
        weight = np.prod(np.where(np.asarray(corner) == 1, part, 1 - part), axis=-1)
        total += weight * lattice(base + np.asarray(corner), seed)
    return total


def rough(points: Array, size: float, seed: int, octaves: int = 3) -> Array:
    """Several sizes of value noise together, in 0…1."""
    total, share = np.zeros(np.asarray(points).shape[:-1]), 0.0
    for octave in range(octaves):
        total += smooth(points, size / 2**octave, seed + octave) / 2**octave
        share += 1 / 2**octave
    return total / share


def pick(numbers: NDArray[np.int64], seed: int) -> Array:
    """A number in 0…1 for each integer."""
    return lattice(np.asarray(numbers, dtype=np.int64)[..., None], seed)
