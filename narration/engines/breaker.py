"""A circuit breaker: after failures in a row a service is left alone for a while."""

from collections.abc import Callable
from time import monotonic

FAILURES = 3
REST = 60.0
"""Seconds that the circuit stays open; then one trial is let through."""


class CircuitBreaker:
    """Counts failures in a row; `clock` tells seconds."""

    def __init__(self, *, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = monotonic) -> None:
        self._allowed = failures
        self._rest = rest
        self._clock = clock
        self._failed = 0
        self._opened = 0.0

    def ask(self) -> bool:
        """Whether the service may be tried now; the trial after a rest is let through once."""
        if self._failed < self._allowed:
            return True
        if self._clock() - self._opened < self._rest:
            return False
        self._opened = self._clock()
        return True

    def failed(self) -> None:
        """The service failed."""
        self._failed += 1
        self._opened = self._clock()

    def worked(self) -> None:
        """The service did what was asked."""
        self._failed = 0
