"""What one visitor has been told and has asked, for as long as the visit lasts."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and the facts it was answered with, so that the next one may follow it up."""

    question: str
    language: str
    facts: tuple[str, ...]


@dataclass(slots=True)
class Memory:
    """One visit's memory; the visit drops it when it ends or the visitor asks to be forgotten."""

    told: set[str] = field(default_factory=set)
    """Ids of the facts that were heard."""
    here: tuple[str, ...] = ()
    """Facts of the last encounter, in order."""
    thread: list[Exchange] = field(default_factory=list)
    """The last questions, oldest first."""
    welcomed: bool = False
    """Whether the site's opening words were said."""

    def untold(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Those of `facts` that were not heard yet, in order."""
        return tuple(fact for fact in facts if fact not in self.told)

    def forget(self) -> None:
        """Begin anew."""
        self.told.clear()
        self.thread.clear()
        self.here = ()
