"""Figures of clay as smooth unions of round bodies, drawn as surface nets (after S. Gibson, 1998)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes.sites.surface import Array, Surface, Triple

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A round body between two points; an ellipsoid where both are the same and `size` says its half axes."""

    start: Triple
    end: Triple
    radius: tuple[float, float]
    colour: Triple
    size: Triple | None = None
    folds: tuple[Triple, float] | None = None
    """Waves of drapery over it: their wave vector and how deep they are."""
    fine: bool = False
    """Whether it belongs to what is modelled more finely: a head."""

    def distance(self, at: Array) -> Array:
        """About how far points are from its surface, below zero inside."""
        if self.size is not None:
            size = np.asarray(self.size)
            away = at - np.asarray(self.start)
            near = np.linalg.norm(away / size, axis=-1)
            found = near * (near - 1) / np.maximum(np.linalg.norm(away / size**2, axis=-1), 1e-6)
        else:
            axis = np.subtract(self.end, self.start)
            t = np.clip((at - self.start) @ axis / max(float(axis @ axis), 1e-9), 0, 1)
            middle = np.asarray(self.start) + t[..., None] * axis
            found = np.linalg.norm(at - middle, axis=-1) - (self.radius[0] + (self.radius[1] - self.radius[0]) * t)
        if self.folds is not None:
            wave, deep = self.folds
            found = found + deep * np.sin(at @ np.asarray(wave))
        return np.asarray(found)


def ball(at: Triple, size: Triple | float, colour: Triple, folds: tuple[Triple, float] | None = None) -> Blob:
    """An ellipsoid."""
    size = (size, size, size) if isinstance(size, float | int) else size
    return Blob(start=at, end=at, radius=(1.0, 1.0), size=size, colour=colour, folds=folds)


def limb(
    start: Triple, end: Triple, radius: tuple[float, float], colour: Triple, folds: tuple[Triple, float] | None = None
) -> Blob:
    """A tapering rod with round ends."""
    return Blob(start=start, end=end, radius=radius, colour=colour, folds=folds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Paint on a figure, within an ellipsoid."""

    at: Triple
    size: Triple
    colour: Triple


def figure(blobs: Sequence[Blob], step: float, blend: float, spots: Sequence[Spot] = ()) -> Surface:
    """The surface around all blobs; `step` is a cell's size and `blend` how far they melt into each other."""
    reach = step * 2 + blend
    ends = np.array([point for blob in blobs for point in (blob.start, blob.end)])
    wide = np.array([blob.size or (max(blob.radius),) * 3 for blob in blobs for _ in range(2)])
    low, high = (ends - wide).min(axis=0) - reach, (ends + wide).max(axis=0) + reach
    shape = np.ceil((high - low) / step).astype(int) + 1
    axes = [low[k] + step * np.arange(shape[k]) for k in range(3)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1)

    def union(at: Array) -> Array:
        total = np.zeros(at.shape[:-1])
        for blob in blobs:
            total += np.exp(-np.clip(blob.distance(at) / blend, -60, 60))
        return np.asarray(-blend * np.log(np.maximum(total, 1e-30)))

    position, triangles = nets(union(points), low, step)
    return Surface(
        position=position,
        normal=_slope(union, position, step * 0.5),
        uv=position[:, [2, 1]] * (1, -1),
        colour=_painted(position, blobs, blend, spots),
        triangles=triangles,
    )


def _slope(field: Callable[[Array], Array], at: Array, step: float) -> Array:
    shifts = np.eye(3) * step
    normal = np.stack([field(at + shift) - field(at - shift) for shift in shifts], -1)
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9))


def _painted(at: Array, blobs: Sequence[Blob], blend: float, spots: Sequence[Spot]) -> Array:
    plain = [replace(blob, folds=None) for blob in blobs]
    near = np.stack([blob.distance(at) for blob in plain], -1)
    weight = np.exp(-(near - near.min(axis=-1, keepdims=True)) / (blend * 0.22))
    colour = weight @ np.array([blob.colour for blob in blobs]) / weight.sum(axis=-1, keepdims=True)
    for spot in spots:
        inside = np.linalg.norm((at - np.asarray(spot.at)) / np.asarray(spot.size), axis=-1) < 1
        colour[inside] = spot.colour
    return np.asarray(colour)


def nets(field: Array, low: Array, step: float) -> tuple[Array, Rows]:
    """Vertices and triangles where a field on a grid changes its sign, its positive side outwards."""
    inside = field < 0
    shape = tuple(size - 1 for size in field.shape)
    total, count = np.zeros((*shape, 3)), np.zeros(shape)
    for axis in range(3):
        _gather(field, inside, axis, total, count)
    active = count > 0
    number = np.full(shape, -1, dtype=np.int64)
    number[active] = np.arange(int(active.sum()))
    position = low + step * (total[active] / count[active][:, None])
    return position, np.concatenate([_quads(inside, axis, number) for axis in range(3)])


def _gather(field: Array, inside: NDArray[np.bool_], axis: int, total: Array, count: Array) -> None:
    """Add to each cell the points where its edges along an axis cross the surface."""
    one, other = np.moveaxis(field, axis, 0)[:-1], np.moveaxis(field, axis, 0)[1:]
    sides = np.moveaxis(inside, axis, 0)
    cross = sides[:-1] != sides[1:]
    share = np.where(cross, one / np.where(cross, one - other, 1.0), 0.0)
    place = np.stack(np.meshgrid(*[np.arange(size, dtype=float) for size in one.shape], indexing="ij"), -1)
    place[..., 0] += share
    order = np.argsort([axis, *[k for k in range(3) if k != axis]])
    place = place[..., order] * cross[..., None]
    place, cross = np.moveaxis(place, 0, axis), np.moveaxis(cross, 0, axis)
    rest = [k for k in range(3) if k != axis]
    for first in (0, 1):
        for second in (0, 1):
            cut: list[slice] = [slice(None)] * 3
            for k, shift in zip(rest, (first, second), strict=True):
                cut[k] = slice(shift, field.shape[k] - 1 + shift)
            total += place[tuple(cut)]
            count += cross[tuple(cut)]


def _quads(inside: NDArray[np.bool_], axis: int, number: Rows) -> Rows:
    sides = np.moveaxis(inside, axis, 0)
    cross = sides[:-1] != sides[1:]
    i, j, k = np.nonzero(cross[:, 1:-1, 1:-1])
    cells = np.moveaxis(number, axis, 0)
    a, b, c, d = cells[i, j, k], cells[i, j + 1, k], cells[i, j + 1, k + 1], cells[i, j, k + 1]
    out = sides[i, j + 1, k + 1] ^ (axis == 1)
    quads = np.where(out[:, None], np.stack([a, b, c, d], -1), np.stack([a, d, c, b], -1))
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
