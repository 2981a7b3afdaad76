"""What one visitor has been told, for as long as the visit lasts."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Memory:
    """One visit's memory; the visit drops it when it ends or the visitor asks to be forgotten."""

    told: set[str] = field(default_factory=set)
    """Ids of the facts that were heard."""
    here: tuple[str, ...] = ()
    """Facts of the last encounter, in order."""

    def untold(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Those of `facts` that were not heard yet, in order."""
        return tuple(fact for fact in facts if fact not in self.told)

    def forget(self) -> None:
        """Begin anew."""
        self.told.clear()
        self.here = ()
