"""The schedule of a language model: who is evaluated next, what is shared, what is removed."""

from dataclasses import dataclass, field

from narration.engines.batching import Schedule
from narration.engines.requests import Request
from narration.prompt import Prompt


@dataclass
class Memory:
    """Writes down what the schedule does to the context."""

    copied: list[tuple[int, int, int]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def copy(self, source: int, target: int, length: int) -> None:
        self.copied.append((source, target, length))

    def remove(self, sequence: int) -> None:
        self.removed.append(sequence)


def schedule(memory: Memory, *, slots: int = 2, kept: int = 2, cells: int = 1000, batch: int = 100) -> Schedule:
    return Schedule(slots=slots, kept=kept, cells=cells, batch=batch, copy=memory.copy, remove=memory.remove)


def request(shared: tuple[int, ...] = (), own: int = 10, *, tokens: int = 20, warm: bool = False) -> Request:
    prompt = Prompt(shared=(), own=(), max_tokens=tokens)
    whole = [*shared, *range(own)]
    return Request(
        prompt=prompt,
        deliver=lambda _: None,
        warm=warm,
        levels=(shared,) if shared else (),
        common=len(shared),
        tokens=[] if warm else whole,
        cells=0 if warm else own + tokens,
    )


def evaluate(schedule: Schedule) -> list[tuple[int, int]]:
    """One step: sequences and how many tokens of each; a finished prompt gets its first token."""
    plan = schedule.plan()
    for portion in plan:
        completes = portion.completes
        portion.lane.evaluated += portion.count
        if completes and portion.request:
            portion.request.written += 1
            portion.lane.tokens.append(7)
    return [(portion.lane.sequence, portion.count) for portion in plan]


def test_a_prompt_is_evaluated_in_stretches_then_token_by_token() -> None:
    work = schedule(Memory())
    work.waiting.append(request(own=150))
    work.admit()
    assert [evaluate(work) for _ in range(4)] == [[(0, 100)], [(0, 50)], [(0, 1)], [(0, 1)]]


def test_a_shared_beginning_is_evaluated_once_and_lent() -> None:
    memory = Memory()
    work = schedule(memory)
    shared = tuple(range(50))
    work.waiting.extend([request(shared), request(shared)])
    work.admit()
    assert evaluate(work) == [(2, 50)]
    assert evaluate(work) == [(0, 10), (1, 10)]
    assert memory.copied == [(2, 0, 50), (2, 1, 50)]


def test_a_release_removes_the_sequence_and_keeps_the_beginning() -> None:
    memory = Memory()
    work = schedule(memory)
    shared = tuple(range(50))
    first, second = request(shared), request(shared)
    work.waiting.append(first)
    work.admit()
    evaluate(work)
    work.release(first)
    assert memory.removed == [0]
    work.waiting.append(second)
    work.admit()
    assert second.reused == 50
    assert evaluate(work) == [(1, 10)]


def test_replies_go_on_while_a_long_prompt_is_read() -> None:
    work = schedule(Memory())
    work.waiting.append(request(own=10))
    work.admit()
    evaluate(work)
    work.waiting.append(request(own=300))
    work.admit()
    assert evaluate(work) == [(0, 1), (1, 64)]


def test_first_come_first_served_as_slots_allow() -> None:
    work = schedule(Memory(), slots=2)
    requests = [request(), request(), request()]
    work.waiting.extend(requests)
    work.admit()
    assert work.active == requests[:2]
    work.release(requests[0])
    work.admit()
    assert work.active == requests[1:]


def test_nobody_waits_for_a_warming() -> None:
    work = schedule(Memory(), slots=1, kept=1)
    warming, asking = request(tuple(range(40)), warm=True), request()
    work.waiting.extend([warming, asking])
    work.admit()
    assert evaluate(work) == [(0, 10), (1, 40)]
    assert work.warmed() == [warming]


def test_cells_are_never_promised_twice() -> None:
    work = schedule(Memory(), slots=4, cells=100)
    work.waiting.extend([request(own=30, tokens=30), request(own=30, tokens=30)])
    work.admit()
    assert len(work.active) == 1
    assert not work.fits(request(own=90, tokens=20))
    assert work.fits(request(own=80, tokens=20))


def test_the_beginning_used_longest_ago_makes_room() -> None:
    memory = Memory()
    work = schedule(memory, kept=2)
    texts = [tuple([number] * 20) for number in range(3)]
    for shared in (texts[0], texts[1], texts[0], texts[2]):
        one = request(shared)
        work.waiting.append(one)
        work.admit()
        evaluate(work)
        work.release(one)
    assert memory.removed.count(3) == 1
    again = request(texts[0])
    work.waiting.append(again)
    work.admit()
    assert again.reused == 20


def test_a_beginning_in_use_stays() -> None:
    memory = Memory()
    work = schedule(memory, kept=1)
    first, second = request((1,) * 20), request((2,) * 20)
    work.waiting.extend([first, second])
    work.admit()
    assert work.active == [first]
    work.forget_prefixes()
    assert memory.removed == []
    work.release(first)
    work.admit()
    assert work.active == [second]


def test_a_cancelled_request_never_enters() -> None:
    work = schedule(Memory())
    gone = request()
    gone.cancelled = True
    work.waiting.append(gone)
    work.admit()
    assert work.active == []
    assert not work.waiting
