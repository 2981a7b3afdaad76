"""Walls with doors and niches in them, ceilings that slope to a well in the middle."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scenes.sites.surface import Array, Surface, Triple, block, grid, join

Box = tuple[float, float, float, float]
"""In an image: left, top, right, bottom, each 0 to 1."""
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


def panel(
    corner: Triple, first: Triple, second: Triple, facing: Triple, cell: float, image: Box | None = None
) -> Surface:
    """A flat parallelogram from its lower corner along `first` and up `second`.

    With `image` that part of a picture is spread over it; without, the texture follows metres.
    """
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    lengths = np.linalg.norm(one), np.linalg.norm(two)
    steps = [np.linspace(0, 1, max(1, round(float(length) / cell)) + 1) for length in lengths]
    i, j = np.meshgrid(*steps, indexing="ij")
    points = np.asarray(corner) + i[..., None] * one + j[..., None] * two
    left, top, right, bottom = image or (0.0, 0.0, 1.0, 1.0)
    uv = np.stack([left + (right - left) * i, bottom + (top - bottom) * j], -1)
    if image is None:
        start = float(np.asarray(corner) @ one / max(lengths[0], 1e-9))
        uv = np.stack([start + i * lengths[0], -corner[1] - j * lengths[1]], -1)
    return grid(points, facing=facing, uv=uv)


def holed(
    corner: Triple,
    first: Triple,
    height: float,
    holes: Sequence[tuple[float, float, float, float]],
    facing: Triple,
    cell: float,
    image: Box | None = None,
) -> Surface:
    """An upright wall with rectangular holes, each (from, to, low, high) in metres along `first` and up."""
    length = float(np.linalg.norm(first))
    along = sorted({0.0, length, *(edge for hole in holes for edge in hole[:2])})
    up = sorted({0.0, height, *(edge for hole in holes for edge in hole[2:])})
    unit = np.asarray(first, dtype=float) / length
    pieces = []
    for (a, b), (c, d) in ((x, y) for x in pairwise(along) for y in pairwise(up)):
        middle = (a + b) / 2, (c + d) / 2
        if any(h[0] < middle[0] < h[1] and h[2] < middle[1] < h[3] for h in holes):
            continue
        start = np.asarray(corner) + unit * a + (0, c, 0)
        part = None if image is None else _part(image, (a / length, b / length, c / height, d / height))
        pieces.append(panel(_triple(start), _triple(unit * (b - a)), (0, d - c, 0), facing, cell, part))
    return join(pieces)


def _part(image: Box, shares: Box) -> Box:
    left, top, right, bottom = image
    a, b, c, d = shares
    return (
        left + (right - left) * a,
        bottom + (top - bottom) * d,
        left + (right - left) * b,
        bottom + (top - bottom) * c,
    )


def _triple(values: Array) -> Triple:
    x, y, z = (float(value) for value in values)
    return x, y, z


def hopper(
    low: tuple[float, float, float, float], y: float, high: tuple[float, float, float, float], top: float, cell: float
) -> list[Surface]:
    """A ceiling that slopes from a rectangle (x0, x1, z0, z1) at `y` to a smaller one at `top`, seen from below.

    The picture is spread over it as seen from below, its upper edge at x0.
    """
    x0, x1, z0, z1 = low
    a0, a1, b0, b1 = high
    outer = np.array([[x0, z0], [x0, z1], [x1, z1], [x1, z0], [x0, z0]])
    inner = np.array([[a0, b0], [a0, b1], [a1, b1], [a1, b0], [a0, b0]])
    steps = max(2, round(max(x1 - x0, z1 - z0) / cell))
    share = np.linspace(0, 1, max(1, round(2.0 / cell)) + 1)[:, None, None]
    pieces = []
    for k in range(4):
        t = np.linspace(0, 1, steps + 1)[None, :, None]
        wide, narrow = outer[k] * (1 - t) + outer[k + 1] * t, inner[k] * (1 - t) + inner[k + 1] * t
        flat = wide * (1 - share) + narrow * share
        height = np.broadcast_to(y + (top - y) * share[..., 0], flat.shape[:2])
        pieces.append(_seen_from_below(flat, height, low))
    t, s = np.meshgrid(np.linspace(0, 1, max(2, steps // 3)), np.linspace(0, 1, max(2, steps // 3)), indexing="ij")
    flat = np.stack([a0 + (a1 - a0) * t, b0 + (b1 - b0) * s], -1)
    pieces.append(_seen_from_below(flat, np.full(flat.shape[:2], top), low))
    return pieces


def _seen_from_below(flat: Array, height: Array, low: tuple[float, float, float, float]) -> Surface:
    x0, x1, z0, z1 = low
    points = np.stack([flat[..., 0], height, flat[..., 1]], -1)
    uv = np.stack([(z1 - flat[..., 1]) / (z1 - z0), (flat[..., 0] - x0) / (x1 - x0)], -1)
    middle = ((x0 + x1) / 2, float(height.min()) - 3.0, (z0 + z1) / 2)
    return grid(points, towards=middle, uv=uv)


def inside_out(box: Surface) -> Surface:
    """A box seen from within."""
    return replace(box, normal=-box.normal)


def recess(low: Triple, high: Triple, cell: float, skip: str) -> Surface:
    """The inside of a box without the sides named in `skip`."""
    return inside_out(block(low, high, cell, skip))
