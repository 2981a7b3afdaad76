"""Whether a request would be answered in time: better approved words at once than the model's after a silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narration.engines.pace import Pace
from narration.engines.requests import Rank, Request
from narration.prompt import Prompt

CLAUSE = 12
"""Tokens of a first clause."""
OPENING = 5
"""Tokens that open the reply's turn."""
REPLY = 30
"""Tokens of a reply."""
BYTES_A_TOKEN = 3
"""Of text; a cautious guess, since a prompt is cut into tokens only by the thread that evaluates it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a new request would wait for."""

    reading: int = 0
    """Prompt tokens of those who wait for their first clause."""
    opening: int = 0
    """Tokens that these first clauses still need."""
    free: int = 1
    """Slots that nobody holds whom somebody waits for."""
    leaving: tuple[int, ...] = ()
    """Tokens that the replies in writing still need, the shortest first."""
    queued: int = 0
    """Requests that wait for a slot already."""

    @property
    def idle(self) -> bool:
        """Nobody would be waited for: it would be no sooner to ask later."""
        return not (self.leaving or self.queued)


def load(active: Iterable[Request], waiting: Sequence[Request], slots: int) -> Load:
    """The load that requests are, those made ahead not counted: they give way."""
    held = [one for one in active if one.rank < Rank.AHEAD and not one.cancelled]
    queued = [one for one in waiting if one.rank < Rank.AHEAD and not one.cancelled]
    first = [one for one in [*held, *queued] if one.rank < Rank.SPOKEN]
    return Load(
        reading=sum(0 if one.writes else one.pending for one in first),
        opening=sum(max(1, CLAUSE - one.written) for one in first),
        free=slots - len(held),
        leaving=tuple(sorted(max(1, min(REPLY, one.prompt.max_tokens) - one.written) for one in held)),
        queued=len(queued),
    )


def own_tokens(prompt: Prompt, stands: bool) -> int:
    """About how many tokens of a prompt are to be evaluated; `stands`: its own turns were before."""
    if stands:
        return OPENING
    return sum(len(turn.text.encode("utf-8", "replace")) for turn in prompt.own) // BYTES_A_TOKEN + OPENING


def beside(load: Load, arrived: Sequence[tuple[Prompt, bool]]) -> Load:
    """The load with requests that came since it was taken."""
    return replace(
        load,
        reading=load.reading + sum(own_tokens(prompt, stands) for prompt, stands in arrived),
        opening=load.opening + CLAUSE * len(arrived),
        queued=load.queued + len(arrived),
    )


def seconds_to_first_token(own: int, load: Load, pace: Pace, stretch: int) -> float:
    """How long a prompt with so many tokens of its own would wait until its first token is chosen."""
    seconds = pace.reading(load.reading + own, stretch) + load.opening * pace.seconds(1)
    before = load.queued - load.free
    if before >= 0 and load.leaving:
        last = load.leaving[min(before, len(load.leaving) - 1)]
        seconds += last * pace.seconds(len(load.leaving))
    return seconds
