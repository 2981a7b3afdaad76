"""What the language model works on: errands, the sequences their tokens lie in, and portions of one step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Generic, TypeVar

from narration.engines.prompt_tokens import Tokens
from narration.engines.reply import ReplyText
from narration.prompt import Prompt
from narration.voice.turn import Turn, Urgency


class Rank(IntEnum):
    """Who goes first."""

    SILENT = 0
    """A listener hears nothing until the first clause of this is written."""
    NEXT = 1
    """Its first clause is not written, and the listener hears something else meanwhile."""
    SPOKEN = 2
    """Its first clause is written; there is time for the rest while that is spoken."""
    AHEAD = 3
    """Nobody listens yet."""


@dataclass(eq=False, slots=True)
class Lane:
    """Tokens in one sequence of the context: those before `evaluated` stand there, the others will."""

    sequence: int
    tokens: list[int]
    evaluated: int = 0

    @property
    def pending(self) -> int:
        """Tokens still to evaluate."""
        return len(self.tokens) - self.evaluated


@dataclass(eq=False, slots=True)
class Prefix(Lane):
    """A shared beginning, lent to `users`: requests, and longer beginnings that begin with it."""

    parent: "Prefix | None" = None
    inherited: int = 0
    """Tokens that are the parent's too; their cells are counted there."""
    users: int = 0
    saved: bool = False
    """It need not be written to disk: it stands there, or came from there."""

    @property
    def cells(self) -> int:
        """Cells of the context that this beginning takes beside its parent's."""
        return len(self.tokens) - self.inherited


@dataclass(eq=False, slots=True, kw_only=True)
class Errand:
    """Tokens that somebody wants evaluated."""

    warm: bool = False
    """Only the shared beginning is wanted."""
    turn: Turn = field(default_factory=Turn)
    arrived: int = 0
    """Its number in the order of arrival."""
    cancelled: bool = False
    levels: tuple[Tokens, ...] = ()
    """Shared beginnings, each of which begins with the one before; the last one may go past what this can use."""
    common: int = 0
    """Tokens that are the shared beginning's."""
    tokens: list[int] = field(default_factory=list)
    """All of them, then the reply as it is written."""
    reused: int = 0
    """Of these, how many stood in the context when the errand came."""
    cells: int = 0
    """Cells of the context this may come to fill beside its shared beginning."""
    prefix: Prefix | None = None
    slot: int | None = None
    lane: Lane | None = None

    @property
    def rank(self) -> Rank:
        """How soon this should go on."""
        return _rank(self)

    @property
    def begun(self) -> bool:
        """Whether something came of it already."""
        return False

    @property
    def pending(self) -> int:
        """Tokens to evaluate before what comes of them is known."""
        if self.lane:
            return self.lane.pending
        stands = min(self.prefix.evaluated, self.common) if self.prefix else 0
        return len(self.tokens) - stands

    @property
    def beginnings(self) -> list[Lane]:
        """The shared beginnings that it stands on, the longest first."""
        found: list[Lane] = []
        prefix = self.prefix
        while prefix:
            found.append(prefix)
            prefix = prefix.parent
        return found


@dataclass(eq=False, slots=True, kw_only=True)
class Request(Errand):
    """One prompt on its way to a reply."""

    prompt: Prompt
    deliver: Callable[[str | Exception | None], None]
    """Takes each piece of text, then None at the end or what went wrong instead."""
    reply: ReplyText = field(default_factory=ReplyText)
    written: int = 0
    """Tokens of the reply so far."""
    source: int = 0
    """Where in `tokens` the text begins that drafts are looked up in."""
    opened: str = ""
    """The reply as far as it was needed to see whether its first clause is written."""
    clause: bool = False
    """The first clause is written."""
    passed: int = 0
    """Steps in a row that wrote for others only."""
    sampler: Any = None

    @property
    def rank(self) -> Rank:
        """How soon this should go on."""
        rank = _rank(self)
        return Rank.SPOKEN if self.clause and rank < Rank.AHEAD else rank

    @property
    def begun(self) -> bool:
        """Whether some of the reply is written."""
        return self.written > 0

    @property
    def writes(self) -> bool:
        """Whether all but the last token is evaluated, so that one more token is one more of the reply."""
        return self.written > 0 and self.lane is not None and self.lane.pending == 1


@dataclass(eq=False, slots=True, kw_only=True)
class Read(Errand):
    """One hypothesis to be held against its premises."""

    premises: tuple[str, ...]
    hypothesis: str
    deliver: Callable[[float | Exception], None]
    """Takes the probability, or what went wrong instead."""


E = TypeVar("E", bound=Errand)


@dataclass(frozen=True, slots=True)
class Portion(Generic[E]):
    """`count` pending tokens of a lane, for an errand or, when None, for a shared beginning; then guessed ones."""

    lane: Lane
    count: int
    request: E | None
    draft: tuple[int, ...] = ()
    """Tokens that the reply may go on with."""

    @property
    def completes(self) -> bool:
        """Whether what comes next is to be asked after this portion."""
        return self.request is not None and self.count == self.lane.pending

    @property
    def size(self) -> int:
        """Tokens this adds to the step."""
        return self.count + len(self.draft)


def _rank(errand: Errand) -> Rank:
    if errand.warm or errand.turn.urgency is Urgency.AHEAD:
        return Rank.AHEAD
    return Rank.SILENT if errand.turn.urgency is Urgency.NOW else Rank.NEXT
