"""No visitor's words can reach another: not through slots, batches, drafts, aborts, evictions or what is on disk.

One shape is that of llama.cpp issue 27148, where a server restored one conversation's cached text into another's slot.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from narration.engine import EngineUnavailable
from narration.engines.llama_context import Aborted, Entry, LlamaContext
from narration.engines.llama_cpp import LlamaCpp
from narration.engines.llama_library import NativeFailure
from narration.engines.llama_model import LlamaModel
from narration.engines.llama_worker import Worker
from narration.engines.pace import Pace
from narration.engines.requests import Request
from narration.prompt import Prompt, Turn
from narration.voice.turn import Turn as WhoseTurn
from narration.voice.turn import Urgency
from tests.engines.little_llama import SHARED, STORY, asking, opened, reply, small_weights

pytestmark = pytest.mark.engine

COLOURS = ("white", "red", "green", "black", "golden", "blue", "brown", "silver")
THINGS = ("horse", "door", "tower", "river", "garden", "market", "bridge", "lamp")
SLOTS, KEPT = 4, 3


def secret(visitor: int) -> str:
    return f"{COLOURS[visitor % 8]} {THINGS[(visitor // 8 + visitor) % 8]} number {visitor + 100}"


def beginning(number: int) -> tuple[Turn, ...]:
    """One of several shared beginnings: more than can be kept at once."""
    return (*SHARED, Turn(role="user", text=f"Repeat: gate {number}"), Turn(role="assistant", text=f"gate {number}"))


class FlatPace(Pace):
    """As if a step of any size took the same time, so that guesses always seem to pay."""

    def seconds(self, tokens: int) -> float:
        return 0.01


class Watched(LlamaContext):
    """A real context that keeps a book of which tokens every sequence can see."""

    def __init__(self, model: LlamaModel, **more: int) -> None:
        super().__init__(model, **more)
        self.seen: dict[int, list[int]] = {}
        self.aborted = 0

    def evaluate(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            stands = self.seen.setdefault(entry.sequence, [])
            assert entry.position == len(stands), "a gap: something else may be seen there"
            stands.append(entry.token)
        try:
            super().evaluate(entries)
        except Aborted:
            self.aborted += 1
            raise
        for entry in entries:
            assert self.length(entry.sequence) == len(self.seen[entry.sequence])

    def copy(self, source: int, target: int, length: int) -> None:
        assert not self.seen.get(target)
        self.seen[target] = self.seen[source][:length]
        super().copy(source, target, length)

    def remove(self, sequence: int, start: int = 0) -> None:
        self.seen[sequence] = self.seen.get(sequence, [])[:start]
        super().remove(sequence, start)
        assert self.length(sequence) == len(self.seen[sequence])

    def restore(self, sequence: int, state: bytes, length: int) -> bool:
        raise AssertionError("nothing is restored here")


@pytest.fixture(scope="session")
def weights() -> Path:
    return small_weights()


@pytest.fixture
def context(weights: Path) -> Watched:
    return Watched(LlamaModel(weights), size=2048, batch=128, sequences=SLOTS + KEPT, threads=2, outputs=5)


@pytest.fixture
def worker(context: Watched) -> Iterator[Worker]:
    worker = Worker(context, slots=SLOTS, kept=KEPT, draft=4, pace=FlatPace())
    worker.start()
    yield worker
    worker.stop()
    worker.join()


async def asked(worker: Worker, prompt: Prompt, turn: WhoseTurn, leave_after: int | None = None) -> str:
    """The reply, or as much of it as came in so many pieces."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | Exception | None] = asyncio.Queue()

    def deliver(piece: str | Exception | None) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, piece)

    request = Request(prompt=prompt, deliver=deliver, turn=turn)
    worker.submit(request)
    text, count = "", 0
    try:
        while count != leave_after and (piece := await queue.get()) is not None:
            assert not isinstance(piece, Exception), piece
            text, count = text + piece, count + 1
    finally:
        worker.cancel(request)
    return text


async def visit(worker: Worker, visitor: int, chance: random.Random) -> str | None:
    """Ask with a secret in the prompt, at some time, and stay or leave; None for who left."""
    await asyncio.sleep(chance.random() * 2)
    shared = beginning(chance.randrange(KEPT + 2))
    turn = WhoseTurn(caller=visitor, urgency=chance.choice(list(Urgency)))
    way = chance.randrange(4)
    if way == 0:
        await asked(worker, asking(f"{STORY} It is called {secret(visitor)}.", shared=shared, max_tokens=40), turn, 3)
        return None
    if way == 1:
        long = asking(f"{secret(visitor)} " * 60, shared=shared, max_tokens=4)
        waiting = asyncio.create_task(asked(worker, long, turn))
        await asyncio.sleep(chance.random() * 0.3)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return None
    return await asked(worker, asking(f"Repeat: {secret(visitor)}", shared=shared, max_tokens=24), turn)


async def test_a_crowd_with_secrets_keeps_them(worker: Worker, context: Watched) -> None:
    """Interleaved, cancelled, aborted, drafted and with beginnings evicted all the time."""
    chance = random.Random(27148)
    visitors = range(40)
    heard = await asyncio.gather(*(visit(worker, visitor, chance) for visitor in visitors))
    stayed = [(visitor, said) for visitor, said in zip(visitors, heard, strict=True) if said is not None]
    assert len(stayed) > 10
    assert worker.stats.cancelled > 0
    assert worker.stats.guessed_tokens > 0
    for visitor, said in stayed:
        others = {str(other + 100) for other in visitors if other != visitor}
        assert not others & set(said.replace(".", " ").split()), f"{visitor} heard {said!r}"
    right = sum(secret(visitor) in said for visitor, said in stayed)
    assert right >= len(stayed) * 0.8, "what each says is its own; a model this small slips now and then"


async def test_nothing_is_left_of_who_went(worker: Worker, context: Watched) -> None:
    untouched = len(context.state(SLOTS - 1))
    turn = WhoseTurn(caller="one")
    await asked(worker, asking(f"Repeat: {secret(1)}"), turn)
    await asked(worker, asking(STORY, max_tokens=200), turn, leave_after=5)
    while worker.busy:
        await asyncio.sleep(0.01)
    for slot in range(SLOTS):
        assert context.length(slot) == 0
        assert len(context.state(slot)) == untouched
    whole = {tuple(tokens) for sequence, tokens in context.seen.items() if sequence >= SLOTS and tokens}
    secrets = tuple(context.model.tokenize("number 101", markup=False))
    assert whole
    assert not any(str(secrets)[1:-1] in str(tokens)[1:-1] for tokens in whole)


@pytest.fixture
async def fresh(weights: Path) -> AsyncIterator[LlamaCpp]:
    async with opened(weights) as engine:
        yield engine


async def test_what_was_saved_brings_nobodys_words_to_another(weights: Path, fresh: LlamaCpp, tmp_path: Path) -> None:
    """The shape of llama.cpp issue 27148: conversations end, states are saved and restored, others take the slots."""
    probe = asking("Repeat the words that you were told before:", max_tokens=24)
    expected = await reply(fresh, probe)
    for _ in range(2):
        async with opened(weights, state=str(tmp_path), parallel="2") as engine:
            for visitor in range(6):
                told = asking(f"Remember this: {secret(visitor)}. Repeat: {secret(visitor)}", max_tokens=24)
                async with aclosing(engine.generate(told)) as pieces:
                    await anext(pieces)
                    assert await reply(engine, probe) == expected
            assert await reply(engine, probe) == expected
        assert len(os.listdir(tmp_path)) == 1, "the shared beginning, and no conversation"
    async with opened(weights, state=str(tmp_path)) as engine:
        assert await reply(engine, probe) == expected
        assert engine.stats.restored_tokens > 100


def test_a_state_that_is_no_state_leaves_an_empty_sequence(weights: Path) -> None:
    model = LlamaModel(weights)
    context = LlamaContext(model, size=512, batch=128, sequences=2, threads=2)
    try:
        tokens = context.model.tokenize("Monday, Tuesday, Wednesday", markup=False)
        context.evaluate([Entry(token, at, 0, False) for at, token in enumerate(tokens)])
        state = context.state(0)
        for broken in (b"", b"\0" * 64, state[:-1], state[:40]):
            assert not context.restore(1, broken, len(tokens))
            assert context.length(1) == 0
        assert not context.restore(1, state, len(tokens) + 1)
        assert context.restore(1, state, len(tokens))
        assert context.length(1) == len(tokens)
    finally:
        context.close()
        model.close()


async def test_a_failure_of_one_step_shows_nobody_anothers_words(worker: Worker, context: Watched) -> None:
    failing = iter([False, False, True])
    sound = Watched.evaluate

    def evaluate(entries: Sequence[Entry]) -> None:
        sound(context, entries)
        if next(failing, False):
            raise NativeFailure("made to fail")

    context.evaluate = evaluate  # type: ignore[method-assign]
    turn = WhoseTurn(caller="one")
    told = await asyncio.gather(
        *(asked(worker, asking(f"Repeat: {secret(visitor)}", max_tokens=24), turn) for visitor in (1, 2)),
        return_exceptions=True,
    )
    assert any(isinstance(each, AssertionError | EngineUnavailable) for each in told)
    assert secret(3) in await asked(worker, asking(f"Repeat: {secret(3)}", max_tokens=24), turn)
