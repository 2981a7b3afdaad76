"""The one thread that works with llama.cpp's model: it takes errands, evaluates step by step and hands out answers."""

import threading
from typing import Any

from narration.engine import Busy, EngineUnavailable
from narration.engines.drafts import LONGEST
from narration.engines.llama_context import LlamaContext
from narration.engines.pace import Pace
from narration.engines.reads import Reads
from narration.engines.replies import Replies
from narration.engines.requests import E, Errand, Portion, Rank, Read, Request
from narration.engines.saved_prefixes import SavedPrefixes
from narration.engines.stats import Counter, Stats
from narration.engines.work import ENGINE, Work

MOST_WAITING = 64


class Worker(threading.Thread):
    """Runs from `start` to `stop`, then closes context and model; `submit` and `cancel` are for any thread."""

    def __init__(
        self,
        context: LlamaContext,
        *,
        slots: int,
        kept: int,
        patience: float | None = None,
        draft: int = LONGEST,
        saved: SavedPrefixes | None = None,
        pace: Pace | None = None,
        reading: LlamaContext | None = None,
    ) -> None:
        """`patience`: seconds to a first token that a request may be let wait; None for any.

        `reading`: another context of the same model, adapted to read claims.
        """
        super().__init__(name="language model", daemon=True)
        self._counter = Counter()
        self.pace = pace or Pace()
        self._patience = patience
        self._model = context.model
        self._replies = Replies(context, self._counter, self.pace, slots=slots, kept=kept, draft=draft, saved=saved)
        self._reads = Reads(reading, self._counter, self.pace, self._replies) if reading else None
        self._works: list[Work[Any]] = [self._replies, *([self._reads] if self._reads else [])]
        self._arrived = 0
        self._changed = threading.Condition()
        self._evaluating: list[tuple[list[Any], int]] = []
        self._stopping = False
        self._broken: EngineUnavailable | None = None

    @property
    def stats(self) -> Stats:
        """What was done since the engine opened."""
        return self._counter.stats

    @property
    def busy(self) -> bool:
        """Whether anything waits or is being worked on."""
        return any(work.busy for work in self._works)

    def count(self, text: str) -> int:
        """Tokens that `text` is cut into."""
        return len(self._model.tokenize(text, markup=False))

    def submit(self, request: Request) -> None:
        """Take a request in.

        Raises `Busy` when it would wait too long, `EngineUnavailable` when too many wait or the engine is closed.
        """
        self._take_in(self._replies, request)

    def read(self, read: Read) -> None:
        """Take a claim in that is to be read; raises as `submit` does, and where there is no context for it."""
        if self._reads is None:
            raise EngineUnavailable(ENGINE, "reads no claims")
        self._take_in(self._reads, read)

    def _take_in(self, work: Work[E], errand: E) -> None:
        with self._changed:
            if self._stopping or self._broken:
                raise self._broken or EngineUnavailable(ENGINE, "is closed")
            if work.queued >= MOST_WAITING:
                raise Busy(ENGINE, "too many requests wait", "ask again in a few seconds")
            self._check(work, errand)
            self._arrived += 1
            errand.arrived = self._arrived
            work.inbox.append(errand)
            if errand.rank < Rank.AHEAD and self._only_ahead():
                self._abort()
            self._changed.notify()

    def _check(self, work: Work[E], errand: E) -> None:
        if self._patience is None or errand.rank is Rank.AHEAD:
            return
        if why := work.overdue(errand, self._patience):
            self._counter.add(refused=1)
            raise Busy(ENGINE, why, "ask again in a few seconds")

    def _only_ahead(self) -> bool:
        """Whether all that is being evaluated is only made ahead."""
        return bool(self._evaluating) and all(one.rank is Rank.AHEAD for users, _ in self._evaluating for one in users)

    def _abort(self) -> None:
        for work in self._works:
            work.context.abort()

    def cancel(self, errand: Errand) -> None:
        """Drop an errand; if at least half of what is being evaluated was for it, that ends at once."""
        with self._changed:
            errand.cancelled = True
            wasted = sum(count for users, count in self._evaluating if all(one.cancelled for one in users))
            if wasted * 2 >= sum(count for _, count in self._evaluating) > 0:
                self._abort()
            self._changed.notify()

    def stop(self) -> None:
        """End the thread after the current token; every open errand fails."""
        with self._changed:
            self._stopping = True
            self._abort()
            self._changed.notify()

    def run(self) -> None:
        """The thread's life."""
        try:
            while self._wait():
                self._step(self._next())
            self._fail(EngineUnavailable(ENGINE, "is closed"))
        except Exception as error:
            broken = EngineUnavailable(ENGINE, f"stopped: {type(error).__name__}: {error}", "restart the server")
            with self._changed:
                self._broken = broken
            self._fail(broken)
        finally:
            for work in self._works:
                work.context.close()
            self._model.close()

    def _wait(self) -> bool:
        """Block until there is work; take in what came and let go what was cancelled. False: stop."""
        while not self.busy and self._replies.save_one():
            pass
        with self._changed:
            while not (self._stopping or self.busy):
                self._changed.wait()
            if self._stopping:
                return False
            arrived = [(work, work.inbox) for work in self._works]
            for work in self._works:
                work.inbox = []
        for work, errands in arrived:
            work.take(errands)
        return True

    def _next(self) -> Work[Any]:
        """Whose step is next."""
        return self._reads if self._reads and self._reads.goes_first() else self._replies

    def _step(self, work: Work[E]) -> None:
        plan = work.plan()
        if plan and self._begin(work, plan):
            try:
                work.evaluate(plan)
            finally:
                with self._changed:
                    self._evaluating = []

    def _begin(self, work: Work[E], plan: list[Portion[E]]) -> bool:
        """Arm the abort flag for those who take part in this step."""
        taking_part = [(work.slots.users(portion.lane), portion.count) for portion in plan]
        with self._changed:
            if self._stopping or any(one.cancelled for users, _ in taking_part for one in users):
                return False
            work.context.abort(False)
            self._evaluating = taking_part
        return True

    def _fail(self, error: EngineUnavailable) -> None:
        for work in self._works:
            work.fail(error)
