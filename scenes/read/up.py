"""Which axis of a file points up, where its format does not say."""

from typing import TYPE_CHECKING

from scenes.finding import Finding
from scenes.read.reading import notice
from scenes.read.sheet import faces, sheet

if TYPE_CHECKING:
    from scenes.read.shape import Shape

HABIT = {"obj": "y", "ply": "z", "stl": "z"}
BASE = 0.03
"""Share of the height that counts as the base."""
CLEAR = 0.2
"""How far apart two scores must be before the shape is believed against the habit."""


def guess_up(shape: "Shape", kind: str) -> tuple[str, Finding]:
    """The axis and how it was found: a flat base or ground, the proportions, the habit of the format."""
    scores = {"y": _score(shape, 1), "z": _score(shape, 2)}
    habit = HABIT.get(kind, "z")
    other = "z" if habit == "y" else "y"
    if scores[other] > scores[habit] + CLEAR:
        chosen, why = other, f"it stands or lies better on that side than with {habit} up"
    elif scores[habit] > scores[other] + CLEAR:
        chosen, why = habit, f"its base and proportions say so, and {kind.upper()} files do by habit"
    else:
        chosen, why = habit, f"its shape does not tell; {kind.upper()} files have it so by habit"
    message = f"The file does not say which axis is up. It was taken for {chosen}: {why}."
    return chosen, notice("UP_GUESSED", message, "look at the picture and say up (y or z) if it lies on its side")


def _score(shape: "Shape", axis: int) -> float:
    """From 0: how much of the form speaks for that axis."""
    return float(_base(shape, axis) + max(0.0, sheet(shape, axis)) + _tall(shape, axis))


def _tall(shape: "Shape", axis: int) -> float:
    """Things that stand are taller than deep, ground is flatter than wide; half a point at most."""
    extents = shape.extents
    other = extents[3 - axis]
    if other <= 0 or extents[axis] <= 0:
        return 0.0
    if extents[axis] < 0.25 * min(other, extents[0]):
        return 0.5
    return float(min(0.5, max(0.0, 0.5 * (extents[axis] / other - 1.0))))


def _base(shape: "Shape", axis: int) -> float:
    """Area of the lowest triangles that face down, as a share of the plan's area."""
    import numpy as np

    cross, area = faces(shape)
    if not len(area):
        return 0.0
    low = shape.corners[:, :, axis].max(axis=1) < shape.low[axis] + BASE * shape.extents[axis]
    down = cross[:, axis] < -0.9 * np.linalg.norm(cross, axis=1)
    return float(min(1.0, area[low & down].sum() / _plan(shape, axis)))


def _plan(shape: "Shape", axis: int) -> float:
    """Area of the bounding box seen along the axis, thinned as the triangles are."""
    across = [extent for index, extent in enumerate(shape.extents) if index != axis]
    return max(float(across[0] * across[1]) * shape.share, 1e-300)
