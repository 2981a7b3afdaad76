"""How fast visitors may come from one place, told apart without any address being held."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from tour.people.tempo import Tempo

AT_ONCE = 60
"""Visits from one place that are let in together even where a house is set to be smaller: two school classes."""


@dataclass(slots=True, kw_only=True)
class Comers:
    """Counts the visits that are opened from each place."""

    at_once: int
    """A museum's visitors may all come from one address, and a class comes together."""
    a_minute: int
    """For long; 0: as many as like."""
    clock: Callable[[], float] = monotonic
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    _tempo: Tempo = field(init=False)

    def __post_init__(self) -> None:
        self._tempo = Tempo(at_once=self.at_once, a_minute=float(self.a_minute or 1))

    def place(self, address: str) -> str:
        """What an address is called here: the same for as long as the server lives, and nothing leads back."""
        return hashlib.blake2b(address.encode(), key=self._salt, digest_size=8).hexdigest()

    def wait(self, place: str) -> float:
        """Take in one more visit from there; seconds until it may come where it may not come now."""
        return self._tempo.wait(place, self.clock()) if self.a_minute else 0.0
