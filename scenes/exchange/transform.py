"""Placing a model: transforms composed as 4 × 4 matrices and taken apart into position, orientation and one scale."""

import math
from collections.abc import Iterable, Sequence

from scenes.pose import Quaternion, Vector

Matrix = tuple[tuple[float, float, float, float], ...]
"""Four rows; points are columns on the right."""

IDENTITY: Matrix = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0))

SAME = 1e-4
"""How far, relatively, the three axes may be from one length and from right angles to count as so."""


class NotUniform(ValueError):
    """A transform that stretches, shears, mirrors or flattens, which no position, orientation and scale can say."""


def product(*factors: Matrix) -> Matrix:
    """The matrices multiplied, the last applied first."""
    whole = IDENTITY
    for factor in factors:
        columns = tuple(zip(*factor, strict=True))
        whole = tuple(_row(row, columns) for row in whole)
    return whole


def translation(offset: Sequence[float]) -> Matrix:
    """A move by `offset`."""
    x, y, z = offset
    return ((1.0, 0.0, 0.0, x), (0.0, 1.0, 0.0, y), (0.0, 0.0, 1.0, z), (0.0, 0.0, 0.0, 1.0))


def scaling(factors: Sequence[float]) -> Matrix:
    """A stretch along each axis."""
    x, y, z = factors
    return ((x, 0.0, 0.0, 0.0), (0.0, y, 0.0, 0.0), (0.0, 0.0, z, 0.0), (0.0, 0.0, 0.0, 1.0))


def rotation(orientation: Sequence[float]) -> Matrix:
    """A turn by a quaternion x, y, z, w of any length; the identity for one of no length."""
    length = math.sqrt(sum(value * value for value in orientation))
    if length < 1e-9:
        return IDENTITY
    x, y, z, w = (value / length for value in orientation)
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y), 0.0),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x), 0.0),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y), 0.0),
        (0.0, 0.0, 0.0, 1.0),
    )


def turn(axis: str, degrees: float) -> Matrix:
    """A turn about `x`, `y` or `z`, counter-clockwise seen against the axis."""
    half = math.radians(degrees) / 2
    place = "xyz".index(axis)
    return rotation([math.sin(half) if each == place else 0.0 for each in range(3)] + [math.cos(half)])


def from_columns(values: Sequence[float]) -> Matrix:
    """A glTF matrix: sixteen numbers, column after column."""
    rows = tuple(zip(*(values[start : start + 4] for start in (0, 4, 8, 12)), strict=True))
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def applied(matrix: Matrix, point: Sequence[float]) -> Vector:
    """Where a point goes."""
    x, y, z = (sum(a * b for a, b in zip(row, (*point, 1.0), strict=True)) for row in matrix[:3])
    return (x, y, z)


def decomposed(matrix: Matrix) -> tuple[Vector, Quaternion, float]:
    """Position, orientation and uniform scale of a transform; raises `NotUniform` where it is more than that."""
    axes = [tuple(row[column] for row in matrix[:3]) for column in range(3)]
    scale = math.sqrt(sum(value * value for value in axes[0]))
    if not (math.isfinite(scale) and scale > 1e-12):
        raise NotUniform("it flattens")
    for first in range(3):
        for second in range(first, 3):
            wanted = 1.0 if first == second else 0.0
            got = sum(a * b for a, b in zip(axes[first], axes[second], strict=True)) / scale**2
            if not abs(got - wanted) <= SAME:
                raise NotUniform("it stretches its axes unequally" if first == second else "it shears")
    rows = [[axes[column][row] / scale for column in range(3)] for row in range(3)]
    if _determinant(rows) < 0:
        raise NotUniform("it mirrors")
    return (matrix[0][3], matrix[1][3], matrix[2][3]), _quaternion(rows), scale


def turns(orientation: Quaternion) -> list[tuple[str, float]]:
    """An orientation as turns about single axes in the order they are applied: z, then x, then y, in degrees."""
    rows = rotation(orientation)
    x = math.asin(max(-1.0, min(1.0, -rows[1][2])))
    if abs(rows[1][2]) < 1 - 1e-12:
        y, z = math.atan2(rows[0][2], rows[2][2]), math.atan2(rows[1][0], rows[1][1])
    else:
        y, z = math.atan2(-rows[2][0], rows[0][0]), 0.0
    found = (("z", z), ("x", x), ("y", y))
    return [(axis, math.degrees(angle)) for axis, angle in found if abs(angle) > 1e-9]


def turned(steps: Iterable[tuple[str, float]]) -> Matrix:
    """The turns of `turns`, one after the other."""
    whole = IDENTITY
    for axis, degrees in steps:
        whole = product(turn(axis, degrees), whole)
    return whole


def _row(row: Sequence[float], columns: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    a, b, c, d = (sum(x * y for x, y in zip(row, column, strict=True)) for column in columns)
    return (a, b, c, d)


def _determinant(m: Sequence[Sequence[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )


def _quaternion(m: Sequence[Sequence[float]]) -> Quaternion:
    """Shepperd's method: the largest of the four is taken from the diagonal, the others from it."""
    diagonal = (m[0][0] + m[1][1] + m[2][2], m[0][0], m[1][1], m[2][2])
    best = diagonal.index(max(diagonal))
    if best == 0:
        q = [m[2][1] - m[1][2], m[0][2] - m[2][0], m[1][0] - m[0][1], 1 + diagonal[0]]
    else:
        i = best - 1
        j, k = (i + 1) % 3, (i + 2) % 3
        q = [0.0, 0.0, 0.0, m[k][j] - m[j][k]]
        q[i], q[j], q[k] = 1 + m[i][i] - m[j][j] - m[k][k], m[j][i] + m[i][j], m[k][i] + m[i][k]
    length = math.sqrt(sum(value * value for value in q)) * (1 if q[3] >= 0 else -1)
    x, y, z, w = (value / length for value in q)
    return (x + 0.0, y + 0.0, z + 0.0, w + 0.0)
