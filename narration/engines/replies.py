"""Writing replies to prompts, many at once, in the language model's main context."""

from collections.abc import Sequence

from narration.engine import EngineUnavailable
from narration.engines import admission
from narration.engines.batching import STRETCH, Schedule
from narration.engines.drafts import LONGEST, Drafting
from narration.engines.llama_context import LlamaContext
from narration.engines.pace import Pace
from narration.engines.prefixes import nowhere
from narration.engines.prompt_tokens import PromptTokens, Tokens
from narration.engines.reply import ReplyText
from narration.engines.requests import Portion, Request
from narration.engines.saved_prefixes import SavedPrefixes
from narration.engines.stats import Counter
from narration.engines.work import ENGINE, Work
from narration.engines.writing import Writing
from narration.prompt import Prompt

MOST_TOKENS = 4096


class Replies(Work[Request]):
    """Every request from its prompt to the last piece of its reply."""

    def __init__(
        self,
        context: LlamaContext,
        counter: Counter,
        pace: Pace,
        *,
        slots: int,
        kept: int,
        draft: int = LONGEST,
        saved: SavedPrefixes | None = None,
    ) -> None:
        super().__init__(context, counter, pace)
        self.load = admission.Load(free=slots)
        self._count, self._saved = slots, saved
        self._tokens = PromptTokens(context.model, size=context.size)
        drafting = Drafting(pace, most=draft)
        self._writing = Writing(context, drafting, counter, self.release)
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

    @property
    def slots(self) -> Schedule:
        """Who holds the context, and whose turn it is."""
        return self._schedule

    def overdue(self, errand: Request, patience: float) -> str:
        """Why its first token would be chosen too late; may be asked from any thread."""
        load = admission.beside(self.load, [(one.prompt, self._stands(one.prompt)) for one in self.inbox])
        own = admission.own_tokens(errand.prompt, self._stands(errand.prompt))
        seconds = admission.seconds_to_first_token(own, load, self.pace, STRETCH)
        late = seconds > patience and not load.idle
        return f"the first word would come after {seconds:.1f} s" if late else ""

    def take(self, arrived: Sequence[Request]) -> None:
        """Queue what came, and take stock of what there is to do."""
        super().take(arrived)
        self.load = admission.load(self.slots.active, self.slots.waiting, self._count)

    def cut(self, errand: Request) -> None:
        """Cut a prompt into tokens; raises `EngineUnavailable` for one that does not fit."""
        self._cut(errand, errand.prompt)
        if not self.slots.fits(errand):
            raise EngineUnavailable(
                ENGINE,
                f"a prompt of {len(errand.tokens)} tokens and a reply of {errand.prompt.max_tokens} do not fit "
                f"into a context of {self.context.size}",
                "shorten the prompt or raise the option context",
            )
        self.counter.add(requests=1)

    def plan(self) -> list[Portion[Request]]:
        """What the next step evaluates."""
        for request in self.slots.warmed():
            self._writing.finish(request)
        return self.slots.plan()

    def advance(self, plan: Sequence[Portion[Request]]) -> None:
        """Go on with every reply."""
        self._writing.advance(plan)

    def release(self, errand: Request) -> None:
        """Take a request out with every token of it."""
        if errand.sampler is not None:
            self.context.free(errand.sampler)
            errand.sampler = None
        super().release(errand)

    def save_one(self) -> bool:
        """Save a shared beginning that is not on disk yet; False when there is none."""
        unsaved = self.slots.prefixes.unsaved()[:1] if self._saved else []
        for prefix in unsaved:
            prefix.saved = True
            if self._saved:
                self._saved.save(prefix.tokens, self.context.state(prefix.sequence))
        return bool(unsaved)

    def _stands(self, prompt: Prompt) -> bool:
        """Whether all of a prompt stands in the context but the opening of the reply."""
        return prompt.public and self.slots.prefixes.stands(self._tokens.known(prompt.turns))

    def _cut(self, request: Request, prompt: Prompt) -> None:
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

    def _restore(self, tokens: Tokens, sequence: int) -> bool:
        """Fill a sequence with the state of a shared beginning that was saved."""
        state = self._saved.load(tokens) if self._saved else None
        if state is None or not self.context.restore(sequence, state, len(tokens)):
            return False
        self.counter.add(restored_tokens=len(tokens))
        return True
