"""The one thread that owns llama.cpp's context: it takes requests, evaluates step by step and hands out text."""

import threading
from dataclasses import dataclass, replace
from time import perf_counter

from narration.engine import EngineUnavailable
from narration.engines import admission
from narration.engines.batching import STRETCH, Schedule
from narration.engines.drafts import LONGEST, Drafting
from narration.engines.first_clause import has_clause
from narration.engines.llama_context import Aborted, Entry, LlamaContext, NativeFailure
from narration.engines.pace import Pace
from narration.engines.prefixes import nowhere
from narration.engines.prompt_tokens import PromptTokens, Tokens
from narration.engines.reply import ReplyText, is_looping
from narration.engines.requests import Lane, Portion, Rank, Request
from narration.engines.saved_prefixes import SavedPrefixes

ENGINE = "llama_cpp"
MOST_WAITING = 64
MOST_TOKENS = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What the engine has done since it opened."""

    requests: int = 0
    cancelled: int = 0
    evaluated_tokens: int = 0
    """Prompt tokens computed, shared beginnings included."""
    reused_tokens: int = 0
    """Prompt tokens that a kept beginning saved."""
    generated_tokens: int = 0
    refused: int = 0
    """Requests that would have waited too long."""
    restored_tokens: int = 0
    """Prompt tokens whose evaluation was read from disk."""
    guessed_tokens: int = 0
    confirmed_tokens: int = 0
    """Guessed tokens that were right."""


class Worker(threading.Thread):
    """Runs from `start` to `stop`, then closes the context; `submit` and `cancel` may be called from any thread."""

    def __init__(
        self,
        context: LlamaContext,
        *,
        slots: int,
        kept: int,
        patience: float | None = None,
        draft: int = LONGEST,
        saved: SavedPrefixes | None = None,
    ) -> None:
        """`patience`: seconds to a first token that a request may be let wait; None for any."""
        super().__init__(name="language model", daemon=True)
        self.stats = Stats()
        self.pace = Pace()
        self._patience, self._slots, self._saved = patience, slots, saved
        self._load = admission.Load(free=slots)
        self._arrived = 0
        self._context = context
        try:
            self._tokens = PromptTokens(context)
        except ValueError:
            context.close()
            raise
        self._drafting = Drafting(self.pace, most=draft)
        self._schedule = Schedule(
            slots=slots,
            kept=kept,
            cells=context.size,
            batch=context.batch,
            copy=context.copy,
            remove=context.remove,
            load=self._restore if saved else nowhere,
            drafting=self._drafting,
        )
        self._changed = threading.Condition()
        self._counting = threading.Lock()
        self._inbox: list[Request] = []
        self._evaluating: list[tuple[list[Request], int]] = []
        self._stopping = False
        self._broken: EngineUnavailable | None = None

    def count(self, text: str) -> int:
        """Tokens that `text` is cut into."""
        return len(self._context.tokenize(text, markup=False))

    def submit(self, request: Request) -> None:
        """Take a request in.

        Raises `Busy` when it would wait too long, `EngineUnavailable` when too many wait or the engine is closed.
        """
        with self._changed:
            if self._stopping or self._broken:
                raise self._broken or EngineUnavailable(ENGINE, "is closed")
            if len(self._inbox) + len(self._schedule.waiting) >= MOST_WAITING:
                raise admission.Busy(ENGINE, "too many requests wait", "ask again in a few seconds")
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
        load = replace(self._load, queued=self._load.queued + len(self._inbox))
        try:
            admission.check(request.prompt, request.turn, load, self.pace, stretch=STRETCH, patience=self._patience)
        except admission.Busy:
            self._count(refused=1)
            raise

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

    def _wait(self) -> bool:
        """Block until there is work; take in what came and let go what was cancelled. False: stop."""
        if not (self._inbox or self._schedule.active or self._schedule.waiting):
            self._save_one()
        with self._changed:
            while not (self._stopping or self._inbox or self._schedule.active or self._schedule.waiting):
                self._changed.wait()
            arrived, self._inbox = self._inbox, []
            if self._stopping:
                self._inbox = arrived
                return False
        for request in arrived:
            self._prepare(request)
        for request in [one for one in self._schedule.active if one.cancelled]:
            self._count(cancelled=1)
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
        self._count(requests=1)
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
            self._finish(request)
        plan = self._schedule.plan()
        if not plan or not self._begin(plan):
            return
        began = perf_counter()
        try:
            self._context.evaluate(_entries(plan))
        except Aborted:
            for portion in plan:
                self._context.remove(portion.lane.sequence, portion.lane.evaluated)
        except NativeFailure as error:
            self._give_up(plan, error)
        else:
            self._advance(plan)
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

    def _advance(self, plan: list[Portion]) -> None:
        index = -1
        for portion in plan:
            index += portion.count
            completes = portion.completes
            portion.lane.evaluated += portion.count
            self._count_portion(portion)
            if completes and portion.request:
                self._write(portion.request, portion, index)
            index += len(portion.draft)

    def _write(self, request: Request, portion: Portion, index: int) -> None:
        """Choose a request's next tokens: one, and one more for each guessed one that is chosen."""
        lane, confirmed = portion.lane, 0
        for at, guess in enumerate((*portion.draft, None)):
            token = self._write_one(request, lane, index + at)
            if token is None or token != guess:
                break
            lane.evaluated += 1
            confirmed += 1
        if portion.draft:
            self._drafting.learn(len(portion.draft), confirmed)
            self._count(guessed_tokens=len(portion.draft), confirmed_tokens=confirmed)
            if request.lane is lane:
                self._context.remove(lane.sequence, lane.evaluated)

    def _write_one(self, request: Request, lane: Lane, index: int) -> int | None:
        """Choose a request's next token and hand out its text; None when the reply is over."""
        if request.sampler is None:
            request.sampler = self._context.sampler(request.prompt)
            self._count(reused_tokens=request.reused)
        token = self._context.sample(request.sampler, index)
        request.written += 1
        self._count(generated_tokens=1)
        if self._context.ends(token):
            self._finish(request)
            return None
        lane.tokens.append(token)
        text = request.reply.feed(self._context.piece(token))
        if text:
            request.deliver(text)
            self._look_for_clause(request, text)
        if self._is_over(request, lane):
            self._finish(request)
            return None
        return token

    def _look_for_clause(self, request: Request, text: str) -> None:
        if not request.clause:
            request.opened += text
            request.clause = has_clause(request.opened)

    def _is_over(self, request: Request, lane: Lane) -> bool:
        return (
            request.reply.stopped
            or request.written >= request.prompt.max_tokens
            or is_looping(lane.tokens[-request.written :])
        )

    def _finish(self, request: Request) -> None:
        rest = request.reply.finish()
        if rest:
            request.deliver(rest)
        self._release(request)
        request.deliver(None)

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
        self._count(restored_tokens=len(tokens))
        return True

    def _save_one(self) -> None:
        """Save a shared beginning that is not on disk yet, if there is one."""
        for prefix in self._schedule.prefixes.unsaved()[:1]:
            prefix.saved = True
            if self._saved:
                self._saved.save(prefix.tokens, self._context.state(prefix.sequence))

    def _fail(self, error: EngineUnavailable) -> None:
        with self._changed:
            open_requests = [*self._inbox, *self._schedule.waiting, *self._schedule.active]
            self._inbox = []
        for request in open_requests:
            self._release(request)
            request.deliver(error)

    def _count_portion(self, portion: Portion) -> None:
        if portion.request is None or not portion.request.written:
            self._count(evaluated_tokens=portion.count)

    def _count(self, **more: int) -> None:
        with self._counting:
            self.stats = replace(self.stats, **{name: getattr(self.stats, name) + n for name, n in more.items()})


def _entries(plan: list[Portion]) -> list[Entry]:
    entries = []
    for portion in plan:
        lane, end = portion.lane, portion.lane.evaluated + portion.count
        for position in range(lane.evaluated, end):
            output = portion.completes and position == end - 1
            entries.append(Entry(lane.tokens[position], position, lane.sequence, output))
        for at, token in enumerate(portion.draft):
            entries.append(Entry(token, end + at, lane.sequence, True))
    return entries


def _beginnings(request: Request) -> list[Lane]:
    """The shared beginnings that a request stands on."""
    found: list[Lane] = []
    prefix = request.prefix
    while prefix:
        found.append(prefix)
        prefix = prefix.parent
    return found
