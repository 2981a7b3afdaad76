"""However requests come, are cancelled, aborted and evicted: nobody's tokens are ever seen from another's sequence."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from narration.engines.batching import Schedule
from narration.engines.drafts import Drafting
from narration.engines.pace import Pace
from narration.engines.prompt_tokens import Tokens
from narration.engines.requests import Portion, Request
from narration.prompt import Prompt
from narration.voice.turn import Turn, Urgency

SLOTS, KEPT, CELLS, BATCH = 3, 3, 160, 24
VISITOR = 1000
"""A visitor's own tokens are numbered from here times the visitor's number; smaller ones are everybody's."""
COMMON = tuple(range(12))
LEVELS: tuple[tuple[Tokens, ...], ...] = (
    (),
    (COMMON,),
    (COMMON, (*COMMON, *range(100, 108))),
    (COMMON, (*COMMON, *range(200, 230))),
    (tuple(range(300, 320)),),
)


@dataclass
class FakeContext:
    """Which tokens each sequence can see, and in which cells they lie; a cell is free when no sequence sees it."""

    seen: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    disk: dict[Tokens, bool] = field(default_factory=dict)
    cell: int = 0

    def evaluate(self, portion: Portion[Request]) -> None:
        lane = portion.lane
        stands = self.seen.setdefault(lane.sequence, [])
        assert len(stands) == lane.evaluated, "positions must follow each other"
        for token in [*lane.tokens[lane.evaluated : lane.evaluated + portion.count], *portion.draft]:
            self.cell += 1
            stands.append((token, self.cell))

    def copy(self, source: int, target: int, length: int) -> None:
        assert not self.seen.get(target), "a sequence is copied into an empty one only"
        assert len(self.seen[source]) >= length
        self.seen[target] = self.seen[source][:length]

    def remove(self, sequence: int, start: int = 0) -> None:
        self.seen[sequence] = self.seen.get(sequence, [])[:start]

    def load(self, tokens: Tokens, sequence: int) -> bool:
        if not self.disk.get(tokens):
            return False
        assert not self.seen.get(sequence)
        self.seen[sequence] = []
        for token in tokens:
            self.cell += 1
            self.seen[sequence].append((token, self.cell))
        return True

    def tokens(self, sequence: int) -> list[int]:
        return [token for token, _ in self.seen.get(sequence, [])]

    @property
    def used(self) -> int:
        return len({cell for stands in self.seen.values() for _, cell in stands})


class Visitors(RuleBasedStateMachine):
    """Visitors who come, ask, go and are interrupted in any order."""

    @initialize()
    def open(self) -> None:
        self.context = FakeContext()
        self.came = 0
        self.owner: dict[int, int] = {}
        self.ended: list[object] = []
        self.schedule = Schedule(
            slots=SLOTS,
            kept=KEPT,
            cells=CELLS,
            batch=BATCH,
            copy=self.context.copy,
            remove=self.context.remove,
            load=self.context.load,
            drafting=Drafting(Pace(), most=3),
        )

    @rule(
        levels=st.sampled_from(LEVELS),
        own=st.integers(1, 30),
        most=st.integers(1, 20),
        caller=st.sampled_from([None, "a", "b"]),
        urgency=st.sampled_from(Urgency),
        warm=st.booleans(),
    )
    def ask(
        self, levels: tuple[Tokens, ...], own: int, most: int, caller: str | None, urgency: Urgency, warm: bool
    ) -> None:
        self.came += 1
        shared = levels[-1] if levels else ()
        mine = [self.came * VISITOR + n % 5 for n in range(own)]
        request = Request(
            prompt=Prompt(shared=(), own=(), max_tokens=most),
            deliver=self.ended.append,
            warm=warm and bool(levels),
            turn=Turn(caller=caller, urgency=urgency),
            arrived=self.came,
            levels=levels,
            common=len(shared),
            tokens=[*shared, *mine],
            cells=own + most,
            source=len(shared),
        )
        if request.warm:
            request.tokens, request.cells = [], 0
        self.owner[id(request)] = self.came
        self.schedule.waiting.append(request)
        self.schedule.admit()

    @precondition(lambda self: self.schedule.active)
    @rule(chosen=st.integers(0, 5), right=st.integers(0, 3))
    def step(self, chosen: int, right: int) -> None:
        self._let_go_what_is_warm()
        if not self.schedule.active:
            return
        plan = self.schedule.plan()
        assert plan, "somebody is active, so something is evaluated"
        assert sum(portion.size for portion in plan) <= BATCH + SLOTS
        assert len({portion.lane.sequence for portion in plan}) == len(plan)
        for portion in plan:
            self.context.evaluate(portion)
            completes = portion.completes
            portion.lane.evaluated += portion.count
            if completes and portion.request:
                self._write(portion.request, portion, chosen, right)
        self._let_go_what_is_warm()

    def _let_go_what_is_warm(self) -> None:
        for request in self.schedule.warmed():
            self.schedule.release(request)
        self.schedule.admit()

    def _write(self, request: Request, portion: Portion[Request], chosen: int, right: int) -> None:
        mine = self.owner[id(request)] * VISITOR
        for at, guess in enumerate((*portion.draft, None)):
            token = guess if guess is not None and at < right else mine + chosen
            request.written += 1
            portion.lane.tokens.append(token)
            request.clause = request.written >= 3
            if request.written >= request.prompt.max_tokens:
                self.schedule.release(request)
                return
            if token != guess:
                break
            portion.lane.evaluated += 1
        self.context.remove(portion.lane.sequence, portion.lane.evaluated)

    @precondition(lambda self: self.schedule.active)
    @rule()
    def abort(self) -> None:
        plan = self.schedule.plan()
        for portion in plan:
            self.context.evaluate(portion)
        for portion in plan:
            self.context.remove(portion.lane.sequence, portion.lane.evaluated)

    @precondition(lambda self: self.schedule.active)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        request = data.draw(st.sampled_from(self.schedule.active))
        slot = request.slot
        self.schedule.release(request)
        assert slot is None or not self.context.tokens(slot)
        self.schedule.admit()

    @precondition(lambda self: self.schedule.waiting)
    @rule(data=st.data())
    def leave_unserved(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.schedule.waiting)).cancelled = True
        self.schedule.admit()

    @rule()
    def save(self) -> None:
        for prefix in self.schedule.prefixes.unsaved():
            prefix.saved = True
            assert self.context.tokens(prefix.sequence) == prefix.tokens
            assert max(prefix.tokens) < VISITOR, "only what everybody shares is saved"
            self.context.disk[tuple(prefix.tokens)] = True

    @rule()
    def memory_runs_out(self) -> None:
        self.schedule.forget_prefixes()

    @invariant()
    def nobody_sees_anothers_tokens(self) -> None:
        holders = {one.slot: self.owner[id(one)] for one in self.schedule.active if one.slot is not None}
        for sequence in range(SLOTS + KEPT):
            strangers = {token // VISITOR for token in self.context.tokens(sequence)} - {0}
            assert strangers <= {holders.get(sequence, 0)}

    @invariant()
    def each_sees_exactly_its_own(self) -> None:
        for request in self.schedule.active:
            if request.lane:
                assert self.context.tokens(request.lane.sequence) == request.tokens[: request.lane.evaluated]

    @invariant()
    def cells_suffice(self) -> None:
        assert self.context.used <= CELLS

    def teardown(self) -> None:
        """When visitors stop coming everybody is served and nothing of anybody is left."""
        for _ in range(3000):
            if not self.schedule.active:
                break
            self.step(1, 0)
        assert not self.schedule.active
        assert not self.schedule.waiting
        assert not any(self.context.tokens(slot) for slot in range(SLOTS))


TestVisitors = Visitors.TestCase
TestVisitors.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
