"""From evaluated tokens to the words of replies."""

from collections.abc import Callable, Sequence

from narration.engines.drafts import Drafting
from narration.engines.first_clause import has_clause
from narration.engines.llama_context import LlamaContext
from narration.engines.reply import is_looping
from narration.engines.requests import Lane, Portion, Request
from narration.engines.stats import Counter


class Writing:
    """Chooses next tokens after each step and hands out text; `release` takes a finished request out."""

    def __init__(
        self, context: LlamaContext, drafting: Drafting, counter: Counter, release: Callable[[Request], None]
    ) -> None:
        self._context, self._drafting, self._counter, self._release = context, drafting, counter, release

    def advance(self, plan: Sequence[Portion[Request]]) -> None:
        """Note what was evaluated, and go on with every reply whose prompt is read."""
        index = -1
        for portion in plan:
            index += portion.count
            completes = portion.completes
            portion.lane.evaluated += portion.count
            if portion.request is None or not portion.request.written:
                self._counter.add(evaluated_tokens=portion.count)
            if completes and portion.request:
                self._write(portion.request, portion, index)
            index += len(portion.draft)

    def finish(self, request: Request) -> None:
        """Hand out what is left of a reply and take its request out."""
        rest = request.reply.finish()
        if rest:
            request.deliver(rest)
        self._release(request)
        request.deliver(None)

    def _write(self, request: Request, portion: Portion[Request], index: int) -> None:
        """Choose one token, and one more for each guessed one that is chosen."""
        lane, confirmed = portion.lane, 0
        for at, guess in enumerate((*portion.draft, None)):
            token = self._write_one(request, lane, index + at)
            if token is None or token != guess:
                break
            lane.evaluated += 1
            confirmed += 1
        if portion.draft:
            self._learn(request, portion, confirmed)

    def _learn(self, request: Request, portion: Portion[Request], confirmed: int) -> None:
        guessed = len(portion.draft)
        self._drafting.learn(guessed, confirmed)
        self._counter.add(guessed_tokens=guessed, confirmed_tokens=confirmed)
        if request.lane is portion.lane:
            self._context.remove(portion.lane.sequence, portion.lane.evaluated)

    def _write_one(self, request: Request, lane: Lane, index: int) -> int | None:
        """Choose a request's next token; None when the reply is over."""
        if request.sampler is None:
            request.sampler = self._context.sampler(request.prompt)
            self._counter.add(reused_tokens=request.reused)
        token = self._context.sample(request.sampler, index)
        request.written += 1
        self._counter.add(generated_tokens=1)
        if self._context.model.ends(token):
            self.finish(request)
            return None
        lane.tokens.append(token)
        self._hand_out(request, request.reply.feed(self._context.model.piece(token)))
        if _is_over(request, lane):
            self.finish(request)
            return None
        return token

    def _hand_out(self, request: Request, text: str) -> None:
        if not text:
            return
        request.deliver(text)
        if not request.clause:
            request.opened += text
            request.clause = has_clause(request.opened)


def _is_over(request: Request, lane: Lane) -> bool:
    return (
        request.reply.stopped
        or request.written >= request.prompt.max_tokens
        or is_looping(lane.tokens[-request.written :])
    )
