"""The one thread that owns llama.cpp's context: it takes requests, evaluates step by step and hands out text."""

import threading
from time import perf_counter

from narration.engine import Busy, EngineUnavailable
from narration.engines import admission
from narration.engines.batching import STRETCH, Schedule
from narration.engines.drafts import LONGEST, Drafting
from narration.engines.llama_context import Aborted, LlamaContext
from narration.engines.llama_library import NativeFailure
from narration.engines.pace import Pace
from narration.engines.prefixes import nowhere
from narration.engines.prompt_tokens import PromptTokens, Tokens
from narration.engines.reply import ReplyText
from narration.engines.requests import Lane, Portion, Rank, Request
from narration.engines.saved_prefixes import SavedPrefixes
from narration.engines.stats import Counter, Stats
from narration.engines.writing import Writing, entries
from narration.prompt import Prompt

ENGINE = "llama_cpp"
MOST_WAITING = 64
MOST_TOKENS = 4096


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
    ) -> None:
        """`patience`: seconds to a first token that a request may be let wait; None for any."""
        super().__init__(name="language model", daemon=True)
        self._counter = Counter()
        self.pace = pace or Pace()
        self._patience, self._slots, self._saved = patience, slots, saved
        self._load = admission.Load(free=slots)
        self._arrived = 0
        self._context = context
        self._tokens = PromptTokens(context.model, size=context.size)
        drafting = Drafting(self.pace, most=draft)
        self._writing = Writing(context, drafting, self._counter, self._release)
        self._schedule = Schedule(
            slots=slots,
            kept=kept,
            cells=context.size,
            batch=context.batch,
            copy=context.copy,
            remove=context.remove,
            load=self._restore if saved else nowhere,
            drafting=drafting,
        )
        self._changed = threading.Condition()
        self._inbox: list[Request] = []
        self._evaluating: list[tuple[list[Request], int]] = []
        self._stopping = False
        self._broken: EngineUnavailable | None = None

    @property
    def stats(self) -> Stats:
        """What was done since the engine opened."""
        return self._counter.stats

    @property
    def busy(self) -> bool:
        """Whether anything waits or is being worked on."""
        return bool(self._inbox or self._schedule.active or self._schedule.waiting)

    def count(self, text: str) -> int:
        """Tokens that `text` is cut into."""
        return len(self._context.model.tokenize(text, markup=False))

    def submit(self, request: Request) -> None:
        """Take a request in.

        Raises `Busy` when it would wait too long, `EngineUnavailable` when too many wait or the engine is closed.
        """
        with self._changed:
            if self._stopping or self._broken:
                raise self._broken or EngineUnavailable(ENGINE, "is closed")
            if len(self._inbox) + len(self._schedule.waiting) >= MOST_WAITING:
                raise Busy(ENGINE, "too many requests wait", "ask again in a few seconds")
            self._check(request)
            self._arrived += 1
            request.arrived = self._arrived
            self._inbox.append(request)
            if request.rank < Rank.AHEAD and self._only_ahead():
                self._context.abort()
            self._changed.notify()

    def _check(self, request: Request) -> None:
        if self._patience is None or request.rank is Rank.AHEAD:
            return
        load = admission.beside(self._load, [(one.prompt, self._stands(one.prompt)) for one in self._inbox])
        own = admission.own_tokens(request.prompt, self._stands(request.prompt))
        seconds = admission.seconds_to_first_token(own, load, self.pace, STRETCH)
        if seconds > self._patience and not load.idle:
            self._counter.add(refused=1)
            raise Busy(ENGINE, f"the first word would come after {seconds:.1f} s", "ask again in a few seconds")

    def _stands(self, prompt: Prompt) -> bool:
        """Whether all of a prompt stands in the context but the opening of the reply."""
        return prompt.public and self._schedule.prefixes.stands(self._tokens.known(prompt.turns))

    def _only_ahead(self) -> bool:
        """Whether all that is being evaluated is only made ahead."""
        return bool(self._evaluating) and all(one.rank is Rank.AHEAD for users, _ in self._evaluating for one in users)

    def cancel(self, request: Request) -> None:
        """Drop a request; if at least half of what is being evaluated was for it, that ends at once."""
        with self._changed:
            request.cancelled = True
            wasted = sum(count for users, count in self._evaluating if all(one.cancelled for one in users))
            if wasted * 2 >= sum(count for _, count in self._evaluating) > 0:
                self._context.abort()
            self._changed.notify()

    def stop(self) -> None:
        """End the thread after the current token; every open request fails."""
        with self._changed:
            self._stopping = True
            self._context.abort()
            self._changed.notify()

    def run(self) -> None:
        """The thread's life."""
        try:
            while self._wait():
                self._step()
            self._fail(EngineUnavailable(ENGINE, "is closed"))
        except Exception as error:
            broken = EngineUnavailable(ENGINE, f"stopped: {type(error).__name__}: {error}", "restart the server")
            with self._changed:
                self._broken = broken
            self._fail(broken)
        finally:
            self._context.close()
            self._context.model.close()

    def _wait(self) -> bool:
        """Block until there is work; take in what came and let go what was cancelled. False: stop."""
        while not self.busy and self._save_one():
            pass
        with self._changed:
            while not (self._stopping or self.busy):
                self._changed.wait()
            arrived, self._inbox = self._inbox, []
            if self._stopping:
                self._inbox = arrived
                return False
        for request in arrived:
            self._prepare(request)
        for request in [one for one in self._schedule.active if one.cancelled]:
            self._counter.add(cancelled=1)
            self._release(request)
        self._schedule.admit()
        self._load = admission.load(self._schedule.active, self._schedule.waiting, self._slots)
        return True

    def _prepare(self, request: Request) -> None:
        """Cut a prompt into tokens and queue it, or tell it why not."""
        try:
            self._cut(request)
            if not self._schedule.fits(request):
                raise EngineUnavailable(
                    ENGINE,
                    f"a prompt of {len(request.tokens)} tokens and a reply of {request.prompt.max_tokens} do not fit "
                    f"into a context of {self._context.size}",
                    "shorten the prompt or raise the option context",
                )
        except (EngineUnavailable, NativeFailure, ValueError) as error:
            request.deliver(error if isinstance(error, EngineUnavailable) else EngineUnavailable(ENGINE, str(error)))
            return
        self._counter.add(requests=1)
        self._schedule.waiting.append(request)

    def _cut(self, request: Request) -> None:
        prompt = request.prompt
        if not 1 <= prompt.max_tokens <= MOST_TOKENS:
            raise ValueError(f"max_tokens is {prompt.max_tokens}; 1 to {MOST_TOKENS} are possible")
        if request.warm:
            request.levels = self._tokens.levels(prompt.shared)
            request.common = len(request.levels[-1]) if request.levels else 0
            return
        request.levels, request.tokens, request.common = self._tokens.cut(prompt)
        request.source = len(request.levels[0]) if request.levels else 0
        request.cells = len(request.tokens) - request.common + prompt.max_tokens
        request.reply = ReplyText(prompt.stop)

    def _step(self) -> None:
        for request in self._schedule.warmed():
            self._writing.finish(request)
        plan = self._schedule.plan()
        if not plan or not self._begin(plan):
            return
        began = perf_counter()
        try:
            self._context.evaluate(entries(plan))
        except Aborted:
            for portion in plan:
                self._context.remove(portion.lane.sequence, portion.lane.evaluated)
        except NativeFailure as error:
            self._give_up(plan, error)
        else:
            self._writing.advance(plan)
            self.pace.note(sum(portion.size for portion in plan), perf_counter() - began)
        finally:
            with self._changed:
                self._evaluating = []

    def _begin(self, plan: list[Portion]) -> bool:
        """Arm the abort flag for those who take part in this step."""
        taking_part = [(self._users(portion.lane), portion.count) for portion in plan]
        with self._changed:
            if self._stopping or any(one.cancelled for users, _ in taking_part for one in users):
                return False
            self._context.abort(False)
            self._evaluating = taking_part
        return True

    def _users(self, lane: Lane) -> list[Request]:
        return [one for one in self._schedule.active if lane is one.lane or lane in _beginnings(one)]

    def _give_up(self, plan: list[Portion], error: NativeFailure) -> None:
        failure = EngineUnavailable(ENGINE, str(error), "lower the options parallel or context")
        lanes = [portion.lane for portion in plan]
        for request in [one for lane in lanes for one in self._users(lane)]:
            self._release(request)
            request.deliver(failure)
        for lane in lanes:
            self._context.remove(lane.sequence, 0)
            lane.evaluated = 0
        self._schedule.forget_prefixes()

    def _release(self, request: Request) -> None:
        if request.sampler is not None:
            self._context.free(request.sampler)
            request.sampler = None
        self._schedule.release(request)

    def _restore(self, tokens: Tokens, sequence: int) -> bool:
        """Fill a sequence with the state of a shared beginning that was saved."""
        state = self._saved.load(tokens) if self._saved else None
        if state is None or not self._context.restore(sequence, state, len(tokens)):
            return False
        self._counter.add(restored_tokens=len(tokens))
        return True

    def _save_one(self) -> bool:
        """Save a shared beginning that is not on disk yet; False when there is none."""
        unsaved = self._schedule.prefixes.unsaved()[:1] if self._saved else []
        for prefix in unsaved:
            prefix.saved = True
            if self._saved:
                self._saved.save(prefix.tokens, self._context.state(prefix.sequence))
        return bool(unsaved)

    def _fail(self, error: EngineUnavailable) -> None:
        with self._changed:
            open_requests = [*self._inbox, *self._schedule.waiting, *self._schedule.active]
            self._inbox = []
        for request in open_requests:
            self._release(request)
            request.deliver(error)


def _beginnings(request: Request) -> list[Lane]:
    """The shared beginnings that a request stands on."""
    found: list[Lane] = []
    prefix = request.prefix
    while prefix:
        found.append(prefix)
        prefix = prefix.parent
    return found
