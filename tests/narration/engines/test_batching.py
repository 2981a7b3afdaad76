"""The schedule of a language model: who is evaluated next, what is shared, what is removed."""

from dataclasses import dataclass, field
from itertools import count

from narration.engines.batching import PASSED_OVER, SMALL, STRETCH, Schedule
from narration.engines.requests import Rank, Request
from narration.prompt import Prompt
from narration.voice.turn import Turn, Urgency


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


_arrived = count()


def request(
    shared: tuple[int, ...] = (),
    own: int = 10,
    *,
    tokens: int = 60,
    warm: bool = False,
    levels: tuple[tuple[int, ...], ...] = (),
    caller: str | None = None,
    urgency: Urgency = Urgency.NOW,
) -> Request:
    prompt = Prompt(shared=(), own=(), max_tokens=tokens)
    whole = [*shared, *range(own)]
    return Request(
        prompt=prompt,
        deliver=lambda _: None,
        warm=warm,
        turn=Turn(caller=caller, urgency=urgency),
        arrived=next(_arrived),
        levels=levels or ((shared,) if shared else ()),
        common=len(shared),
        tokens=[] if warm else whole,
        cells=0 if warm else own + tokens,
    )


def said(schedule: Schedule, at: int) -> None:
    """The first clause of an active request is written."""
    schedule.active[at].clause = True


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


def test_a_stretch_is_short_while_others_wait() -> None:
    work = schedule(Memory(), batch=1000)
    work.waiting.extend([request(own=STRETCH + 22), request(own=STRETCH + 22)])
    work.admit()
    assert [evaluate(work) for _ in range(2)] == [[(0, STRETCH)], [(0, 22)]]


def test_a_shared_beginning_is_evaluated_once_and_lent() -> None:
    memory = Memory()
    work = schedule(memory)
    shared = tuple(range(50))
    work.waiting.extend([request(shared), request(shared)])
    work.admit()
    assert [evaluate(work) for _ in range(2)] == [[(2, 50)], [(0, 10)]]
    said(work, 0)
    assert evaluate(work) == [(0, 1), (1, 10)]
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
    said(work, 0)
    work.waiting.append(request(own=300))
    work.admit()
    assert evaluate(work) == [(0, 1), (1, 99)]


def test_a_first_clause_is_written_before_another_prompt_is_read() -> None:
    work = schedule(Memory())
    work.waiting.extend([request(own=10), request(own=10)])
    work.admit()
    assert [evaluate(work) for _ in range(3)] == [[(0, 10)], [(0, 1)], [(0, 1)]]
    said(work, 0)
    assert evaluate(work) == [(0, 1), (1, 10)]


def test_a_reply_that_is_being_spoken_waits_for_a_first_clause_but_not_long() -> None:
    work = schedule(Memory())
    work.waiting.append(request(own=10))
    work.admit()
    evaluate(work)
    said(work, 0)
    work.waiting.append(request(own=10))
    work.admit()
    assert evaluate(work) == [(0, 1), (1, 10)]
    steps = [evaluate(work) for _ in range(40)]
    assert steps[:PASSED_OVER] == [[(1, 1)]] * PASSED_OVER
    assert sum((0, 1) in step for step in steps) == 2


def test_prompts_with_little_left_are_read_beside_first_clauses() -> None:
    work = schedule(Memory())
    work.waiting.extend([request(own=10), request(own=SMALL)])
    work.admit()
    assert [evaluate(work) for _ in range(2)] == [[(0, 10), (1, SMALL)], [(0, 1), (1, 1)]]


def test_who_hears_silence_goes_before_who_hears_something() -> None:
    work = schedule(Memory())
    work.waiting.extend([request(own=10, urgency=Urgency.NEXT), request(own=10, urgency=Urgency.NOW)])
    work.admit()
    assert evaluate(work) == [(0, 10)]
    assert work.active[0].rank is Rank.SILENT


def test_a_visitors_second_request_comes_after_everybodys_first() -> None:
    work = schedule(Memory(), slots=4)
    greedy = [request(own=10 + number, caller="a") for number in range(3)]
    work.waiting.extend([*greedy, request(own=20, caller="b")])
    work.admit()
    assert len([one for one in work.active if one.turn.caller == "a"]) == 2
    first = [evaluate(work)[-1]]
    said(work, 0)
    first.append(evaluate(work)[-1])
    assert [count for _, count in first] == [10, 20]


def test_one_visitor_cannot_take_all_slots() -> None:
    work = schedule(Memory(), slots=4)
    work.waiting.extend([request(caller="a") for _ in range(9)])
    work.admit()
    assert len(work.active) == 2
    work.waiting.extend([request(caller="b"), request(caller="c")])
    work.admit()
    assert [one.turn.caller for one in work.active] == ["a", "a", "b", "c"]


def test_work_made_ahead_gives_its_slot_and_goes_on_later_where_it_was() -> None:
    memory = Memory()
    work = schedule(memory, slots=1)
    ahead, now = request(own=10, urgency=Urgency.AHEAD), request(own=10)
    work.waiting.append(ahead)
    work.admit()
    assert [evaluate(work) for _ in range(3)] == [[(0, 10)], [(0, 1)], [(0, 1)]]
    work.waiting.append(now)
    work.admit()
    assert work.active == [now]
    assert memory.removed == [0]
    work.release(now)
    work.admit()
    assert evaluate(work) == [(0, 13)]
    assert ahead.written == 4


def test_work_made_ahead_for_a_visitor_does_not_count_against_that_visitor() -> None:
    work = schedule(Memory(), slots=2)
    work.waiting.append(request(caller="a", urgency=Urgency.AHEAD))
    work.admit()
    work.waiting.append(request(caller="a"))
    work.admit()
    assert [one.rank for one in work.active] == [Rank.AHEAD, Rank.SILENT]


def test_work_made_ahead_stands_still_while_somebody_waits() -> None:
    work = schedule(Memory(), slots=2)
    work.waiting.append(request(own=10, urgency=Urgency.AHEAD))
    work.admit()
    evaluate(work)
    work.waiting.append(request(own=10))
    work.admit()
    assert [evaluate(work) for _ in range(2)] == [[(1, 10)], [(1, 1)]]


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
    assert evaluate(work) == [(0, 10)]
    work.release(asking)
    assert evaluate(work) == [(1, 40)]
    assert work.warmed() == [warming]


def test_a_longer_beginning_goes_on_from_a_shorter_one() -> None:
    memory = Memory()
    work = schedule(memory, kept=3)
    common = tuple(range(30))
    facts = [(*common, *range(100, 110)), (*common, *range(200, 215))]
    for fact in facts:
        work.waiting.append(request(fact, own=4, levels=(common, fact)))
    work.admit()
    assert [evaluate(work) for _ in range(3)] == [[(2, 30)], [(3, 10)], [(0, 4)]]
    assert memory.copied == [(2, 3, 30), (3, 0, 40)]
    said(work, 0)
    assert evaluate(work) == [(0, 1), (4, 15)]
    assert work.prefixes.cells == 55


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
