"""The life of a take: from a machine's draft to words that a person answers for.

*draft → screened → in review → approved | rejected*; an approved take that was edited on the way says so, and one that
another takes the place of is retired. Whether an approved take still rests on what its facts say is told by
`scenes.footing`; nothing here knows a store or a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["draft", "screened", "in-review", "approved", "rejected", "retired"]
Act = Literal["screen", "take-up", "put-back", "read", "approve", "edit", "reject", "reopen", "retire"]
Category = Literal["factual", "bias", "copied", "inappropriate", "clean"]
"""What a reviewer found: `clean` where there was nothing but taste."""

MOVES: Mapping[tuple[State, Act], State] = {
    ("draft", "screen"): "screened",
    ("screened", "screen"): "screened",
    ("screened", "take-up"): "in-review",
    ("in-review", "take-up"): "in-review",
    ("in-review", "put-back"): "screened",
    ("in-review", "read"): "in-review",
    ("in-review", "approve"): "approved",
    ("in-review", "edit"): "approved",
    ("in-review", "reject"): "rejected",
    ("approved", "reopen"): "in-review",
    ("rejected", "reopen"): "in-review",
    ("approved", "retire"): "retired",
}
"""What may be done in which state, and where it leads; `read` is a first reader's yes where a site asks for two."""


class NotAllowed(ValueError):
    """Something that cannot be done with a take as it stands: why, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a take stands."""

    state: State
    edited: bool = False
    """Whether a reviewer changed the words."""
    first_reader: str = ""
    """Who said yes to these very words, where a second pair of eyes is still to come."""


def moved(standing: Standing, act: Act, who: str, *, two_readers: bool = False) -> tuple[Act, Standing]:
    """What `who` did in truth, and where the take stands then; the first of two readers' yes is a `read`.

    With `two_readers` nobody approves alone: words that one has read or edited wait for another. Raises `NotAllowed`.
    """
    if (standing.state, act) not in MOVES:
        raise NotAllowed(_refusal(standing.state, act))
    if act in ("approve", "edit") and two_readers:
        return _by_two(standing, act, who)
    read = standing.first_reader if act in ("take-up", "put-back") else ""
    edited = standing.edited or act == "edit"
    return act, Standing(state=MOVES[standing.state, act], edited=edited, first_reader=read)


def _by_two(standing: Standing, act: Act, who: str) -> tuple[Act, Standing]:
    if act == "edit":
        return "edit", replace(standing, state="in-review", edited=True, first_reader=who)
    if standing.first_reader == who:
        raise NotAllowed("You have read these words already; here a second person has to read them too.")
    if not standing.first_reader:
        return "read", replace(standing, first_reader=who)
    return "approve", replace(standing, state="approved", first_reader="")


def _refusal(state: State, act: Act) -> str:
    able = [each for begun, each in MOVES if begun == state]
    return f"This take is {state}: it cannot be given “{act}”. Possible: {', '.join(able) or 'nothing'}."
