"""What a pull says while it works, and how it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """Bytes of an entry that are here, whole entry counted."""

    entry: str
    source: str
    """Where the bytes come from, for people: `wheels`, `hub`, `npm` or a path."""
    file: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something an operator should know: a source failed, a file is fetched again."""

    entry: str
    text: str


Tell = Callable[[Fetching | Notice], None]
Stop = Callable[[], bool]
Arrived = Callable[[int], None]
"""Called with the bytes of one piece that are here so far, counted in bytes of the finished file."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


def silent(_: Fetching | Notice) -> None:
    """Nobody listens."""
