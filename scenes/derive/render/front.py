"""Which way a thing faces: the side with the most carving and painting to be seen."""

from typing import TYPE_CHECKING

from scenes.derive.render.studio import Studio
from scenes.derive.render.view import framed, swept

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDES = 16
PIXELS = 192
PRIOR = 0.05
"""How much the side that glTF calls the front, +Z, is preferred."""


def front(room: Studio) -> float:
    """The azimuth of the guessed front, radians from +Z towards +X."""
    import numpy as np

    turns = np.arange(SIDES) * 2 * np.pi / SIDES
    found = np.array([detail(room, turn) for turn in turns])
    return float(turns[np.argmax(preferred(found, turns))])


def preferred(found: "NDArray[np.float64]", turns: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Each side's detail with half of its neighbours' and the preference for +Z."""
    import numpy as np

    wide = 0.5 * found + 0.25 * (np.roll(found, 1) + np.roll(found, -1))
    return np.asarray(wide * (1 + PRIOR * np.cos(turns)))


def detail(room: Studio, azimuth: float) -> float:
    """How much normals and colours change over the picture, weighted towards the upper half, where faces are."""
    import numpy as np

    view = framed(swept(room.subject.points), azimuth, 0.1, 1.0)
    albedo, normal, _ = (plane.astype(np.float32) for plane in room.planes(view, (PIXELS, PIXELS)))
    covered = albedo[..., 3] > 0.5
    inner = covered[1:-1, 1:-1] & covered[:-2, 1:-1] & covered[2:, 1:-1] & covered[1:-1, :-2] & covered[1:-1, 2:]
    bend = np.abs(_laplacian(normal[..., :3])).sum(axis=-1)
    paint = np.abs(_laplacian(np.sqrt(np.clip(albedo[..., :3], 0, 1)).mean(axis=-1)))
    seen = np.minimum(bend, 0.6) + np.minimum(paint, 0.2)
    height = np.linspace(0.6, 1.4, PIXELS - 2)[:, None]
    return float((seen * inner * height).sum() / PIXELS**2)


def _laplacian(plane: "NDArray[np.float32]") -> "NDArray[np.float32]":
    return plane[1:-1, 1:-1] * 4 - plane[:-2, 1:-1] - plane[2:, 1:-1] - plane[1:-1, :-2] - plane[1:-1, 2:]
