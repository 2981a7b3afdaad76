"""Reading claims: is a hypothesis borne out by its premises? On the model's weights with an adapter.

It has a small context of its own. What the premises take there stays for the next hypothesis about them; what a
hypothesis takes goes as soon as it is read, since a visitor's words may be in it.
"""

from collections.abc import Sequence
from math import exp

from narration.engine import EngineUnavailable
from narration.engines.batching import PASSED_OVER, STRETCH
from narration.engines.llama_context import LlamaContext
from narration.engines.llama_library import NativeFailure
from narration.engines.llama_model import LlamaModel
from narration.engines.pace import Pace
from narration.engines.prompt_tokens import LONGEST_TOKEN, Tokens, common_length
from narration.engines.replies import Replies
from narration.engines.requests import Portion, Rank, Read
from narration.engines.slots import Slots
from narration.engines.stats import Counter
from narration.engines.work import ENGINE, Work

ABREAST = 4
"""Hypotheses that stand in the context at once."""
KEPT = 8
"""Premises that stay in it."""
KEPT_TEXTS = 256
BYTES_A_TOKEN = 3
MEANWHILE = 2.0
"""How much longer a reading may take where the listener hears something else meanwhile."""
LARGEST = 60.0
"""A difference of logits past which the exponential says nothing more."""


class Reads(Work[Read]):
    """Every hypothesis from its text to its probability; waits for first clauses that are more urgent."""

    def __init__(self, context: LlamaContext, counter: Counter, pace: Pace, beside: Replies) -> None:
        super().__init__(context, counter, pace)
        self._beside = beside
        self._answers = answers(context.model)
        self._begun: dict[tuple[str, ...], Tokens] = {}
        self._awaited = self._passed = 0
        self._went = False
        self._slots: Slots[Read] = Slots(
            slots=ABREAST, kept=KEPT, cells=context.size, copy=context.copy, remove=context.remove
        )

    @property
    def slots(self) -> Slots[Read]:
        """Who holds the context."""
        return self._slots

    def overdue(self, errand: Read, patience: float) -> str:
        """Why it would be read too late; may be asked from any thread."""
        load = self._beside.load
        before = self._awaited + sum(self._size(one) for one in self.inbox if one.rank < Rank.AHEAD)
        seconds = self.pace.reading(before + self._size(errand), STRETCH)
        if errand.rank > Rank.SILENT:
            seconds += self.pace.reading(load.reading, STRETCH) + load.opening * self.pace.seconds(1)
            patience *= MEANWHILE
        late = seconds > patience and not (load.idle and not before)
        return f"the reading of a claim would come after {seconds:.1f} s" if late else ""

    def take(self, arrived: Sequence[Read]) -> None:
        """Queue what came, and take stock of what there is to do."""
        super().take(arrived)
        open_reads = [*self.slots.active, *self.slots.waiting]
        self._awaited = sum(one.pending for one in open_reads if one.rank < Rank.AHEAD)

    def cut(self, errand: Read) -> None:
        """Cut premises and hypothesis into tokens; raises `EngineUnavailable` for what does not fit."""
        beginning, text = opening(errand.premises), whole(errand.premises, errand.hypothesis)
        if len(text) > self.context.size * LONGEST_TOKEN:
            raise ValueError("the claim is far longer than the context")
        kept = self._beginning(errand.premises, beginning)
        errand.tokens = self.context.model.tokenize(text, markup=False)
        errand.common = common_length(kept, errand.tokens)
        errand.levels = (kept,) if errand.common else ()
        errand.cells = len(errand.tokens) - errand.common
        if not self.slots.fits(errand):
            raise EngineUnavailable(
                ENGINE, f"a claim of {len(errand.tokens)} tokens does not fit into a context of {self.context.size}"
            )

    def goes_first(self) -> bool:
        """Whether the next step is for reading: by rank, and in turns where somebody waits for words too."""
        mine = min((one.rank for one in self.slots.active), default=None)
        others = min((one.rank for one in self._beside.slots.active), default=None)
        if mine is None or others is None:
            self._went = mine is not None
        elif self._went and others < Rank.AHEAD:
            self._went = False
        else:
            self._went = mine <= others or (mine < Rank.AHEAD and self._passed >= PASSED_OVER)
        self._passed = 0 if self._went or mine is None else self._passed + 1
        return self._went

    def plan(self) -> list[Portion[Read]]:
        """Stretches of all that is as urgent as the most urgent, in one step."""
        order = sorted(self.slots.active, key=lambda one: (one.rank, one.arrived))
        chosen = [one for one in order if one.rank == order[0].rank]
        awaited = any(one.rank < Rank.AHEAD for one in self._beside.slots.active)
        return list(self.slots.read(chosen, STRETCH if awaited else self.context.batch))

    def advance(self, plan: Sequence[Portion[Read]]) -> None:
        """Answer every read whose last token was evaluated."""
        index = -1
        for portion in plan:
            index += portion.count
            completes = portion.completes
            portion.lane.evaluated += portion.count
            self.counter.add(claim_tokens=portion.count)
            if completes and portion.request:
                self._answer(portion.request, index)

    def _answer(self, read: Read, index: int) -> None:
        yes, no = self.context.logits(index, self._answers)
        self.release(read)
        self.counter.add(claims_read=1)
        read.deliver(1.0 / (1.0 + exp(max(-LARGEST, min(LARGEST, no - yes)))))

    def _beginning(self, premises: tuple[str, ...], text: str) -> Tokens:
        """The tokens of premises, which are facts of the house: they may be kept."""
        if premises not in self._begun:
            while len(self._begun) >= KEPT_TEXTS:
                del self._begun[next(iter(self._begun))]
            self._begun[premises] = tuple(self.context.model.tokenize(text, markup=False))
        return self._begun[premises]

    def _size(self, read: Read) -> int:
        """About how many tokens are to be evaluated for a read."""
        stands = self.slots.prefixes.stands(self._begun.get(read.premises, ()))
        texts = (read.hypothesis,) if stands else (*read.premises, read.hypothesis)
        return sum(len(text.encode("utf-8", "replace")) for text in texts) // BYTES_A_TOKEN


def opening(premises: Sequence[str]) -> str:
    """What every hypothesis about these premises begins with."""
    facts = "\n".join(premises)
    return f"Facts: {facts}\nClaim:"


def whole(premises: Sequence[str], hypothesis: str) -> str:
    """The text after which an adapter was trained to say yes or no."""
    return f"{opening(premises)} {hypothesis}\nSupported:"


def answers(model: LlamaModel) -> tuple[int, int]:
    """The tokens for yes and no; raises `NativeFailure` where a vocabulary has none."""
    found = [model.tokenize(word, markup=False) for word in (" yes", " no")]
    if any(len(tokens) != 1 for tokens in found):
        raise NativeFailure("the vocabulary has no single tokens for “ yes” and “ no”")
    return found[0][0], found[1][0]
