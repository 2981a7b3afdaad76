"""Whose turn it is at an engine that does one thing at a time."""

from collections.abc import Hashable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """What a listener would notice if this work came late, most noticeable first."""

    NOW = 0
    """The listener hears silence until it is done."""
    NEXT = 1
    """It follows what the listener hears now."""
    AHEAD = 2
    """It may never be played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who asks an engine for work, and how urgent it is."""

    caller: Hashable = None
    urgency: Urgency = Urgency.NEXT


TURN: ContextVar[Turn] = ContextVar("turn", default=Turn())  # noqa: B039 - a Turn is frozen
"""The turn of the running task; engines with a queue read it, others need not know."""
