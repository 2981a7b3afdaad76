"""How finely each level of the model is cut."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One level of detail: sizes of cells in metres outside and in the caves, and how fine figures are."""

    level: int
    cell: float
    room: float
    figure: float
    """Cells of a figure's grid, as a share of what the finest level has."""
    sides: int
    """Of a round post or trunk."""

    def cells(self, metres: float) -> int:
        """Into how many cells a length outside is cut."""
        return max(1, round(metres / self.cell))

    def inside(self, metres: float) -> int:
        """Into how many cells a length in a cave is cut."""
        return max(1, round(metres / self.room))


DETAILS = (
    Detail(level=0, cell=9.0, room=2.4, figure=0.3, sides=4),
    Detail(level=1, cell=3.0, room=0.8, figure=0.6, sides=6),
    Detail(level=2, cell=1.5, room=0.4, figure=1.0, sides=10),
)
