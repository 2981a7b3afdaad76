"""Point clouds kept on disk as they come, and the colour that each point gets in the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scenes.derive.tiling.grid import BITS, MANTISSA, Grid
from scenes.mesh import PointCloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 1 << 18
FINEST, FINENESS = -10, 18
"""A step is a millimetre (2 to the -10 metres) or a 2**18th of the cloud, whichever is less."""
SAMPLE = 1 << 16
LOW, HIGH = (0.30, 0.24, 0.18), (0.96, 0.92, 0.80)
"""sRGB of the lowest and the highest point where a scanner told neither colour nor intensity."""


def record() -> "np.dtype[Any]":
    """A point as it lies in a file: steps from the lowest corner, sRGB."""
    import numpy as np

    return np.dtype([("position", "<i4", (3,)), ("colour", "u1", (4,))])


@dataclass(slots=True, kw_only=True)
class CloudSpool:
    """One file that grows by a cloud at a time."""

    path: Path
    points: int = 0
    clouds: int = 0
    copyright: str = ""
    low: Any = None
    high: Any = None
    intensity: list[Any] = field(default_factory=list)

    def add(self, cloud: PointCloud, file: IO[bytes]) -> None:
        """Write a cloud; raises `ValueError` where its rows do not fit together or are not finite."""
        import numpy as np

        position = np.ascontiguousarray(cloud.position, np.float64)
        if not len(position):
            return
        for name in ("position", "colour", "intensity"):
            rows = getattr(cloud, name)
            if rows is not None and (len(rows) != len(position) or not np.isfinite(rows).all()):
                raise ValueError(f"{name} needs a row of finite numbers for each of the cloud's {len(position)} points")
        low, high = position.min(axis=0), position.max(axis=0)
        self.low = low if self.low is None else np.minimum(self.low, low)
        self.high = high if self.high is None else np.maximum(self.high, high)
        self._write(position, cloud, file)
        self.points += len(position)
        self.clouds += 1
        self.copyright = self.copyright or cloud.copyright

    def _write(self, position: Any, cloud: PointCloud, file: IO[bytes]) -> None:
        import numpy as np

        grey = cloud.intensity if cloud.colour is None else None
        np.save(file, position)
        np.save(file, np.zeros((0, 3), np.uint8) if cloud.colour is None else np.asarray(cloud.colour, np.uint8))
        np.save(file, np.zeros(0, np.float32) if grey is None else np.asarray(grey, np.float32))
        if grey is not None and sum(map(len, self.intensity)) < SAMPLE:
            self.intensity.append(np.asarray(grey[:: max(1, len(grey) // 4096)]))

    def grid(self) -> Grid:
        """The grid of the cloud's cube, steps counted from its lowest corner."""
        import math

        import numpy as np

        extent = max(float((self.high - self.low).max()), 1e-6)
        coarsest = math.ceil(math.log2(extent / (2**BITS - 4)))
        exponent = max(coarsest, min(FINEST, math.floor(math.log2(extent)) - FINENESS))
        step = 2.0**exponent
        far = max(np.abs(self.low).max(), np.abs(self.high).max()) / step >= MANTISSA - 2
        origin = np.rint((self.low + self.high) / 2 / step) * step if far else np.zeros(3)
        low = np.floor((self.low - origin) / step).astype(int)
        return Grid(step=step, exponent=exponent, origin=tuple(origin.tolist()), low=tuple(low.tolist()))

    def bits(self, grid: Grid) -> int:
        """How often the cube can be halved until its cells are one step."""
        highest = int(max(grid.steps(self.high[None])[0] - grid.low))
        return max(1, highest.bit_length())

    def records(self, grid: Grid) -> "Iterator[NDArray[Any]]":
        """All points in blocks, in the order they came."""
        import numpy as np

        span = self._span()
        with self.path.open("rb") as file:
            for _ in range(self.clouds):
                position, colour, intensity = (np.load(file) for _ in range(3))
                for start in range(0, len(position), BLOCK):
                    rows = slice(start, start + BLOCK)
                    block = np.zeros(len(position[rows]), record())
                    block["position"] = grid.steps(position[rows]) - np.asarray(grid.low)
                    block["colour"][:, :3] = self._colour(position[rows], colour[rows], intensity[rows], span)
                    yield block

    def _span(self) -> tuple[float, float]:
        """The intensities shown as black and white: all but the faintest and the strongest fiftieth."""
        import numpy as np

        if not self.intensity:
            return 0.0, 1.0
        low, high = np.percentile(np.concatenate(self.intensity), (2, 98))
        return float(low), max(float(high), float(low) + 1e-6)

    def _colour(self, position: Any, colour: Any, intensity: Any, span: tuple[float, float]) -> Any:
        import numpy as np

        if len(colour):
            return colour
        if len(intensity):
            grey = (intensity - span[0]) / (span[1] - span[0])
            return np.rint(np.clip(grey, 0.02, 1) * 255)[:, None]
        height = (position[:, 1] - self.low[1]) / max(float(self.high[1] - self.low[1]), 1e-9)
        return np.rint((np.asarray(LOW) + height[:, None] * (np.asarray(HIGH) - LOW)) * 255)
