"""What the language model has done since it opened, counted from any thread."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What the engine has done since it opened."""

    requests: int = 0
    cancelled: int = 0
    evaluated_tokens: int = 0
    """Prompt tokens computed, shared beginnings included."""
    reused_tokens: int = 0
    """Prompt tokens that a kept beginning saved."""
    generated_tokens: int = 0
    refused: int = 0
    """Requests that would have waited too long."""
    restored_tokens: int = 0
    """Prompt tokens whose evaluation was read from disk."""
    guessed_tokens: int = 0
    confirmed_tokens: int = 0
    """Guessed tokens that were right."""
    claims_read: int = 0
    """Sentences held against facts by the reader of claims."""
    claim_tokens: int = 0
    """Tokens evaluated for that."""


class Counter:
    """Counts into `stats`."""

    def __init__(self) -> None:
        self.stats = Stats()
        self._lock = threading.Lock()

    def add(self, **more: int) -> None:
        """Raise counters by name."""
        with self._lock:
            self.stats = replace(self.stats, **{name: getattr(self.stats, name) + n for name, n in more.items()})
