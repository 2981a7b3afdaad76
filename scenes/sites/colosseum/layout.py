"""Where things are at the Colosseum: published dimensions, the curves, the stops.

Metres, +Y up, right-handed, origin in the middle of the arena, +X towards the Porta Libitinaria, -Z towards the
surviving outer ring. A place in the building is (`bay`, `depth`, `height`): bays count from +X towards +Z, bay 60 being
the northern entrance, and depth is measured inwards from the outer face.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

BAYS = 80
OUTER = (94.5, 78.0)
"""Semi-axes of the outer face; 189 × 156 m over all."""
ARENA = (41.5, 24.0)
"""Semi-axes of the arena; 83 × 48 m."""
DEPTH = OUTER[0] - ARENA[0]
NARROWING = (OUTER[1] - ARENA[1]) / DEPTH
"""Metres that the minor semi-axis loses with each metre of depth."""

LEVELS = (0.0, 10.5, 22.35, 33.95, 48.0)
"""Heights of the storeys' floors and of the top."""
BAY_WIDTH = 6.79
ARCH_WIDTH = 4.2

OUTER_PIER = (0.0, 2.6)
OUTER_WALK = (2.6, 7.9)
INNER_PIER = (7.9, 10.3)
INNER_WALK = (10.3, 14.7)
THIRD_PIER = (14.7, 16.2)
TIER_WALL = (22.0, 23.2)
TIER_EDGE = 30.6
PRAECINCTIO = 39.0
PODIUM_EDGE = 48.0

TIER_HEIGHT = 12.0
PODIUM_HEIGHT = 4.0
HYPOGEUM = -6.0
PLATFORM = 21.0
"""The modern arena floor covers what lies east of this x."""
GATE_HALF = 2.4
"""Half the clear width of the four axial passages."""
AXES = (0, 20, 40, 60)

STANDING = tuple(range(45, 76))
"""The bays of the outer ring that still stand open: 31 arches; 44 and 76 are walled up by the buttresses."""
VALADIER, STERN = 44, 76
NORTH = 60

SUN = (-0.5, 0.7, -0.51)
"""Direction towards the sun whose shade is baked into the vertices."""

STOPS: dict[str, tuple[float, float, float]] = {
    "piazza": (-62.0, 0.0, -112.0),
    "facade": (-25.0, 0.0, -92.0),
    "gate-numbers": (-49.0, 0.0, -74.0),
    "north-gate": (0.0, 0.0, -84.0),
    "ambulatory": (-20.0, 0.0, -71.2),
    "arena": (30.0, 0.0, 0.0),
    "hypogeum-edge": (22.5, 0.0, 6.0),
    "hypogeum": (0.0, -6.0, 0.0),
    "lifts": (8.0, -6.0, 0.0),
    "podium": (0.0, 4.0, 27.2),
    "imperial-box": (0.0, 4.0, -27.2),
    "libitinaria": (44.0, 0.0, 0.0),
    "triumphalis": (-44.0, 0.0, 0.0),
    "second-tier": (-30.0, 12.0, -44.8),
    "top-gallery": (0.0, 34.0, -66.0),
    "attic-view": (25.0, 0.0, -97.0),
    "south-ring": (10.0, 0.0, 88.0),
    "stern-buttress": (108.0, 0.0, -42.0),
    "west-piazza": (-118.0, 0.0, 20.0),
}
"""Where visitors' feet are at each stop."""

PARTS = (
    "outer-ring", "arcade-1", "arcade-2", "arcade-3", "attic", "corbels", "inner-ring", "cavea", "marble-seats",
    "podium", "arena-floor", "hypogeum", "lift-shafts", "porta-libitinaria", "porta-triumphalis", "north-gate",
    "ambulatory", "stern-buttress", "valadier-buttress", "imperial-box", "arch-of-constantine", "meta-sudans",
    "pavement", "cross", "top-gallery", "cippi", "pines", "surroundings",
)  # fmt: skip
"""Names of the model's nodes, the same in every level of detail."""


@cache
def _arc() -> "tuple[ndarray, ndarray]":
    import numpy as np

    angle = np.linspace(0, 2 * np.pi, 40_001)
    speed = np.hypot(OUTER[0] * np.sin(angle), OUTER[1] * np.cos(angle))
    length = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
    return length / length[-1] * BAYS, angle


def angle_of(bay: "ndarray") -> "ndarray":
    """Ellipse parameter (radians) of a bay number; the bays are equally wide along the outer face."""
    import numpy as np

    bays, angles = _arc()
    turn = np.floor(bay / BAYS)
    return np.asarray(np.interp(bay - turn * BAYS, bays, angles) + turn * 2 * np.pi)


def _gate_half_bay(axis: int, depth: "ndarray") -> "ndarray":
    """Half width, in bays, of an axial passage, which must not narrow to the arena as the other bays do."""
    import numpy as np

    bays, angles = _arc()
    semi = OUTER[1] - depth * NARROWING if axis % 40 == 0 else OUTER[0] - depth
    wanted = np.where(depth > THIRD_PIER[0], np.arcsin(np.clip(GATE_HALF / semi, 0, 1)), 0)
    quarter = angles + (0 if axis % 40 == 0 else -np.pi / 2)
    shift = 0 if axis % 40 == 0 else BAYS / 4
    return np.maximum(0.5, np.interp(wanted, quarter, bays - shift))


def _beside_gates(bay: "ndarray", depth: "ndarray") -> "ndarray":
    import numpy as np

    bent = np.array(bay, dtype=float)
    for axis in AXES:
        off = (bay - axis + BAYS / 2) % BAYS - BAYS / 2
        half = _gate_half_bay(axis, depth)
        away = np.where(np.abs(off) <= 0.5, np.abs(off) * half / 0.5, half + (np.abs(off) - 0.5) * (4 - half) / 3.5)
        bent = np.where(np.abs(off) < 4, bay - off + np.sign(off) * away, bent)
    return bent


def place(bay: "ndarray | float", depth: "ndarray | float", height: "ndarray | float") -> "ndarray":
    """Scene positions (…, 3) of places in the building."""
    import numpy as np

    at, deep, high = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (bay, depth, height)))
    angle = angle_of(_beside_gates(at, deep))
    return np.stack([(OUTER[0] - deep) * np.cos(angle), high, (OUTER[1] - deep * NARROWING) * np.sin(angle)], axis=-1)
