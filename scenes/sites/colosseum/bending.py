"""How the Colosseum's surfaces are bent around the ellipse."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from scenes.sites.colosseum.layout import BAY_WIDTH, place
from scenes.sites.surface import Array, Surface, Triple, grid

UV_PERIOD = 12.0
"""Metres after which every texture repeats."""


def around(template: Surface, bays: Iterable[float], width: float = BAY_WIDTH) -> Surface:
    """Copies of a bay's surface bent around the ellipse, one at each bay number."""
    numbers = np.fromiter(bays, dtype=float)
    count, size = len(numbers), len(template.position)
    along, height, depth = (np.tile(template.position[:, axis], count) for axis in range(3))
    bay = np.repeat(numbers, size) + along / width
    uv = np.tile(template.uv, (count, 1))
    uv[:, 0] += np.repeat(numbers * BAY_WIDTH % UV_PERIOD, size)
    return Surface(
        position=place(bay, depth, height),
        normal=bend(np.tile(template.normal, (count, 1)), bay, depth),
        uv=uv,
        colour=np.tile(template.colour, (count, 1)),
        triangles=(template.triangles[None] + (np.arange(count) * size)[:, None, None]).reshape(-1, 3),
    )


def bend(normal: Array, bay: Array, depth: Array) -> Array:
    """Normals given as (along, up, inwards) at places of the building, in scene axes."""
    here = place(bay, depth, 0.0)
    along = place(bay + 0.01, depth, 0.0) - here
    inwards = place(bay, depth + 0.01, 0.0) - here
    along /= np.linalg.norm(along, axis=-1, keepdims=True)
    inwards /= np.linalg.norm(inwards, axis=-1, keepdims=True)
    turned = normal[:, :1] * along + normal[:, 2:] * inwards
    turned[:, 1] = normal[:, 1]
    return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=-1, keepdims=True), 1e-9))


def bent(bay: Array, depth: Array, height: Array, facing: Triple | None = None, metres: float = BAY_WIDTH) -> Surface:
    """A sheet over arrays (n, m) of bay, depth and height."""
    flat = grid(np.stack(np.broadcast_arrays(bay * metres, height, depth), -1), facing=facing or (0.0, 1.0, 0.0))
    return unroll(flat, metres)


def unroll(flat: Surface, metres: float = BAY_WIDTH) -> Surface:
    """A surface given as (metres along the ring, up, inwards), bent around the ellipse."""
    bay, depth = flat.position[:, 0] / metres, flat.position[:, 2]
    return replace(flat, position=place(bay, depth, flat.position[:, 1]), normal=bend(flat.normal, bay, depth))
