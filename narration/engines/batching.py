"""Which tokens of which requests are evaluated in the next step, and who holds the context's slots and cells.

First clauses go first: while one is read or written, replies whose listener has words to hear already wait, though
never long. Reading is dear and writing beside it cheap, so a step that reads a prompt carries a token of every reply.
What is made ahead gives its slot and its time to anything that somebody waits for. What a request adds lies in a
sequence of its own that is removed with it, so nobody's words can be attended to from another's.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from narration.engines.drafts import Drafting, no_drafts
from narration.engines.prefixes import Load, Prefixes, nowhere
from narration.engines.requests import Lane, Portion, Prefix, Rank, Request

STRETCH = 128
"""Prompt tokens a step may carry while somebody waits for other words: most prompts of one fact are read in one."""
SMALL = 8
"""A prompt with so few tokens left is read beside whatever is written."""
PASSED_OVER = 16
"""Steps that may write for others only, before a reply gets a token again."""
ABREAST = 2.0
"""First clauses are written side by side while that takes a step at most so many times the time of one alone."""


class Schedule:
    """Slots, cells and who holds them; `copy`, `remove` and `load` are the context's."""

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
        self.waiting: list[Request] = []
        self.active: list[Request] = []
        self.prefixes = Prefixes(range(slots, slots + kept), copy=copy, remove=remove, load=load)
        self._slots = list(range(slots))
        self._most = max(1, slots // 2)
        self._cells, self._batch = cells, batch
        self._copy, self._remove = copy, remove
        self._drafting = drafting or no_drafts()

    def fits(self, request: Request) -> bool:
        """Whether an empty context could hold this request."""
        return sum(map(len, request.levels)) + request.cells <= self._cells

    def admit(self) -> None:
        """Let waiting requests in: the most urgent of the visitor who has the fewest; nobody takes all slots."""
        self.waiting = [request for request in self.waiting if not request.cancelled]
        while (request := self._next()) and self._make_room(request):
            self.waiting.remove(request)
            self._enter(request)

    def release(self, request: Request) -> None:
        """Take a request out and remove every token of it from the context."""
        if request in self.active:
            self.active.remove(request)
        if request.slot is not None:
            self._remove(request.slot)
            self._slots.append(request.slot)
            request.slot = request.lane = None
        if request.prefix:
            self.prefixes.give_back(request.prefix)
            request.prefix = None

    def warmed(self) -> list[Request]:
        """Requests that wanted nothing but a shared beginning that now stands."""
        return [r for r in self.active if r.warm and not (r.prefix and r.prefix.pending)]

    def forget_prefixes(self) -> None:
        """Drop every shared beginning that nobody uses now."""
        while self.prefixes.evict():
            pass

    def plan(self) -> list[Portion]:
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

    def _open(self, opening: list[Request], awaited: list[Request], first: list[Request]) -> list[Portion]:
        """A token for the first clauses in writing, for replies that waited long, and prompts with little left."""
        abreast = opening[: self._drafting.pace.abreast(len(opening), ABREAST)]
        late = [r for r in awaited if r.writes and r not in abreast and r.passed >= PASSED_OVER]
        for request in awaited:
            request.passed = 0 if request in abreast or request in late else request.passed + 1
        written = self._write(abreast + late)
        return written + list(self._read([], SMALL, beside=[r for r in first if not r.writes]))

    def _ahead(self) -> list[Portion]:
        written = self._write([request for request in self.active if request.writes])
        reading = [request for request in self.active if not request.writes]
        return written + list(self._read(reading, self._batch - _size(written)))

    def _write(self, requests: list[Request]) -> list[Portion]:
        """One token each, and what a reply is guessed to go on with where that pays."""
        chosen = requests[: self._batch]
        for request in chosen:
            request.passed = 0
        drafts = self._drafting.choose(chosen, self._batch)
        return [Portion(r.lane, 1, r, draft) for r, draft in zip(chosen, drafts, strict=True) if r.lane]

    def _read(self, requests: list[Request], room: int, beside: Any = ()) -> Iterator[Portion]:
        """Stretches of prompts, in order; `beside` are read only if what is left of them is little."""
        begun: set[Lane] = set()
        for request in [*requests, *(one for one in beside if one.pending <= SMALL)]:
            lane = self._lane(request)
            if lane is None or lane in begun or not lane.pending or room <= 0:
                continue
            begun.add(lane)
            count = min(room, lane.pending)
            room -= count
            yield Portion(lane, count, request if lane is request.lane else None)

    def _lane(self, request: Request) -> Lane | None:
        """Where a request's next tokens go: its shared beginning first, then its own sequence."""
        prefix = request.prefix
        if prefix and (request.warm or prefix.evaluated < request.common):
            lane = self.prefixes.next_to_evaluate(prefix)
            if lane is not prefix or request.warm or prefix.evaluated < request.common:
                return lane
        if request.lane is None and request.slot is not None:
            request.lane = Lane(request.slot, request.tokens, request.common)
            if prefix and request.common:
                self._copy(prefix.sequence, request.slot, request.common)
        return request.lane

    def _order(self, request: Request) -> tuple[int, int, int]:
        """By rank; then a visitor's second request after everybody's first."""
        return (request.rank, self._nth(request), request.arrived)

    def _nth(self, request: Request) -> int:
        caller = request.turn.caller
        if caller is None:
            return 0
        mine = [one for one in self.active if one.turn.caller == caller and one.rank < Rank.AHEAD]
        return sum(one.arrived < request.arrived for one in mine)

    def _next(self) -> Request | None:
        holding: Counter[Hashable] = Counter(r.turn.caller for r in self.active if r.rank < Rank.AHEAD)
        holding[None] = 0
        able = [r for r in self.waiting if r.warm or holding[r.turn.caller] < self._most]
        return min(able, key=lambda r: (*_urgency(r), holding[r.turn.caller], r.arrived), default=None)

    def _enter(self, request: Request) -> None:
        request.prefix = self.prefixes.lend(request.levels)
        if request.prefix and not request.written:
            request.reused = min(request.common, _standing(request.prefix))
        if not request.warm:
            request.slot = self._slots.pop(0)
        self.active.append(request)

    def _make_room(self, request: Request) -> bool:
        """Evict idle beginnings, least recently used first, then send back what is made ahead."""
        while self._short(request):
            idle = self._lacks_slot(request) is False and self.prefixes.evict(keep=request.levels)
            if not idle and not (request.rank < Rank.AHEAD and self._send_back()):
                return False
        return True

    def _send_back(self) -> bool:
        """Let the last request that is only made ahead wait again; what it wrote stays with it and is read anew."""
        for request in reversed(self.active):
            if request.rank is Rank.AHEAD:
                self.release(request)
                self.waiting.append(request)
                return True
        return False

    def _lacks_slot(self, request: Request) -> bool:
        return not request.warm and not self._slots

    def _short(self, request: Request) -> bool:
        new = self.prefixes.missing(request.levels)
        used = self.prefixes.cells + sum(r.cells for r in self.active)
        wanted = request.cells + sum(map(len, new))
        return self._lacks_slot(request) or used + wanted > self._cells or len(new) > self.prefixes.free


def _urgency(request: Request) -> tuple[bool, bool, int]:
    return (request.rank is Rank.AHEAD, request.warm, request.turn.urgency)


def _standing(prefix: Prefix) -> int:
    """Tokens of a beginning that need not be evaluated."""
    if prefix.parent and prefix.evaluated < prefix.inherited:
        return min(prefix.inherited, _standing(prefix.parent))
    return prefix.evaluated


def _size(portions: list[Portion]) -> int:
    return sum(portion.size for portion in portions)
