"""From a file's axes and units to scene space: metres, +Y up, numbers near zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.finding import Finding
from scenes.mesh import PointCloud, Primitive
from scenes.read.reading import notice, refuse
from scenes.read.shape import Shape
from scenes.read.units import METRES, guess_units
from scenes.read.up import guess_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TALLEST = 1_000.0
"""Metres that no building reaches; glTF is in metres, but exporters of scans leave millimetres in it."""
SLENDER = 1.5
"""Times its breadth that no landscape is high."""
FAR = 10_000.0
"""Metres from zero beyond which coordinates are taken for a map's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One file's units, up axis and origin."""

    units: str
    up: str
    scale: float = 1.0
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Metres, in the file's axes."""

    @property
    def identity(self) -> bool:
        """Whether nothing changes."""
        return self.scale == 1.0 and self.up == "y" and self.origin == (0.0, 0.0, 0.0)

    def points(self, rows: "NDArray[Any]") -> "NDArray[np.float64]":
        """Positions (n, 3) in scene space."""
        import numpy as np

        moved = rows.astype(np.float64) * self.scale if self.scale != 1.0 else rows.astype(np.float64, copy=False)
        if any(self.origin):
            moved = moved - np.array(self.origin)
        return self.directions(moved)

    def directions(self, rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Directions (n, 3) in scene space."""
        import numpy as np

        return np.stack([rows[:, 0], rows[:, 2], -rows[:, 1]], axis=1) if self.up == "z" else rows

    def primitive(self, given: Primitive) -> Primitive:
        """The same triangles in scene space."""
        import numpy as np

        if self.identity:
            return given
        tangent = given.tangent
        if tangent is not None:
            tangent = np.column_stack([self.directions(tangent[:, :3]), tangent[:, 3]])
        normal = None if given.normal is None else self.directions(given.normal)
        return replace(given, position=self.points(given.position), normal=normal, tangent=tangent)

    def cloud(self, given: PointCloud) -> PointCloud:
        """The same points in scene space; an origin the cloud already has is kept beside ours."""
        origin = tuple(have * self.scale + ours for have, ours in zip(given.origin, self.origin, strict=True))
        return replace(given, position=self.points(given.position), origin=(origin[0], origin[1], origin[2]))


def _believed(unit: str, shape: Shape, findings: list[Finding]) -> str:
    """The unit that the file says, unless a thing taller than wide would be higher than any building."""
    wide, tall, deep = (float(extent) for extent in shape.extents)
    if unit != "m" or tall < TALLEST or tall < SLENDER * max(wide, deep):
        return unit
    message = f"The file says m, which makes it {tall:.4g} m high. It was taken for mm: {tall / 1000:.3g} m."
    findings.append(notice("UNITS_DOUBTED", message, "say units (m, cm, mm, in, ft or km) if that is wrong"))
    return "mm"


def settle(
    shape: Shape, *, kind: str, said: tuple[str, str] = ("", ""), units: str | None = None, up: str | None = None
) -> tuple[Frame, list[Finding]]:
    """The frame that was asked for, else what the file says, else a guess that is written down as a finding.

    `said` is units and up axis as the file has them. Raises `Refused` for an unknown unit or axis.
    """
    _known(units, up)
    findings: list[Finding] = []
    unit = units or _believed(said[0], shape, findings) or _note(findings, guess_units(shape, kind))
    axis = up or said[1] or _note(findings, guess_up(shape, kind))
    frame = Frame(units=unit, up=axis, scale=METRES[unit])
    origin = map_origin([shape.low * frame.scale, shape.high * frame.scale], axis)
    if any(origin):
        findings.append(_moved(origin))
    return replace(frame, origin=origin), findings


def map_origin(corners: "Sequence[NDArray[np.float64]]", up: str = "z") -> tuple[float, float, float]:
    """Whole metres to take off coordinates between two corners, or zeros where they are near zero already."""
    import numpy as np

    low, high = corners
    if max(np.abs(low).max(), np.abs(high).max()) <= FAR:
        return 0.0, 0.0, 0.0
    origin = np.round((low + high) / 2)
    height = 2 if up == "z" else 1
    origin[height] = np.floor(low[height]) if abs(low[height]) > FAR else 0.0
    return float(origin[0]), float(origin[1]), float(origin[2])


def _moved(origin: Iterable[float]) -> Finding:
    values = ", ".join(f"{value:.0f}" for value in origin)
    return notice(
        "ORIGIN_TAKEN_OFF",
        f"The coordinates are a map's: ({values}) metres were taken off so that numbers stay small.",
        "keep the numbers beside the site if it is to be laid over a map",
        severity="information",
    )


def _note(findings: list[Finding], guess: tuple[str, Finding]) -> str:
    findings.append(guess[1])
    return guess[0]


def _known(units: str | None, up: str | None) -> None:
    if units is not None and units not in METRES:
        refuse("UNITS_UNKNOWN", f"{units!r} is no unit we know.", f"one of {', '.join(METRES)}")
    if up is not None and up not in ("y", "z"):
        refuse("UP_UNKNOWN", f"{up!r} is no up axis we know.", "y or z")
