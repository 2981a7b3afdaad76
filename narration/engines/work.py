"""A kind of work that the language model's thread does in a context of its own: writing replies, or reading claims."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from time import perf_counter
from typing import Any, Generic

from narration.engine import EngineUnavailable
from narration.engines.llama_context import Aborted, Entry, LlamaContext
from narration.engines.llama_library import NativeFailure
from narration.engines.pace import Pace
from narration.engines.requests import E, Portion
from narration.engines.slots import Slots
from narration.engines.stats import Counter

ENGINE = "llama_cpp"


class Work(ABC, Generic[E]):
    """Errands of one kind and the context they are done in; all but `overdue` is the thread's."""

    def __init__(self, context: LlamaContext, counter: Counter, pace: Pace) -> None:
        self.context, self.counter, self.pace = context, counter, pace
        self.inbox: list[E] = []

    @property
    @abstractmethod
    def slots(self) -> Slots[E]:
        """Who holds the context."""

    @abstractmethod
    def overdue(self, errand: E, patience: float) -> str:
        """Why a new errand would be answered too late; empty where it would not, or where nobody is before it."""

    @abstractmethod
    def cut(self, errand: E) -> None:
        """Cut an errand's text into tokens; raises `ValueError`, `NativeFailure` or `EngineUnavailable`."""

    @abstractmethod
    def plan(self) -> list[Portion[E]]:
        """What the next step evaluates."""

    @abstractmethod
    def advance(self, plan: Sequence[Portion[E]]) -> None:
        """Take in what was evaluated."""

    @property
    def busy(self) -> bool:
        """Whether anything waits or is being worked on."""
        return bool(self.inbox or self.slots.active or self.slots.waiting)

    @property
    def queued(self) -> int:
        """How many wait."""
        return len(self.inbox) + len(self.slots.waiting)

    def take(self, arrived: Sequence[E]) -> None:
        """Queue what came, or tell it why not; let go what was cancelled, and admit."""
        for errand in arrived:
            self._prepare(errand)
        for errand in [one for one in self.slots.active if one.cancelled]:
            self.counter.add(cancelled=1)
            self.release(errand)
        self.slots.admit()

    def release(self, errand: E) -> None:
        """Take an errand out with every token of it."""
        self.slots.release(errand)

    def evaluate(self, plan: Sequence[Portion[E]]) -> None:
        """Evaluate a step; where that is aborted or fails, nothing of it stays."""
        began = perf_counter()
        try:
            self.context.evaluate(entries(plan))
        except Aborted:
            for portion in plan:
                self.context.remove(portion.lane.sequence, portion.lane.evaluated)
        except NativeFailure as error:
            self._give_up(plan, error)
        else:
            self.advance(plan)
            self.pace.note(sum(portion.size for portion in plan), perf_counter() - began)

    def fail(self, error: EngineUnavailable) -> None:
        """End every errand with what went wrong."""
        errands = [*self.inbox, *self.slots.waiting, *self.slots.active]
        self.inbox, self.slots.waiting = [], []
        for errand in errands:
            self.release(errand)
            _deliver(errand, error)

    def _prepare(self, errand: E) -> None:
        try:
            self.cut(errand)
        except (EngineUnavailable, NativeFailure, ValueError) as error:
            _deliver(errand, error if isinstance(error, EngineUnavailable) else EngineUnavailable(ENGINE, str(error)))
        else:
            self.slots.waiting.append(errand)

    def _give_up(self, plan: Sequence[Portion[E]], error: NativeFailure) -> None:
        failure = EngineUnavailable(ENGINE, str(error), "lower the options parallel or context")
        lanes = [portion.lane for portion in plan]
        for errand in [one for lane in lanes for one in self.slots.users(lane)]:
            self.release(errand)
            _deliver(errand, failure)
        for lane in lanes:
            self.context.remove(lane.sequence, 0)
            lane.evaluated = 0
        self.slots.forget_prefixes()


def entries(plan: Sequence[Portion[Any]]) -> list[Entry]:
    """The tokens of a step, each portion's guessed ones after its own."""
    found = []
    for portion in plan:
        lane, end = portion.lane, portion.lane.evaluated + portion.count
        for position in range(lane.evaluated, end):
            output = portion.completes and position == end - 1
            found.append(Entry(lane.tokens[position], position, lane.sequence, output))
        for at, token in enumerate(portion.draft):
            found.append(Entry(token, end + at, lane.sequence, True))
    return found


def _deliver(errand: Any, error: EngineUnavailable) -> None:
    errand.deliver(error)
