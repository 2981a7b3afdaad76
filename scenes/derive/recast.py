"""Recast in a Node.js process of its own, with limits on time and memory."""

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.node import command
from scenes.parent import go_with_parent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FINEST, CELLS, SPANS = 0.05, 4_500, 8_000
"""Metres of the smallest cell; the most cells along a side; the most heights in a column (Recast stores 13 bits)."""
MAX_TRIANGLES = 4_000_000
MEMORY = 4 * 1024 * 1024
"""KiB of data that Node.js may have."""


class NavmeshFailed(RuntimeError):
    """Recast did not come to an end, with what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A visitor's body: metres, and degrees of the steepest slope."""

    radius: float = 0.3
    height: float = 1.7
    climb: float = 0.35
    slope: float = 40.0


VISITOR = Agent()
"""A grown-up, or a wheelchair on a ramp."""


def recast(
    position: "Array", triangles: "NDArray[np.int64]", agent: Agent, limit: float
) -> "tuple[Array, NDArray[np.int64]]":
    """Corners (m, 3, 3) of the walkable triangles in metres, and the connected island (m,) of each.

    Raises `NavmeshFailed`, `NodeMissing`, and `ValueError` for more triangles than 4 million.
    """
    import numpy as np

    if len(triangles) > MAX_TRIANGLES:
        raise ValueError(f"{len(triangles)} triangles are too many to look for ground: give a lighter level of detail")
    middle = (position.min(axis=0) + position.max(axis=0)) / 2
    size = np.ptp(position, axis=0)
    cell = max(FINEST, min(0.1, float(max(size[0], size[2])) / 1000), float(max(size[0], size[2])) / CELLS)
    height = max(cell / 2, float(size[1]) / SPANS)
    settings = [cell, height, agent.radius, agent.height, agent.climb, agent.slope]
    request = b"".join(
        [
            np.array([len(position), triangles.size], dtype="<u4").tobytes(),
            np.array(settings, dtype="<f4").tobytes(),
            (position - middle).astype("<f4").tobytes(),
            triangles.astype("<u4").tobytes(),
        ]
    )
    corners, island = _answer(_run(request, limit))
    return corners + middle, island


def _run(request: bytes, limit: float) -> bytes:
    limited = ["/bin/sh", "-c", 'ulimit -d "$0"; exec "$@"', str(MEMORY), *command("navmesh.mjs")]
    try:
        done = subprocess.run(
            limited, input=request, capture_output=True, timeout=limit, check=False, preexec_fn=go_with_parent
        )
    except subprocess.TimeoutExpired as error:
        raise NavmeshFailed(f"Recast took longer than {limit:.0f} s") from error
    if done.returncode or len(done.stdout) < 8:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NavmeshFailed(f"Recast ended with {done.returncode}: {said[-1] if said else 'no words'}")
    return done.stdout


def _answer(data: bytes) -> "tuple[Array, NDArray[np.int64]]":
    import numpy as np

    status, count = np.frombuffer(data, dtype="<u4", count=2)
    if status:
        raise NavmeshFailed(data[8 : 8 + int(count)].decode(errors="replace"))
    corners = np.frombuffer(data, dtype="<f4", count=int(count) * 9, offset=8)
    island = np.frombuffer(data, dtype="<u4", count=int(count), offset=8 + corners.nbytes)
    return corners.reshape(-1, 3, 3).astype(np.float64), island.astype(np.int64)
