"""Which tokens of which requests are evaluated in the next step, and what each may keep of the context.

Requests are admitted in the order they came, as many at once as there are slots and cells. A step carries one token of
every reply that is being written and, in what room is left, the next stretch of prompts. Shared beginnings of prompts
are evaluated once into sequences of their own and lent to requests; what a request adds lies in a sequence that is
removed with it, so nobody's words can be attended to from another's.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from narration.engines.prompt_tokens import Tokens
from narration.engines.reply import ReplyText
from narration.prompt import Prompt

MIXED_STRETCH = 64
"""Prompt tokens a step may carry while replies are being written, so that none of them stalls."""


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
    """A shared beginning, lent to `users` requests now."""

    users: int = 0


@dataclass(eq=False, slots=True, kw_only=True)
class Request:
    """One prompt on its way to a reply."""

    prompt: Prompt
    deliver: Callable[[str | Exception | None], None]
    """Takes each piece of text, then None at the end or what went wrong instead."""
    warm: bool = False
    """Only the shared beginning is wanted."""
    cancelled: bool = False
    shared: Tokens = ()
    """The whole shared beginning, also what lies past the part this request can use."""
    common: int = 0
    """Tokens of the prompt that are the shared beginning's."""
    tokens: list[int] = field(default_factory=list)
    """The whole prompt, then the reply as it is written."""
    reused: int = 0
    """Of these, how many stood in the context when the request came."""
    cells: int = 0
    """Cells of the context this request may come to fill beside its shared beginning."""
    reply: ReplyText = field(default_factory=ReplyText)
    written: int = 0
    """Tokens of the reply so far."""
    sampler: Any = None
    prefix: Prefix | None = None
    slot: int | None = None
    lane: Lane | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """`count` pending tokens of a lane, for a request or, when None, for a shared beginning."""

    lane: Lane
    count: int
    request: Request | None

    @property
    def completes(self) -> bool:
        """Whether a next token is to be chosen after this portion."""
        return self.request is not None and self.count == self.lane.pending


class Schedule:
    """Slots, cells and who holds them; `copy` and `remove` are the context's."""

    def __init__(
        self,
        *,
        slots: int,
        kept: int,
        cells: int,
        batch: int,
        copy: Callable[[int, int, int], None],
        remove: Callable[[int], None],
    ) -> None:
        self.waiting: deque[Request] = deque()
        self.active: list[Request] = []
        self._prefixes: OrderedDict[Tokens, Prefix] = OrderedDict()
        self._slots = deque(range(slots))
        self._kept = deque(range(slots, slots + kept))
        self._cells, self._batch = cells, batch
        self._copy, self._remove = copy, remove

    def fits(self, request: Request) -> bool:
        """Whether an empty context could hold this request."""
        return len(request.shared) + request.cells <= self._cells

    def admit(self) -> None:
        """Let waiting requests in: first come, first served, but nobody waits for a warming."""
        while self.waiting:
            request = min(self.waiting, key=lambda request: request.warm)
            if not request.cancelled and not self._make_room(request):
                return
            self.waiting.remove(request)
            if not request.cancelled:
                self._enter(request)

    def plan(self) -> list[Portion]:
        """What the next step evaluates."""
        written = [Portion(r.lane, 1, r) for r in self.active if r.lane and r.written]
        room = self._batch - len(written)
        return written + list(self._stretches(min(room, MIXED_STRETCH) if written else room))

    def _stretches(self, room: int) -> Iterator[Portion]:
        begun: set[Lane] = set()
        for request in sorted(self.active, key=lambda request: request.warm):
            lane = None if request.written else self._lane(request)
            if lane is None or lane in begun or not lane.pending or room <= 0:
                continue
            begun.add(lane)
            count = min(room, lane.pending)
            room -= count
            yield Portion(lane, count, request if lane is request.lane else None)

    def _lane(self, request: Request) -> Lane | None:
        """Where a request's next tokens go: its shared beginning first, then its own sequence."""
        if request.prefix and (request.warm or request.prefix.evaluated < request.common):
            return request.prefix
        if request.lane is None and request.slot is not None:
            request.lane = Lane(request.slot, request.tokens, request.common)
            if request.prefix:
                self._copy(request.prefix.sequence, request.slot, request.common)
        return request.lane

    def warmed(self) -> list[Request]:
        """Requests that wanted nothing but a shared beginning that now stands."""
        return [r for r in self.active if r.warm and not (r.prefix and r.prefix.pending)]

    def release(self, request: Request) -> None:
        """Take a request out and remove every token of it from the context."""
        if request in self.active:
            self.active.remove(request)
        if request.slot is not None:
            self._remove(request.slot)
            self._slots.append(request.slot)
            request.slot = request.lane = None
        if request.prefix:
            request.prefix.users -= 1
            request.prefix = None

    def forget_prefixes(self) -> None:
        """Drop every shared beginning that nobody uses now."""
        while self._evict():
            pass

    def _enter(self, request: Request) -> None:
        if request.shared:
            request.prefix = self._prefix(request.shared)
            request.prefix.users += 1
            request.reused = min(request.common, request.prefix.evaluated)
        if not request.warm:
            request.slot = self._slots.popleft()
        self.active.append(request)

    def _prefix(self, shared: Tokens) -> Prefix:
        if shared not in self._prefixes:
            self._prefixes[shared] = Prefix(self._kept.popleft(), list(shared))
        self._prefixes.move_to_end(shared)
        return self._prefixes[shared]

    def _make_room(self, request: Request) -> bool:
        """Evict idle beginnings, least recently used first, until the request fits beside the others."""
        if not request.warm and not self._slots:
            return False
        while self._short(request):
            if not self._evict(keep=request.shared):
                return False
        return True

    def _short(self, request: Request) -> bool:
        new = bool(request.shared) and request.shared not in self._prefixes
        used = sum(len(tokens) for tokens in self._prefixes) + sum(r.cells for r in self.active)
        wanted = request.cells + (len(request.shared) if new else 0)
        return used + wanted > self._cells or (new and not self._kept)

    def _evict(self, keep: Tokens = ()) -> bool:
        for tokens, prefix in self._prefixes.items():
            if not prefix.users and tokens != keep:
                self._remove(prefix.sequence)
                self._kept.append(prefix.sequence)
                del self._prefixes[tokens]
                return True
        return False
