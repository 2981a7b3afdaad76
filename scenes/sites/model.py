"""A site's model while it is being made."""

from collections import defaultdict
from dataclasses import dataclass, field

from scenes.sites.surface import Surface


@dataclass(slots=True)
class Model:
    """The parts of the site while it is being made: surfaces by part and material."""

    surfaces: dict[str, dict[str, list[Surface]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, part: str, material: str, *surfaces: Surface) -> None:
        """Put surfaces, in scene space, into a part."""
        self.surfaces[part][material].extend(surfaces)
