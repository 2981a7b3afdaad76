"""Who holds a context's slots and cells, and where the tokens of an errand go.

What an errand adds lies in a sequence of its own that is removed with it, so nobody's words can be attended to from
another's. What is made ahead gives its slot to anything that somebody waits for.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Generic

from narration.engines.prefixes import Load, Prefixes, nowhere
from narration.engines.requests import E, Lane, Portion, Prefix, Rank


class Slots(Generic[E]):
    """Slots, cells and who holds them; `copy`, `remove` and `load` are the context's."""

    def __init__(
        self,
        *,
        slots: int,
        kept: int,
        cells: int,
        copy: Callable[[int, int, int], None],
        remove: Callable[[int], None],
        load: Load = nowhere,
    ) -> None:
        self.waiting: list[E] = []
        self.active: list[E] = []
        self.prefixes = Prefixes(range(slots, slots + kept), copy=copy, remove=remove, load=load)
        self._slots = list(range(slots))
        self._most = max(1, slots // 2)
        self._cells = cells
        self._copy, self._remove = copy, remove

    def fits(self, errand: E) -> bool:
        """Whether an empty context could hold this errand."""
        return sum(map(len, errand.levels)) + errand.cells <= self._cells

    def admit(self) -> None:
        """Let waiting errands in: the most urgent of the visitor who has the fewest; nobody takes all slots."""
        self.waiting = [errand for errand in self.waiting if not errand.cancelled]
        while (errand := self._next()) and self._make_room(errand):
            self.waiting.remove(errand)
            self._enter(errand)

    def release(self, errand: E) -> None:
        """Take an errand out and remove every token of it from the context."""
        if errand in self.active:
            self.active.remove(errand)
        if errand.slot is not None:
            self._remove(errand.slot)
            self._slots.append(errand.slot)
            errand.slot = errand.lane = None
        if errand.prefix:
            self.prefixes.give_back(errand.prefix)
            errand.prefix = None

    def warmed(self) -> list[E]:
        """Errands that wanted nothing but a shared beginning that now stands."""
        return [one for one in self.active if one.warm and not (one.prefix and one.prefix.pending)]

    def users(self, lane: Lane) -> list[E]:
        """Whose tokens lie in a lane, or follow it."""
        return [one for one in self.active if lane is one.lane or lane in one.beginnings]

    def forget_prefixes(self) -> None:
        """Drop every shared beginning that nobody uses now."""
        while self.prefixes.evict():
            pass

    def read(self, errands: Iterable[E], room: int) -> Iterator[Portion[E]]:
        """Stretches of at most `room` tokens together, in order; one a lane."""
        begun: set[Lane] = set()
        for errand in errands:
            lane = self._lane(errand)
            if lane is None or lane in begun or not lane.pending or room <= 0:
                continue
            begun.add(lane)
            count = min(room, lane.pending)
            room -= count
            yield Portion(lane, count, errand if lane is errand.lane else None)

    def _lane(self, errand: E) -> Lane | None:
        """Where an errand's next tokens go: its shared beginning first, then its own sequence."""
        prefix = errand.prefix
        if prefix and (errand.warm or prefix.evaluated < errand.common):
            lane = self.prefixes.next_to_evaluate(prefix)
            if lane is not prefix or errand.warm or prefix.evaluated < errand.common:
                return lane
        if errand.lane is None and errand.slot is not None:
            errand.lane = Lane(errand.slot, errand.tokens, errand.common)
            if prefix and errand.common:
                self._copy(prefix.sequence, errand.slot, errand.common)
        return errand.lane

    def _next(self) -> E | None:
        holding: Counter[Hashable] = Counter(one.turn.caller for one in self.active if one.rank < Rank.AHEAD)
        holding[None] = 0
        able = [one for one in self.waiting if one.warm or holding[one.turn.caller] < self._most]
        return min(able, key=lambda one: (*_urgency(one), holding[one.turn.caller], one.arrived), default=None)

    def _enter(self, errand: E) -> None:
        errand.prefix = self.prefixes.lend(errand.levels)
        if errand.prefix and not errand.begun:
            errand.reused = min(errand.common, _standing(errand.prefix))
        if not errand.warm:
            errand.slot = self._slots.pop(0)
        self.active.append(errand)

    def _make_room(self, errand: E) -> bool:
        """Evict idle beginnings, least recently used first, then send back what is made ahead."""
        while self._short(errand):
            idle = self._lacks_slot(errand) is False and self.prefixes.evict(keep=errand.levels)
            if not idle and not (errand.rank < Rank.AHEAD and self._send_back()):
                return False
        return True

    def _send_back(self) -> bool:
        """Let the last errand that is only made ahead wait again; what it wrote stays with it and is read anew."""
        for errand in reversed(self.active):
            if errand.rank is Rank.AHEAD:
                self.release(errand)
                self.waiting.append(errand)
                return True
        return False

    def _lacks_slot(self, errand: E) -> bool:
        return not errand.warm and not self._slots

    def _short(self, errand: E) -> bool:
        new = self.prefixes.missing(errand.levels)
        used = self.prefixes.cells + sum(one.cells for one in self.active)
        wanted = errand.cells + sum(map(len, new))
        return self._lacks_slot(errand) or used + wanted > self._cells or len(new) > self.prefixes.free


def _urgency(errand: Any) -> tuple[bool, bool, int]:
    return (errand.rank is Rank.AHEAD, errand.warm, errand.turn.urgency)


def _standing(prefix: Prefix) -> int:
    """Tokens of a beginning that need not be evaluated."""
    if prefix.parent and prefix.evaluated < prefix.inherited:
        return min(prefix.inherited, _standing(prefix.parent))
    return prefix.evaluated
