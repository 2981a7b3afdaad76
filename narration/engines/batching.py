"""Which tokens of which requests are evaluated in the next step.

First clauses go first: while one is read or written, replies whose listener has words to hear already wait, though
never long. Reading is dear and writing beside it cheap, so a step that reads a prompt carries a token of every reply.
What is made ahead gives its time to anything that somebody waits for.
"""

from collections.abc import Callable, Iterator, Sequence

from narration.engines.drafts import Drafting, no_drafts
from narration.engines.prefixes import Load, nowhere
from narration.engines.requests import Portion, Rank, Request
from narration.engines.slots import Slots

STRETCH = 128
"""Prompt tokens a step may carry while somebody waits for other words: most prompts of one fact are read in one."""
SMALL = 8
"""A prompt with so few tokens left is read beside whatever is written."""
PASSED_OVER = 16
"""Steps that may write for others only, before a reply gets a token again."""
ABREAST = 2.0
"""First clauses are written side by side while that takes a step at most so many times the time of one alone."""


class Schedule(Slots[Request]):
    """The slots of replies, and whose turn it is."""

    def __init__(
        self,
        *,
        slots: int,
        kept: int,
        cells: int,
        batch: int,
        copy: Callable[[int, int, int], None],
        remove: Callable[[int], None],
        load: Load = nowhere,
        drafting: Drafting | None = None,
    ) -> None:
        super().__init__(slots=slots, kept=kept, cells=cells, copy=copy, remove=remove, load=load)
        self._batch = batch
        self._drafting = drafting or no_drafts()

    def plan(self) -> list[Portion[Request]]:
        """What the next step evaluates."""
        awaited = [request for request in self.active if request.rank < Rank.AHEAD]
        if not awaited:
            return self._ahead()
        first = sorted((r for r in awaited if r.rank < Rank.SPOKEN), key=self._order)
        opening = [request for request in first if request.writes]
        if opening:
            return self._open(opening, awaited, first)
        reading = [r for r in first or awaited if not r.writes]
        written = self._write([request for request in awaited if request.writes])
        room = min(STRETCH if len(awaited) > 1 else self._batch, self._batch - _size(written))
        return written + list(self._read(reading[:1], room, beside=reading[1:]))

    def _open(self, opening: list[Request], awaited: list[Request], first: list[Request]) -> list[Portion[Request]]:
        """A token for the first clauses in writing, for replies that waited long, and prompts with little left."""
        abreast = opening[: self._drafting.pace.abreast(len(opening), ABREAST)]
        late = [r for r in awaited if r.writes and r not in abreast and r.passed >= PASSED_OVER]
        for request in awaited:
            request.passed = 0 if request in abreast or request in late else request.passed + 1
        written = self._write(abreast + late)
        return written + list(self._read([], SMALL, beside=[r for r in first if not r.writes]))

    def _ahead(self) -> list[Portion[Request]]:
        written = self._write([request for request in self.active if request.writes])
        reading = [request for request in self.active if not request.writes]
        return written + list(self._read(reading, self._batch - _size(written)))

    def _write(self, requests: list[Request]) -> list[Portion[Request]]:
        """One token each, and what a reply is guessed to go on with where that pays."""
        chosen = requests[: self._batch]
        for request in chosen:
            request.passed = 0
        drafts = self._drafting.choose(chosen, self._batch)
        return [Portion(r.lane, 1, r, draft) for r, draft in zip(chosen, drafts, strict=True) if r.lane]

    def _read(self, requests: list[Request], room: int, beside: Sequence[Request] = ()) -> Iterator[Portion[Request]]:
        """Stretches of prompts, in order; `beside` are read only if what is left of them is little."""
        return self.read([*requests, *(one for one in beside if one.pending <= SMALL)], room)

    def _order(self, request: Request) -> tuple[int, int, int]:
        """By rank; then a visitor's second request after everybody's first."""
        return (request.rank, self._nth(request), request.arrived)

    def _nth(self, request: Request) -> int:
        caller = request.turn.caller
        if caller is None:
            return 0
        mine = [one for one in self.active if one.turn.caller == caller and one.rank < Rank.AHEAD]
        return sum(one.arrived < request.arrived for one in mine)


def _size(portions: list[Portion[Request]]) -> int:
    return sum(portion.size for portion in portions)
