"""Whose turn it is at the model, what is refused for time, what is shared in a tree and on disk, what is guessed."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from narration.engine import Busy
from narration.engines.llama_cpp import LlamaCpp
from narration.engines.pace import Pace
from narration.prompt import Prompt, Turn
from narration.voice.turn import TURN, Urgency
from narration.voice.turn import Turn as WhoseTurn
from tests.engines.little_llama import SHARED, STORY, WORDS, asking, opened, reply, small_weights

pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def weights() -> Path:
    return small_weights()


@pytest.fixture
async def engine(weights: Path) -> AsyncIterator[LlamaCpp]:
    async with opened(weights) as engine:
        yield engine


def begin(engine: LlamaCpp, prompt: Prompt, urgency: Urgency, caller: str = "") -> asyncio.Task[str]:
    """Ask in a task that has a turn of its own."""

    async def ask() -> str:
        TURN.set(WhoseTurn(caller=caller, urgency=urgency))
        return await reply(engine, prompt)

    return asyncio.create_task(ask())


async def test_what_is_made_ahead_stands_still_while_somebody_waits_and_is_the_same_in_the_end(weights: Path) -> None:
    story = asking(STORY, max_tokens=80)
    async with opened(weights, parallel="1", draft="0") as engine:
        alone = await reply(engine, story)
        ahead = begin(engine, story, Urgency.AHEAD)
        before = engine.stats.generated_tokens
        while engine.stats.generated_tokens < before + 5:
            await asyncio.sleep(0)
        assert await begin(engine, asking(), Urgency.NOW) == WORDS[0]
        assert not ahead.done()
        assert await ahead == alone


async def test_a_visitor_who_asks_much_does_not_hold_up_another(weights: Path) -> None:
    async with opened(weights, parallel="2") as engine:
        order: list[str] = []
        tasks = [begin(engine, asking(STORY, max_tokens=40), Urgency.NOW, "much") for _ in range(5)]
        tasks.append(begin(engine, asking(), Urgency.NOW, "little"))
        for task in tasks:
            task.add_done_callback(lambda done: order.append((tasks[-1] is done and "little") or "much"))
        await asyncio.gather(*tasks)
        assert order.index("little") <= 1


async def test_who_would_wait_too_long_is_told_at_once(weights: Path) -> None:
    async with opened(weights, patience="0.000001") as engine:
        first = begin(engine, asking(), Urgency.NOW)
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="the first word would come after"):
            await begin(engine, asking(), Urgency.NOW)
        ahead = begin(engine, asking(), Urgency.AHEAD)
        assert [await first, await ahead] == [WORDS[0]] * 2
        assert engine.stats.refused == 1


async def test_nobody_is_refused_by_an_idle_engine(weights: Path) -> None:
    async with opened(weights, patience="0.000001") as engine:
        assert await begin(engine, asking(), Urgency.NOW) == WORDS[0]
        assert engine.stats.refused == 0


async def test_a_crowd_past_patience_is_refused_and_who_is_let_in_is_answered(weights: Path) -> None:
    async with opened(weights, patience="1") as engine:
        await reply(engine, asking())
        crowd = [begin(engine, asking(f"Repeat: {WORDS[0]}", max_tokens=12), Urgency.NOW, str(n)) for n in range(60)]
        heard = await asyncio.gather(*crowd, return_exceptions=True)
        assert heard[0] == WORDS[0]
        assert any(isinstance(each, Busy) for each in heard)
        assert all(isinstance(each, Busy) or each == WORDS[0] for each in heard)
        assert await reply(engine, asking()) == WORDS[0]


@pytest.mark.parametrize("value", ["soon", "0", "-1", "nan"])
async def test_a_patience_that_cannot_be_is_named(weights: Path, value: str) -> None:
    with pytest.raises(Exception, match="option patience is"):
        async with opened(weights, patience=value):
            pass


async def test_a_public_prompt_is_read_once(engine: LlamaCpp) -> None:
    fact = asking("Repeat: " + "the old stone bridge " * 12, max_tokens=8, public=True)
    first = await reply(engine, fact)
    before = engine.stats.evaluated_tokens
    assert await reply(engine, fact) == first
    assert engine.stats.evaluated_tokens - before < 10


async def test_a_public_prompt_can_be_read_ahead(engine: LlamaCpp) -> None:
    fact = asking("Repeat: " + "the old stone bridge " * 12, max_tokens=8, public=True)
    await engine.warm(fact.turns)
    before = engine.stats.evaluated_tokens
    await reply(engine, fact)
    assert engine.stats.evaluated_tokens - before < 10


async def test_two_public_prompts_share_what_both_begin_with(engine: LlamaCpp) -> None:
    await engine.warm(SHARED)
    before = engine.stats.evaluated_tokens
    for words in WORDS:
        assert await reply(engine, asking(f"Repeat: {words}", public=True)) == words
    assert engine.stats.evaluated_tokens - before < 4 * 40


async def test_a_visitors_prompt_is_never_kept(weights: Path, tmp_path: Path) -> None:
    async with opened(weights, state=str(tmp_path)) as engine:
        question = asking(f"Repeat: {WORDS[0]}")
        await reply(engine, question)
        before = engine.stats.evaluated_tokens
        await reply(engine, question)
        assert engine.stats.evaluated_tokens - before >= 10
    assert len(os.listdir(tmp_path)) == 1


async def test_a_restart_is_warm(weights: Path, tmp_path: Path) -> None:
    public = asking(f"Repeat: {WORDS[1]}", public=True)
    async with opened(weights, state=str(tmp_path)) as engine:
        said = [await reply(engine, asking()), await reply(engine, public)]
    async with opened(weights, state=str(tmp_path)) as engine:
        assert [await reply(engine, asking()), await reply(engine, public)] == said
        assert engine.stats.restored_tokens > 200
        assert engine.stats.evaluated_tokens < 30


def damage(folder: Path) -> None:
    (file,) = folder.iterdir()
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


async def test_a_damaged_state_is_read_anew(weights: Path, tmp_path: Path) -> None:
    async with opened(weights, state=str(tmp_path)) as engine:
        await engine.warm(SHARED)
    damage(tmp_path)
    async with opened(weights, state=str(tmp_path)) as engine:
        assert await reply(engine, asking()) == WORDS[0]
        assert engine.stats.restored_tokens == 0


async def test_guesses_change_no_word(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = [asking(f"Repeat: {words}, {words}, {words}", max_tokens=30) for words in WORDS]
    async with opened(weights, draft="0") as engine:
        plain = [await reply(engine, prompt) for prompt in prompts]
        assert engine.stats.guessed_tokens == 0
    monkeypatch.setattr(Pace, "seconds", lambda self, tokens: 0.01)
    async with opened(weights, draft="6") as engine:
        assert [await reply(engine, prompt) for prompt in prompts] == plain
        assert engine.stats.confirmed_tokens > 10
        assert tuple(await asyncio.gather(*(reply(engine, asking(f"Repeat: {words}")) for words in WORDS))) == WORDS


async def test_guesses_end_where_the_reply_does(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "seconds", lambda self, tokens: 0.01)
    prompt = asking("Repeat: seven camels, seven camels, seven camels", max_tokens=40, stop=("camels, seven",))
    async with opened(weights, draft="0") as engine:
        plain = await reply(engine, prompt)
    async with opened(weights) as engine:
        assert await reply(engine, prompt) == plain
        async with aclosing(engine.generate(prompt)) as pieces:
            await anext(pieces)
        assert await reply(engine, asking()) == WORDS[0]


async def test_a_warming_of_nothing_is_done_at_once(engine: LlamaCpp) -> None:
    await engine.warm(())
    await engine.warm((Turn(role="system", text="Be kind."),))
    assert engine.stats.evaluated_tokens > 0
