"""Where a visitor stands first: on the ground, a good way off, with the thing before them."""

from typing import TYPE_CHECKING

from scenes.derive.navmesh import Navmesh, joined
from scenes.mesh import Mesh
from scenes.pose import Pose, facing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

AWAY = 2.4
"""How many times its height, or 1.2 times its breadth, one stands away from a thing."""
NEAREST, FARTHEST = 0.8, 60.0
EYE = 1.65
STEP = 0.5
"""Metres between the places that are tried."""
MOST = 20_000


def entrance(mesh: Mesh, walk: Navmesh, *, front: float = 0.0) -> Pose:
    """A place on the largest island from which the thing is seen whole, facing it: the visitor's feet in metres.

    `front` is the azimuth of the thing's front, radians from +Z towards +X, as `scenes.derive.render.facing_of` gives
    it. In a room, which is smaller than that, it is a place from which the middle is seen across most of the room.
    Raises `ValueError` where there is no ground.
    """
    import numpy as np

    places = _places(walk)
    position, triangles = joined(mesh)
    low, high = position.min(axis=0), position.max(axis=0)
    middle = (low + high) / 2
    across = float(max(high[0] - low[0], high[2] - low[2]))
    wanted = min(max(AWAY * float(high[1] - low[1]), 1.2 * across, NEAREST), FARTHEST) + min(across / 4, 15.0)
    offset = (places - middle)[:, [0, 2]]
    away = np.linalg.norm(offset, axis=1)
    turn = np.abs((np.arctan2(offset[:, 0], offset[:, 1]) - front + np.pi) % (2 * np.pi) - np.pi)
    cost = np.abs(away - wanted) / wanted + 0.6 * turn / np.pi
    best = _seen(places, cost, middle, position, triangles)
    x, y, z = (round(float(value), 3) for value in places[best])
    return facing((x, y, z), (float(middle[0]), y, float(middle[2])))


def _places(walk: Navmesh) -> "Array":
    """Points spread over the largest island, the same ones each time."""
    import numpy as np

    corners = walk.position[walk.corners[walk.island == 0]] if walk.triangles else np.empty((0, 3, 3))
    if not len(corners):
        raise ValueError("there is no ground to stand on: make one with ground_around")
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    count = int(min(max(area.sum() / STEP**2, 500), MOST))
    rng = np.random.default_rng(0)
    chosen = corners[rng.choice(len(corners), count, p=area / area.sum())]
    first, second = np.sqrt(rng.random((count, 1))), rng.random((count, 1))
    spread = (1 - first) * chosen[:, 0] + first * (1 - second) * chosen[:, 1] + first * second * chosen[:, 2]
    return np.concatenate([spread, corners.mean(axis=1)])


def _seen(places: "Array", cost: "Array", middle: "Array", position: "Array", triangles: "NDArray[np.int64]") -> int:
    """The cheapest place from which nothing stands in the first half of the way to the middle; else the cheapest."""
    import numpy as np

    from scenes.derive.occlusion import Shade

    order = np.argsort(cost, kind="stable")[:500]
    eyes = places[order] + [0.0, EYE, 0.0]
    towards = middle - eyes
    length = np.linalg.norm(towards, axis=1)
    shade = Shade(position - middle, triangles)
    clear = ~shade.blocked(eyes - middle, towards / length[:, None], length / 2)
    return int(order[np.argmax(clear)]) if clear.any() else int(order[0])
