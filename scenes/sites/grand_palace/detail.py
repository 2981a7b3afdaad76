"""How finely each level of the model is cut, and the model while it is being made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from scenes.sites.surface import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One level of detail."""

    level: int
    cell: float
    """Metres into which floors and walls are cut."""
    sides: int
    """Of what is round and of middle size."""

    def pick(self, light: int, middle: int, fine: int) -> int:
        """The number for this level."""
        return (light, middle, fine)[self.level]

    def steps(self, count: int) -> int:
        """How often a corner steps in: not at all on the lightest level."""
        return count if self.level else 0

    def outline(self, rows: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
        """The rows of a pillar or a frame; on the lightest level only its foot and its end."""
        return rows if self.level else (rows[0], rows[-1])

    def cells(self, metres: float) -> int:
        """Into how many cells a length is cut."""
        return max(1, round(metres / self.cell))


DETAILS = (
    Detail(level=0, cell=14.0, sides=5),
    Detail(level=1, cell=5.0, sides=8),
    Detail(level=2, cell=2.2, sides=14),
)


@dataclass(slots=True)
class Model:
    """The parts of the site while it is being made: surfaces by part and material."""

    surfaces: dict[str, dict[str, list[Surface]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, part: str, material: str, *surfaces: Surface) -> None:
        """Put surfaces, in scene space, into a part."""
        self.surfaces[part][material].extend(surfaces)

    def place(self, made: "Model", offset: tuple[float, float, float], turn: float = 0.0) -> None:
        """Add all of a model, turned about +Y and moved."""
        for part, fabrics in made.surfaces.items():
            for material, pieces in fabrics.items():
                self.add(part, material, *(piece.moved(offset, turn) for piece in pieces))
