"""Reading ASTM E57 point clouds: every scan, moved by its pose."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.mesh import PointCloud
from scenes.read.cloud_source import CloudSource
from scenes.read.reading import notice, refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLANE = ("cartesianX", "cartesianY", "cartesianZ")
ROUND = ("sphericalRange", "sphericalAzimuth", "sphericalElevation")
COLOUR = ("colorRed", "colorGreen", "colorBlue")
INVALID = ("cartesianInvalidState", "sphericalInvalidState")
REMEDY = "export the scan again from the scanner's program"


def e57_source(path: Path) -> CloudSource:
    """Metres, +Z up, as the standard says; raises `Refused` for a damaged file and for one without points."""
    file = _open(path)
    scans = [file.get_header(index) for index in range(file.scan_count)]
    kept = [scan for scan in scans if scan.point_count]
    if not kept:
        images = " (it holds images only)" if not scans and len(_get(file.root, "images2D") or ()) else ""
        refuse("NO_POINTS", f"There is no point in it{images}.", REMEDY, file=path.name)
    for scan in kept:
        _fields(scan, path)
    names = f"{len(kept)} scans of {len(scans)}" if len(scans) > 1 else "1 scan"
    finding = notice("E57_SCANS", f"Points of {names}, each moved by its pose.", severity="information")
    return CloudSource(
        format="e57",
        name=path.name,
        count=sum(scan.point_count for scan in kept),
        pieces=lambda points: _pieces(file, kept, path, points),
        units="m",
        up="z",
        crs=str(getattr(_get(file.root, "coordinateMetadata"), "value", lambda: "")()),
        findings=(finding,),
    )


def _open(path: Path) -> Any:
    import pye57

    try:
        return pye57.E57(str(path))
    except Exception as error:
        refuse("E57_DAMAGED", f"The file cannot be opened: {_reason(error)}.", REMEDY, file=path.name)


def _pieces(file: Any, scans: list[Any], path: Path, points: int) -> Iterator[PointCloud]:
    for scan in scans:
        try:
            yield from _scan(file, scan, points, path)
        except MemoryError:
            raise
        except Exception as error:
            if type(error).__name__ != "E57Exception":
                raise
            refuse("E57_DAMAGED", f"A scan cannot be read: {_reason(error)}.", REMEDY, file=path.name)


def _scan(file: Any, scan: Any, points: int, path: Path) -> Iterator[PointCloud]:
    import numpy as np
    from pye57 import libe57

    size = min(points, scan.point_count)
    fields = _fields(scan, path)
    tables = {name: np.empty(size, "f4" if name in (*COLOUR, "intensity") else "f8") for name in fields}
    buffers = libe57.VectorSourceDestBuffer()
    for name, table in tables.items():
        buffers.append(libe57.SourceDestBuffer(file.image_file, name, table, size, True, True))
    reader = scan.points.reader(buffers)
    while count := reader.read():
        yield _cloud({name: table[:count] for name, table in tables.items()}, scan)
    reader.close()


def _fields(scan: Any, path: Path) -> list[str]:
    have = set(scan.point_fields)
    place = next((names for names in (PLANE, ROUND) if set(names) <= have), None)
    if place is None:
        refuse("E57_NO_COORDINATES", "A scan has no coordinates.", REMEDY, file=path.name)
    wanted = [*place, *(COLOUR if set(COLOUR) <= have else ()), "intensity", INVALID[place is ROUND]]
    return [name for name in wanted if name in have]


def _cloud(rows: "dict[str, NDArray[Any]]", scan: Any) -> PointCloud:
    import numpy as np

    position = _positions(rows)
    state = next((rows[name] for name in INVALID if name in rows), None)
    valid = np.isfinite(position).all(axis=1) & (True if state is None else state == 0)
    moved = position[valid] @ scan.rotation_matrix.T + scan.translation
    colour = (
        np.stack([_scaled(rows[name], scan, "color", name) for name in COLOUR], axis=1) if COLOUR[0] in rows else None
    )
    intensity = _scaled(rows["intensity"], scan, "intensity", "intensity") if "intensity" in rows else None
    return PointCloud(
        position=moved,
        colour=None if colour is None else np.round(colour[valid] * 255).astype(np.uint8),
        intensity=None if intensity is None else intensity[valid].astype(np.float32),
    )


def _positions(rows: "dict[str, NDArray[Any]]") -> "NDArray[np.float64]":
    import numpy as np

    if PLANE[0] in rows:
        return np.stack([rows[name] for name in PLANE], axis=1)
    reach, azimuth, elevation = (rows[name] for name in ROUND)
    flat = reach * np.cos(elevation)
    return np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), reach * np.sin(elevation)], axis=1)


def _scaled(values: "NDArray[Any]", scan: Any, kind: str, name: str) -> "NDArray[Any]":
    """Values over the limits that the scan announces, 0 to 1."""
    import numpy as np

    limits = _get(scan.node, f"{kind}Limits")
    low, high = (_get(limits, f"{name}{end}") if limits is not None else None for end in ("Minimum", "Maximum"))
    least = _value(low) if low is not None else 0.0
    most = _value(high) if high is not None else (255.0 if kind == "color" else 1.0)
    return np.clip((values - least) / (most - least if most > least else 1.0), 0.0, 1.0)


def _get(node: Any, name: str) -> Any:
    return node[name] if node.isDefined(name) else None


def _reason(error: Exception) -> str:
    """The first line; libE57 adds several for its own makers."""
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__


def _value(node: Any) -> float:
    return float(node.scaledValue() if hasattr(node, "scaledValue") else node.value())
