"""How finely each level of the model is cut."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One level of detail: numbers of segments, and the size of a cell in metres."""

    level: int
    arch: int
    column: int
    cell: float

    def cells(self, metres: float) -> int:
        """Into how many cells a length is cut."""
        return max(1, round(metres / self.cell))


DETAILS = (
    Detail(level=0, arch=4, column=3, cell=8.0),
    Detail(level=1, arch=8, column=6, cell=2.2),
    Detail(level=2, arch=14, column=10, cell=1.15),
)
