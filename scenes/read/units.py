"""Which unit a file is in, where its format does not say."""

import re
from typing import TYPE_CHECKING

from scenes.finding import Finding
from scenes.read.reading import notice
from scenes.read.sheet import sheet

if TYPE_CHECKING:
    from scenes.read.shape import Shape

METRES = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001, "km": 1000.0, "in": 0.0254, "ft": 0.3048}

_NAMES = {
    "m": ("m", "meter", "meters", "metre", "metres"),
    "dm": ("dm", "decimeter", "decimeters", "decimetre", "decimetres"),
    "cm": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "mm": ("mm", "millimeter", "millimeters", "millimetre", "millimetres"),
    "km": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "in": ("in", "inch", "inches"),
    "ft": ("ft", "foot", "feet"),
}
_REMARK = re.compile(r"\bunits?\b\s*(?:is|are|in)?\s*[:=]?\s*\(?([A-Za-z]+)", re.IGNORECASE)

LARGEST_OBJECT = 60.0
"""Beyond so many units it is either a place in metres or an object in millimetres."""
COARSE = 0.5
"""No scan of a place has edges of half a metre all over; an object in millimetres has."""
OPEN = 0.3
"""Share of the surface that faces one way more than the other; a closed form has none."""
COMMON = "say units (m, cm, mm, in, ft or km) if that is wrong"


def guess_units(shape: "Shape", kind: str) -> tuple[str, Finding]:
    """The unit and how it was found: a remark in the file, the habit of its format, its extents and edges."""
    remark = said(shape.remarks)
    if remark:
        return remark, notice(
            "UNITS_SAID", f"A remark in the file says that its unit is {remark}.", COMMON, severity="information"
        )
    largest, edge = float(shape.extents.max()), shape.edge
    if kind == "stl" and largest > 2:
        return _guess("mm", largest, "STL files are made in millimetres by habit")
    if max(sheet(shape, axis) for axis in (0, 1, 2)) > OPEN:
        return _guess("m", largest, "it is ground or a wall rather than an object")
    if largest > LARGEST_OBJECT and edge > COARSE:
        why = f"edges of {edge:.3g} units over {largest:.4g} units are too coarse for a scan of a place in metres"
        return _guess("mm", largest, why)
    return _guess("m", largest, f"its largest extent is {largest:.4g} units")


def said(remarks: str) -> str:
    """The unit that comments name, or empty."""
    for word in _REMARK.findall(remarks):
        for unit, names in _NAMES.items():
            if word.lower() in names:
                return unit
    return ""


def _guess(unit: str, largest: float, why: str) -> tuple[str, Finding]:
    size = largest * METRES[unit]
    message = f"The file does not say its unit. It was taken for {unit} ({why}), which makes it {size:.3g} m long."
    return unit, notice("UNITS_GUESSED", message, COMMON)
