"""What a language model is given."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A chat whose first turns are shared by every visitor and whose last turns are this request's own.

    `shared` is the same text for one site and language, so that an engine can evaluate it once and keep it; nothing a
    visitor said may ever stand in it.
    """

    shared: tuple[Turn, ...]
    own: tuple[Turn, ...]
    max_tokens: int = 96
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    seed: int = 0
    public: bool = False
    """Nothing in `own` came from a visitor: what an engine evaluates of it may be kept and lent like `shared`."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The whole chat in order."""
        return self.shared + self.own
