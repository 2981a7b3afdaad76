import os
import signal
from multiprocessing import active_children

import pytest

from narration.engine import EngineContext, EngineUnavailable
from narration.engines.e5 import E5

TALL = "The great seated Buddha behind the pagoda is 35.5 metres tall."
RAIN = "About forty millimetres of rain fall here in a year."
WOMEN = "Women of Dunhuang founded clubs and wrote down their rules."


@pytest.fixture
def engine() -> E5:
    return E5(EngineContext(weights=lambda _: None))


async def test_the_text_that_is_meant_is_nearest_in_other_words_and_other_languages(engine: E5) -> None:
    asked = {"Is it a wet place?": 1, "那尊大佛有多高？": 0, "Quali associazioni avevano le donne?": 2}
    async with engine:
        await engine.learn((TALL, RAIN, WOMEN))
        for question, nearest in asked.items():
            found = [one or 0.0 for one in await engine.likeness(question, (TALL, RAIN, WOMEN))]
            assert found.index(max(found)) == nearest, question
            assert -1 <= min(found) <= max(found) <= 1.001


async def test_what_was_not_learned_is_not_known(engine: E5) -> None:
    async with engine:
        await engine.learn((TALL,))
        known, unknown = await engine.likeness("How tall?", (TALL, RAIN))
    assert known is not None
    assert unknown is None


@pytest.mark.parametrize("question", ["", "\0", "\ud800\udc00\ud800", "\ufffd" * 5000, "a" * 100_000, "\n\t \x7f"])
async def test_what_is_no_question_does_it_no_harm(engine: E5, question: str) -> None:
    async with engine:
        await engine.learn((TALL,))
        assert len(await engine.likeness(question, (TALL,))) == 1


async def test_of_a_long_question_only_the_beginning_is_read(engine: E5) -> None:
    begun = "How tall is the great Buddha? " * 10
    async with engine:
        await engine.learn((TALL, RAIN))
        short, long = [await engine.likeness(each, (TALL, RAIN)) for each in (begun[:300], begun[:300] + RAIN * 20)]
    assert long == short


async def test_a_process_that_breaks_is_begun_anew_and_knows_nothing(engine: E5) -> None:
    async with engine:
        before = {child.pid for child in active_children()}
        await engine.learn((TALL,))
        [process] = [child for child in active_children() if child.pid not in before]
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(EngineUnavailable, match=r"^e5: its process broke"):
            await engine.likeness("How tall?", (TALL,))
        assert await engine.likeness("How tall?", (TALL,)) == [None]


async def test_one_that_is_closed_is_not_available(engine: E5) -> None:
    async with engine:
        pass
    with pytest.raises(EngineUnavailable, match="closed"):
        await engine.learn((TALL,))


async def test_without_its_library_it_says_what_to_install(engine: E5, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narration.engines.e5.find_spec", lambda _: None)
    with pytest.raises(EngineUnavailable, match=r"caravanserai\[e5\]"):
        async with engine:
            pass
