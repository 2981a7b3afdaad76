"""What a reader gives: the contents in the file's own axes and units, and the reading in scene space."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from scenes.finding import Finding, Refused, Severity
from scenes.mesh import Material, Mesh, PointCloud, Primitive

MAX_TRIANGLES = 25_000_000
"""That a reader holds in memory; more than these are taken in pieces (`scenes.read.chunks`)."""
MAX_POINTS = 50_000_000
"""Of a cloud in memory; more are taken in pieces (`scenes.read.point_chunks`)."""
MAX_PARTS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What stands in a file, before units and up axis are settled."""

    format: str
    parts: Mapping[str, Sequence[Primitive]] = field(default_factory=dict)
    materials: Sequence[Material] = ()
    cloud: PointCloud | None = None
    units: str = ""
    """What the format or a remark in the file says; empty where nobody says."""
    up: str = ""
    copyright: str = ""
    metadata: Mapping[str, object] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file read into scene space, with how that was done."""

    mesh: Mesh | None
    cloud: PointCloud | None
    format: str
    """`glb`, `gltf`, `obj`, `ply`, `stl`, `e57`, `las`, `laz`, `copc`; a bundle of several says them all with `+`."""
    units: str
    """Of the file: m, dm, cm, mm, km, in or ft."""
    up: str
    """Of the file: y or z."""
    scale: float
    """Metres in one of the file's units."""
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """What was taken off georeferenced coordinates: metres, in the file's axes."""
    findings: tuple[Finding, ...] = ()


def refuse(code: str, message: str, remedy: str, *, file: str = "", pointer: str = "") -> NoReturn:
    """Raise `Refused` with one finding."""
    raise Refused(Finding(code=code, message=message, remedy=remedy, file=file, pointer=pointer))


def notice(code: str, message: str, remedy: str = "", *, severity: Severity = "warning", file: str = "") -> Finding:
    """A finding that does not stop the reading."""
    return Finding(code=code, message=message, remedy=remedy, severity=severity, file=file)
