"""A number with what stands around it, and what it means there."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Context:
    """A raw number with the text on both sides, up to its neighbours."""

    value: float
    text: str
    shape: str
    before: str
    after: str
    tongue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """How a number may be read, and how many characters of the text after it belong to it."""

    readings: frozenset[str]
    length: int = 0
    factor: float = 1.0
    unit: str = ""
    era: Literal["", "ad", "bc"] = ""
    hedged: bool = False
    times: float = 1.0
    shift: float = 0.0
    """What is added to the number, after it was multiplied."""
