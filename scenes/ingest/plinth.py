"""A plinth under a thing that would lie at the visitor's feet."""

from pathlib import Path

from scenes.pose import Vector

LOW, NARROW = 1.0, 1.2
"""Metres: what is as high as the one or as broad as the other stands on the ground."""
EYES = 1.5
"""Metres above the ground at which the middle of a small thing is looked at."""
MARGIN = 0.06
"""Metres of plinth on each side of the thing."""
STONE = (0.3, 0.28, 0.26)
SIDES = (
    ((1, 0, 0), (1, 3, 7, 5)), ((-1, 0, 0), (0, 4, 6, 2)), ((0, 1, 0), (2, 6, 7, 3)), ((0, 0, 1), (4, 5, 7, 6)),
    ((0, 0, -1), (0, 2, 3, 1)),
)  # fmt: skip
"""Normal and corners of each side but the lowest; the bits of a corner are x, y and z."""


def plinth_height(size: Vector) -> float:
    """Metres that a thing of this size is raised; 0 where it stands on the ground."""
    across = max(size[0], size[2])
    return 0.0 if size[1] >= LOW or across >= NARROW else round(EYES - size[1] / 2, 3)


def write_plinth(size: Vector, out: Path) -> None:
    """Write the plinth for a thing of this size as a GLB: it stands on the origin and is `plinth_height` high."""
    import numpy as np

    from scenes import gltf
    from scenes.mesh import Material, Primitive

    x, z = size[0] / 2 + MARGIN, size[2] / 2 + MARGIN
    low, high = np.array([-x, 0.0, -z]), np.array([x, plinth_height(size), z])
    corners = np.array([[corner & 1, corner >> 1 & 1, corner >> 2] for corner in range(8)]) * (high - low) + low
    block = Primitive(
        material="stone",
        position=corners[[corner for _, side in SIDES for corner in side]],
        triangles=np.array([[4 * n + a, 4 * n + b, 4 * n + c] for n in range(5) for a, b, c in ((0, 1, 2), (0, 2, 3))]),
        normal=np.repeat(np.array([normal for normal, _ in SIDES], dtype=np.float64), 4, axis=0),
    )
    stone = Material(name="stone", colour=STONE, roughness=0.95)
    data = gltf.write(
        {"plinth": [block]}, [stone], copyright_notice="", generator="caravanserai scenes.ingest", compress=False
    )
    out.write_bytes(data)
