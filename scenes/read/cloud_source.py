"""A point cloud's file before its points are read: what it says of itself, and how to get pieces of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import PointCloud
from scenes.read.reading import MAX_POINTS, refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSource:
    """One file of points, in its own axes and units."""

    format: str
    name: str
    count: int
    """How many points the headers announce."""
    pieces: Callable[[int], Iterator[PointCloud]]
    """Clouds of at most so many points."""
    bounds: "tuple[NDArray[np.float64], NDArray[np.float64]] | None" = None
    """The corners the headers announce."""
    units: str = ""
    up: str = ""
    crs: str = ""
    findings: Sequence[Finding] = ()


def joined(clouds: Iterable[PointCloud], name: str) -> PointCloud:
    """One cloud of several with one origin; raises `Refused` for none, or for more than fit in memory."""
    found, total = [], 0
    for cloud in clouds:
        found.append(cloud)
        total += len(cloud.position)
        if total > MAX_POINTS:
            refuse("TOO_MANY_POINTS", f"More than {MAX_POINTS} points.", "ingest tiles it in pieces", file=name)
    if not total:
        refuse("NO_POINTS", "There is no point in it.", "export the scan again, with its points", file=name)
    return replace(
        found[0],
        position=_column([cloud.position for cloud in found]),
        colour=_column([cloud.colour for cloud in found]),
        intensity=_column([cloud.intensity for cloud in found]),
    )


def _column(columns: "list[Any]") -> Any:
    """All rows where every cloud has them; else none."""
    import numpy as np

    return None if any(rows is None for rows in columns) else np.concatenate(columns)
