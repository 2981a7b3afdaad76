"""Reading LAS, LAZ and COPC point clouds through laspy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenes.mesh import PointCloud
from scenes.read.cloud_source import CloudSource
from scenes.read.reading import notice, refuse

PROJECTED, GEOGRAPHIC, LINEAR = 3072, 2048, 3076
METRE, FOOT, SURVEY_FOOT = 9001, 9002, 9003
NOISE = (7, 18)
"""ASPRS classes of points that are none: low and high noise."""
REMEDY = "export the scan again"
_UNIT = re.compile(r'(?:LENGTHUNIT|UNIT)\["([^"]+)",\s*([0-9.eE+-]+)', re.IGNORECASE)


def las_source(path: Path) -> CloudSource:
    """+Z up, metres unless the coordinate system is in feet; raises `Refused` for degrees and for damaged files."""
    with _open(path) as reader:
        header = reader.header
        crs, unit, degrees = _system(header.vlrs)
        if not crs and reader.evlrs:
            crs, unit, degrees = _system(reader.evlrs)
        low, high = header.mins.copy(), header.maxs.copy()
    if degrees:
        remedy = "reproject it to a system in metres, such as the UTM zone of the place"
        refuse("CRS_IN_DEGREES", f"The coordinates are degrees ({crs[:60]}).", remedy, file=path.name)
    if not header.point_count:
        refuse("NO_POINTS", "There is no point in it.", REMEDY, file=path.name)
    findings = [] if crs else [notice("CRS_MISSING", "The file names no coordinate system; metres were taken.")]
    return CloudSource(
        format=kind_of(path),
        name=path.name,
        count=int(header.point_count),
        pieces=lambda points: _pieces(path, points),
        bounds=(low, high),
        units=unit or "m",
        up="z",
        crs=crs,
        findings=findings,
    )


def kind_of(path: Path) -> str:
    """`las`, `laz` or `copc`, by the header."""
    with path.open("rb") as stream:
        head = stream.read(589)
    if head[377:381] == b"copc":
        return "copc"
    return "laz" if len(head) > 104 and head[104] & 0x80 else "las"


def _open(path: Path) -> Any:
    import laspy

    try:
        return laspy.open(path, laz_backend=laspy.LazBackend.LazrsParallel)
    except Exception as error:
        refuse("LAS_DAMAGED", f"The file cannot be opened: {error}.", REMEDY, file=path.name)


def _pieces(path: Path, points: int) -> Iterator[PointCloud]:
    wide: bool | None = None
    with _open(path) as reader:
        chunks = reader.chunk_iterator(points)
        while True:
            try:
                chunk = next(chunks)
            except StopIteration:
                return
            except Exception as error:
                refuse("LAS_DAMAGED", f"Its points cannot be read: {error}.", "copy it again", file=path.name)
            names = set(chunk.point_format.dimension_names)
            if wide is None and "red" in names and len(chunk):
                wide = max(int(chunk[name].max()) for name in ("red", "green", "blue")) > 255
            yield _cloud(chunk, names, bool(wide))


def _cloud(chunk: Any, names: set[str], wide: bool) -> PointCloud:
    import numpy as np

    kept = ~np.isin(np.asarray(chunk["classification"]), NOISE)
    position = np.stack([np.asarray(chunk[axis], dtype=np.float64) for axis in "xyz"], axis=1)
    colour = None
    if "red" in names:
        words = np.stack([np.asarray(chunk[name]) for name in ("red", "green", "blue")], axis=1)
        colour = (words >> 8 if wide else words).astype(np.uint8)[kept]
    intensity = np.asarray(chunk["intensity"], dtype=np.float32) / 65535
    return PointCloud(position=position[kept], colour=colour, intensity=intensity[kept].astype(np.float32))


def _system(records: Any) -> tuple[str, str, bool]:
    """The coordinate system's name, its unit where that is feet, and whether it is in degrees."""
    for record in records:
        if record.record_id == 2112 and record.user_id.strip() == "LASF_Projection":
            text = getattr(record, "string", "") or _text(record)
            return text, _wkt_unit(text), text.lstrip().upper().startswith(("GEOGCS", "GEOGCRS", "GEODCRS"))
    for record in records:
        if record.record_id == 34735:
            keys = {key.id: key.value_offset for key in getattr(record, "geo_keys", ())}
            return _geo_keys(keys)
    return "", "", False


def _text(record: Any) -> str:
    return bytes(record.record_data_bytes()).rstrip(b"\0").decode("utf-8", "replace")


def _geo_keys(keys: dict[int, int]) -> tuple[str, str, bool]:
    unit = {FOOT: "ft", SURVEY_FOOT: "ft"}.get(keys.get(LINEAR, METRE), "")
    if PROJECTED in keys:
        return f"EPSG:{keys[PROJECTED]}", unit, False
    return (f"EPSG:{keys[GEOGRAPHIC]}", "", True) if GEOGRAPHIC in keys else ("", unit, False)


def _wkt_unit(text: str) -> str:
    """Feet, where the last length of the projected system says so."""
    sizes = [float(size) for name, size in _UNIT.findall(text) if "deg" not in name.lower()]
    return "ft" if any(0.3 < size < 0.31 for size in sizes) else ""
