"""Whether a request would be answered in time: better approved words at once than the model's after a silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narration.engine import EngineUnavailable
from narration.engines.pace import Pace
from narration.engines.requests import Rank, Request
from narration.prompt import Prompt
from narration.voice.turn import Turn, Urgency

CLAUSE = 12
"""Tokens of a first clause."""
REPLY = 30
"""Tokens of a reply."""
BYTES_A_TOKEN = 3
"""Of text; a cautious guess, since a prompt is cut into tokens only by the thread that evaluates it."""


class Busy(EngineUnavailable):
    """The model has too much to do to answer in time; it is sound, and may be asked again soon."""


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


def seconds_to_first_token(prompt: Prompt, load: Load, pace: Pace, stretch: int) -> float:
    """How long a new prompt would wait until its first token is chosen, its shared beginning standing already."""
    own = sum(len(turn.text.encode("utf-8", "replace")) for turn in prompt.own) // BYTES_A_TOKEN + 1
    seconds = pace.reading(load.reading + own, stretch) + load.opening * pace.seconds(1)
    before = load.queued - load.free
    if before >= 0 and load.leaving:
        last = load.leaving[min(before, len(load.leaving) - 1)]
        seconds += last * pace.seconds(len(load.leaving))
    return seconds


def check(prompt: Prompt, turn: Turn, load: Load, pace: Pace, *, stretch: int, patience: float) -> None:
    """Raise `Busy` when a prompt that somebody waits for would wait more than `patience` seconds."""
    if turn.urgency is Urgency.AHEAD:
        return
    seconds = seconds_to_first_token(prompt, load, pace, stretch)
    if seconds > patience:
        raise Busy("llama_cpp", f"the first word would come after {seconds:.1f} s", "ask again in a few seconds")
