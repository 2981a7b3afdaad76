"""Whether a place is under a roof, and where its plan is cut then."""

from scenes.derive.plan import ABOVE, EYE, floor_height
from scenes.mesh import Mesh

TRIED = 2_000
"""Places of the floor from which it is looked up."""
ROOFED = 0.5


def cut_height(mesh: Mesh) -> float | None:
    """The `ceiling` for the plan of rooms: eye height and a little over the floor; nothing for what is mostly open.

    Metres in scene space. Raises `ValueError` for a mesh without triangles or with numbers that are not finite.
    """
    import numpy as np

    from scenes.derive.navmesh import joined
    from scenes.derive.occlusion import Shade

    position, triangles = joined(mesh)
    floor = floor_height(mesh)
    middle = position[triangles].mean(axis=1)
    low = middle[np.abs(middle[:, 1] - floor) < 0.3]
    if not len(low):
        return None
    eyes = low[:: max(1, len(low) // TRIED)] + np.array([0.0, EYE, 0.0])
    centre = position.mean(axis=0)
    upwards = np.tile([0.0, 1.0, 0.0], (len(eyes), 1))
    covered = Shade(position - centre, triangles).blocked(eyes - centre, upwards, 1e6)
    return floor + EYE + ABOVE if covered.mean() > ROOFED else None
